"""What the sandbox commands do: each opens what is named, does its one thing, and says in one line what came of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from ...sandbox.image import build, has_browser
from ...sandbox.named import Named, all_of_them, down, find, up
from ...sandbox.order import Order
from ...sandbox.vm import Control
from ...sandbox.vm.net import PROXY
from ...sandbox.vm.started import has_started
from ...tools.computer import opened
from ...tools.desktop import Desktop
from ...tools.errors import BadInput, HandeyeError, Unsupported
from ...tools.frame import Frame
from ...tools.whole import SHARED, write_whole
from ..asking import Given, said_on_command_line
from ..terminal import tell, to_json

STARTS_WITHIN_S = 300.0
"""A guest that is emulated on a busy computer takes some minutes."""


async def start(name: str, order: Order, environ: Mapping[str, str], *, waits: bool, as_json: bool) -> None:
    """`waits`: until the guest in it has started, as far as its screen tells."""
    tell(f"starting {name}: {order.said}")
    began_s = time.monotonic()
    named = await up(name, order, environ=environ)
    if waits and named.kind == "vm":
        tell(f"its guest is starting{_how(named)}")
        if not await has_started(lambda: _control(named), STARTS_WITHIN_S):
            tell("its screen has shown nothing that stays so far; look at it yourself")
    if named.kind == "vm" and named.allow and not has_browser(named.image):
        tell(f"programs in it reach {', '.join(named.allow)} through the proxy {PROXY}")
    tell(f"{name} is up after {time.monotonic() - began_s:.1f} s")
    tell(f'use it: handeye sandbox run {name} "…"; see it: handeye sandbox view {name}; end it: handeye sandbox down {name}')
    if as_json:
        print(to_json(_told(named)))


def _how(named: Named) -> str:
    ways = {"kvm": ", run by the processor itself (KVM)", "tcg": ", emulated (TCG), which is slow"}
    return ways.get(named.accel, "")


async def run(name: str, given: Given, environ: Mapping[str, str]) -> int:
    """The exit code."""
    named = find(name, environ)
    if named.kind == "vm":
        return await said_on_command_line(replace(given, on=f"vm:{name}"), environ)
    there = {**environ, "DISPLAY": named.display, "XAUTHORITY": named.xauthority}
    return await said_on_command_line(replace(given, on="desktop"), there)


async def save(name: str, tag: str, environ: Mapping[str, str]) -> None:
    async with _control(find(name, environ)) as control:
        began_s = time.monotonic()
        await control.snapshot(tag)
        tell(f"{name} is saved as {tag} ({time.monotonic() - began_s:.1f} s)")


async def take_back(name: str, tag: str, environ: Mapping[str, str]) -> None:
    async with _control(find(name, environ)) as control:
        began_s = time.monotonic()
        await control.reset(tag)
        tell(f"{name} is as it was at {tag} ({time.monotonic() - began_s:.1f} s), and stands still until it is looked at")


async def picture(name: str, output: Path | None, environ: Mapping[str, str]) -> None:
    output = output or Path(f"{name}.png")
    if output.suffix.lower() != ".png":
        raise BadInput(f"pictures are saved as PNG, so the name after -o ends in .png, not {output.name}")
    frame = await _seen(find(name, environ))
    write_whole(output, frame.png, SHARED)
    print(output)


async def _seen(named: Named) -> Frame:
    if named.kind == "vm":
        async with _control(named) as control:
            return await control.look()
    async with opened(Desktop(named.display, xauthority=named.xauthority)) as desktop:
        return await desktop.look()


async def show_all(environ: Mapping[str, str], *, as_json: bool) -> None:
    known = [(each, await _snapshots(each)) for each in all_of_them(environ)]
    if as_json:
        print(to_json({"sandboxes": [{**_told(each), "snapshots": list(tags)} for each, tags in known]}))
        return
    if not known:
        tell("no sandbox is up; start one: handeye sandbox up NAME")
    for each, tags in known:
        if not each.alive:
            print(f"{each.name}  {each.kind}  ended without being told to; forget it: handeye sandbox down {each.name}")
            continue
        minutes = (time.time() - each.started_at) / 60
        saved = f"  saved: {', '.join(tags)}" if tags else ""
        print(f"{each.name}  {each.kind}  {each.image or '-'}  up {minutes:.0f} min{saved}")


async def _snapshots(named: Named) -> tuple[str, ...]:
    if named.kind != "vm" or not named.alive or not named.control_socket:
        return ()
    with suppress(HandeyeError):  # it is ending, or somebody has its ear: the others are listed all the same
        async with _control(named) as control:
            return await control.snapshots()
    return ()


async def end(name: str, environ: Mapping[str, str]) -> None:
    await down(name, environ)
    tell(f"{name} is down")


async def build_image(kind: str, environ: Mapping[str, str]) -> None:
    began_s = time.monotonic()
    guest = await build(kind, tell=tell, environ=environ)
    tell(f"{kind} is there ({time.monotonic() - began_s:.0f} s); start it: handeye sandbox up NAME --image {kind}")
    print(guest.disk)


def _control(named: Named) -> Control:
    if named.kind != "vm":
        raise Unsupported(f"{named.name} is a {named.kind}, which cannot be saved or taken back; a machine can: --kind vm")
    return Control(Path(named.control_socket))


def _told(named: Named) -> dict[str, object]:
    return {**asdict(named), "allow": list(named.allow)}
