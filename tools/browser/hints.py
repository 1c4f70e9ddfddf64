"""What the page itself says can be used, across frames and open shadow roots, in frame px."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from ..geometry import Box, Point, View
from ..target import Hint

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

ANSWER_S = 2.0
"""A frame that has not answered by then (it is loading, or stuck) gives no hints."""

_CONTENT_BOX = """el => {
  const rect = el.getBoundingClientRect(), style = getComputedStyle(el), px = name => parseFloat(style[name]) || 0;
  const left = px('paddingLeft'), top = px('paddingTop');
  return [rect.left + el.clientLeft + left, rect.top + el.clientTop + top,
          el.clientWidth - left - px('paddingRight'), el.clientHeight - top - px('paddingBottom')];
}"""


@cache
def hints_script() -> str:
    return files(__package__ or "").joinpath("hints.js").read_text(encoding="utf-8")


async def hints_of(page: Page, view: View) -> tuple[Hint, ...]:
    found = await asyncio.gather(*(_in_time(_hints_in(frame, view)) for frame in page.frames))
    every = (hint for hints in found for hint in hints or ())
    return tuple(replace(hint, order=at) for at, hint in enumerate(every))


async def hint_under(page: Page, point: Point, view: View) -> Hint | None:
    at = view.to_screen(point)
    return await _in_time(_hint_in(page.main_frame, at, Point(0, 0), view))


async def _in_time(work: Any) -> Any:
    from playwright.async_api import Error

    try:
        return await asyncio.wait_for(work, ANSWER_S)
    except (Error, TimeoutError):
        return None


async def _hints_in(frame: Frame, view: View) -> list[Hint]:
    window = await window_of(frame)
    if window is None:
        return []
    said = cast("list[dict[str, Any]]", await frame.evaluate(hints_script(), None))
    return [hint for raw in said if (hint := _hint(raw, window, view)) is not None]


async def window_of(frame: Frame) -> Box | None:
    """Where the frame's content begins and what of it can be seen, in the page's CSS px."""
    if frame.parent_frame is None:
        return Box(0, 0, 1e6, 1e6)
    outer = await window_of(frame.parent_frame)
    element = await frame.frame_element()
    inner = cast("list[float]", await element.evaluate(_CONTENT_BOX))
    if outer is None or inner[2] <= 0 or inner[3] <= 0:
        return None
    return Box(outer.x + inner[0], outer.y + inner[1], inner[2], inner[3])


def _hint(raw: dict[str, Any], window: Box, view: View) -> Hint | None:
    box = Box(*raw["box"]).move(window.x, window.y).intersect(window)
    if box is None:
        return None
    place = view.box_to_frame(box)
    said = tuple(raw["state"]), tuple(raw["options"]), raw["key"]
    return Hint(raw["role"], raw["name"], place, raw["value"], *said, group=raw["group"])


async def _hint_in(frame: Frame, at: Point, corner: Point, view: View) -> Hint | None:
    place = [at.x - corner.x, at.y - corner.y]
    if frame.child_frames:
        handle = await frame.evaluate_handle(hints_script(), place)
        try:
            element = handle.as_element()
            inner = await element.content_frame() if element else None
            if inner is not None:
                window = await window_of(inner)
                return await _hint_in(inner, at, Point(window.x, window.y), view) if window else None
            said = await handle.json_value()
        finally:
            await handle.dispose()
    else:
        said = await frame.evaluate(hints_script(), place)
    # What is no answer is a frame with nothing in it.
    raw = cast("dict[str, Any]", said)["hint"] if isinstance(said, dict) else None
    return _hint(raw, Box(corner.x, corner.y, 1e6, 1e6), view) if raw else None
