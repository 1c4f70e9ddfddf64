"""The page's truth, asked behind the hands' back: what lies where, and what it says it received."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict, cast

from ....tools.geometry import Point

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

WAIT_S = 3.0
"""A page that has not said by then that it received something will not say it any more."""

Side = Literal["left", "right", "up", "down"]


class Scroller(TypedDict):
    """Something that scrolls, and how many px it still can."""

    id: str
    zoom: float
    """Px of the page per px of its own, as zoomed by all around it."""
    scale: float
    """The same with what the iframes around it are transformed by."""
    left: float
    right: float
    up: float
    down: float


class Entry(TypedDict):
    """One event, as an element received it."""

    type: str
    id: str
    x: float
    y: float
    button: int
    detail: int
    held: list[str]
    dx: float
    """Of a wheel; else 0."""
    dy: float
    cell: str
    """Of a canvas, where the pointer went down on it; else ""."""
    data: str
    """Of a drop; else ""."""


@dataclass(frozen=True)
class Spot:
    """A point of the page and what the page says lies there."""

    at: Point
    """In CSS px of the page."""
    local: Point
    """In CSS px of the document it belongs to."""
    frame: str
    ratio: float
    """Px of the page per px of the document."""
    depth: int
    """In so many frames; each rounds its place to whole px."""
    id: str
    kind: str
    cell: str
    scrollers: tuple[Scroller, ...]
    """From the innermost out."""


@dataclass
class Report:
    """What all documents of a page received, hold and show, added up over several askings."""

    log: list[Entry] = field(default_factory=list[Entry])
    values: dict[str, str] = field(default_factory=dict[str, str])
    scrolls: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])

    def of(self, *types: str) -> list[Entry]:
        return [entry for entry in self.log if entry["type"] in types]


class Witness:
    """Asks one page. Frames go by the names of their iframes; the page itself is ""."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: dict[str, Frame] = {}

    async def ready(self) -> None:
        """Returns once every document of the page is there."""
        await self._page.wait_for_load_state("load")
        self._frames = {frame.name: frame for frame in self._page.frames}
        await asyncio.gather(*(frame.wait_for_load_state("load") for frame in self._frames.values()))

    @property
    def frames(self) -> tuple[str, ...]:
        return tuple(self._frames)

    async def ask(self, frame: str, what: str, *said: object) -> Any:
        return await self._frames[frame].evaluate(f"said => truth.{what}(...said)", list(said))

    async def pixel_ratio(self) -> float:
        return cast("float", await self._frames[""].evaluate("devicePixelRatio"))

    async def inner_size(self) -> tuple[float, float]:
        w, h = cast("list[float]", await self._frames[""].evaluate("[innerWidth, innerHeight]"))
        return w, h

    async def pick(self, rng: random.Random, kind: str = "", frame: str | None = None) -> Spot | None:
        """A random point on a random element that the page says can be hit."""
        names = [frame] if frame is not None else rng.sample(self.frames, len(self.frames))
        for name in names:
            for _ in range(3):
                picked = await self.ask(name, "pick", rng.getrandbits(31), kind)
                if picked is None:
                    break
                spot = await self.locate(await self.to_page(name, Point(picked["x"], picked["y"])))
                if spot is not None and spot.id == picked["id"]:
                    return spot
        return None

    async def locate(self, at: Point, slack: float = 0.0) -> Spot | None:
        """Follows a point through the frames; None where the page cannot say which element gets it, or not
        for all points within `slack`."""
        frame, local, ratio, zoom = "", at, 1.0, 1.0
        depth, scrollers = 0, list[Scroller]()
        while True:
            hit = await self.ask(frame, "at", local.x, local.y, slack)
            if hit is None:
                return None
            scrollers[:0] = [_scroller(each, frame, zoom, ratio) for each in hit["scrollers"]]
            if "frame" not in hit:
                break
            frame, local, slack = hit["frame"], Point(*hit["inner"]), hit["slack"]
            ratio, zoom, depth = ratio * hit["ratio"], zoom * hit["zoom"], depth + 1
        if hit["bar"] or not hit["steady"]:
            return None
        return Spot(at, local, frame, ratio, depth, _own(hit["id"], frame), hit["kind"], hit["cell"], tuple(scrollers))

    async def menu_targets(self, spot: Spot) -> set[str]:
        """What a context menu may be opened for there: Chromium asks for it at a whole px nearby."""
        near = await self.ask(spot.frame, "around", spot.local.x, spot.local.y, 1 / spot.ratio)
        return {_own(thing, spot.frame) for thing in cast("list[str]", near)}

    async def to_page(self, frame: str, point: Point) -> Point:
        """From a document's CSS px to the page's."""
        for name, parent in self._way_out(frame):
            point = Point(*await self.ask(parent, "leave", name, point.x, point.y))
        return point

    async def from_page(self, frame: str, point: Point) -> Point:
        for name, parent in reversed(self._way_out(frame)):
            point = Point(*await self.ask(parent, "enter", name, point.x, point.y))
        return point

    def _way_out(self, frame: str) -> list[tuple[str, str]]:
        way: list[tuple[str, str]] = []
        here = self._frames[frame]
        while (parent := here.parent_frame) is not None:
            way.append((here.name, parent.name))
            here = parent
        return way

    async def report(self, into: Report | None = None) -> Report:
        """What was received since the last asking, and how everything stands now."""
        said = await asyncio.gather(*(self.ask(name, "report") for name in self._frames))
        report = into or Report()
        for name, part in zip(self._frames, said, strict=True):
            report.log += [cast("Entry", {**entry, "id": _own(entry["id"], name)}) for entry in part["log"]]
            report.values |= part["values"]
            report.scrolls |= {_own(key, name): (x, y) for key, (x, y) in part["scrolls"].items()}
        return report

    async def report_when(self, complete: Callable[[Report], bool]) -> Report:
        """The report once it is complete, or what there is when the page has had time enough."""
        until_s = time.monotonic() + WAIT_S
        report = await self.report()
        while not complete(report) and time.monotonic() < until_s:
            await asyncio.sleep(0.01)
            await self.report(report)
        return report

    async def drawn(self, frame: str = "") -> None:
        """Returns when a document has been drawn anew."""
        await self.ask(frame, "drawn")

    async def calm(self, *, blur: bool = False) -> None:
        """No selection is left that a later drag would take along; with `blur`, no caret either."""
        await asyncio.gather(*(self.ask(name, "calm", blur) for name in self._frames))


def _scroller(said: dict[str, Any], frame: str, zoom: float, ratio: float) -> Scroller:
    own = said["zoom"]
    return cast("Scroller", {**said, "id": _own(said["id"], frame), "zoom": own * zoom, "scale": own * ratio})


def _own(thing: str, frame: str) -> str:
    """Every document has a "page"; everything else has an id of its own."""
    return f"page of {frame}" if thing == "page" and frame else thing
