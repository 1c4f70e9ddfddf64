"""The tabs of one browser: which is in front, what stands in its way, and whether it is still there."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from ..errors import BadInput, ComputerGone
from ..frame import OpenDialog
from .bodies import Chosen
from .ledger import EffectLedger

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Dialog, FileChooser, Page

T = TypeVar("T")

LET_GO_S = 0.8
TITLE_S = 1.0


@dataclass(slots=True)
class Standing:
    """A dialog nobody has answered yet, and what was typed into it so far."""

    dialog: Dialog
    opened: OpenDialog
    typed: str | None = None


class Tabs:
    """Follows a browser context. All waiting for the browser goes through `unless_gone`."""

    def __init__(self, context: BrowserContext, ledger: EffectLedger, *, own: bool) -> None:
        self.context = context
        self.ledger = ledger
        self.chooser: FileChooser | None = None
        self.chosen = Chosen()
        """The files that uploads have chosen."""
        self.changed = asyncio.Event()
        """Set whenever a dialog or a file chooser opens, a tab comes or goes, or the browser is gone."""
        self._own = own
        self._order: list[Page] = []
        self._openers: dict[Page, Page | None] = {}
        self._standing: dict[Page, Standing] = {}
        self._current: Page | None = None
        self._gone = ""
        self._closing = False
        self._browser: Browser | None = None
        context.on("page", self._tab_opened)
        context.on("dialog", self._dialog_opened)
        context.on("close", lambda _: self.lose("the browser was closed"))
        for page in context.pages:
            self._adopt(page, None)

    def listen(self, browser: Browser) -> None:
        browser.on("disconnected", self._disconnected)
        self._browser = browser

    @property
    def page(self) -> Page:
        """The tab in front."""
        if self._gone or self._current is None:
            raise ComputerGone(f"{self._gone or 'no tab is open'}; start it again")
        return self._current

    @property
    def all(self) -> tuple[Page, ...]:
        return tuple(self._order)

    @property
    def standing(self) -> Standing | None:
        """The dialog in the way of the tab in front."""
        return self._standing.get(self.page)

    def answered(self) -> None:
        self._standing.pop(self.page, None)

    def show(self, page: Page) -> None:
        self._current = page
        self.chooser = None
        self.changed.set()

    async def find(self, which: int | str) -> Page:
        """The tab meant by its place, by "next" or "previous", or by words of its title or address."""
        pages = self.all
        match which:
            case "next" | "previous":
                here = pages.index(self.page)
                return pages[(here + (1 if which == "next" else -1)) % len(pages)]
            case int():
                if not 1 <= abs(which) <= len(pages):
                    raise BadInput(f"there is no tab {which}; {len(pages)} are open")
                return pages[which - 1 if which > 0 else which]
            case str():
                names = [f"{await self._title(page)} {page.url}" for page in pages]
                found = [page for page, name in zip(pages, names, strict=True) if which.casefold() in name.casefold()]
                if len(found) != 1:
                    how_many = "no open tab" if not found else f"{len(found)} open tabs"
                    raise BadInput(f'{how_many} with "{which}" in title or address; open are: {"; ".join(names)}')
                return found[0]

    async def _title(self, page: Page) -> str:
        """A tab with a dialog in the way, or one that is stuck, cannot say its title."""
        with contextlib.suppress(TimeoutError):
            return await self.unless_gone(page.title(), TITLE_S)
        return ""

    async def unless_gone(self, work: Awaitable[T], limit_s: float | None = None) -> T:
        """What `work` comes to; `ComputerGone` as soon as the browser is, TimeoutError after the limit."""
        task = asyncio.ensure_future(work)
        if not await self._over_or(task, lambda: False, limit_s):
            task.cancel()
            raise TimeoutError
        return await task

    async def until_dialog(self, work: Awaitable[None], limit_s: float) -> None:
        """Until `work` is over, or a dialog stands in the way: the work then goes on by itself once that
        is answered. Otherwise as `unless_gone`."""
        task = asyncio.ensure_future(work)
        if await self._over_or(task, lambda: self.standing is not None, limit_s):
            await task
        elif self.standing is None:
            task.cancel()
            raise TimeoutError

    async def opening_of_chooser(self, limit_s: float) -> FileChooser | None:
        """The file chooser that the last click opened, or opens in a moment."""
        waiting = asyncio.ensure_future(asyncio.sleep(limit_s))
        await self._over_or(waiting, lambda: self.chooser is not None, None)
        waiting.cancel()
        chooser, self.chooser = self.chooser, None
        return chooser

    async def _over_or(self, task: asyncio.Future[T], happened: Callable[[], bool], limit_s: float | None) -> bool:
        """Whether the task ended before something `happened` or the time was up."""
        until_s = math.inf if limit_s is None else time.monotonic() + limit_s
        task.add_done_callback(ignore_outcome)
        try:
            while True:
                self.changed.clear()
                if self._gone:
                    raise ComputerGone(f"{self._gone}; start it again")
                if task.done() or happened():
                    return task.done()
                left_s = until_s - time.monotonic()
                if left_s <= 0:
                    return False
                alarm = asyncio.ensure_future(self.changed.wait())
                try:
                    await asyncio.wait(
                        {task, alarm}, timeout=None if left_s == math.inf else left_s, return_when=asyncio.FIRST_COMPLETED
                    )
                finally:
                    alarm.cancel()
        except (ComputerGone, asyncio.CancelledError):
            task.cancel()
            await asyncio.wait({task}, timeout=LET_GO_S)  # keys and buttons come up before anything else happens
            raise

    def closing(self) -> None:
        """From here on it is we who close things."""
        self._closing = True
        if self._browser is not None:  # it may go on, and would keep what listens to it
            self._browser.remove_listener("disconnected", self._disconnected)
            self._browser = None

    def gone(self) -> str:
        return self._gone

    def lose(self, why: str) -> None:
        if not self._gone and not self._closing:
            self._gone = why
        self.changed.set()

    def _disconnected(self, _: Browser) -> None:
        self.lose("the browser was closed or crashed")

    def _tab_opened(self, page: Page) -> None:
        opener = self._current
        self._adopt(page, opener)
        # In somebody's own browser, tabs they open themselves are none of our business.
        if self._own or len(self._order) == 1 or self.ledger.is_acting:
            self.ledger.tab_opened(page.url)
            self.show(page)

    def _adopt(self, page: Page, opener: Page | None) -> None:
        self._order.append(page)
        self._openers[page] = opener
        self._current = self._current or page
        page.on("close", self._tab_closed)
        page.on("crash", self._tab_crashed)
        page.on("filechooser", self._chooser_opened)
        self.ledger.listen(page)

    def _tab_closed(self, page: Page) -> None:
        if page not in self._order:
            return
        self._order.remove(page)
        self._standing.pop(page, None)
        opener = self._openers.pop(page, None)
        self.ledger.tab_closed(page.url)
        if page is self._current:
            self._current = opener if opener in self._order else (self._order[-1] if self._order else None)
            if self._current is None:
                self.lose("the last tab was closed")
        self.changed.set()

    def _tab_crashed(self, page: Page) -> None:
        if page is self._current:
            self.lose("the page crashed")

    def _chooser_opened(self, chooser: FileChooser) -> None:
        self.chooser = chooser
        self.ledger.chooser_opened()
        self.changed.set()

    def _dialog_opened(self, dialog: Dialog) -> None:
        kind = dialog.type
        assert kind in ("alert", "confirm", "prompt", "beforeunload")
        opened = OpenDialog(kind, dialog.message, dialog.default_value or "")
        self._standing[dialog.page or self.page] = Standing(dialog, opened)
        self.ledger.dialog_opened(opened)
        self.changed.set()


def ignore_outcome(task: asyncio.Future[T]) -> None:
    """Work that a dialog or the end of the browser overtook: its error was already told another way."""
    if not task.cancelled():
        cast("object", task.exception())
