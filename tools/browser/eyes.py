"""Looks at a tab: fast captures that survive navigations, and drawings where nothing can be captured."""

from __future__ import annotations

import asyncio
import base64
import itertools
import struct
import time
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import numpy as np

from ..drawing import draw_dialog
from ..errors import PageError
from ..frame import Frame, Pixels, decode_picture
from ..geometry import Size, View
from .draws import Draws
from .ledger import EffectLedger
from .tabs import Standing, Tabs, ignore_outcome

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page
    from playwright.async_api import Frame as PageFrame

CAPTURE_S = (0.4, 0.8, 1.6, 3.2, 6.4)
"""A capture usually takes 20 ms; around a navigation it may never return, and is asked for again, with more time."""

GIVE_UP_S = 20.0
"""After this long without any picture the page does not answer."""

CLOSED_IN_A_ROW = 5


class Eyes:
    def __init__(self, tabs: Tabs, ledger: EffectLedger, size: Size, scale: float | None) -> None:
        """`scale` None: a browser of somebody else's, whose page is asked how it is scaled."""
        self._tabs = tabs
        self._ledger = ledger
        self._size = size
        self._scale = scale
        self._closed_in_a_row = 0
        self._sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
        self._last: WeakKeyDictionary[Page, Frame] = WeakKeyDictionary()
        self._picture = _Picture(b"")
        self._draws = Draws()
        self._leaving: set[asyncio.Future[None]] = set()

    def stands(self, frame: Frame) -> bool:
        """Whether nothing at all was drawn since that picture was asked for; False also where nobody can tell."""
        page = self._tabs.page
        if self._tabs.standing is not None or page.url != frame.url or frame.busy != self._ledger.busy():
            return False
        return self._draws.none_since(frame, self._sessions.get(page))

    async def look(self) -> Frame:
        until_s = time.monotonic() + GIVE_UP_S
        for limit_s in itertools.chain(CAPTURE_S, itertools.repeat(CAPTURE_S[-1])):
            if time.monotonic() > until_s:
                break
            standing = self._tabs.standing
            if standing is not None:
                return self._draw(standing)
            page = self._tabs.page
            frame = await self._capture(page, limit_s)
            # A dialog or a new tab may have come while the picture was taken.
            if frame is not None and self._tabs.standing is None and self._tabs.page is page:
                self._last[page] = frame
                return frame
        raise PageError(f"{self._tabs.page.url} shows no picture: it has not answered for {GIVE_UP_S:g} s; reload or leave it")

    async def _capture(self, page: Page, limit_s: float) -> Frame | None:
        """One try; None when it has to be asked again."""
        from playwright.async_api import Error

        try:
            session = await self._tabs.unless_gone(self._session(page), limit_s)
            taken_s, taken_at, drawn = time.monotonic(), time.time(), self._draws.told(session)
            data = await self._tabs.unless_gone(self._captured_here(page, session, limit_s / 10), limit_s)
            scale = self._scale or await self._tabs.unless_gone(page.evaluate("devicePixelRatio"), limit_s)
        except (Error, TimeoutError) as error:
            self._leave(self._sessions.pop(page, None))
            self._count_closed(page, error)
            await asyncio.sleep(0.01)  # nothing announces that a page can be captured again
            return None
        self._closed_in_a_row = 0
        if self._picture.data != data:
            self._picture = _Picture(data)
        frame = Frame(
            png_size(data),
            self._picture.pixels,
            "browser",
            view=View(scale),
            taken_s=taken_s,
            taken_at=taken_at,
            url=page.url,
            busy=self._ledger.busy(),
            encoded_png=self._picture.data,
        )
        self._draws.took(frame, session, drawn)
        return frame

    def _count_closed(self, page: Page, error: Exception) -> None:
        """A driver that was killed announces nothing: its pages look open, but everything about them is "closed"."""
        self._closed_in_a_row = self._closed_in_a_row + 1 if "has been closed" in str(error) and not page.is_closed() else 0
        if self._closed_in_a_row >= CLOSED_IN_A_ROW:
            self._tabs.lose("the browser was closed or crashed")

    async def _session(self, page: Page) -> CDPSession:
        session = self._sessions.get(page)
        if session is None:
            session = self._sessions[page] = await page.context.new_cdp_session(page)
            # A tab of somebody else's browser is left as it is.
            if self._scale is not None:
                await self._draws.follow(session)
        return session

    def _leave(self, session: CDPSession | None) -> None:
        """One that did not answer is asked no more; whether it still hears that does not matter."""
        if session is not None:
            leaving = asyncio.ensure_future(session.detach())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            leaving.add_done_callback(ignore_outcome)

    async def _captured_here(self, page: Page, session: CDPSession, grace_s: float) -> bytes:
        """TimeoutError where another document took the page: what is asked for meanwhile mostly never comes."""
        taken = asyncio.Event()

        def navigated(frame: PageFrame) -> None:
            if frame is page.main_frame:
                taken.set()

        capture, waiting = asyncio.ensure_future(_captured(session)), asyncio.ensure_future(taken.wait())
        page.on("framenavigated", navigated)
        try:
            await asyncio.wait({capture, waiting}, return_when=asyncio.FIRST_COMPLETED)
            return await asyncio.wait_for(capture, None if capture.done() else grace_s)
        finally:
            page.remove_listener("framenavigated", navigated)
            capture.cancel()
            waiting.cancel()

    def _draw(self, standing: Standing) -> Frame:
        """What was seen last, with the dialog over it: with one open, nothing can be captured."""
        page = self._tabs.page
        under = self._last.get(page) or self._blank()
        pixels, standing.opened = draw_dialog(under, standing.opened, under.view.scale, standing.typed)
        return Frame.of(pixels, "drawn", view=under.view, url=page.url, dialog=standing.opened)

    def _blank(self) -> Frame:
        scale = self._scale or 1.0
        size = Size(round(self._size.w * scale), round(self._size.h * scale))
        return Frame.of(np.full((size.h, size.w, 3), 255, np.uint8), "drawn", view=View(scale))


async def _captured(session: CDPSession) -> bytes:
    asked: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
    reply = cast("dict[str, str]", await session.send("Page.captureScreenshot", asked))  # pyright: ignore[reportUnknownMemberType]
    return base64.b64decode(reply["data"])


class _Picture:
    """What was captured; the next captures usually show the same, and are decoded only once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._pixels: Pixels | None = None

    def pixels(self) -> Pixels:
        if self._pixels is None:
            self._pixels = decode_picture(self.data)
        return self._pixels


def png_size(data: bytes) -> Size:
    """From the header, without decoding."""
    w, h = struct.unpack(">II", data[16:24])
    return Size(w, h)
