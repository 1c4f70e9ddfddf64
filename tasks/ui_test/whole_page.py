"""Whole page: looks at a page from its top to its end, and makes one picture of all that was seen."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from ...tools.action import Scroll, bind
from ...tools.frame import Frame

if TYPE_CHECKING:
    from ...agent.eyes import Looked, Looker
    from ...tools.audit.finding import Finding
    from ...tools.browser import Browser
    from ...tools.geometry import Box, Point

STEP = 0.85
"""Of the window's height: what one look cuts in two stands whole in the next one."""

MOST = 30
"""So many looks at most."""

SAME = 0.5
"""What shares so much of one place of the page is the same."""

STUCK = 2.0
"""What stays in view, as a header does, moves by no more than this, per px of its height."""

_AT = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(scrollY))))"
_TO = "top => document.scrollingElement.scrollTo({top, behavior: 'instant'})"


async def down_the_page(browser: Browser, looker: Looker, point: Point) -> AsyncGenerator[tuple[int, Looked]]:
    """Each look, and how far down it was taken, in frame px; the page is scrolled back afterwards.

    `point`: where the wheel turns the page, and nothing inside of it."""
    page = browser.tab
    began = cast("float", await page.evaluate("scrollY"))
    try:
        await page.evaluate(_TO, 0)
        at = cast("float", await page.evaluate(_AT))
        for _ in range(MOST):
            looked = await looker.look()
            yield round(at * looked.frame.view.scale), looked
            await browser.do(bind(Scroll(point, dy=STEP * looked.frame.size.h), looked.frame))
            before, at = at, cast("float", await page.evaluate(_AT))
            if at <= before:
                return
    finally:
        await browser.tab.evaluate(_TO, began)


def as_one(views: Sequence[tuple[int, Frame, Sequence[Finding]]]) -> tuple[tuple[Finding, ...], Frame]:
    """One picture as high as the page, and all findings on it; what stays in view while a page is scrolled is found once."""
    _, first, _ = views[0]
    height = views[-1][0] + views[-1][1].size.h
    tall = np.zeros((height, first.size.w, 3), np.uint8)
    filled = 0
    found: list[tuple[Finding, Box]] = []
    for offset, frame, findings in views:
        new = max(0, filled - offset)
        tall[offset + new : offset + frame.size.h] = frame.rgb[new:]
        filled = offset + frame.size.h
        for finding in findings:
            there = replace(finding, box=finding.box.move(0, offset))
            if not any(_is_same(there, finding.box, *known) for known in found):
                found.append((there, finding.box))
    return tuple(finding for finding, _ in found), Frame.of(tall, "drawn", view=first.view, url=first.url)


def _is_same(one: Finding, in_view: Box, other: Finding, other_in_view: Box) -> bool:
    """Whether it stands in the same place of the page, or of the window, as what stays in view does."""
    if (one.kind, one.what) != (other.kind, other.what):
        return False
    is_beside = abs(in_view.x - other_in_view.x) < 1 and abs(in_view.y - other_in_view.y) < STUCK * in_view.h
    return one.box.overlap(other.box) > SAME or is_beside
