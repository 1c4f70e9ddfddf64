"""`handeye look`: what it sees, as a table, as JSON, and drawn on the picture."""

from __future__ import annotations

import math
import shlex
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from ..sandbox.display import PrivateDisplay
from ..tools.browser import Browser, BrowserOptions
from ..tools.computer import Computer, Hinting, opened
from ..tools.desktop import Desktop
from ..tools.desktop.x11 import display_from
from ..tools.drawing import MARK, text_width, write
from ..tools.errors import BadInput
from ..tools.frame import Frame
from ..tools.geometry import Box, Size
from ..tools.motion import Settled, settle
from ..tools.target import Hint
from .terminal import plain, tell, to_json

USUAL_SIZE = Size(1280, 720)
FLAG_PX = 10

KINDS = {
    "combobox": "select",
    "listbox": "list",
    "menuitem": "menu item",
    "menuitemcheckbox": "menu checkbox",
    "menuitemradio": "menu radio",
    "searchbox": "field",
    "spinbutton": "number field",
    "textbox": "field",
    "treeitem": "tree item",
}
"""Roles in plain words, where they are not that already."""


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
class Sight:
    settled: Settled
    hints: tuple[Hint, ...]

    @property
    def frame(self) -> Frame:
        return self.settled.frame


@asynccontextmanager
async def _opened(wanted: Wanted, environ: Mapping[str, str]) -> AsyncGenerator[Computer]:
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
            yield computer


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
    async with _opened(wanted, environ) as computer:
        sight = await see(computer, sight_only=wanted.sight_only)
    if wanted.output is not None:
        wanted.output.write_bytes(drawn(sight).png)
        tell(f"saved {wanted.output}")
    if not sight.settled.still:
        tell(sight.settled.why)
    if as_json:
        print(to_json(as_dict(sight)))
    else:
        _print_table(sight)


async def see(computer: Computer, *, sight_only: bool = False) -> Sight:
    settled = await settle(computer.look, computer.watch)
    if sight_only or not isinstance(computer, Hinting):
        return Sight(settled, ())
    return Sight(settled, await computer.hints())


def as_dict(sight: Sight) -> dict[str, object]:
    size = sight.frame.size
    return {"size": [size.w, size.h], "lines": [], "widgets": [_widget(hint) for hint in sight.hints]}


def kind_of(hint: Hint) -> str:
    return KINDS.get(hint.role, hint.role)


def _widget(hint: Hint) -> dict[str, object]:
    return {
        "kind": kind_of(hint),
        "label": hint.name,
        "box": [round(side, 2) for side in (hint.box.x, hint.box.y, hint.box.w, hint.box.h)],
        "state": list(hint.state),
        "value": hint.value,
        "score": 1.0,
        "source": "hint",
    }


def drawn(sight: Sight) -> Frame:
    """The picture with a numbered box around each thing; the numbers are those of the table."""
    frame = sight.frame
    image = Image.fromarray(frame.rgb)
    draw = ImageDraw.Draw(image)
    for number, hint in enumerate(sight.hints, 1):
        if box := hint.box.clip(frame.size):
            left, top, right, bottom = box.pixels(frame.size)
            draw.rectangle((left, top, right - 1, bottom - 1), outline=MARK, width=2)
            _flag(draw, box, str(number))
    return Frame.of(np.asarray(image), "drawn", view=frame.view, url=frame.url)


def _flag(draw: ImageDraw.ImageDraw, box: Box, number: str) -> None:
    """In a wide box at its far end, where text rarely is; beside a small one, which it would hide."""
    w = text_width(number, FLAG_PX) + 4
    x = box.right - w if box.w > 6 * w else max(0.0, box.x - w)
    draw.rectangle((x, box.y, x + w, box.y + FLAG_PX + 2), fill=MARK)
    write(draw, x + 2, box.y + 1, number, FLAG_PX, (255, 255, 255))


def _print_table(sight: Sight) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    frame = sight.frame
    where = f" at {plain(frame.url)}" if frame.url else ""
    still = "holds still" if sight.settled.still else "still moving"
    print(f"{frame.size.w}x{frame.size.h} px{where}, {still} ({sight.settled.looks} looks, {sight.settled.waited_s:.2f} s)")
    if frame.dialog is not None:
        print(f"{frame.dialog.kind} open: {plain(frame.dialog.message)}")
    if not sight.hints:
        return
    table = Table("#", "kind", "label", "value", "state", "box", box=None, pad_edge=False)
    for number, hint in enumerate(sight.hints, 1):
        cells = (str(number), kind_of(hint), hint.name, hint.value, ", ".join(hint.state), _place_of(hint.box))
        table.add_row(*(Text(plain(cell)) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _place_of(box: Box) -> str:
    return f"{box.w:.0f}x{box.h:.0f} at {box.x:.0f},{box.y:.0f}"
