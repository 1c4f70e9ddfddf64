"""`handeye look`: what it sees, as a table, as JSON, and drawn on the picture."""

from __future__ import annotations

import asyncio
import math
import shlex
import sys
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..sandbox.display import PrivateDisplay
from ..tools.browser import Browser, BrowserOptions
from ..tools.computer import Computer, Hinting, opened
from ..tools.desktop import Desktop
from ..tools.desktop.x11 import display_from
from ..tools.errors import BadInput
from ..tools.frame import Frame
from ..tools.geometry import Size
from ..tools.motion import Settled, settle
from ..tools.sight import Eyes, Sight
from .showing import as_dict, drawn, print_table
from .terminal import plain, tell, to_json

USUAL_SIZE = Size(1280, 720)

SHOWS_WITHIN_S = 10.0
"""How long a program that was started may take to show anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    on: Literal["browser", "desktop"] = "browser"
    start: str = ""
    output: Path | None = None
    size: Size | None = None
    scale: float = 1.0
    headed: bool = False
    sandbox: Literal["none", "display"] = "none"
    sight_only: bool = False
    attach: str = ""

    def check(self) -> None:
        """Refuses what makes no sense before anything is started."""
        if self.on == "browser" and not self.start and not self.attach:
            raise BadInput("nothing to look at: name a page with --start URL, or a running browser with --attach CDPURL")
        if self.attach and (self.headed or self.size or self.scale != 1.0 or self.sandbox != "none"):
            raise BadInput("a running browser keeps its size and its place: leave out --size, --scale, --headed and --sandbox")
        if self.on == "desktop" and (self.attach or self.headed or self.scale != 1.0):
            raise BadInput("--attach, --headed and --scale are for a browser; leave them out with --on desktop")
        if self.on == "desktop" and self.size and self.sandbox == "none":
            raise BadInput("a desktop has the size it has; --size goes with --sandbox display")
        if self.output is not None:
            _check_output(self.output)


def _check_output(path: Path) -> None:
    if path.suffix.lower() != ".png":
        raise BadInput(f"pictures are saved as PNG, so the name after -o ends in .png, not {path.name}")
    if not path.parent.is_dir():
        raise BadInput(f"there is no folder {path.parent} to save the picture in; make it first")
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name a file to save the picture in")


@dataclass(frozen=True, slots=True)
class Looked:
    settled: Settled
    sight: Sight


@asynccontextmanager
async def opened_as(wanted: Wanted, environ: Mapping[str, str]) -> AsyncGenerator[Computer]:
    """The computer that was asked for, with what was to be opened on it."""
    if wanted.sandbox == "none":
        async with opened(_computer(wanted, environ), wanted.start) as computer:
            yield computer
        return
    display = PrivateDisplay(_display_size(wanted))
    async with display as place:
        there = {**environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
        if wanted.on == "desktop" and wanted.start:
            await display.start(shlex.split(wanted.start))
        async with opened(_computer(wanted, there), wanted.start if wanted.on == "browser" else "") as computer:
            if wanted.on == "desktop" and wanted.start:
                await _until_something_shows(computer)
            yield computer


async def _until_something_shows(computer: Computer) -> None:
    """A program needs a moment to open its window, and an empty desktop holds still all the while."""
    until_s = time.monotonic() + SHOWS_WITHIN_S
    while time.monotonic() < until_s:
        rgb = (await computer.look()).rgb
        if (rgb != rgb[0, 0]).any():
            return
        await asyncio.sleep(0.05)


def _computer(wanted: Wanted, environ: Mapping[str, str]) -> Computer:
    headed = wanted.headed or wanted.sandbox == "display"
    if wanted.on == "desktop" or (headed and sys.platform == "linux"):
        display, xauthority = display_from(environ, sys.platform)
        if wanted.on == "desktop":
            return Desktop(display, xauthority=xauthority)
    size = wanted.size or USUAL_SIZE
    return Browser(BrowserOptions(size=size, scale=wanted.scale, headed=headed, attach=wanted.attach, environment=environ))


def _display_size(wanted: Wanted) -> Size:
    size = wanted.size or USUAL_SIZE
    if wanted.on == "desktop":
        return size
    # Around the page the window has its own bars.
    return Size(math.ceil(size.w * wanted.scale) + 80, math.ceil(size.h * wanted.scale) + 240)


async def show(wanted: Wanted, environ: Mapping[str, str], *, as_json: bool) -> None:
    """Looks once and tells what it saw."""
    wanted.check()
    async with opened_as(wanted, environ) as computer:
        looked = await see(computer, sight_only=wanted.sight_only)
    sight = looked.sight
    if wanted.output is not None:
        wanted.output.write_bytes(drawn(sight).png)
        tell(f"saved {wanted.output}")
    if not looked.settled.still:
        tell(looked.settled.why)
    if as_json:
        print(to_json(as_dict(sight)))
        return
    _print_head(sight.frame, looked.settled)
    print_table(sight)


async def see(computer: Computer, *, sight_only: bool = False) -> Looked:
    """What is to be seen once the picture holds still, read and understood, with what the computer itself says of it."""
    settled = await settle(computer.look, computer.watch)
    hints = await computer.hints() if isinstance(computer, Hinting) and not sight_only else ()
    sight = await asyncio.to_thread(Eyes().understand, settled.frame, hints)
    return Looked(settled, sight)


def _print_head(frame: Frame, settled: Settled) -> None:
    where = f" at {plain(frame.url)}" if frame.url else ""
    still = "holds still" if settled.still else "still moving"
    print(f"{frame.size.w}x{frame.size.h} px{where}, {still} ({settled.looks} looks, {settled.waited_s:.2f} s)")
    if frame.dialog is not None:
        print(f"{frame.dialog.kind} open: {plain(frame.dialog.message)}")
