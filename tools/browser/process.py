"""Process: a Chromium and the driver that speaks with it, started or joined; and how both end, whatever state they are in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..errors import HandeyeError, PageError, Unsupported
from ..wrapped import Wrapped
from .chromium import BrowserOptions, arguments_for, executable_for

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Playwright

JOIN_S = 10.0
CLOSE_S = 5.0


@dataclass(frozen=True)
class Ids:
    """A browser of ours and the driver that started it, for when they do not answer any more."""

    browser: int
    driver: int

    def end(self) -> None:
        """Ends what is still there and still ours, with all that the browser started."""
        if _parent_of(self.browser) == self.driver:
            with contextlib.suppress(OSError):
                os.killpg(self.browser, signal.SIGKILL)
        if _parent_of(self.driver) == os.getpid():
            with contextlib.suppress(OSError):
                os.kill(self.driver, signal.SIGKILL)


@dataclass(frozen=True)
class Running:
    playwright: Playwright
    chromium: Chromium
    ids: Ids | None
    """None: a browser that was joined, and goes on."""

    async def close(self) -> None:
        """Ends what we started; a browser that was joined goes on."""
        if self.ids is not None:
            await at_most(self.chromium.close())
        if not await at_most(self.playwright.stop()) and self.ids is not None:
            self.ids.end()


async def start(options: BrowserOptions) -> Running:
    """Starts a Chromium, or joins the one at `options.attach`."""
    from playwright.async_api import Error

    playwright = await _start_driver()
    try:
        if options.attach:
            return Running(playwright, await _join(playwright, options.attach), None)
        path = await asyncio.to_thread(executable_for, options, playwright.chromium.executable_path)
        wrapped = await asyncio.to_thread(options.wrap, path) if options.wrap else None
        chromium = await _launch(playwright, options, path, wrapped)
        return Running(playwright, chromium, await _ids_of(chromium, wrapped))
    except BaseException as error:
        await at_most(playwright.stop())
        if isinstance(error, Error):
            raise Unsupported(f"the browser did not start: {first_line(error)}") from None
        raise


async def _start_driver() -> Playwright:
    from playwright.async_api import async_playwright

    starting = asyncio.ensure_future(async_playwright().start())
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await at_most((await starting).stop())  # half started it would be left behind
        raise
    except Exception as error:  # Playwright raises a bare one when its own node does not run here
        raise Unsupported(f"Playwright did not start: {first_line(error)}; on Debian: apt-get install libatomic1") from None


async def _launch(playwright: Playwright, options: BrowserOptions, path: Path, wrapped: Wrapped | None) -> Chromium:
    return await playwright.chromium.launch(
        executable_path=wrapped.executable if wrapped else path,
        downloads_path=wrapped.downloads if wrapped else None,
        headless=not options.headed,
        args=arguments_for(options),
        ignore_default_args=["--hide-scrollbars"],  # people see them, and drag them
        handle_sigint=False,  # Ctrl-C is ours: it lets go of keys first
        handle_sigterm=False,
        handle_sighup=False,
        env=dict(options.environment) if options.environment is not None else None,
        proxy={"server": options.proxy} if options.proxy else None,
    )


async def _join(playwright: Playwright, address: str) -> Chromium:
    from playwright.async_api import Error

    try:
        return await playwright.chromium.connect_over_cdp(address, timeout=JOIN_S * 1000)
    except Error as error:
        raise PageError(
            f"no browser answers at {address} ({first_line(error)}); start one with --remote-debugging-port"
        ) from None


async def at_most(work: Awaitable[None]) -> bool:
    """Closing never hangs, and what is already gone counts as closed. False: it did not answer."""
    from playwright.async_api import Error

    try:
        await asyncio.wait_for(work, CLOSE_S)
    except TimeoutError:
        return False
    except (Error, HandeyeError):
        pass
    return True


async def _ids_of(chromium: Chromium, wrapped: Wrapped | None) -> Ids:
    if wrapped is not None:
        started = int(await asyncio.to_thread(wrapped.pid_file.read_text))
        return Ids(started, _parent_of(started))
    session = await chromium.new_browser_cdp_session()
    info = cast("dict[str, Any]", await session.send("SystemInfo.getProcessInfo"))  # pyright: ignore[reportUnknownMemberType]
    browser = next(int(process["id"]) for process in info["processInfo"] if process["type"] == "browser")
    await session.detach()
    return Ids(browser, _parent_of(browser))


def _parent_of(pid: int) -> int:
    """0 where there is none, or where processes cannot be asked."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
