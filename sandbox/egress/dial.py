"""Turns a permitted host into an open connection: the name is asked for once, and what it turns out to be is judged."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

from ...tools.hosts import Address, AllowList, address_of, authority, is_loopback_name

CONNECT_S = 20.0

Resolve = Callable[[str], Awaitable[Sequence[Address]]]

_LOOPBACK: tuple[Address, ...] = (ipaddress.IPv6Address("::1"), ipaddress.IPv4Address("127.0.0.1"))
"""In the order browsers try them."""


class NobodyThere(Exception):
    """No connection came about; nothing was sent."""


class NotTrusted(Exception):
    """The name turned out to be a machine that may not be reached under it; nothing was sent."""


async def resolve(name: str) -> tuple[Address, ...]:
    """What the system's own resolver says."""
    found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
    # A scope as in fe80::1%2 is only ever that of a neighbour, which no name on a list can be trusted to be.
    return tuple(dict.fromkeys(ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found))


async def dial(name: str, port: int, allowed: AllowList, ask: Resolve) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        async with asyncio.timeout(CONNECT_S):
            addresses = await _addresses(name, port, allowed, ask)
            return await _first_to_answer(addresses, port)
    except TimeoutError:
        raise NobodyThere("no answer in time") from None


async def _addresses(name: str, port: int, allowed: AllowList, ask: Resolve) -> Sequence[Address]:
    if literal := address_of(name):
        return (literal,)
    if is_loopback_name(name):
        return _LOOPBACK
    try:
        found = await ask(name)
    except OSError:
        found = ()
    if not found:
        raise NobodyThere("no machine of that name is known")
    trusted = [address for address in found if allowed.trusts(name, address, port)]
    if not trusted:
        raise NotTrusted(
            f"{name} turned out to be {found[0]}, which is no public machine; if it is meant, allow that address as well:"
            f" --allow {authority(str(found[0]), port)}"
        )
    return trusted


async def _first_to_answer(addresses: Sequence[Address], port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    why = ""
    for address in addresses:
        try:
            return await asyncio.open_connection(str(address), port)
        except OSError as error:
            why = "nothing answers there" if isinstance(error, ConnectionRefusedError) else (error.strerror or "no way there")
    raise NobodyThere(why)
