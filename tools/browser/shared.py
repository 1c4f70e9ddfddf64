"""Shared: several browsers in one Chromium, each as if it were alone, with its own way out, cookies, tabs, size and locale.

async with SharedChromium() as chromium:
    Browser(BrowserOptions(within=chromium, proxy=one.url)), Browser(BrowserOptions(within=chromium, proxy=another.url))

One process is started sooner than several and needs less memory. Only the clipboard is one for all; and in windows (`headed`)
a native list that opens closes that of another browser.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, ComputerGone
from .chromium import NOWHERE, BrowserOptions
from .process import Running, start

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext


class SharedChromium:
    """Started by the first browser that opens in it, and anew for one that opens after it died."""

    def __init__(self, options: BrowserOptions | None = None) -> None:
        """Of the options, those of the process count: `headed`, `scale`, `executable`, `wrap`, `arguments`, `environment`."""
        self.options = options or BrowserOptions()
        self._starting: asyncio.Task[Running] | None = None
        self._is_closed = False
        if self.options.attach or self.options.proxy or self.options.within:
            raise BadInput("a shared Chromium is started by itself and has no proxy; each browser within it has its own")
        self.options.check()

    async def __aenter__(self) -> SharedChromium:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends it, and with it all browsers that are still open in it."""
        self._is_closed = True
        if self._starting is not None and (running := await _outcome(self._starting)):
            await running.close()

    async def new_context(self, asked: dict[str, Any]) -> tuple[Running, BrowserContext]:
        """A profile of its own, and the process it lives in."""
        from playwright.async_api import Error

        running = await self._running()
        try:
            return running, await running.chromium.new_context(**asked)
        except Error as error:
            if "closed" not in error.message:
                raise
            self._lose(running)
        running = await self._running()
        return running, await running.chromium.new_context(**asked)

    async def _running(self) -> Running:
        if self._is_closed:
            raise ComputerGone("this shared Chromium was closed; make another one")
        known = self._starting
        if known is None or (known.done() and not _lives(known)):
            self._starting = asyncio.ensure_future(self._start(known))
        assert self._starting is not None
        return await asyncio.shield(self._starting)  # whoever asked first may give up; others wait for it too

    async def _start(self, before: asyncio.Task[Running] | None) -> Running:
        if before is not None and (dead := await _outcome(before)):
            await dead.close()
        # What does not belong to any of the browsers within finds no way out.
        return await start(replace(self.options, proxy=NOWHERE))

    def _lose(self, running: Running) -> None:
        """A driver that was killed announces nothing: its browser looks connected."""
        if self._starting is not None and _lives(self._starting) and self._starting.result() is running:
            self._starting = asyncio.ensure_future(self._start(self._starting))


def _lives(task: asyncio.Task[Running]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None and task.result().chromium.is_connected()


async def _outcome(task: asyncio.Task[Running]) -> Running | None:
    await asyncio.wait({task})
    return None if task.cancelled() or task.exception() else task.result()
