"""Touched: where the page's own handlers changed something while they were told of an action."""

from __future__ import annotations

import asyncio
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from ..geometry import Box, View
from .hints import window_of

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

ASKED_S = 0.5
"""A document that does not answer by then says nothing."""

_TELL = "() => globalThis[Symbol.for('handeye.touched')]?.() ?? null"


@cache
def touched_script() -> str:
    """For every document, before its own scripts: it takes note of what happens while the user's events are handled."""
    return files(__package__ or "").joinpath("touched.js").read_text(encoding="utf-8")


async def touched_in(page: Page, view: View) -> tuple[Box, ...] | None:
    """Boxes in frame px; None where a document cannot tell, as one that was open before this browser was joined."""
    told = await asyncio.gather(*(_told_by(frame, view) for frame in page.frames))
    known = [boxes for boxes in told if boxes is not None]
    return tuple(box for boxes in known for box in boxes) if len(known) == len(told) else None


async def _told_by(frame: Frame, view: View) -> list[Box] | None:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ASKED_S):
            rects = cast("list[list[float]] | None", await frame.evaluate(_TELL))
            window = await window_of(frame) if rects else None
    except (Error, TimeoutError):
        return None
    if rects is None or window is None:
        return None if rects is None else []
    moved = (Box(*rect).move(window.x, window.y).intersect(window) for rect in rects)
    return [view.box_to_frame(box) for box in moved if box is not None]
