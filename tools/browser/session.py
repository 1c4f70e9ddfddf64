"""Session: one browser that is open, in a process of its own, a shared one or one that was joined; and let go of again."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Unsupported
from .chromium import NOWHERE, BrowserOptions
from .eyes import Eyes
from .ledger import EffectLedger
from .once import Once, Way
from .process import CLOSE_S, Running, at_most, first_line, start
from .tabs import Tabs
from .touched import touched_script

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext


@dataclass(frozen=True)
class Session:
    running: Running
    is_guest: bool
    """In a process that others share."""
    tabs: Tabs
    ledger: EffectLedger
    eyes: Eyes
    once: Once | None
    scratch: Path | None

    async def close(self) -> None:
        """Ends what is ours."""
        if not self.tabs.gone():
            await self.ledger.finish_downloads(CLOSE_S)
        self.tabs.closing()
        if self.once is not None:
            self.once.give_up()
        await _leave(self.running, self.tabs.context, is_guest=self.is_guest)
        if self.once is not None and self.is_guest:
            await at_most(self.once.end())
        if self.scratch is not None:
            await asyncio.to_thread(shutil.rmtree, self.scratch, ignore_errors=True)


async def start_session(options: BrowserOptions) -> Session:
    from playwright.async_api import Error

    scratch = await asyncio.to_thread(_scratch) if options.downloads is None else None
    running = context = once = None
    try:
        running, context = await _entered(options)
        ledger = EffectLedger(await asyncio.to_thread(_made, options.downloads or scratch))
        tabs = Tabs(context, ledger, own=not options.attach)
        tabs.listen(running.chromium)
        ledger.follow(context)
        await context.add_init_script(touched_script())
        if not tabs.all:
            await context.new_page()
        if options.once:
            once = Once(running.playwright, tabs, ledger, Way(options.proxy, options.any_certificate))
            await once.begin()
    except BaseException as error:
        if running is not None and context is not None:
            await _leave(running, context, is_guest=options.within is not None)
        if once is not None:
            await at_most(once.end())
        if scratch is not None:
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
        if isinstance(error, Error):
            raise Unsupported(f"the browser did not start: {first_line(error)}") from None
        raise
    eyes = Eyes(tabs, ledger, options.size, None if options.attach else options.scale)
    return Session(running, options.within is not None, tabs, ledger, eyes, once, scratch)


async def _entered(options: BrowserOptions) -> tuple[Running, BrowserContext]:
    if options.within is not None:
        return await options.within.new_context({**_context_options(options), "proxy": _way_out(options)})
    running = await start(options)
    if options.attach:
        return running, running.chromium.contexts[0]
    try:
        return running, await running.chromium.new_context(**_context_options(options))
    except BaseException:
        await running.close()
        raise


async def _leave(running: Running, context: BrowserContext, *, is_guest: bool) -> None:
    if is_guest:
        await at_most(context.close())
    else:
        await running.close()


def _context_options(options: BrowserOptions) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "storage_state": options.storage,
        "locale": options.locale,
        "timezone_id": options.timezone,
        "color_scheme": options.color_scheme,
        "ignore_https_errors": options.any_certificate,
    }
    return {
        "viewport": {"width": options.size.w, "height": options.size.h},
        "device_scale_factor": options.scale,
        "accept_downloads": True,
        **{name: value for name, value in asked.items() if value},
    }


def _way_out(options: BrowserOptions) -> dict[str, str]:
    """A context without a proxy would have that of the process, which leads nowhere: it passes it by instead."""
    return {"server": options.proxy} if options.proxy else {"server": NOWHERE, "bypass": "*"}


def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="handeye-downloads-"))


def _made(folder: Path | None) -> Path:
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    return folder
