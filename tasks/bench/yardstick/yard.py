"""Yard: opens random pages one after the other in our own browser, each with the truth of what stands on it."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from ....tools.browser import Browser, BrowserOptions
from ....tools.browser.chromium import USUAL_SIZE
from ....tools.computer import opened
from ....tools.geometry import Point, Size
from .looks import looks_named
from .page import Page, draw_page
from .server import Server
from .snapshot import snapshot_of
from .tongue import LANGUAGES
from .truth import Screen
from .widgets import seen_widgets
from .words_seen import seen_words

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

READY = """async down => {
  await Promise.race([document.fonts.ready, new Promise(late => setTimeout(late, 10000))]);
  scrollTo(0, Math.max(0, document.documentElement.scrollHeight - innerHeight) * down);
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""
"""The fonts are there, or never will be, the page is scrolled, and that is drawn."""

SNAPSHOT: dict[str, Any] = {"computedStyleWhitelist": [], "includeUserAgentShadowTree": True}


class Yard:
    def __init__(self, server: Server, stack: AsyncExitStack) -> None:
        self._server, self._stack = server, stack
        self._browsers: dict[tuple[float, Size], Browser] = {}

    async def screens(
        self,
        seed: int,
        count: int,
        *,
        looks: Sequence[str] = ("tuned",),
        scales: Sequence[float] = (1.0,),
        languages: Sequence[str] = (),
        size: Size = USUAL_SIZE,
    ) -> AsyncGenerator[Screen]:
        """Looks go by their names, or by "tuned", "untuned"; they come in turns, the scales at random."""
        known = looks_named(looks)
        for number in range(count):
            page, look = draw_page(seed, number, known, tuple(languages) or LANGUAGES)
            scale = random.Random(f"{seed}/{number}/scale").choice(scales)
            browser = await self.browser(scale, size)
            yield await shown(browser, self.address(page), page, look.name, tuned=look.tuned)

    def address(self, page: Page) -> str:
        """Where a page is served until the next one is."""
        return self._server.put(page.name, page.html)

    async def browser(self, scale: float, size: Size) -> Browser:
        """One for each scale and size, and only one."""
        key = (scale, size)
        if key not in self._browsers:
            options = BrowserOptions(size=size, scale=scale, locale="en-US", color_scheme="light")
            self._browsers[key] = await self._stack.enter_async_context(opened(Browser(options)))
        return self._browsers[key]


@asynccontextmanager
async def opened_yard() -> AsyncGenerator[Yard]:
    """`async with opened_yard() as yard: async for screen in yard.screens(seed, 100): …`"""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server())
        yield Yard(server, stack)


async def shown(browser: Browser, url: str, page: Page, look: str, *, tuned: bool) -> Screen:
    tab = browser.page
    await tab.goto(url)
    await tab.evaluate(READY, page.scrolled)
    frame = await browser.look()
    scale = frame.view.scale
    collected = cast("dict[str, Any]", await tab.evaluate("yard.collect()"))
    snapshot = snapshot_of(await _snapshot(tab), tuple(collected["scroll"]), collected["ratio"])
    words, unclear = await seen_words(tab, snapshot, frame)
    widgets = await seen_widgets(tab, snapshot, collected["widgets"], scale)

    async def hit(point: Point) -> str:
        return cast("str", await tab.evaluate("([x, y]) => yard.hit(x, y)", [point.x / scale, point.y / scale]))

    return Screen(f"{page.name}@{scale:g}", look, tuned, frame, words, widgets, await browser.hints(), hit, unclear)


async def _snapshot(tab: Tab) -> dict[str, Any]:
    """Deprecated, but the one way to see what Chromium draws inside fields."""
    session = await tab.context.new_cdp_session(tab)
    try:
        return cast("dict[str, Any]", await session.send("DOMSnapshot.getSnapshot", SNAPSHOT))  # pyright: ignore[reportUnknownMemberType]
    finally:
        await session.detach()
