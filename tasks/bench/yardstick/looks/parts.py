"""Parts of controls that frameworks draw by themselves, where their scripts would make them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import Control
from ..icons import CHEVRON, drawn

SIGNS = {
    "down": CHEVRON, "up": "M4 10l4-4 4 4", "plus": "M8 3v10M3 8h10", "minus": "M3 8h10", "close": "M4 4l8 8M12 4l-8 8",
    "calendar": "M2 3.5h12v10H2zM2 7h12M5 1.5v3.5M11 1.5v3.5",
    "clock": "M8 1.5a6.5 6.5 0 100 13a6.5 6.5 0 000-13zM8 4.5V8l2.5 1.5",
    "eye": "M1 8c3-6 11-6 14 0c-3 6-11 6-14 0zM8 6a2 2 0 100 4a2 2 0 000-4z", "upload": "M8 11V2M5 5l3-3 3 3M2 13.5h12",
    "search": "M7 2a5 5 0 100 10a5 5 0 000-10zM10.7 10.7l4 4", "clip": "M12 5l-6 6a1.5 1.5 0 01-2-2l6.5-6.5a3 3 0 014 4L8 13",
}  # fmt: skip
"""Line drawings on a field of 16 x 16."""

UNCHOSEN = ("Select", "Please select", "Choose…", "Select an option", "-", "Pick one")


def mixed(one: str, other: str, share: float) -> str:
    """Two colours "#rrggbb", `share` of them the first."""
    levels = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(*levels, strict=True))


def rgb(colour: str) -> str:
    """ "#0a141e" as "10,20,30"."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


def unchosen(c: Control, rng: random.Random, share: float = 0.2) -> Control:
    """A select in which, now and then, nothing is chosen yet."""
    return replace(c, value="", placeholder=rng.choice(UNCHOSEN)) if rng.random() < share else c


def tags(c: Control, rng: random.Random, share: float = 0.12) -> Sequence[str]:
    """What a select of many has chosen; mostly there is no such select."""
    return rng.sample(c.options, min(len(c.options), rng.randint(1, 2))) if c.value and rng.random() < share else ()


def choosing(c: Control) -> str:
    """The attributes of what is a select to those who use it, but not to the browser."""
    off = str(c.disabled).lower()
    return (
        f'role="combobox" tabindex="0" id="{c.id}" aria-expanded="false" aria-disabled="{off}" aria-label="{escape(c.label)}"'
    )


def slider_outline(c: Control, thumb: tuple[float, float], tall_px: float) -> str:
    """Over a slider: the box of its rail and its thumb, which stands with its middle at the value.

    `thumb`: its width and height; it and the rail, `tall_px` tall, share their middle with the element this is put in."""
    width, height = thumb
    at, half = float(c.value) / 100, width / 2
    left, right = f"min(0px,calc({at:.2%} - {half}px))", f"min(0px,calc({1 - at:.2%} - {half}px))"
    tall = max(height, tall_px)
    place = f"position:absolute;left:{left};right:{right};top:calc(50% - {tall / 2}px);height:{tall}px;z-index:9"
    known = f'role="slider" tabindex="0" id="{c.id}" aria-valuenow="{c.value}" aria-disabled="{str(c.disabled).lower()}"'
    return f'<div {known} aria-label="{escape(c.label)}" style="{place}" {c.truth()}></div>'


def ticking(c: Control, kind: str = "") -> str:
    """The native box behind a checkbox, radio or switch that is drawn."""
    return f'<input type="{kind or c.form}" {c.native()}' + (' role="switch">' if c.form == "switch" else ">")


def sign(name: str, size: str = "1em") -> str:
    return drawn(SIGNS[name], size, 1.5)


def tab_known(c: Control) -> str:
    """The attributes of a tab that is no native button."""
    return f'role="tab" tabindex="0" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()}'
