"""Brings the pointer to its place and sees that the right document felt it; and that keys go where the focus is.

Frames of other sites live in processes of their own, and after a page was loaded, laid out or scrolled the
browser still sends what happens there to the wrong one: to the page around the frame, or to where the frame
was. It may do so for ever, until something makes it draw. Moving the pointer harms nobody, so it is moved
until it arrives; only then is anything pressed. After a click, too, keys go to the frame that had the focus
before, until the browser has heard of it and told all others.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast
from weakref import WeakKeyDictionary

from ..errors import StaleFrame
from ..geometry import Point

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Frame, JSHandle, Page

ARRIVES_S = 3.0
"""A pointer that has not arrived by then is not going to."""

SETTLES_S = 3.0
"""A focus that the frames do not agree on by then is not going to be agreed on."""

ARRIVALS = 2
"""While the browser learns where things are, one may go right and the next one wrong again."""

ASKED_S = 0.5
"""A frame that does not answer is loading or busy; nobody waits for it longer."""

_FEEL = """() => {
  const felt = {moves: 0};
  addEventListener('mousemove', () => { felt.moves++; }, {capture: true, passive: true});
  return felt;
}"""

_TAKE = "felt => { const moves = felt.moves; felt.moves = 0; return moves > 0; }"

# Where the point lies in a frame, asked of the frame's element: null where something else lies there; the
# element's own root finds it in closed shadow roots too. `edge`: so near its edge that rounding decides;
# `askew`: turned, so that this is not where it lies.
_INSIDE = """(el, [x, y]) => {
  if (el.getRootNode().elementFromPoint(x, y) !== el) return null;
  const rect = el.getBoundingClientRect(), style = getComputedStyle(el), ratio = rect.width / el.offsetWidth || 1;
  const px = name => parseFloat(style[name]) || 0;
  const inner = [(x - rect.left) / ratio - px('borderLeftWidth') - px('paddingLeft'),
                 (y - rect.top) / ratio - px('borderTopWidth') - px('paddingTop')];
  const w = el.clientWidth - px('paddingLeft') - px('paddingRight');
  const h = el.clientHeight - px('paddingTop') - px('paddingBottom');
  const depth = Math.min(...inner, w - inner[0], h - inner[1]);
  const askew = Math.abs(rect.height / el.offsetHeight - ratio) > 0.02 * ratio;
  return {inner, edge: Math.abs(depth) <= 1.5, outside: depth < 0, askew};
}"""

_HAS_FOCUS = "document.hasFocus()"
_HOLDS_FOCUS = "el => el.getRootNode().activeElement === el"


class _Inside(TypedDict):
    inner: list[float]
    edge: bool
    outside: bool
    askew: bool


_felt: WeakKeyDictionary[Frame, JSHandle] = WeakKeyDictionary()
_elements: WeakKeyDictionary[Frame, ElementHandle] = WeakKeyDictionary()


async def reach(page: Page, at: Point) -> None:
    if len(page.frames) == 1:
        await page.mouse.move(at.x, at.y)
        return
    until_s, arrivals = time.monotonic() + ARRIVES_S, 0
    meant, _ = await asyncio.gather(_meant(page.main_frame, at), _that_felt(page.frames))
    while True:
        await page.mouse.move(at.x, at.y)
        felt = await _that_felt(page.frames)
        arrivals = arrivals + 1 if felt and felt <= meant else 0
        if arrivals == ARRIVALS:
            return
        if arrivals:
            continue
        if time.monotonic() > until_s:
            break
        await _draw(page)
        await asyncio.sleep(0.02)  # nothing announces that the browser has caught up
        meant = await _meant(page.main_frame, at)
    if felt:  # where nothing felt it, something like a plug-in lies there
        raise StaleFrame(
            f"the browser takes the pointer at {at.x:.0f},{at.y:.0f} to another frame than the one seen there, "
            "so nothing was pressed; look again and decide anew"
        )


async def agree_on_focus(page: Page) -> None:
    """Returns when keys go to the document that says it has the focus."""
    until_s = time.monotonic() + SETTLES_S
    while not all(await asyncio.gather(*(_agrees_on_focus(frame) for frame in page.frames[1:]))):
        if time.monotonic() > until_s:
            raise StaleFrame(
                "the browser takes keys to another frame than the one that has the focus, so none was pressed; click it again"
            )
        await asyncio.sleep(0.01)  # nothing announces that the browser has caught up


async def _agrees_on_focus(frame: Frame) -> bool:
    """A frame knows at once that it was clicked; the one around it hears so from the browser."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ASKED_S):
            if not await frame.evaluate(_HAS_FOCUS):
                return True
            return cast("bool", await (await _element_of(frame)).evaluate(_HOLDS_FOCUS))
    except (Error, TimeoutError):
        _elements.pop(frame, None)
        return True


async def _draw(page: Page) -> None:
    """Where everything lies is told to the browser with what is drawn, and a picture makes it draw."""
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await page.screenshot(clip={"x": 0, "y": 0, "width": 1, "height": 1}, caret="initial", timeout=ASKED_S * 1000)


async def _meant(frame: Frame, at: Point) -> set[Frame]:
    """Whose document lies at a point of this one's: usually one; more where that cannot be told."""
    children = frame.child_frames
    for child, inside in zip(children, await asyncio.gather(*(_inside(child, at) for child in children)), strict=True):
        if inside is None:
            continue
        if inside["askew"]:
            return {frame, *_all_under(child)}
        if inside["outside"] and not inside["edge"]:
            return {frame}
        deeper = await _meant(child, Point(*inside["inner"]))
        return deeper | {frame} if inside["edge"] else deeper
    return {frame}


def _all_under(frame: Frame) -> set[Frame]:
    return {frame}.union(*(_all_under(child) for child in frame.child_frames))


async def _inside(frame: Frame, at: Point) -> _Inside | None:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ASKED_S):
            return cast("_Inside | None", await (await _element_of(frame)).evaluate(_INSIDE, [at.x, at.y]))
    except (Error, TimeoutError):
        _elements.pop(frame, None)
        return None


async def _element_of(frame: Frame) -> ElementHandle:
    element = _elements.get(frame)
    if element is None:
        element = _elements[frame] = await frame.frame_element()
    return element


async def _that_felt(frames: Iterable[Frame]) -> set[Frame]:
    """The frames that felt the pointer move since they were last asked."""
    every = list(frames)
    felt = await asyncio.gather(*(_felt_by(frame) for frame in every))
    return {frame for frame, moved in zip(every, felt, strict=True) if moved}


async def _felt_by(frame: Frame) -> bool:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ASKED_S):
            if frame in _felt:
                return cast("bool", await _felt[frame].evaluate(_TAKE))
            _felt[frame] = await frame.evaluate_handle(_FEEL)
    except (Error, TimeoutError):
        _felt.pop(frame, None)  # it holds another document by now
    return False
