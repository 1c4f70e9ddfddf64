"""The pages of the demo site as HTML: the list, the details, the questions and the answers; everything in them escaped."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from .members import PER_PAGE, Found, Member

CLUB = "Lantern Club"


def page(title: str, body: str, *, here: str = "", notice: str = "") -> bytes:
    """`title` and `notice` are text, `body` is HTML."""
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{name}</a>'
        for path, name in (("/members", "Members"), ("/join", "Join"))
    )
    said = f'<p class="notice" role="status">{_own(notice)}</p>' if notice else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · {CLUB}</title>"
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><script src="/form.js" defer></script></head>'
        f'<body><header><nav aria-label="Site"><a class="brand" href="/members"><span aria-hidden="true"></span>{CLUB}</a>'
        f"{links}</nav></header><main>{said}{body}</main></body></html>"
    ).encode()


def join_page(form: str) -> bytes:
    intro = f'<h1>Join the {CLUB}</h1><p class="lead">A table by the window, a shelf of books and good company.</p>'
    return page("Join", f'<div class="narrow">{intro}{form}</div>', here="/join")


def edit_page(member: Member, form: str) -> bytes:
    return page(
        f"Edit {member.entry.full_name}", f'<div class="narrow"><h1>Edit {_own(member.entry.full_name)}</h1>{form}</div>'
    )


def welcome_page(member: Member) -> bytes:
    body = (
        f'<div class="narrow card middle"><h1>Welcome, {_own(member.entry.full_name)}</h1>'
        f'<dl class="given"><dt>Member number</dt><dd>{member.number}</dd></dl>'
        f"<p>Show it at the door. Your card is on its way to {_own(member.entry.email)}.</p>"
        f'<div class="actions"><a class="button main" href="/members/{member.number}">See your details</a>'
        '<a href="/members">All members</a></div></div>'
    )
    return page(f"Welcome, {member.entry.full_name}", body)


def list_page(found: Found, query: str, notice: str) -> bytes:
    search = (
        '<form class="search" action="/members" role="search"><label for="q">Search members</label>'
        f'<input type="search" id="q" name="q" value="{escape(query)}" placeholder="Name, e-mail, country…" dir="auto" '
        'autocomplete="off"><button>Search</button></form>'
    )
    head = f'<div class="head"><h1>Members</h1><a class="button main" href="/join">New member</a></div>{search}'
    if not found.total:
        return page("Members", head + _nobody(query), here="/members", notice=notice)
    counted = f"{found.total} member{'s' * (found.total != 1)}" + (f" for “{_own(query)}”" if query else "")
    rows = "".join(_row(member) for member in found.members)
    body = (
        f'{head}<p class="quiet" role="status">{counted}</p><div class="card table"><table><thead><tr>'
        '<th scope="col">Number</th><th scope="col">Name</th>'
        '<th scope="col">E-mail</th><th scope="col">Country</th><th scope="col">Plan</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_pages(found, query)}"
    )
    return page("Members", body, here="/members", notice=notice)


def detail_page(member: Member, notice: str) -> bytes:
    entry = member.entry
    shown = {
        "Member number": str(member.number),
        "E-mail": entry.email,
        "Date of birth": f"{entry.born.day} {entry.born:%B %Y}",
        "Phone": entry.phone,
        "Country": entry.country,
        "Membership plan": entry.plan,
        "Number of guests": str(entry.guests),
        "Interests": ", ".join(entry.interests),
        "Newsletter": "Yes" if entry.newsletter else "No",
        "Comments": entry.comments,
        "Joined": f"{member.joined.day} {member.joined:%B %Y}",
    }
    lines = "".join(f"<div><dt>{name}</dt><dd>{_own(value) if value else '—'}</dd></div>" for name, value in shown.items())
    picture = f'<img src="/members/{member.number}/picture" alt="Profile picture" width="96" height="96">'
    body = (
        f'<div class="narrow"><p><a href="/members">← All members</a></p><div class="card"><div class="head">'
        f"{picture if member.has_picture else ''}<h1>{_own(entry.full_name)}</h1>"
        f'<a class="button main" href="/members/{member.number}/edit">Edit</a>'
        f'<a class="button danger" href="/members/{member.number}/delete">Delete</a></div><dl>{lines}</dl></div></div>'
    )
    return page(entry.full_name, body, notice=notice)


def delete_page(member: Member) -> bytes:
    """A page, not a `confirm()` box: it has an address, it works without scripts, and it can name the member at length."""
    body = (
        f'<form method="post" class="narrow card middle"><h1>Delete {_own(member.entry.full_name)}?</h1>'
        f"<p>Member {member.number} and everything we know of them will be gone. This cannot be undone.</p>"
        f'<div class="actions"><button class="danger">Delete member</button>'
        f'<a href="/members/{member.number}">Keep member</a></div></form>'
    )
    return page(f"Delete {member.entry.full_name}?", body)


def trouble_page(title: str, why: str) -> bytes:
    body = (
        f'<div class="narrow card middle"><h1>{escape(title)}</h1><p>{escape(why)}</p>'
        '<p><a href="/members">All members</a></p></div>'
    )
    return page(title, body)


def _row(member: Member) -> str:
    entry = member.entry
    return (
        f'<tr><td data-head="Number">{member.number}</td>'
        f'<td data-head="Name"><a href="/members/{member.number}">{_own(entry.full_name)}</a></td>'
        f'<td data-head="E-mail">{_own(entry.email)}</td><td data-head="Country">{escape(entry.country)}</td>'
        f'<td data-head="Plan"><span class="plan">{escape(entry.plan)}</span></td></tr>'
    )


def _nobody(query: str) -> str:
    if query:
        return (
            f'<div class="card middle"><h2>No member matches “{_own(query)}”</h2>'
            '<p>Try fewer or shorter words.</p><p><a class="button" href="/members">Show all members</a></p></div>'
        )
    return (
        '<div class="card middle"><h2>No members yet</h2><p>The first one gets the seat by the fire.</p>'
        '<p><a class="button" href="/join">Be the first</a></p></div>'
    )


def _pages(found: Found, query: str) -> str:
    def link(number: int, name: str) -> str:
        if not 1 <= number <= found.pages:
            return f'<span class="off">{name}</span>'
        asked = urlencode({"q": query} if query else {}) + ("&" if query else "") + f"page={number}"
        return f'<a href="/members?{escape(asked)}">{name}</a>'

    if found.pages == 1:
        return ""
    first = (found.page - 1) * PER_PAGE + 1
    told = f"{first}–{first + len(found.members) - 1} of {found.total}"
    links = f"{link(found.page - 1, 'Previous')}<span>{told}</span>{link(found.page + 1, 'Next')}"
    return f'<nav class="pages" aria-label="Pages">{links}</nav>'


def _own(text: str) -> str:
    """Words of a member's own: whatever their direction, they turn nothing around them."""
    return f'<bdi class="own">{escape(text)}</bdi>'
