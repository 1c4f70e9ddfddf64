"""The account: settings that are saved at once, and an address that takes its time."""

from __future__ import annotations

from html import escape

from ..session import LANGUAGES, Profile, Session
from .frame import checkbox, choice, facts, framed, text_field


def account_page(session: Session) -> str:
    profile = session.profile
    body = f"""<h1>Your account</h1>
<div class="two">
<section class="card"><h2>Settings</h2>
<form method="post" action="/account" novalidate data-fetch>
{text_field("name", "Display name", profile.name, more='autocomplete="name"')}
{text_field("email", "E-mail", profile.email, more='autocomplete="email"')}
{choice("language", "Language", LANGUAGES, profile.language)}
{checkbox("notifications", "Notifications", profile.notifications, role="switch")}
<button class="main">Save</button></form></section>
<div><section class="card"><h2>What we know of you</h2>{facts(profile_facts(profile), shown="profile")}</section>
<section class="card"><h2>Address</h2>
<form method="post" action="/account/address" novalidate data-fetch="Saving…">
{text_field("street", "Street", profile.street, more='autocomplete="street-address"')}
{text_field("city", "City", profile.city, more='autocomplete="address-level2"')}
<button class="main">Save address</button></form></section></div></div>"""
    return framed(session, "Account", body, "/account")


def profile_facts(profile: Profile) -> dict[str, str]:
    return {
        "Name": profile.name,
        "Mail": profile.email,
        "Speaks": profile.language,
        "Notified": "Yes" if profile.notifications else "No",
        "Lives at": f"{profile.street}, {profile.city}",
    }


def login_page(session: Session, email: str = "", mistake: str = "") -> str:
    refused = f'<p class="summary" role="alert">{escape(mistake)}</p>' if mistake else ""
    body = f"""<div class="narrow card"><h1>Sign in</h1>{refused}
<form method="post" action="/login" novalidate>
{text_field("email", "E-mail", email, more='autocomplete="email"')}
{text_field("password", "Password", more='type="password" autocomplete="current-password"')}
<button class="main full">Sign in</button></form></div>"""
    return framed(session, "Sign in", body)
