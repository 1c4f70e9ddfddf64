"""Told: what a page says of its texts, fields, pictures and covered controls, to let off and settle what pixels leave open."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from ..browser.hints import window_of
from ..geometry import Box, View
from .ink import Colour

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

How: TypeAlias = Literal["hidden", "under"]
"""As a dialog hides what is behind it, or as what only comes after it does."""

ANSWER_S = 2.0
"""A frame that has not answered by then tells nothing."""

WHOLE_PX = 1e6
"""No frame inside a page is so wide."""


@dataclass(frozen=True, slots=True)
class ToldText:
    """A text, or what stands in a field; its lines, and what of them the page lets be seen."""

    text: str
    lines: tuple[Box, ...]
    """In frame px; of a field the whole room it has for text."""
    cut_by: Box
    """Beyond this it can never be seen."""
    scrolls_in: Box
    """Beyond this it can be seen once somebody scrolls."""
    colour: Colour | None
    """None where the page does not tell all that is needed, as of what is half transparent."""
    size_px: float
    """Of its font, in screen px."""
    bold: bool
    off: bool
    """It belongs to what is disabled."""
    seen: bool
    """Not hidden, and not transparent."""
    bare: bool
    """Seen, and nothing lies over its middle."""
    field: Box | None = None
    """The whole field that it stands in."""
    one_line: bool = True
    needs_px: float = 0.0
    """So wide the text in a field would be, in frame px; 0 where that says nothing, as where it can be scrolled by typing."""


@dataclass(frozen=True, slots=True)
class ToldCover:
    """A control in whose middle a click would go to something else."""

    control: str
    """Its name and kind."""
    box: Box
    by: str
    """What is written on what lies over it."""
    is_drawn: bool
    """Whether that has a ground of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    texts: tuple[ToldText, ...] = ()
    images: tuple[Box, ...] = ()
    """Places of pictures and frames, whose text, if any, is no text of the page."""
    covered: tuple[ToldCover, ...] = ()
    over: tuple[tuple[ToldText, ToldText, How], ...] = ()
    """Of two texts in one place, the lower and the upper one, and how that hides it."""


@cache
def _script() -> str:
    return files(__package__ or "").joinpath("told.js").read_text(encoding="utf-8")


async def told_by(page: Page, view: View) -> Told | None:
    """None where the page does not answer; a frame inside it that does not only says nothing."""
    parts = await asyncio.gather(*(_told_in(frame, view) for frame in page.frames))
    if not parts or parts[0] is None:
        return None
    known = [part for part in parts if part is not None]
    return Told(
        tuple(text for part in known for text in part.texts),
        tuple(image for part in known for image in part.images),
        tuple(cover for part in known for cover in part.covered),
        tuple(pair for part in known for pair in part.over),
    )


async def _told_in(frame: Frame, view: View) -> Told | None:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ANSWER_S):
            window = await window_of(frame)
            said = cast("Mapping[str, Any]", await frame.evaluate(_script())) if window else None
    except (Error, TimeoutError):
        return None
    return None if said is None or window is None else _Frame(window, view).told(said)


class _Frame:
    """A frame, whose places are told from its own corner."""

    def __init__(self, window: Box, view: View) -> None:
        self._window, self._view = window, view

    def told(self, said: Mapping[str, Any]) -> Told:
        texts = [self._text(each) for each in (*said["texts"], *said["fields"])]
        return Told(
            tuple(texts),
            tuple(map(self._box, said["images"])),
            tuple(self._cover(each) for each in said["covered"]),
            tuple((texts[a], texts[b], how) for a, b, how in cast("list[tuple[int, int, How]]", said["over"])),
        )

    def _box(self, sides: Sequence[float]) -> Box:
        return self._view.box_to_frame(Box(*sides).move(self._window.x, self._window.y))

    def _text(self, said: Mapping[str, Any]) -> ToldText:
        scrolls_in = self._box(said["soft"])
        if self._window.w < WHOLE_PX:  # what is scrolled out of a frame inside the page can be scrolled back, too
            scrolls_in = scrolls_in.intersect(self._view.box_to_frame(self._window)) or replace(scrolls_in, w=0)
        return ToldText(
            said["text"],
            tuple(map(self._box, said["boxes"])),
            self._box(said["hard"]),
            scrolls_in,
            cast("Colour", tuple(said["colour"])) if said["colour"] else None,
            said["size"],
            said["bold"],
            said["off"],
            said["seen"],
            said["bare"],
            self._box(said["whole"]) if "whole" in said else None,
            said.get("one", True),
            said.get("needs", 0.0) * self._view.scale,
        )

    def _cover(self, said: Mapping[str, Any]) -> ToldCover:
        return ToldCover(called(said["name"], said["kind"]), self._box(said["box"]), said["by"], said["drawn"])


def called(name: str, kind: str) -> str:
    """As a person would call a control: "Save button"."""
    return f"{name} {kind}" if name else f"{kind} without a name"
