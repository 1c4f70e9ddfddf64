"""What the proxy says itself: short plain pages in which nothing can be markup, and how a message is brought to its end."""

from __future__ import annotations

import contextlib

import h11

from .peer import Lost, Peer

REST_SILENT_S = 30.0

_HEADERS = [
    (b"Content-Type", b"text/plain; charset=utf-8"),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Content-Security-Policy", b"default-src 'none'; sandbox"),
    (b"Cache-Control", b"no-store"),
]

_REASONS = {400: b"Bad Request", 403: b"Forbidden", 502: b"Bad Gateway"}


async def say(browser: Peer, status: int, words: str) -> None:
    """Does nothing where an answer has already begun."""
    if browser.http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
        return
    page = f"handeye: {words}\n".encode()
    headers = [*_HEADERS, (b"Content-Length", str(len(page)).encode())]
    with contextlib.suppress(Lost):
        await browser.send(h11.Response(status_code=status, headers=headers, reason=_REASONS.get(status, b"")))
        if browser.method != b"HEAD":
            await browser.send(h11.Data(page))
        await browser.send(h11.EndOfMessage())


async def finish(browser: Peer) -> bool:
    """Reads what is left of a request, which browsers send to its end before they read; whether another can follow."""
    if browser.http.our_state is not h11.DONE or browser.http.they_are_waiting_for_100_continue:
        return False
    try:
        while browser.http.their_state is h11.SEND_BODY:
            await browser.receive(REST_SILENT_S)
    except Lost:
        return False
    return browser.http.their_state is h11.DONE
