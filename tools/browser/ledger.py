"""What the browser reports of an action: requests and their answers, navigations, tabs, dialogs, downloads."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..computer import Effect
from ..computer import Request as Sent
from ..frame import OpenDialog

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Download, Frame, Page, Request, Response

YOUNG_S = 3.0
"""An unanswered request is waited for this long; what takes longer (a stream, a long poll) is life."""

ENDLESS = ("websocket", "eventsource", "ping", "media")

POLLED = 3
"""An address asked for this often is being polled: it never keeps a page from being settled."""


@dataclass(slots=True)
class _Entry:
    request: Request
    began_s: float
    status: int | None = None
    failed: str = ""


@dataclass(slots=True)
class Left:
    """A request that was not left to the browser to send."""

    method: str
    url: str
    times: int = 1


@dataclass(slots=True)
class _Since:
    """Everything since one action began."""

    navigations: list[str] = field(default_factory=list[str])
    tabs_opened: list[str] = field(default_factory=list[str])
    tabs_closed: list[str] = field(default_factory=list[str])
    dialogs: list[OpenDialog] = field(default_factory=list[OpenDialog])
    chooser: bool = False
    downloads: list[Path] = field(default_factory=list[Path])
    requests: dict[Request, _Entry] = field(default_factory=dict)  # type: ignore[type-arg]
    left: list[Left] = field(default_factory=list[Left])


class EffectLedger:
    def __init__(self, downloads: Path) -> None:
        self._downloads = downloads
        self._since = _Since()
        self._open: dict[Request, _Entry] = {}
        self._asked: dict[tuple[str, str], int] = {}
        self._saving: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        """Set whenever a request begins or ends."""
        self.is_acting = False

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._sent)
        context.on("response", self._answered)
        context.on("requestfinished", self._finished)
        context.on("requestfailed", self._failed)

    def listen(self, page: Page) -> None:
        page.on("framenavigated", self._navigated)
        page.on("download", self._download)

    def begin(self) -> None:
        """An action begins: what comes from here on counts as its effect."""
        self._since = _Since()
        self.is_acting = True

    def effect(self) -> Effect:
        since = self._since
        return Effect(
            navigations=tuple(since.navigations),
            tabs_opened=tuple(since.tabs_opened),
            tabs_closed=tuple(since.tabs_closed),
            dialogs=tuple(since.dialogs),
            file_chooser=since.chooser,
            downloads=tuple(since.downloads),
            requests=tuple(
                Sent(request.method, request.url, entry.status, entry.failed, _times(request, since))
                for request, entry in since.requests.items()
            ),
        )

    def leaves_once(self, method: str, url: str) -> Left:
        """A request that somebody else sends for the browser, who may still correct how often it left."""
        left = Left(method, url)
        self._since.left.append(left)
        return left

    def busy(self) -> str:
        """What is still under way, said for people; "" when nothing is."""
        if self._saving:
            return "a download"
        now_s = time.monotonic()
        waiting = [entry for entry in self._open.values() if now_s - entry.began_s < YOUNG_S and not self._is_polled(entry)]
        if any(entry.request.is_navigation_request() for entry in waiting):
            return "a navigation"
        return f"{len(waiting)} request{'s' * (len(waiting) > 1)}" if waiting else ""

    async def calm(self, begins_s: float) -> None:
        """Until what the last action set off is over; it has so long to begin."""
        until_s = time.monotonic() + begins_s
        while not self._since.requests and (left_s := until_s - time.monotonic()) > 0:
            await self._next(left_s)
        quiet_from_s = time.monotonic()
        while True:
            if self.busy():
                await self._next(YOUNG_S)
                quiet_from_s = time.monotonic()
            elif self._is_leaving() and (left_s := quiet_from_s + begins_s - time.monotonic()) > 0:
                # An answer that leads on elsewhere is followed in a moment.
                await self._next(left_s)
            else:
                return

    def _is_leaving(self) -> bool:
        """Whether another page was asked for since the last action, and is not there yet."""
        asked = [each for each in self._since.requests.values() if each.request.is_navigation_request() and not each.failed]
        return bool(asked) and not self._since.navigations

    async def _next(self, limit_s: float) -> None:
        self._news.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), limit_s)

    async def finish_downloads(self, limit_s: float) -> None:
        if self._saving:
            await asyncio.wait(self._saving, timeout=limit_s)

    def tab_opened(self, url: str) -> None:
        self._since.tabs_opened.append(url)

    def tab_closed(self, url: str) -> None:
        self._since.tabs_closed.append(url)

    def dialog_opened(self, dialog: OpenDialog) -> None:
        self._since.dialogs.append(dialog)

    def chooser_opened(self) -> None:
        self._since.chooser = True

    def _is_polled(self, entry: _Entry) -> bool:
        return self._asked.get(_address(entry.request), 0) >= POLLED and not entry.request.is_navigation_request()

    def _sent(self, request: Request) -> None:
        entry = _Entry(request, time.monotonic())
        self._since.requests[request] = entry
        if request.resource_type not in ENDLESS:
            self._open[request] = entry
        address = _address(request)
        self._asked[address] = self._asked.get(address, 0) + 1
        self._news.set()

    def _entry(self, request: Request) -> _Entry | None:
        return self._open.get(request) or self._since.requests.get(request)

    def _answered(self, response: Response) -> None:
        entry = self._entry(response.request)
        if entry is not None:
            entry.status = response.status

    def _finished(self, request: Request) -> None:
        self._open.pop(request, None)
        self._news.set()

    def _failed(self, request: Request) -> None:
        entry = self._entry(request)
        if entry is not None and entry.status is None:  # an answered one whose body nobody reads "fails" too
            entry.failed = request.failure or "failed"
        self._open.pop(request, None)
        self._news.set()

    def _navigated(self, frame: Frame) -> None:
        if frame.parent_frame is None:
            self._since.navigations.append(frame.url)
            self._news.set()

    def _download(self, download: Download) -> None:
        since = self._since
        task = asyncio.ensure_future(self._keep(download, since))
        self._saving.add(task)
        task.add_done_callback(self._saving.discard)

    async def _keep(self, download: Download, since: _Since) -> None:
        if await download.failure() is None:
            path = _free_place(self._downloads, download.suggested_filename)
            await download.save_as(path)
            since.downloads.append(path)


def _times(request: Request, since: _Since) -> int | None:
    """None as soon as one of its like was left to the browser."""
    left = [each.times for each in since.left if (each.method, each.url) == (request.method, request.url)]
    alike = [each for each in since.requests if (each.method, each.url) == (request.method, request.url)]
    return max(left) if left and len(left) >= len(alike) else None


def _address(request: Request) -> tuple[str, str]:
    return request.method, request.url.partition("?")[0]


def _free_place(folder: Path, suggested: str) -> Path:
    """A new empty file in the folder, whatever the server would like to call it."""
    name = Path(suggested.replace("\\", "/")).name.strip(". ") or "download"
    kept = "".join(char for char in name if char.isprintable() and char not in '<>:"|?*')[-150:] or "download"
    for n in itertools.count(1):
        path = folder / (kept if n == 1 else f"{Path(kept).stem} ({n}){Path(kept).suffix}")
        try:
            path.touch(exist_ok=False)  # reserved: two downloads may begin at once
        except FileExistsError:
            continue
        return path
    raise AssertionError
