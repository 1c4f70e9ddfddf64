"""Desktop yardstick: GTK, Tk and Qt programs of a random layout on a private display, which say where everything lies."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from ....sandbox.display import PrivateDisplay
from ....tools.browser.chromium import USUAL_SIZE
from ....tools.computer import opened
from ....tools.desktop import Desktop
from ....tools.errors import BadInput, HandeyeError
from ....tools.frame import Frame
from ....tools.geometry import Box, Point, Size
from .control import Control
from .inked import inked
from .maker import Maker
from .tongue import LANGUAGES, Tongue
from .truth import Screen, TrueWidget, TrueWord

PYTHON = "/usr/bin/python3"
"""The system's own, which has its toolkits."""

PROGRAMS = Path(__file__).parent / "programs"
"""They are run by that Python and never imported by ours, which has no toolkits: so they are not called .py."""

TOOLKITS = {"gtk": True, "tk": True, "qt": False}
"""Which of them may be tuned on."""

FORMS = {
    "gtk": (
        "text",
        "password",
        "number",
        "textarea",
        "select",
        "select",
        "checkbox",
        "radio",
        "switch",
        "slider",
        "button",
        "icon",
    ),
    "tk": ("text", "text", "password", "number", "textarea", "select", "checkbox", "radio", "slider", "button"),
    "qt": (
        "text",
        "text",
        "password",
        "number",
        "textarea",
        "select",
        "select",
        "checkbox",
        "radio",
        "slider",
        "button",
        "icon",
    ),
}

_THEMES = {
    "gtk": ("Adwaita", "Adwaita:dark", "HighContrast", "HighContrastInverse", "Adwaita", "Adwaita"),
    "tk": ("clam", "alt", "default", "classic", "classic-tk", "classic-tk"),
    "qt": ("Fusion", "Fusion", "Windows"),
}

START_WITHIN_S = 60.0
SETTLE_MS = 400
BULLET, BLACK_CIRCLE = "\u2022", "\u25cf"
"""Toolkits hide a password behind either; both are told as bullets."""


@dataclass(frozen=True)
class Drawn:
    """A program to be: what it is told, and what its controls are."""

    name: str
    toolkit: str
    spec: dict[str, Any]
    controls: dict[str, Control]


def draw_program(seed: int, number: int, toolkits: Sequence[str]) -> Drawn:
    toolkit = toolkits[number % len(toolkits)]
    rng = random.Random(f"desktop/{seed}/{number}/{toolkit}")
    tongue = Tongue(rng.choice(LANGUAGES), rng)
    maker = Maker(rng, tongue, plain=True)
    groups = [_group(maker, toolkit, n) for n in range(rng.randint(1, 4))]
    buttons = [maker.control("button") for _ in range(rng.randint(1, 3))]
    table = (
        [[tongue.name(), tongue.figure(), tongue.one("city")] for _ in range(rng.randint(2, 5))] if rng.random() < 0.35 else []
    )
    controls = {c.id: c for group in groups for c in (*group["controls"], *group["tabs"])} | {c.id: c for c in buttons}
    spec = {
        **_style(rng, toolkit, tongue),
        "groups": [
            {**group, "controls": [_said(c, rng) for c in group["controls"]], "tabs": [_said(c, rng) for c in group["tabs"]]}
            for group in groups
        ],
        "buttons": [_said(c, rng) for c in buttons],
        "table": table,
    }
    return Drawn(f"{toolkit}-{spec['theme']}-{tongue.language}-{seed}-{number}", toolkit, spec, controls)


def _group(maker: Maker, toolkit: str, at: int) -> dict[str, Any]:
    rng, title = maker.rng, maker.tongue.title()
    controls: list[Control] = []
    for _ in range(rng.randint(2, 6)):
        form = rng.choice(FORMS[toolkit])
        if form == "radio":
            controls += maker.radios(title)[:4]
        else:
            controls.append(maker.control(form, group=title))
    if toolkit == "tk":
        controls = [replace(c, checked="unchecked" if c.checked == "mixed" else c.checked, placeholder="") for c in controls]
    shape = rng.choice(("frame", "plain", "tabs" if at == 0 else "frame"))
    tabs = maker.tabs()[:4] if shape == "tabs" else ()
    tabs = tuple(replace(c, checked="selected" if n == 0 else "") for n, c in enumerate(tabs))
    return {"title": title, "controls": controls, "shape": shape, "tabs": tabs}


def _said(c: Control, rng: random.Random) -> dict[str, Any]:
    value = c.value.split(".")[0] if c.form == "number" else c.value
    return {**asdict(c), "value": value, "width": rng.randint(10, 28)}


def _style(rng: random.Random, toolkit: str, tongue: Tongue) -> dict[str, Any]:
    size = rng.choice((12, 13, 14, 15, 16, 18, 22))
    latin = ("DejaVu Sans", "DejaVu Serif", "Nimbus Sans", "URW Gothic", "C059", "DejaVu Sans Mono")
    family = "Noto Sans CJK SC" if tongue.is_chinese else rng.choice(latin)
    radius = rng.choice(("", "", f"entry, button, combobox button {{ border-radius: {rng.randint(0, 16)}px; }}"))
    dark = rng.random() < 0.3
    return {
        "theme": rng.choice(_THEMES[toolkit]),
        "family": family,
        "size_px": size,
        "font": f"{family} {size * 0.75:g}",
        "css": radius,
        "gap": rng.randint(4, 14),
        "margin": rng.randint(6, 40),
        "across": rng.random() < 0.5,
        "narrow": rng.random() < 0.5,
        "above": rng.random() < 0.35,
        "label_align": rng.choice((0, 0, 1)),
        "paper": rng.choice(("#d9d9d9", "#f4f4f4", "#ffffff", "#e8e4d8")) if not dark else "#303030",
        "ink": "#000000" if not dark else "#f0f0f0",
        "is_dark": dark,
        "settle_ms": SETTLE_MS,
    }


@asynccontextmanager
async def opened_desk(size: Size = USUAL_SIZE) -> AsyncGenerator[Desk]:
    """`async with opened_desk() as desk: async for screen in desk.screens(seed, 20): …`"""
    _refuse_missing()
    async with AsyncExitStack() as stack:
        display = PrivateDisplay(size)
        place = await stack.enter_async_context(display)
        desktop = await stack.enter_async_context(opened(Desktop(place.display, xauthority=place.xauthority)))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handeye-yard-")))
        yield Desk(display, desktop, folder)


def _refuse_missing() -> None:
    if not Path(PYTHON).is_file():
        raise BadInput(f"desktop yardsticks need the system's own Python at {PYTHON}")


class Desk:
    def __init__(self, display: PrivateDisplay, desktop: Desktop, folder: Path) -> None:
        self._display, self._desktop, self._folder = display, desktop, folder

    async def screens(self, seed: int, count: int, *, toolkits: Sequence[str] = ("gtk", "tk")) -> AsyncGenerator[Screen]:
        """One program after the other; the toolkits come in turns. Only "qt" is of the report set."""
        for number in range(count):
            drawn = draw_program(seed, number, toolkits)
            spec, said = self._folder / "spec.json", self._folder / f"said-{number}.json"
            spec.write_text(json.dumps(drawn.spec), encoding="utf-8")
            program = await self._display.start(
                (PYTHON, str(PROGRAMS / f"{drawn.toolkit}.pyw"), str(spec)),
                environ={"GTK_THEME": drawn.spec["theme"], "GDK_BACKEND": "x11", "QT_QPA_PLATFORM": "xcb"},
                output=said,
            )
            try:
                truth = await _told(said, drawn.toolkit)
                yield _screen(drawn, truth, await self._desktop.look())
            finally:
                await program.stop()


async def _told(said: Path, toolkit: str) -> dict[str, Any]:
    """The line in which a program says its truth, once it is there; its complaints may stand around it."""
    until_s = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until_s:
        text = _text_of(said)
        if found := next((line for line in text.splitlines(keepends=True) if line.startswith("{") and line.endswith("\n")), ""):
            return cast("dict[str, Any]", json.loads(found))
        if "Error" in text:
            raise HandeyeError(f"the {toolkit} program of the yardstick did not run: {text.strip().splitlines()[-1]}")
        await asyncio.sleep(0.05)
    raise HandeyeError(f"the {toolkit} program of the yardstick said nothing within {START_WITHIN_S:g} s")


def _text_of(said: Path) -> str:
    return said.read_text(errors="replace") if said.exists() else ""


def _screen(drawn: Drawn, truth: dict[str, Any], frame: Frame) -> Screen:
    words: list[TrueWord] = []
    unclear: list[Box] = []
    whole = Box(0, 0, frame.size.w, frame.size.h)
    for text, sides, *rough in truth["words"]:
        rect = Box(*sides)
        ink = inked(frame, rect)
        if rough or ink is None or whole.intersect(rect) != rect:
            unclear.append(rect)
        else:
            words.append(TrueWord(text.replace(BLACK_CIRCLE, BULLET), ink))
    reaches = {said["id"]: Box(*said["reach"]) for said in truth["widgets"]}
    widgets = [_widget(drawn.controls[said["id"]], said, frame) for said in truth["widgets"]]
    seen = tuple(widget for widget in widgets if widget.box.clip(frame.size))

    async def hit(point: Point) -> str:
        under = [name for name, box in reaches.items() if box.contains(point)]
        return min(under, key=lambda name: reaches[name].area, default="")

    return Screen(drawn.name, drawn.toolkit, TOOLKITS[drawn.toolkit], frame, tuple(words), seen, (), hit, tuple(unclear))


def _widget(c: Control, said: dict[str, Any], frame: Frame) -> TrueWidget:
    checked = cast("str", said.get("checked", c.checked))
    state = [checked] if checked else []
    state += ["disabled"] if c.disabled else []
    state += ["masked"] if c.form == "password" else []
    value = cast("str", said["value"]) if c.form not in ("checkbox", "radio", "switch", "button", "icon", "tab") else ""
    box = Box(*said["box"])
    if said.get("loose"):
        box = inked(frame, box) or box
    return TrueWidget(
        id=c.id,
        kind=c.kind,
        box=box,
        label=c.label,
        value=BULLET * len(value) if c.form == "password" else value,
        state=tuple(state),
        placeholder="" if value else c.placeholder,
        group=c.group,
        clipped=said.get("squeezed", False) or Box(0, 0, frame.size.w, frame.size.h).intersect(box) != box,
    )
