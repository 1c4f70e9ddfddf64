"""One page being landed on: what all landings share, and how what was hit is held against what was seen."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from ....tools.action import Click, Drag, Scroll, bind
from ....tools.browser import Browser
from ....tools.frame import Frame
from ....tools.geometry import Point
from ....tools.motion import settle
from .page import Page
from .witness import Entry, Report, Spot, Witness

CLOSE_PX = 0.5
"""How far, in CSS px, an event may be from where it was meant to be."""
FRAME_PX = 0.75
"""The same in a frame, per frame around it: Chromium puts each on whole px, of the page or of what enlarges it."""
ROUNDED_PX = 0.01
"""What an event's coordinates lose on their way, being floats of 32 bits."""


A = TypeVar("A", Click, Drag, Scroll)


@dataclass(frozen=True)
class Landing:
    """One landing: what was done, what was wrong about it ("" when nothing), whether the picture agreed."""

    what: str
    wrong: str = ""
    seen: bool = False
    """The picture showed the colour of the very element that was hit."""


@dataclass
class Visit:
    browser: Browser
    witness: Witness
    page: Page
    rng: random.Random
    pixel_ratio: float
    before: Report = field(default_factory=Report)
    """How everything stood before the landing."""
    unsettled: bool = False
    """A caret or a selection has moved, and a browser takes its time to scroll it into view."""

    async def begin(self) -> str:
        """Waits until nothing of the landing before is under way; says what of it came late."""
        self.before.log.clear()
        if self.unsettled:
            await settle(self.browser.look, self.browser.watch)
            await self.witness.report(self.before)
            self.unsettled = False
        late = [(entry["type"], entry["id"]) for entry in self.before.log]
        self.before.log.clear()
        return f"when it was over there came {late}" if late else ""

    def on_picture(self, at: Point) -> Point:
        return Point(at.x * self.pixel_ratio, at.y * self.pixel_ratio)

    async def random_spot(self, kind: str = "") -> Spot | None:
        """Any point of any element (of a kind), or any point of the page."""
        if kind or self.rng.random() < 0.6:
            return await self.witness.pick(self.rng, kind)
        w, h = await self.witness.inner_size()
        return await self.witness.locate(Point(self.rng.uniform(0, w), self.rng.uniform(0, h)))

    def sight(self, frame: Frame, spot: Spot) -> str | None:
        """Whose colour the picture shows there: its owner, or None where it is an edge, a letter, a veil."""
        at = self.on_picture(spot.at)
        x, y = int(at.x), int(at.y)
        near = math.ceil(1.5 * self.pixel_ratio)  # Chromium draws edges up to a CSS px from where they hit
        around = frame.rgb[max(y - near, 0) : y + near + 1, max(x - near, 0) : x + near + 1].reshape(-1, 3)
        if not np.all(around == around[0]):
            return None
        red, green, blue = (int(level) for level in around[0])
        return self.page.owners.get((red, green, blue))

    def compare_sight(self, frame: Frame, spot: Spot) -> tuple[bool, str]:
        owner, meant = self.sight(frame, spot), f"{spot.id}:{spot.cell}" if spot.cell else spot.id
        if owner is None or owner == meant:
            return owner is not None, ""
        if spot.kind == "link":  # what hits a line of text is more than its painted background
            return False, ""
        return False, f"the picture shows {owner} where the page says {meant} is"

    async def act(self, action: A, frame: Frame | None = None) -> Frame:
        """Bound to a look and done, as anybody would; the look is taken now unless there was one."""
        frame = frame or await self.browser.look()
        await self.browser.do(bind(action, frame))
        return frame

    def others_changed(self, now: Report, *, but: str = "", scrolls: bool = True) -> str:
        """What changed although nobody touched it."""
        for was, is_now in ((self.before.values, now.values), (self.before.scrolls if scrolls else {}, now.scrolls)):
            for name, value in was.items():
                if name != but and is_now.get(name) != value:
                    return f"{name} changed by itself from {value!r} to {is_now.get(name)!r}"
        return ""


def place_wrong(entry: Entry, meant: Point, spot: Spot) -> str:
    """Why an event was not where it was meant to be in the document of a spot."""
    whole = not entry["type"].startswith("pointer")  # the others tell only whole px
    x, y = (entry["x"] + 0.5, entry["y"] + 0.5) if whole else (entry["x"], entry["y"])
    near = (FRAME_PX * spot.depth * max(1.0, 1 / spot.ratio) or CLOSE_PX) + ROUNDED_PX + (0.5 if whole else 0.0)
    if abs(x - meant.x) <= near and abs(y - meant.y) <= near:
        return ""
    return f"{entry['type']} came at {entry['x']:g},{entry['y']:g} instead of {meant.x:g},{meant.y:g}"


def first_of(*complaints: str) -> str:
    return next((complaint for complaint in complaints if complaint), "")
