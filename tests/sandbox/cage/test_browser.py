"""A real Chromium in a cage: it works as outside, sees nothing of this machine, and reaches only what the proxy lets it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from playwright.async_api import Error

from handeye.sandbox.cage import Cage, Volume
from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.egress import BROWSER_FLAGS, Egress
from handeye.tools.action import Upload
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.browser.shared import SharedChromium
from handeye.tools.computer import opened
from handeye.tools.geometry import Size

from ...tools.conftest import Loop
from ...tools.processes import running_with
from ...tools.test_browser_life import descendants, wait_until_gone
from ..test_egress_browser import Web, web
from .test_left import groups_of

PAGE = "<h1>Club</h1><input type=file id=f onchange='f.files[0].text().then(text => document.title = text)'><a href=/file download>Fetch</a>"
LIMIT_S = 60.0


@asynccontextmanager
async def caged(site: Web, volumes: Iterable[Volume] = (), *, shared: bool = False) -> AsyncGenerator[Browser]:
    async with Egress([site.root]) as egress:
        display = PrivateDisplay(Size(800, 700), cage=Cage(volumes=tuple(volumes), proxy=egress.url))
        async with display as place:
            environ = {**os.environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
            process = BrowserOptions(headed=True, arguments=BROWSER_FLAGS, environment=environ, wrap=display.wrap)
            if shared:
                async with SharedChromium(process) as chromium:
                    within = BrowserOptions(size=Size(640, 400), headed=True, within=chromium, proxy=egress.url)
                    async with opened(Browser(within), site.page("/", PAGE)) as browser:
                        yield browser
                return
            alone = BrowserOptions(
                size=Size(640, 400),
                headed=True,
                proxy=egress.url,
                arguments=BROWSER_FLAGS,
                environment=environ,
                wrap=display.wrap,
            )
            async with opened(Browser(alone), site.page("/", PAGE)) as browser:
                yield browser


@pytest.mark.parametrize("shared", [False, True], ids=["alone", "shared"])
def test_pages_are_shown_and_files_go_in_and_out(shared: bool, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    letter = tmp_path / "letters" / "one.txt"
    letter.write_text("Dear Ada")

    async def run() -> bytes:
        async with web() as site, caged(site, [Volume(letter.parent)], shared=shared) as browser:
            site.page("/file", "fetched", "Content-Type: application/octet-stream")
            assert (await browser.look()).size == Size(640, 400)
            assert await browser.page.inner_text("h1") == "Club"
            await browser.page.click("#f")
            await browser.do(Upload((str(letter),)))
            await browser.page.wait_for_function("document.title === 'Dear Ada'")
            await browser.page.click("a")
            async with asyncio.timeout(LIMIT_S):
                while not (kept := (await browser.effect()).downloads):  # noqa: ASYNC110 - it tells when it is asked
                    await asyncio.sleep(0.02)
            return await asyncio.to_thread(kept[0].read_bytes)

    assert asyncio.run(run()) == b"fetched"


def test_it_sees_nothing_of_this_machine_and_reaches_no_other_host(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada")

    async def run() -> None:
        async with web() as site, web() as stranger, caged(site) as browser:
            page = browser.page
            await page.goto("file:///etc/passwd")
            assert (await page.inner_text("body")).startswith("cage:x:")
            assert "root" not in await page.inner_text("body")
            answer = await page.goto(stranger.root)
            assert answer is not None
            assert answer.status == 403
            assert not stranger.seen
            with pytest.raises(Error, match="ERR_FILE_NOT_FOUND"):
                await page.goto(letter.as_uri())

    asyncio.run(run())


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.mark.parametrize("stuck", [pytest.param("driver", marks=pytest.mark.full), "browser", "everything"])
def test_one_that_does_not_answer_any_more_is_closed_all_the_same(loop: Loop, stuck: str) -> None:
    async def run() -> set[int]:
        async with web() as site, caged(site):
            (driver,) = descendants(os.getpid()) & set(running_with("run-driver"))
            browsers = descendants(driver)
            assert browsers & set(running_with("--user-data-dir", "chrom"))
            made.update(groups_of(list(browsers)))
            for each in {"driver": {driver}, "browser": browsers, "everything": {driver} | browsers}[stuck]:
                with suppress(ProcessLookupError):  # some come and go
                    os.kill(each, signal.SIGSTOP)
        return {driver} | browsers

    made: set[Path] = set()
    wait_until_gone(loop.run(run()))
    assert not [group for group in made if group.exists()]
