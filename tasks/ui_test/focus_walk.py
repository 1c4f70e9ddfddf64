"""Focus walk: goes through a page with Tab, and tells what does not look different while it has the focus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from ...tools.action import Press
from ...tools.audit.finding import Finding
from ...tools.audit.lines import short
from ...tools.audit.ring import RING_PX, Look, unseen_focus
from ...tools.audit.told import called
from ...tools.browser import Browser
from ...tools.computer import Computer, Hinting
from ...tools.geometry import Box
from ...tools.sight import kind_of
from ...tools.target import Hint

if TYPE_CHECKING:
    from playwright.async_api import JSHandle, Page

MOST = 60
"""No page is walked further."""

LOST, STUCK = 6, 8
"""So often the focus may be elsewhere, or stay in one thing, as in the parts of a date."""

LATE_S = 0.4
"""What is drawn gently takes no longer."""

_DRAWN = """async limit_ms => {
  const drawn = document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime < Infinity);
  await Promise.race([Promise.allSettled(drawn.map(each => each.finished)), new Promise(late => setTimeout(late, limit_ms))]);
}"""
"""What is drawn gently has been drawn."""

_KEEP = """() => {
  let el = document.activeElement;
  while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement;
  const scrolled = [...document.querySelectorAll('*')].filter(one => one.scrollTop || one.scrollLeft);
  const at = new Map(scrolled.map(one => [one, [one.scrollLeft, one.scrollTop]]));
  let marked = null;
  try { marked = [el.selectionStart, el.selectionEnd]; } catch {}
  return {el, at, marked};
}"""

_PUT_BACK = """kept => {
  const {el, at, marked} = kept;
  if (el && el !== document.body && el !== document.documentElement) {
    el.focus({preventScroll: true});
    try { if (marked && marked[0] !== null) el.setSelectionRange(...marked); } catch {}
  } else document.activeElement?.blur();
  for (const one of document.querySelectorAll('*')) {
    const [left, top] = at.get(one) || [0, 0];
    if (one.scrollLeft !== left || one.scrollTop !== top) one.scrollTo({left, top, behavior: 'instant'});
  }
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """One press of Tab: the picture, and what the computer says stands where."""

    look: Look
    focused: Hint | None
    down_px: float
    """How far the page was scrolled, in frame px."""

    @property
    def key(self) -> str:
        return self.focused.key if self.focused else ""


async def without_ring(computer: Computer, *, whole: bool = False, most: int = MOST) -> list[Finding]:
    """Of what is in view, or of all that Tab comes to; places are told as the page is scrolled now, or on the whole of it."""
    if not isinstance(computer, Hinting):
        return []
    first = await _stop(computer)
    in_view = {hint.key: hint.box for hint in first.look.hints if hint.key}
    async with _put_back(computer) as pressed:
        stops = await _walk(computer, first, None if whole else in_view.keys(), most, pressed)
    found = list(_findings(stops, None if whole else in_view))
    return sorted(found, key=lambda each: (round(each.box.y / 8), each.box.x))


async def _walk(
    computer: Computer, first: Stop, wanted: Collection[str] | None, most: int, pressed: list[str]
) -> Sequence[Stop]:
    """Until the focus comes round, or has left for good what is wanted (None: all)."""
    stops, seen = [first], set[str]()
    lost = stays = 0
    while len(pressed) < most:
        await computer.do(Press(("tab",)))
        pressed.append("tab")
        stop = await _stop(computer)
        if stop.key and stop.key == stops[-1].key:
            stays += 1
            if stays >= STUCK or stop.focused != stops[-1].focused:
                break  # what takes Tab as a letter is left alone
            continue
        is_wanted = bool(stop.key) and (wanted is None or stop.key in wanted)
        stays, lost = 0, 0 if is_wanted else lost + bool(seen)
        if lost >= LOST or stop.key in seen:
            break
        if is_wanted:
            seen.add(stop.key)
            stop = await _in_time(computer, stop, stops)
        stops.append(stop)
    return stops


async def _stop(computer: Computer) -> Stop:
    assert isinstance(computer, Hinting)
    frame, hints, down = await asyncio.gather(computer.look(), computer.hints(), _down(computer))
    return Stop(Look(frame, hints), next((hint for hint in hints if "focused" in hint.state), None), down * frame.view.scale)


async def _down(computer: Computer) -> float:
    return cast("float", await computer.page.evaluate("scrollY")) if isinstance(computer, Browser) else 0.0


async def _in_time(computer: Computer, stop: Stop, before: Sequence[Stop]) -> Stop:
    """Looks again where nothing is to be seen yet, until its place holds still."""
    until_s = time.monotonic() + LATE_S
    others = (before[-1].look, before[0].look)
    while stop.focused is not None and unseen_focus(stop.look, stop.focused, others) and time.monotonic() < until_s:
        if isinstance(computer, Browser):
            await computer.page.evaluate(_DRAWN, 1000 * LATE_S)
        last, now = stop.look, Look(await computer.look(), stop.look.hints)
        around = stop.focused.box.grow(RING_PX * now.frame.view.scale)
        stop = replace(stop, look=now)
        if np.array_equal(last.frame.crop(around), now.frame.crop(around)):
            break
    return stop


def _findings(stops: Sequence[Stop], in_view: Mapping[str, Box] | None) -> Iterator[Finding]:
    for at, stop in enumerate(stops):
        if at == 0 or stop.focused is None or (in_view is not None and stop.key not in in_view):
            continue
        # In the next picture its ring may still be fading.
        others = [stops[other].look for other in (at - 1, 0, at + 1) if other < len(stops)]
        if why := unseen_focus(stop.look, stop.focused, others):
            name = short(stop.focused.name) or short(stop.focused.value)
            box = stop.focused.box.move(0, stop.down_px) if in_view is None else in_view[stop.key]
            yield Finding("focus", called(name, kind_of(stop.focused)), why, box)


@asynccontextmanager
async def _put_back(computer: Computer) -> AsyncGenerator[list[str]]:
    """Shift+Tab goes back as often as was pressed meanwhile, so that the next Tab comes to what it would have come to."""
    pressed: list[str] = []
    page: Page | None = computer.page if isinstance(computer, Browser) else None
    kept: JSHandle | None = await page.evaluate_handle(_KEEP) if page else None
    try:
        yield pressed
    finally:
        for _ in pressed:
            await computer.do(Press(("shift", "tab")))
        if page is not None and kept is not None:
            await page.evaluate(_PUT_BACK, kept)
            await kept.dispose()
