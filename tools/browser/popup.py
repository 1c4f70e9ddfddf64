"""The open list of a native select: it is in the picture, but a browser gives its clicks to the page behind.

So a click on one of its rows is done by sight and keys: one arrow key shows where the marked row is and how
tall a row is; more of them bring the mark under the point, which the picture must show before Enter chooses it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from ..frame import Frame
from ..geometry import Box, Point, View
from ..motion import Watch, difference, settle

if TYPE_CHECKING:
    from playwright.async_api import Frame as PageFrame
    from playwright.async_api import Page

Look = Callable[[], Awaitable[Frame]]

_OPEN_SELECT = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at.localName !== 'select' || !CSS.supports('selector(:open)') || !at.matches(':open')) return null;
  const rect = at.getBoundingClientRect();
  return [rect.x, rect.y, rect.width, rect.height];
}"""

STILL_S = 2.0


async def choose_in_open_list(page: Page, point: Point, view: View, look: Look) -> bool:
    """Whether a list was open and the point on it; then what a click does there was done."""
    select = await _open_select(page, view)
    if select is None or select.contains(point):
        return False
    found = await _bring_mark_to(point, _ListHand(page, select, look))
    # A list that is left in any other way would keep the row that only the search has marked.
    await page.keyboard.press("Enter" if found == "row" else "Escape")
    return found != "outside"


async def _bring_mark_to(point: Point, hand: _ListHand) -> Literal["row", "dead row", "outside"]:
    mark = await hand.find_mark()
    if mark is None or not mark.x <= point.x < mark.right:
        return "outside"
    while not mark.contains(point):
        moved = await hand.move_towards(point, mark)
        if moved is None:
            return "outside"
        if (moved.y > point.y) != (mark.y > point.y) and not moved.contains(point):
            return "dead row"  # the arrow keys pass over it: it cannot be chosen
        mark = moved
    return "row"


async def _open_select(page: Page, view: View) -> Box | None:
    """Where the select is whose list is open, in frame px."""
    frame: PageFrame = page.main_frame
    corner = Point(0, 0)
    while True:
        said = cast("list[float] | None", await frame.evaluate(_OPEN_SELECT))
        if said is not None:
            return view.box_to_frame(Box(*said).move(corner.x, corner.y))
        if not frame.child_frames:
            return None
        handle = await frame.evaluate_handle("document.activeElement")
        element = handle.as_element()
        inner = await element.content_frame() if element else None
        if element is None or inner is None:
            return None
        x, y = await element.evaluate(
            "el => [el.clientLeft + el.getBoundingClientRect().x, el.clientTop + el.getBoundingClientRect().y]"
        )
        corner, frame = Point(corner.x + x, corner.y + y), inner


class _ListHand:
    """Moves the mark in an open list with the arrow keys, and sees where it went."""

    def __init__(self, page: Page, select: Box, look: Look) -> None:
        self._page = page
        self._select = select
        self._look = look
        self._row_h = 0.0

    async def find_mark(self) -> Box | None:
        """The marked row, known by moving the mark one row; the row height is learnt on the way."""
        return await self.move(1, 1) or await self.move(-1, 1)

    async def move_towards(self, point: Point, mark: Box) -> Box | None:
        rows = int(abs(point.y - mark.center.y) / mark.h + 0.5)
        return await self.move(1 if point.y > mark.y else -1, max(1, rows))

    async def move(self, way: int, rows: int) -> Box | None:
        """The marked row after so many arrow keys; None when nothing moved."""
        before = await self._look()
        for _ in range(rows):
            await self._page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
        after = (await settle(self._look, Watch(), limit_s=STILL_S)).frame
        changed = difference(self._without_select(before), self._without_select(after))
        if not changed:
            return None
        whole = Box.union(changed)
        if not self._row_h:  # one step: the row that lost the mark and the one that has it now
            self._row_h = whole.h / 2 if len(changed) == 1 else min(box.h for box in changed)
        y = whole.bottom - self._row_h if way > 0 else whole.y
        return Box(whole.x, y, whole.w, self._row_h)

    def _without_select(self, frame: Frame) -> Frame:
        """The select itself may show each marked choice; that is not the list."""
        rgb = frame.rgb.copy()
        left, top, right, bottom = self._select.grow(1).pixels(frame.size)
        rgb[top:bottom, left:right] = 0
        return Frame.of(np.ascontiguousarray(rgb), frame.source)
