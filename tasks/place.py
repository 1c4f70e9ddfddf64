"""Place: the computer that was asked for, here or in a sandbox, with what was to be opened on it."""

from __future__ import annotations

import asyncio
import math
import shlex
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..sandbox.cage import Cage
from ..sandbox.container import Container
from ..sandbox.display import PrivateDisplay
from ..sandbox.egress import BROWSER_FLAGS
from ..sandbox.kept import Kept
from ..sandbox.named import Named, find
from ..tools.browser import Browser, BrowserOptions
from ..tools.computer import Computer, opened
from ..tools.desktop import Desktop
from ..tools.desktop.x11 import display_from
from ..tools.errors import BadInput
from ..tools.geometry import Size
from ..tools.vm import Vm
from ..tools.wrapped import Wrapped
from .spec import VM, where_said
from .terminal import tell

USUAL_SIZE = Size(1280, 720)

SHOWS_WITHIN_S = 10.0
"""How long a program that was started may take to show anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    on: str = "browser"
    """`browser`, `desktop`, or `vm:NAME`, a machine that is up."""
    start: str = ""
    output: Path | None = None
    size: Size | None = None
    scale: float = 1.0
    headed: bool = False
    sandbox: Literal["none", "display", "container"] = "none"
    cage: Cage | None = None
    """Around what is started on a private display."""
    sight_only: bool = False
    attach: str = ""
    proxy: str = ""
    """The one way out of a browser, where it has one."""
    storage: Path | None = None
    """Cookies and local storage that a browser begins with."""

    def check(self) -> None:
        """Refuses what makes no sense before anything is started."""
        where_said(self.on)
        if self.on.startswith(VM) and (self.start or self.headed or self.attach or self.size or self.scale != 1.0):
            raise BadInput("a machine shows what runs in it: leave out --start, --headed, --attach, --size and --scale")
        if self.on.startswith(VM) and self.sandbox != "none":
            raise BadInput("a machine is a sandbox of its own; leave out --sandbox")
        if self.on == "browser" and self.sandbox == "container":
            raise BadInput("a browser is put in a cage: --sandbox display; a container takes desktop programs: --on desktop")
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


def vm_of(machine: Named) -> Vm:
    return Vm(Path(machine.control_socket), machine.keymap, compose=machine.compose)


@asynccontextmanager
async def opened_as(wanted: Wanted, environ: Mapping[str, str]) -> AsyncGenerator[Computer]:
    """The computer that was asked for, with what was to be opened on it."""
    if wanted.on.startswith(VM):
        machine = find(wanted.on.removeprefix(VM), environ)
        async with opened(vm_of(machine)) as computer:
            yield computer
        return
    if wanted.sandbox == "none":
        async with opened(_computer(wanted, environ), wanted.start) as computer:
            yield computer
        return
    if wanted.sandbox == "container":
        async with _in_container(wanted, environ) as computer:
            yield computer
        return
    display = PrivateDisplay(_display_size(wanted), environ=environ, cage=wanted.cage)
    async with display as place:
        there = {**environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
        program = await display.start(shlex.split(wanted.start)) if wanted.on == "desktop" and wanted.start else None
        wrap = display.wrap if wanted.cage is not None else None
        async with opened(_computer(wanted, there, wrap), wanted.start if wanted.on == "browser" else "") as computer:
            if program is not None:
                await _until_something_shows(computer, program, wanted.start)
            yield computer


@asynccontextmanager
async def _in_container(wanted: Wanted, environ: Mapping[str, str]) -> AsyncGenerator[Computer]:
    """A desktop program with nothing of this computer but what it was given."""
    given = wanted.cage or Cage()
    container = Container(
        size=_display_size(wanted), volumes=given.volumes, proxy=given.proxy, limits=given.limits, tell=tell, environ=environ
    )
    async with container as place:
        program = await container.start(shlex.split(wanted.start)) if wanted.start else None
        async with opened(Desktop(place.display, xauthority=place.xauthority)) as computer:
            if program is not None:
                await _until_something_shows(computer, program, wanted.start)
            yield computer


async def _until_something_shows(computer: Computer, program: Kept, start: str) -> None:
    """A program needs a moment to open its window, and an empty desktop holds still all the while."""
    until_s = time.monotonic() + SHOWS_WITHIN_S
    while time.monotonic() < until_s:
        rgb = (await computer.look()).rgb
        if (rgb != rgb[0, 0]).any():
            return
        if program.returncode is not None:
            raise BadInput(f'"{start}" ended with exit code {program.returncode} and showed nothing; run it by hand to see why')
        await asyncio.sleep(0.05)


def _computer(wanted: Wanted, environ: Mapping[str, str], wrap: Callable[[Path], Wrapped] | None = None) -> Computer:
    headed = wanted.headed or wanted.sandbox == "display"
    if wanted.on == "desktop" or (headed and sys.platform == "linux"):
        display, xauthority = display_from(environ, sys.platform)
        if wanted.on == "desktop":
            return Desktop(display, xauthority=xauthority)
    return Browser(
        BrowserOptions(
            size=wanted.size or USUAL_SIZE,
            scale=wanted.scale,
            headed=headed,
            attach=wanted.attach,
            environment=environ,
            wrap=wrap,
            proxy=wanted.proxy,
            arguments=BROWSER_FLAGS if wanted.proxy else (),
            storage=wanted.storage,
        )
    )


def _display_size(wanted: Wanted) -> Size:
    size = wanted.size or USUAL_SIZE
    if wanted.on == "desktop":
        return size
    # Around the page the window has its own bars.
    return Size(math.ceil(size.w * wanted.scale) + 80, math.ceil(size.h * wanted.scale) + 240)
