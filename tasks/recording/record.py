"""Record: `handeye record URL -o flow.ui.yaml`: a window that is watched, and what a person does in it as a UI test."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...sandbox.egress import BROWSER_FLAGS, Egress, Exchange
from ...tools.browser.addresses import normal_url, why_unreachable
from ...tools.browser.chromium import BrowserOptions
from ...tools.browser.process import start
from ...tools.desktop.x11 import display_from
from ...tools.errors import BadInput, PageError, Unsupported
from ...tools.geometry import Size
from ...tools.hosts import authority, host_of, words_to_allow
from ..terminal import plain, tell
from .flow import SECRETS, Flow, check_out
from .seen import Sights
from .steps import Steps
from .tab import News, Opened, Tab
from .writer import Writer

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page

USUAL_SIZE = Size(1280, 720)
IDLE_S = 0.15
PACE_S = 0.3
HOW = (
    "everything you do in the window becomes a step.",
    "To have something checked, click it with Alt held down (or point at it and press F8); the page does not feel that.",
    "Close the window, or press Ctrl-C here, when you are done.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    url: str
    out: Path
    allow: tuple[str, ...] = ()
    size: Size = USUAL_SIZE
    force: bool = False
    environ: Mapping[str, str] = field(repr=False)

    def check(self) -> None:
        check_out(self.out, force=self.force)
        if host_of(self.address) is None:
            raise BadInput(f'"{self.url}" is nothing to record; name a page, such as localhost:8000')

    @property
    def address(self) -> str:
        return normal_url(self.url)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The page's own, and those that were allowed beside it."""
        where = host_of(self.address)
        assert where is not None
        return (words_to_allow(*where), *self.allow)


def record(
    url: str, out: Path, *, allow: Sequence[str] = (), size: Size = USUAL_SIZE, force: bool = False, environ: Mapping[str, str]
) -> int:
    """The exit code. The window being closed, and Ctrl-C, are how it ends."""
    asked = Asked(url=url, out=out, allow=tuple(allow), size=size, force=force, environ=environ)
    asked.check()
    _refuse_no_display(environ)
    return asyncio.run(_record(asked))


async def _record(asked: Asked) -> int:
    async with recording(asked) as being_made:
        for line in HOW:
            tell(line)
        with suppress(asyncio.CancelledError):  # Ctrl-C
            await being_made.until_over()
    flow = being_made.flow
    for name in flow.params.secrets:
        beside = asked.out.with_name(SECRETS)
        tell(f'{name} was not written down: put "{name}: …" into {beside}, and make it yours alone: chmod 600 {beside}')
    steps = sum(line.is_step for line in flow.lines)
    tell(f"{steps} step{'s' * (steps != 1)} in {asked.out}. Play it: handeye test {asked.out}")
    return 0


@asynccontextmanager
async def recording(asked: Asked) -> AsyncGenerator[Recording]:
    """A window that is open and watched; what was done until the end is written down, whatever ends it."""
    refused: set[str] = set()
    async with Egress(asked.hosts, watch=lambda exchange: _tell_refused(exchange, refused)) as egress:
        running = await start(BrowserOptions(headed=True, environment=asked.environ, arguments=BROWSER_FLAGS, proxy=egress.url))
        try:
            # Not through `Browser`: it would answer dialogs and choose files itself, and here a person does.
            context = await running.chromium.new_context(
                viewport={"width": asked.size.w, "height": asked.size.h}, device_scale_factor=1
            )
            being_made = Recording(context, Flow(asked.out, asked.address, asked.size))
            try:
                await being_made.begin(asked.address)
                yield being_made
            finally:
                await being_made.end()
        finally:
            await running.close()


class Recording:
    def __init__(self, context: BrowserContext, flow: Flow) -> None:
        self.flow = flow
        self._context = context
        sights = Sights()
        self._writer = Writer(Steps(flow, _print, sights), sights)
        self._news: asyncio.Queue[News | None] = asyncio.Queue()
        self._writing: asyncio.Task[None] | None = None
        self._over = asyncio.Event()
        self._work: list[asyncio.Task[None]] = []
        self._tabs: list[Tab] = []

    @property
    def page(self) -> Page:
        """The tab that was opened last."""
        return self._context.pages[-1]

    async def begin(self, url: str) -> None:
        from playwright.async_api import Error

        self._context.on("dialog", lambda _: None)  # or Playwright would dismiss each at once
        page = await self._context.new_page()
        tab = await self._watched(page)
        try:
            await page.goto(url, wait_until="load")
        except Error as error:
            raise PageError(why_unreachable(url, str(error))) from None
        await tab.went_back()
        self.flow.write()
        self._context.on("page", lambda page: self._keep(self._opened(page)))
        self._context.on("close", lambda _: self._over.set())
        self._news = asyncio.Queue()
        self._writing = asyncio.create_task(self._write())

    async def until_over(self) -> None:
        """Until all windows are closed; what went wrong meanwhile is raised."""
        assert self._writing is not None
        over = asyncio.ensure_future(self._over.wait())
        try:
            await asyncio.wait((over, self._writing), return_when=asyncio.FIRST_COMPLETED)
            if self._writing.done():
                await self._writing
        finally:
            over.cancel()

    async def rested(self, for_s: float = PACE_S) -> None:
        """Until the tab has held still for as long as nobody is quicker, and all that was done is written down."""
        await self._tabs[-1].same_since(time.time(), for_s)
        await self._news.join()

    async def end(self) -> None:
        """What was heard is written down first, and what had begun with it."""
        if self._writing is not None:
            self._news.put_nowait(None)
            await self._writing
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def _write(self) -> None:
        while True:
            try:
                news = await asyncio.wait_for(self._news.get(), IDLE_S)
            except TimeoutError:
                await self._writer.idle()
                continue
            if news is None:
                break
            await self._writer.hear(news)
            self._news.task_done()
        await self._writer.end()

    async def _opened(self, page: Page) -> None:
        self._news.put_nowait(Opened(await self._watched(page)))

    async def _watched(self, page: Page) -> Tab:
        tab = Tab(page, len(self._tabs), lambda news: self._news.put_nowait(news))
        page.on("close", lambda _: self._closed())
        self._tabs.append(tab)
        await tab.begin()
        self._keep(tab.watch())
        return tab

    def _closed(self) -> None:
        if not self._context.pages:
            self._over.set()

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        self._work.append(asyncio.create_task(work))


def _refuse_no_display(environ: Mapping[str, str]) -> None:
    """A person needs a screen: a private one, which others offer, is seen by nobody."""
    if sys.platform != "linux":
        return
    try:
        display_from(environ, sys.platform)
    except Unsupported:
        if not environ.get("WAYLAND_DISPLAY"):
            raise Unsupported(
                "recording needs a screen that a person sits at, and there is no DISPLAY; run it in a desktop session, "
                "or show one of another machine here with: ssh -X"
            ) from None


def _tell_refused(exchange: Exchange, told: set[str]) -> None:
    host = authority(exchange.host, exchange.port)
    if exchange.decision == "refused" and host not in told:
        told.add(host)
        allowed_by = f"--allow {words_to_allow(exchange.host, exchange.port)}"
        tell(f"{host} was not reached: a recording keeps to its own host. To allow it: {allowed_by}")


def _print(step: str) -> None:
    print(f"  {plain(step)}", flush=True)
