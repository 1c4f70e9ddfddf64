"""One browser that is open: started by us or joined, and let go of again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..errors import HandeyeError, PageError, Unsupported
from .chromium import BrowserOptions, arguments_for, executable_for
from .eyes import Eyes
from .ledger import EffectLedger
from .tabs import Tabs
from .touched import touched_script

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Playwright

JOIN_S = 10.0
CLOSE_S = 5.0


@dataclass(frozen=True)
class Processes:
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
class Session:
    playwright: Playwright
    chromium: Chromium
    tabs: Tabs
    ledger: EffectLedger
    eyes: Eyes
    processes: Processes | None
    """None: a browser that was joined, and goes on."""
    scratch: Path | None

    async def close(self) -> None:
        """Ends what we started; a browser that was joined goes on."""
        if not self.tabs.gone():
            await self.ledger.finish_downloads(CLOSE_S)
        self.tabs.closing()
        if self.processes is not None:
            await _at_most(self.chromium.close())
        if not await _at_most(self.playwright.stop()) and self.processes is not None:
            self.processes.end()
        if self.scratch is not None:
            await asyncio.to_thread(shutil.rmtree, self.scratch, ignore_errors=True)


async def start_session(options: BrowserOptions) -> Session:
    from playwright.async_api import Error

    playwright = await _start_driver()
    scratch = await asyncio.to_thread(_scratch) if options.downloads is None else None
    try:
        chromium, context = await (_join(playwright, options) if options.attach else _launch(playwright, options))
        ledger = EffectLedger(await asyncio.to_thread(_made, options.downloads or scratch))
        tabs = Tabs(context, ledger, own=not options.attach)
        tabs.listen(chromium)
        ledger.follow(context)
        await context.add_init_script(touched_script())
        if not tabs.all:
            await context.new_page()
        processes = None if options.attach else await _processes_of(chromium)
    except BaseException as error:
        await _at_most(playwright.stop())
        if isinstance(error, Error):
            raise Unsupported(f"the browser did not start: {first_line(error)}") from None
        raise
    eyes = Eyes(tabs, ledger, options.size, None if options.attach else options.scale)
    return Session(playwright, chromium, tabs, ledger, eyes, processes, scratch)


async def _start_driver() -> Playwright:
    from playwright.async_api import async_playwright

    starting = asyncio.ensure_future(async_playwright().start())
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await _at_most((await starting).stop())  # half started it would be left behind
        raise
    except Exception as error:  # Playwright raises a bare one when its own node does not run here
        raise Unsupported(f"Playwright did not start: {first_line(error)}; on Debian: apt-get install libatomic1") from None


async def _launch(playwright: Playwright, options: BrowserOptions) -> tuple[Chromium, BrowserContext]:
    launcher = playwright.chromium
    chromium = await launcher.launch(
        executable_path=await asyncio.to_thread(executable_for, options, launcher.executable_path),
        headless=not options.headed,
        args=arguments_for(options),
        ignore_default_args=["--hide-scrollbars"],  # people see them, and drag them
        handle_sigint=False,  # Ctrl-C is ours: it lets go of keys first
        handle_sigterm=False,
        handle_sighup=False,
        env=dict(options.environment) if options.environment is not None else None,
        proxy={"server": options.proxy} if options.proxy else None,
    )
    asked: dict[str, Any] = {
        "storage_state": options.storage,
        "locale": options.locale,
        "timezone_id": options.timezone,
        "color_scheme": options.color_scheme,
    }
    context = await chromium.new_context(
        viewport={"width": options.size.w, "height": options.size.h},
        device_scale_factor=options.scale,
        accept_downloads=True,
        **{name: value for name, value in asked.items() if value},
    )
    return chromium, context


async def _join(playwright: Playwright, options: BrowserOptions) -> tuple[Chromium, BrowserContext]:
    from playwright.async_api import Error

    try:
        chromium = await playwright.chromium.connect_over_cdp(options.attach, timeout=JOIN_S * 1000)
    except Error as error:
        raise PageError(
            f"no browser answers at {options.attach} ({first_line(error)}); start one with --remote-debugging-port"
        ) from None
    return chromium, chromium.contexts[0]


def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="handeye-downloads-"))


def _made(folder: Path | None) -> Path:
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def _at_most(work: Awaitable[None]) -> bool:
    """Closing never hangs, and what is already gone counts as closed. False: it did not answer."""
    from playwright.async_api import Error

    try:
        await asyncio.wait_for(work, CLOSE_S)
    except TimeoutError:
        return False
    except (Error, HandeyeError):
        pass
    return True


async def _processes_of(chromium: Chromium) -> Processes:
    session = await chromium.new_browser_cdp_session()
    info = cast("dict[str, Any]", await session.send("SystemInfo.getProcessInfo"))  # pyright: ignore[reportUnknownMemberType]
    browser = next(int(process["id"]) for process in info["processInfo"] if process["type"] == "browser")
    await session.detach()
    return Processes(browser, _parent_of(browser))


def _parent_of(pid: int) -> int:
    """0 where there is none, or where processes cannot be asked."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
