"""Which hosts may be reached: parsed from what people type, compared by what is meant.

AllowList.parse(["example.org", "localhost:8000"]).permits("example.org", 443)
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .errors import BadInput

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

USUAL_PORTS = {"http": 80, "https": 443}

_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s\[\]:/\\?#@%]+)(?::([0-9]{1,5}))?")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Host:
    name: str
    """A name in lower case, or an IP address, each in the one spelling `canonical_host` gives it."""
    ports: tuple[int, ...] = ()
    """Every port where empty."""

    def permits(self, name: str, port: int) -> bool:
        return name == self.name and (not self.ports or port in self.ports)

    def and_also(self, other: Host) -> Host | None:
        """What both permit."""
        if self.name != other.name:
            return None
        if not (self.ports and other.ports):
            return Host(self.name, self.ports or other.ports)
        both = tuple(port for port in self.ports if port in other.ports)
        return Host(self.name, both) if both else None


@dataclass(frozen=True, slots=True)
class AllowList:
    hosts: tuple[Host, ...]
    trusted: tuple[Host, ...]
    """As it was before it was narrowed: what names may turn out to be, if they are not public machines."""

    @classmethod
    def parse(cls, said: Iterable[str]) -> AllowList:
        hosts = tuple(dict.fromkeys(parse_host(each) for each in said))
        return cls(hosts, hosts)

    def permits(self, name: str, port: int) -> bool:
        return any(host.permits(name, port) for host in self.hosts)

    def trusts(self, name: str, address: Address, port: int) -> bool:
        """Whether a permitted name may turn out to be this address: a page's own name could be pointed at any."""
        if is_loopback_name(name):
            return address.is_loopback
        return is_public(address) or any(host.permits(str(address), port) for host in self.trusted)

    def narrowed(self, to: AllowList) -> AllowList:
        """What both lists permit: narrowing never adds anything."""
        both = (ours.and_also(theirs) for ours in self.hosts for theirs in to.hosts)
        return replace(self, hosts=tuple(host for host in both if host is not None))


def parse_host(said: str) -> Host:
    """`example.org` is that host on every port; on loopback and on IP addresses the port belongs to it."""
    text = said.strip()
    shown = f'"{said}"' if "@" not in said else "an address with a name or password before its @"
    match = re.match(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(.*)", text, re.DOTALL)
    assert match is not None
    scheme, rest = (match[1] or "").lower(), match[2]
    if scheme and scheme not in USUAL_PORTS:
        raise BadInput(f"{shown} cannot be allowed: only http and https hosts can")
    try:
        name, port = split_authority(re.split(r"[/?#]", rest, maxsplit=1)[0])
    except ValueError:
        raise BadInput(
            f"{shown} is not a host; write one exact host, such as example.org, localhost:8000 or [::1]:8000"
        ) from None
    if port is not None:
        return Host(name, (port,))
    if not is_loopback_name(name) and address_of(name) is None:
        return Host(name)
    return Host(name, (USUAL_PORTS[scheme],) if scheme else tuple(USUAL_PORTS.values()))


def host_of(url: str) -> tuple[str, int] | None:
    """Host and port of an http or https address; None where it has none, as `about:blank`."""
    match = re.match(r"(https?)://([^/?#]*)", url.strip(), re.IGNORECASE)
    if match is None:
        return None
    try:
        name, port = split_authority(match[2].rpartition("@")[2])
    except ValueError:
        return None
    return name, port or USUAL_PORTS[match[1].lower()]


def words_to_allow(name: str, port: int) -> str:
    """What to type to have this host allowed."""
    return authority(name, port) if is_loopback_name(name) or address_of(name) else authority(name)


def authority(name: str, port: int | None = None) -> str:
    """As it stands in an address: an IPv6 one in brackets."""
    shown = f"[{name}]" if ":" in name else name
    return shown if port is None else f"{shown}:{port}"


def split_authority(text: str) -> tuple[str, int | None]:
    """`EXAMPLE.org:8000` → `("example.org", 8000)`; ValueError where it is not a host and perhaps a port."""
    match = _AUTHORITY.fullmatch(text)
    if match is None:
        raise ValueError("not a host")
    port = int(match[2]) if match[2] else None
    if port is not None and not 0 < port < 65536:
        raise ValueError("not a port")
    return canonical_host(match[1]), port


def canonical_host(text: str) -> str:
    """The one spelling of a host, as browsers understand it: 0x7f.1 is 127.0.0.1, and Example.org. is example.org."""
    if text.startswith("["):
        address = ipaddress.IPv6Address(text[1:-1])
        return str(address.ipv4_mapped or address)
    name = (text if text.isascii() else _in_ascii(text)).lower().removesuffix(".")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return str(_ipv4(name))
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise ValueError("not a host name")
    return name


def address_of(name: str) -> Address | None:
    """The IP address that a canonical host is, if it is one."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def is_loopback_name(name: str) -> bool:
    return name == "localhost" or name.endswith(".localhost")


def is_public(address: Address) -> bool:
    """Whether it is a machine of the internet, and not one of this machine, this house or nobody."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None,))[0] or _behind_nat64(address)
        if inside is not None and not is_public(inside):
            return False
    return address.is_global and not address.is_multicast


def _behind_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    in_prefix = address in ipaddress.IPv6Network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if in_prefix else None


def _ipv4(name: str) -> ipaddress.IPv4Address:
    """As the URL standard reads numbers: decimal, 0x hexadecimal, 0 octal, the last one filling what is left."""
    parts = name.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError("not an IP address")
    *first, last = (_number(part) for part in parts)
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        raise ValueError("not an IP address")
    return ipaddress.IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first)))


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)


def _in_ascii(name: str) -> str:
    """Its xn-- form. The built-in codec follows an older standard than browsers do; where the two could differ
    (ß, joined letters) the way back does not lead to what was typed, and nothing is guessed."""
    encoded = name.encode("idna").decode("ascii")
    if encoded.encode("ascii").decode("idna") != name.lower():
        raise ValueError("not a name whose xn-- form is certain")
    return encoded
