"""Asked: what a browser asks of its proxy, understood, and the same request as the server gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import h11

from ...tools.hosts import authority, split_authority, words_to_allow

_ABSOLUTE = re.compile(r"http://([^/?#]*)([^#]*)", re.IGNORECASE)

_BETWEEN_NEIGHBOURS = {
    b"connection",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"upgrade",
}
_SENT_AGAIN = {408, 421}
"""Request Timeout, Misdirected Request: Chromium takes them as a sign that the server did nothing."""

_FRAMING = {b"content-length", b"transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    host: str
    port: int
    path: str
    """With its query; empty where a tunnel is asked for."""

    @property
    def is_tunnel(self) -> bool:
        return self.method == "CONNECT"

    @property
    def to_allow(self) -> str:
        return words_to_allow(self.host, self.port)


def understand(request: h11.Request) -> Asked:
    """ValueError, in words for the browser, where it is not a request for a proxy, or one that two may read differently."""
    method, target = request.method.decode("ascii"), request.target.decode("ascii")
    framing = {name for name, _ in request.headers} & _FRAMING
    if len(framing) > 1 or (framing and method == "CONNECT"):
        raise ValueError("it says in two ways how long its body is")
    if method == "CONNECT":
        host, port = split_authority(target)
        if port is None:
            raise ValueError("it asks for a tunnel without a port")
        return Asked(method, host, port, "")
    match = _ABSOLUTE.fullmatch(target)
    if match is None:
        raise ValueError("this is a proxy: it takes http://host/path, and CONNECT host:port for everything else")
    host, given = split_authority(match[1])
    path = match[2] if match[2].startswith("/") else f"/{match[2]}"
    return Asked(method, host, given or 80, path)


def upgrades(request: h11.Request) -> bool:
    asked_for = {name for name, _ in request.headers}
    return request.method == b"GET" and b"upgrade" in asked_for and b"upgrade" in _named_by_connection(request)


def for_server(request: h11.Request, asked: Asked) -> h11.Request:
    """In origin form, to the host of its target whatever its Host header said, and over when it is answered."""
    dropped = _dropped(request) | {b"host"}
    kept = [(raw, value) for raw, value in request.headers.raw_items() if raw.lower() not in dropped]
    host = authority(asked.host, asked.port if asked.port != 80 else None).encode()
    connection = b"close"
    if upgrades(request):
        connection = b"Upgrade"
        kept += [(raw, value) for raw, value in request.headers.raw_items() if raw.lower() == b"upgrade"]
    return h11.Request(
        method=request.method,
        target=asked.path.encode("ascii"),
        headers=[(b"Host", host), *kept, (b"Connection", connection)],
    )


def for_browser(response: h11.Response) -> h11.Response:
    """What makes browsers send a request again by themselves, even a POST, reaches them as a 502."""
    dropped = _dropped(response)
    kept = [(raw, value) for raw, value in response.headers.raw_items() if raw.lower() not in dropped]
    if response.status_code in _SENT_AGAIN:
        return h11.Response(status_code=502, headers=kept, reason=b"Bad Gateway")
    return h11.Response(status_code=response.status_code, headers=kept, reason=response.reason)


def _dropped(message: h11.Request | h11.Response) -> set[bytes]:
    # Naming its framing there would turn the body into a second message.
    return _BETWEEN_NEIGHBOURS | (_named_by_connection(message) - _FRAMING)


def _named_by_connection(message: h11.Request | h11.Response) -> set[bytes]:
    values = (value for name, value in message.headers if name == b"connection")
    return {word.strip().lower() for value in values for word in value.split(b",")}
