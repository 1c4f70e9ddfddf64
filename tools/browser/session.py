"""One browser that is open: started by us or joined, and let go of again."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import HandeyeError, PageError, Unsupported
from .chromium import BrowserOptions, arguments_for, executable_for
from .eyes import Eyes
from .ledger import EffectLedger
from .tabs import Tabs

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Playwright

JOIN_S = 10.0
CLOSE_S = 5.0


@dataclass(frozen=True)
class Session:
    playwright: Playwright
    chromium: Chromium
    tabs: Tabs
    ledger: EffectLedger
    eyes: Eyes
    is_ours: bool
    scratch: Path | None

    async def close(self) -> None:
        """Ends what we started; a browser that was joined goes on."""
        if not self.tabs.gone():
            await self.ledger.finish_downloads(CLOSE_S)
        self.tabs.closing()
        if self.is_ours:
            await _at_most(self.chromium.close())
        await _at_most(self.playwright.stop())
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)


async def start_session(options: BrowserOptions) -> Session:
    from playwright.async_api import Error

    playwright = await _start_driver()
    scratch = Path(tempfile.mkdtemp(prefix="handeye-downloads-")) if options.downloads is None else None
    try:
        chromium, context = await (_join(playwright, options) if options.attach else _launch(playwright, options))
        ledger = EffectLedger(_made(options.downloads or scratch))
        tabs = Tabs(context, ledger, own=not options.attach)
        tabs.listen(chromium)
        ledger.follow(context)
        if not tabs.all:
            await context.new_page()
    except BaseException as error:
        await _at_most(playwright.stop())
        if isinstance(error, Error):
            raise Unsupported(f"the browser did not start: {first_line(error)}") from None
        raise
    eyes = Eyes(tabs, ledger, options.size, None if options.attach else options.scale)
    return Session(playwright, chromium, tabs, ledger, eyes, not options.attach, scratch)


async def _start_driver() -> Playwright:
    from playwright.async_api import async_playwright

    try:
        return await async_playwright().start()
    except Exception as error:  # Playwright raises a bare one when its own node does not run here
        raise Unsupported(f"Playwright did not start: {first_line(error)}; on Debian: apt-get install libatomic1") from None


async def _launch(playwright: Playwright, options: BrowserOptions) -> tuple[Chromium, BrowserContext]:
    launcher = playwright.chromium
    chromium = await launcher.launch(
        executable_path=executable_for(options, launcher.executable_path),
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


def _made(folder: Path | None) -> Path:
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def _at_most(work: Awaitable[None]) -> None:
    """Closing never hangs, and what is already gone counts as closed."""
    from playwright.async_api import Error

    try:
        await asyncio.wait_for(work, CLOSE_S)
    except (Error, TimeoutError, HandeyeError):
        return


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
