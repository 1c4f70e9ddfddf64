"""What all pages have: head, navigation, toasts, fields with labels, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ..session import Session

NAVIGATION = {"/": "Shop", "/orders": "Orders", "/account": "Account", "/support": "Support"}


def framed(session: Session, title: str, body: str, here: str = "") -> str:
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{name}</a>' for path, name in NAVIGATION.items()
    )
    toast = session.take_toast()
    shown = f'<p class="toast">{escape(toast)}</p>' if toast else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Leaf &amp; Kettle</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
<script src="/shop.js" defer></script>
</head>
<body>
<header>
<nav aria-label="Site">
<a class="brand" href="/">Leaf &amp; Kettle</a>
{links}
{_cart_link(session, here == "/cart")}
{_who(session)}
</nav>
</header>
<main>
{body}
</main>
<footer>Free shipping from £50.00. Returns within 30 days.</footer>
<div class="toasts" role="status">{shown}</div>
</body>
</html>"""


def _cart_link(session: Session, is_here: bool) -> str:
    count = f'<span class="count" data-shown="cart-count">{session.cart.count}</span>'
    return f'<a href="/cart"{" aria-current=page" if is_here else ""}>Cart {count}</a>'


def _who(session: Session) -> str:
    if not session.is_signed_in:
        return '<a class="who" href="/login">Sign in</a>'
    return '<form class="who" method="post" action="/logout"><button class="plain">Sign out</button></form>'


def field(name: str, label: str, control: str, mistake: str = "") -> str:
    return f'<div class="field"><label for="{name}">{label}</label>{control}{mistake_line(name, mistake)}</div>'


def mistake_line(name: str, mistake: str) -> str:
    return f'<p class="mistake" id="{name}-mistake" data-mistake="{name}">{escape(mistake)}</p>'


def text_field(name: str, label: str, value: str = "", mistake: str = "", more: str = "") -> str:
    return field(name, label, f'<input {_named(name, mistake)} value="{escape(value)}" {more}>', mistake)


def text_area(name: str, label: str, value: str = "", mistake: str = "") -> str:
    return field(name, label, f'<textarea {_named(name, mistake)} rows="4">{escape(value)}</textarea>', mistake)


def choice(name: str, label: str, options: Sequence[str], value: str = "", mistake: str = "", first: str = "") -> str:
    """A select; `first` is what it shows while nothing is chosen."""
    blank = f'<option value="">{first}</option>' if first else ""
    rest = "".join(f"<option{' selected' if option == value else ''}>{escape(option)}</option>" for option in options)
    return field(name, label, f"<select {_named(name, mistake)}>{blank}{rest}</select>", mistake)


def checkbox(name: str, label: str, is_on: bool, mistake: str = "", role: str = "") -> str:
    box = (
        f'<input type="checkbox" {_named(name, mistake)} value="yes"'
        f"{f' role={role}' if role else ''}{' checked' if is_on else ''}>"
    )
    return f'<div class="field tick">{box}<label for="{name}">{label}</label>{mistake_line(name, mistake)}</div>'


def _named(name: str, mistake: str) -> str:
    return f'id="{name}" name="{name}" aria-describedby="{name}-mistake"' + (' aria-invalid="true"' if mistake else "")


def facts(pairs: Mapping[str, str], shown: str = "") -> str:
    """Names and values; where `shown` is given, our script may write new values into them."""

    def key(name: str) -> str:
        return f' data-shown="{shown}-{name.lower().replace(" ", "-")}"' if shown else ""

    return (
        '<dl class="facts">'
        + "".join(f"<div><dt>{name}</dt><dd{key(name)}>{escape(value)}</dd></div>" for name, value in pairs.items())
        + "</dl>"
    )


def table(label: str, heads: Sequence[str], rows: Sequence[Sequence[str]], sorting: Sequence[str] = ()) -> str:
    """Cells are HTML, and so is `sorting`, the heads to click; on narrow screens each cell says its head itself."""
    head = "".join(sorting) or "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td data-head="{name}">{cell}</td>' for name, cell in zip(heads, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<table aria-label="{label}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
