"""Support: a message that is asked about before it is sent, and the messages so far."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ..session import Session
from .catalogue import number_of
from .frame import choice, framed, text_area, text_field

TOPICS = ("Delivery", "Returns", "Something else")


def support_page(session: Session, said: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    items = "".join(
        f"<li><strong>Message {message.number}: {message.topic}</strong><p>{escape(message.text)}</p></li>"
        for message in session.messages
    )
    sent = f"<h2>{number_of(len(session.messages), 'message')}</h2><ul class=reviews>{items}</ul>"
    body = f"""<h1>Support</h1>
<div class="two">
<section class="card"><h2>Write to us</h2>
<form method="post" action="/support" novalidate data-ask="send-message">
{choice("topic", "Topic", TOPICS, said.get("topic", ""), wrong.get("topic", ""), first="Choose a topic")}
{text_field("email", "E-mail", said.get("email", session.profile.email), wrong.get("email", ""), 'autocomplete="email"')}
{text_area("message", "Message", said.get("message", ""), wrong.get("message", ""))}
<button class="main">Send message</button></form></section>
<section class="card">{sent if items else "<h2>Messages</h2><p>You have not written to us yet.</p>"}</section></div>
<dialog id="send-message" aria-labelledby="send-title">
<h2 id="send-title">Send this message?</h2><p>We answer within two days.</p>
<div class="actions"><button class="main" data-yes>Yes, send it</button><button data-no>Keep writing</button></div></dialog>"""
    return framed(session, "Support", body, "/support")


def not_found_page(session: Session) -> str:
    body = (
        '<div class="narrow card empty"><h1>Page not found</h1><p>There is nothing at this address.</p>'
        '<a class="button" href="/">Back to the shop</a></div>'
    )
    return framed(session, "Page not found", body)
