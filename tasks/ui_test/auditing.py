"""Auditing: what somebody could not read, reach or see on a screen, from its picture, and by hand where that is needed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, cast

from ...tools.action import Scroll, bind
from ...tools.browser import Browser
from ...tools.computer import Computer, Locating
from ...tools.errors import BadInput, Unsupported, nearest
from ...tools.geometry import Box, Point

if TYPE_CHECKING:
    from ...agent.eyes import Looked, Looker
    from ...tools.audit.finding import Finding, Kind
    from ...tools.audit.told import Told
    from ...tools.frame import Frame

FAR_PX = 100_000.0
"""Further than any page is wide."""

EDGE_PX = 24.0
"""What sticks out of the window is shown at its edge."""

_SPARE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
_AT = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(scrollX))))"

_FREE = """() => {
  const isPage = el => el === document.body || el === document.documentElement;
  const scrolls = el => !isPage(el) && /auto|scroll/.test(getComputedStyle(el).overflow)
    && (el.scrollWidth > el.clientWidth || el.scrollHeight > el.clientHeight);
  for (const x of [.5, .05, .95]) for (const y of [.5, .05, .95, .25, .75]) {
    const spot = [x * innerWidth, y * innerHeight];
    let el = document.elementFromPoint(...spot);
    while (el && !scrolls(el)) el = el.parentElement;
    if (!el) return spot;
  }
  return [innerWidth / 2, innerHeight / 2];
}"""
"""Where the wheel turns the page, and nothing inside of it."""


class Seeing(Protocol):
    """A screen with hands and eyes, as a run has them."""

    @property
    def computer(self) -> Computer: ...

    @property
    def looker(self) -> Looker: ...


@dataclass(frozen=True, eq=False, slots=True)
class Audited:
    findings: tuple[Finding, ...]
    """From the top down."""
    frame: Frame
    """What they were found on; their boxes are in its px."""


async def audit(
    run: Seeing,
    *,
    only: Collection[str] | None = None,
    ignore: Sequence[str] = (),
    width: int | None = None,
    whole: bool = False,
) -> Audited:
    """What is in view now, or with `whole` the page from its top to its end; the focus, and what is scrolled, are put back.

    `only`: kinds of findings. `ignore`: words that mean a finding: "Terms", "contrast of Terms", "focus".
    `width`: of the window, in its own px, while it is audited. Fields are left as they are, but pages that check a field
    once it is left do so: the focus goes through all of them."""
    kinds = _kinds(only)
    async with _as_wide_as(run.computer, width):
        looked = await run.looker.look()
        if looked.frame.dialog is not None:
            raise BadInput(f'audit: a dialog stands over the page ("{looked.frame.dialog.message}"); answer it first')
        audited = await (_whole(run, looked, kinds) if whole else _in_view(run, looked, kinds))
        found = list(audited.findings)
        if "horizontal scroll" in kinds:
            found += await _wider_than_window(run, looked)
        if "focus" in kinds and run.looker.asks:
            from .focus_walk import without_ring

            found += await without_ring(run.computer, whole=whole)
    left = tuple(finding for finding in found if not any(finding.fits(words) for words in ignore))
    return replace(audited, findings=left)


def _kinds(only: Collection[str] | None) -> frozenset[Kind]:
    from ...tools.audit.finding import KINDS

    if only is None:
        return frozenset(KINDS)
    asked = (only,) if isinstance(only, str) else only
    for kind in asked:
        if kind not in KINDS:
            raise BadInput(f'audit: there is no kind "{kind}".{nearest(kind, KINDS)} Known are: {", ".join(KINDS)}')
    return cast("frozenset[Kind]", frozenset(asked))


async def _in_view(run: Seeing, looked: Looked, kinds: Collection[Kind]) -> Audited:
    from ...tools.audit.picture import audit_picture

    computer, frame = run.computer, looked.frame
    told: Told | None = None
    written = None
    if run.looker.asks and isinstance(computer, Locating):
        told, written = await asyncio.gather(_told(computer, frame), computer.written(frame))
    # Reading takes long: only where nobody tells what stands where.
    lines = (await run.looker.read(frame)).lines if written is None else ()
    found = await run.looker.blocking(lambda: audit_picture(frame, lines, written or (), looked.hints, told, kinds))
    return Audited(found, frame)


async def _told(computer: Computer, frame: Frame) -> Told | None:
    from ...tools.audit.told import told_by

    return await told_by(computer.tab, frame.view) if isinstance(computer, Browser) else None


async def _whole(run: Seeing, looked: Looked, kinds: Collection[Kind]) -> Audited:
    from .whole_page import as_one, down_the_page

    browser = _browser(run.computer, "to audit a whole page")
    views: list[tuple[int, Frame, tuple[Finding, ...]]] = []
    async for offset, seen in down_the_page(browser, run.looker, await _free_spot(browser, looked.frame)):
        audited = await _in_view(run, seen, kinds)
        views.append((offset, audited.frame, audited.findings))
    return Audited(*as_one(views))


async def _wider_than_window(run: Seeing, looked: Looked) -> list[Finding]:
    """The page is turned to the right by hand, and back."""
    from ...tools.audit.finding import Finding

    computer, frame = run.computer, looked.frame
    if not isinstance(computer, Browser) or cast("float", await computer.tab.evaluate(_SPARE)) < 1:
        return []
    before = cast("float", await computer.tab.evaluate("scrollX"))
    point = await _free_spot(computer, frame)
    await computer.do(bind(Scroll(point, dx=FAR_PX), await computer.look()))
    after = cast("float", await computer.tab.evaluate(_AT))
    moved = after - before
    if moved:
        await computer.do(bind(Scroll(point, dx=-moved * frame.view.scale), await computer.look()))
        await computer.tab.evaluate(_AT)
    if moved < 1:
        return []
    wide = round(frame.size.w / frame.view.scale)
    hints = await computer.hints()
    out = next((hint.name for hint in hints if hint.name and hint.box.right >= frame.size.w - 1), "")
    why = f"the page scrolls to the right by {moved:.0f} px in a window {wide} px wide"
    why += f'; "{out}" reaches its edge' if out else ""
    edge = EDGE_PX * frame.view.scale
    return [Finding("horizontal scroll", "the page", why, Box(frame.size.w - edge, 0, edge, frame.size.h))]


async def _free_spot(browser: Browser, frame: Frame) -> Point:
    x, y = cast("list[float]", await browser.tab.evaluate(_FREE))
    return frame.size.clamp(frame.view.to_frame(Point(x, y)))


def _browser(computer: Computer, what_for: str) -> Browser:
    if not isinstance(computer, Browser):
        raise Unsupported(f"audit: only a browser's window can be used {what_for}")
    return computer


@asynccontextmanager
async def _as_wide_as(computer: Computer, width: int | None) -> AsyncGenerator[None]:
    if width is None:
        yield
        return
    browser = _browser(computer, "at another width")
    before = browser.tab.viewport_size
    if before is None:
        raise Unsupported("audit: this browser's window has the size it has; leave out the width")
    await browser.tab.set_viewport_size({"width": width, "height": before["height"]})
    try:
        yield
    finally:
        await browser.tab.set_viewport_size(before)
