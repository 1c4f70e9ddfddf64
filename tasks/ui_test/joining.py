"""Joining: a second Playwright on the same tab, for tests that do not await and mix both; it lives beside pytest-playwright."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from ...tools.errors import ComputerGone, Unsupported
from .session import Session

PLUGIN = "playwright"
"""What pytest-playwright is called among pytest's plugins."""
TRIES = 50


class Joining:
    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request
        self._own: Any = None
        self._browser: Any = None

    def page(self, of: Any, session: Session) -> Any:
        """Of the tab that a page of the async API, which belongs to another loop, is on."""
        wanted = session.run(_target_of(of))
        browser = self._joined(session.house().port)
        probe = browser.new_browser_cdp_session()
        try:
            for _ in range(TRIES):
                for context in browser.contexts:
                    for page in context.pages:
                        if _id_of(page) == wanted:
                            # Without a listener this connection would answer the page's dialogs by itself.
                            page.on("dialog", _leave_it)
                            return page
                probe.send("Target.getTargets")  # lets news of the tab come in
        finally:
            probe.detach()
        raise ComputerGone("Playwright has not found the tab that this screen shows")

    def close(self) -> None:
        from playwright.sync_api import Error

        with suppress(Error):
            if self._browser is not None:
                self._browser.close()
        if self._own is not None:
            self._own.stop()
        self._own = self._browser = None

    def _joined(self, port: int) -> Any:
        if self._browser is None:
            self._browser = self._playwright().chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self._browser

    def _playwright(self) -> Any:
        """One thread has room for one: that of pytest-playwright where it is at work; else one for this test, because it keeps
        a loop running that tests which await would stumble over."""
        if is_in_a_loop() and self._request.config.pluginmanager.has_plugin(PLUGIN):
            with suppress(pytest.FixtureLookupError):
                return self._request.getfixturevalue(PLUGIN)
        from playwright.sync_api import Error, sync_playwright

        try:
            self._own = sync_playwright().start()
        except Error as error:
            raise Unsupported(f"screen.page cannot be had here: {error.message.splitlines()[0]}") from None
        return self._own


def is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def _target_of(page: Any) -> str:
    probe = await page.context.new_cdp_session(page)
    try:
        return str((await probe.send("Target.getTargetInfo"))["targetInfo"]["targetId"])
    finally:
        await probe.detach()


def _id_of(page: Any) -> str:
    from playwright.sync_api import Error

    try:
        probe = page.context.new_cdp_session(page)
        found = str(probe.send("Target.getTargetInfo")["targetInfo"]["targetId"])
        probe.detach()
    except Error:
        return ""
    return found


def _leave_it(_dialog: object) -> None:
    """The screen answers it."""
