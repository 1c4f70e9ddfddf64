"""The checkout: where it goes, how, and what is wrong with what was filled in."""

from __future__ import annotations

from collections.abc import Mapping

from ..cart import DELIVERIES
from ..goods import pounds
from ..session import Session
from .cart import sum_facts
from .frame import checkbox, choice, facts, framed, mistake_line, text_field

COUNTRIES = ("United Kingdom", "Ireland", "Germany", "Poland", "Norway")


def checkout_page(session: Session, said: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    delivery = said.get("delivery", "Standard")
    summary = '<p class="summary" role="alert">Please look at the marked fields.</p>' if wrong else ""
    lines = "".join(
        f"<li><span>{line.quantity} × {line.product.name}</span><span>{pounds(line.total_p)}</span></li>"
        for line in session.cart.lines
    )

    def text(name: str, label: str, kind: str) -> str:
        return text_field(name, label, said.get(name, ""), wrong.get(name, ""), f'autocomplete="{kind}"')

    body = f"""<h1>Checkout</h1>
<form class="two wide-left" method="post" action="/checkout" novalidate data-once="Placing order…">
<section class="card">{summary}
<div class="grid">
{text("full-name", "Full name", "name")}
{text("email", "E-mail", "email")}
{text("street", "Street", "street-address")}
{text("city", "City", "address-level2")}
{choice("country", "Country", COUNTRIES, said.get("country", ""), wrong.get("country", ""), first="Choose a country")}
</div>
{_deliveries(session, delivery)}
{checkbox("newsletter", "Send me the newsletter", said.get("newsletter") == "yes")}
{checkbox("terms", "I accept the terms", said.get("terms") == "yes", wrong.get("terms", ""))}
</section>
<section class="card"><h2>Your order</h2><ul class="lines">{lines}</ul>
{facts(sum_facts(session.cart.sum(delivery)), shown="sum")}
<button class="main full">Place order</button>
<p class="quiet"><a href="/cart">Back to the cart</a></p>
</section></form>"""
    return framed(session, "Checkout", body)


def _deliveries(session: Session, chosen: str) -> str:
    radios = ""
    for name in DELIVERIES:
        shown = sum_facts(session.cart.sum(name))
        radios += (
            f'<label class="radio"><input type="radio" name="delivery" value="{name}"{" checked" if name == chosen else ""} '
            f'data-shipping="{shown["Shipping"]}" data-total="{shown["Total"]}">{name} ({shown["Shipping"]})</label>'
        )
    return f'<fieldset class="field"><legend>Delivery</legend>{radios}{mistake_line("delivery", "")}</fieldset>'
