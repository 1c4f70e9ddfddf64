"""Addresses as people write them, and why one could not be opened, in their words."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from ..errors import BadInput, Refused

_REASONS = {
    "ERR_CONNECTION_REFUSED": "nothing answers there; is the server running?",
    "ERR_NAME_NOT_RESOLVED": "no machine of that name is known",
    "ERR_ADDRESS_UNREACHABLE": "that machine cannot be reached",
    "ERR_INTERNET_DISCONNECTED": "this machine is offline",
    "ERR_CONNECTION_TIMED_OUT": "no answer in time",
    "ERR_TIMED_OUT": "no answer in time",
    "ERR_CONNECTION_RESET": "the connection was dropped",
    "ERR_CONNECTION_CLOSED": "the connection was dropped",
    "ERR_EMPTY_RESPONSE": "the server closed the connection without an answer",
    "ERR_UNSAFE_PORT": "browsers refuse that port",
    "ERR_TOO_MANY_REDIRECTS": "it redirects in a circle",
    "ERR_PROXY_CONNECTION_FAILED": "the proxy does not answer",
    "ERR_TUNNEL_CONNECTION_FAILED": "the proxy refused it",
    "ERR_ABORTED": "the page was left before it came, or the server sent nothing to show",
}


def normal_url(said: str) -> str:
    """`localhost:8000/x` → `http://localhost:8000/x`; `example.org` → `https://example.org`."""
    text = said.strip()
    if text == "about:blank":
        return text
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d+(?:[/?#]|$))", text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise Refused(f'"{said}" is not opened: only http and https addresses are')
    try:
        url = text if scheme else f"{_scheme_for(text)}://{text}"
        parts = urlsplit(url)
        valid = bool(parts.hostname) and (parts.port or 1) > 0 and not re.search(r"\s", parts.netloc)
    except ValueError:
        url, valid = text, False
    if not valid:
        raise BadInput(f'"{said}" is not an address; write one as localhost:8000 or https://example.org/page')
    return url


def why_unreachable(url: str, playwright_said: str) -> str:
    if "Timeout" in playwright_said:
        return f"{url} could not be opened: no answer in time"
    code = re.search(r"net::(ERR_[A-Z_]+)", playwright_said)
    reason = _REASONS.get(code[1], code[1]) if code else playwright_said.splitlines()[0]
    return f"{url} could not be opened: {reason}"


def _scheme_for(address: str) -> str:
    """Machines of one's own rarely have a certificate."""
    host = urlsplit(f"//{address}").hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return "http"
    try:
        return "http" if ipaddress.ip_address(host).is_private else "https"
    except ValueError:
        return "https"
