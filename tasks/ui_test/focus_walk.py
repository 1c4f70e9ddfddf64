"""Focus walk: goes through a page with Tab, and tells what does not look different while it has the focus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Collection, Iterator, Mapping, Sequence
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
  const active = () => {
    let el = document.activeElement;
    while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement;
    return el && el !== document.body && el !== document.documentElement ? el : null;
  };
  const el = active(), scrolled = [...document.querySelectorAll('*')].filter(one => one.scrollTop || one.scrollLeft);
  const at = new Map(scrolled.map(one => [one, [one.scrollLeft, one.scrollTop]]));
  let marked = null;
  try { marked = [el.selectionStart, el.selectionEnd]; } catch {}
  return {el, at, marked, active, first: null};
}"""

_FIRST = "kept => { kept.first = kept.active(); }"
_TO_FIRST = "kept => { if (!kept.el) kept.first?.focus({preventScroll: true}); return !kept.el && Boolean(kept.first); }"

_PUT_BACK = """kept => {
  const {el, at, marked} = kept;
  if (el) {
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
    in_view = {hint.key: hint.box for hint in first.look.hints if hint.key and "disabled" not in hint.state}
    if not whole and not in_view:
        return []
    kept = _Kept(computer)
    await kept.keep()
    found: list[Finding] = []
    before, last = first, None
    try:
        # No more than these pictures are kept.
        async for stop in _walk(computer, first, None if whole else in_view.keys(), most, kept):
            if last is not None:
                found += _findings(last, (before, first, stop), None if whole else in_view)
                before = last
            last = stop
    finally:
        await kept.put_back()
    if last is not None:
        found += _findings(last, (before, first), None if whole else in_view)
    return sorted(found, key=lambda each: (round(each.box.y / 8), each.box.x))


async def _walk(
    computer: Computer, first: Stop, wanted: Collection[str] | None, most: int, kept: _Kept
) -> AsyncGenerator[Stop]:
    """Until the focus comes round, or has left for good what is wanted (None: all)."""
    last, seen = first, set[str]()
    lost = stays = 0
    for _ in range(most):
        await kept.tab()
        stop = await _stop(computer)
        if stop.key and stop.key == last.key:
            stays += 1
            if stop.focused and last.focused and stop.focused.value != last.focused.value:
                # It takes Tab as a letter.
                await computer.do(Press(("ctrl", "z")))
            elif stays < STUCK:
                continue
            break
        is_wanted = bool(stop.key) and (wanted is None or stop.key in wanted)
        stays, lost = 0, 0 if is_wanted else lost + (bool(seen) or not stop.key)
        if lost >= LOST or stop.key in seen:
            break
        if is_wanted:
            seen.add(stop.key)
            stop = await _in_time(computer, stop, (last.look, first.look))
        yield stop
        last = stop
        if wanted is not None and len(seen) == len(wanted):
            break


async def _stop(computer: Computer) -> Stop:
    assert isinstance(computer, Hinting)
    frame, hints, down = await asyncio.gather(computer.look(), computer.hints(), _down(computer))
    return Stop(Look(frame, hints), next((hint for hint in hints if "focused" in hint.state), None), down * frame.view.scale)


async def _down(computer: Computer) -> float:
    return cast("float", await computer.tab.evaluate("scrollY")) if isinstance(computer, Browser) else 0.0


async def _in_time(computer: Computer, stop: Stop, others: Sequence[Look]) -> Stop:
    """Looks again where nothing is to be seen yet, until its place holds still."""
    until_s = time.monotonic() + LATE_S
    while stop.focused is not None and unseen_focus(stop.look, stop.focused, others) and time.monotonic() < until_s:
        if isinstance(computer, Browser):
            await computer.tab.evaluate(_DRAWN, 1000 * LATE_S)
        last, now = stop.look, Look(await computer.look(), stop.look.hints)
        around = stop.focused.box.grow(RING_PX * now.frame.view.scale)
        stop = replace(stop, look=now)
        if np.array_equal(last.frame.crop(around), now.frame.crop(around)):
            break
    return stop


def _findings(stop: Stop, others: Sequence[Stop], in_view: Mapping[str, Box] | None) -> Iterator[Finding]:
    """The next picture comes last of the others: in that its ring may still be fading."""
    if stop.focused is None or (in_view is not None and stop.key not in in_view):
        return
    if why := unseen_focus(stop.look, stop.focused, [other.look for other in others]):
        name = short(stop.focused.name) or short(stop.focused.value)
        box = stop.focused.box.move(0, stop.down_px) if in_view is None else in_view[stop.key]
        yield Finding("focus", called(name, kind_of(stop.focused)), why, box)


class _Kept:
    """Where the focus was, what was marked, and how far all was scrolled."""

    def __init__(self, computer: Computer) -> None:
        self._computer = computer
        self._state: JSHandle | None = None
        self._pressed = 0

    @property
    def _page(self) -> Page | None:
        return self._computer.tab if isinstance(self._computer, Browser) else None

    async def keep(self) -> None:
        if page := self._page:
            self._state = await page.evaluate_handle(_KEEP)

    async def tab(self) -> None:
        await self._computer.do(Press(("tab",)))
        self._pressed += 1
        if self._pressed == 1 and (page := self._page):
            await page.evaluate(_FIRST, self._state)

    async def put_back(self) -> None:
        """Also what the next Tab would have come to: where nothing had the focus, that is told by where it comes from."""
        page = self._page
        if page is None:
            for _ in range(self._pressed):
                await self._computer.do(Press(("shift", "tab")))
        elif self._state:
            if await page.evaluate(_TO_FIRST, self._state):
                await self._computer.do(Press(("shift", "tab")))
            await page.evaluate(_PUT_BACK, self._state)
            await self._state.dispose()
