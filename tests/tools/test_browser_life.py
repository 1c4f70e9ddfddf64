"""Browsers that end, are joined, show a window, or would like to talk to others."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.async_api import CDPSession

from handeye.sandbox.display import PrivateDisplay
from handeye.tools.action import Action, Click, Goto, Press, Tab, Type, Wait, bind
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.browser.chromium import executable_for
from handeye.tools.computer import opened
from handeye.tools.errors import BadInput, ComputerGone, PageError, UncertainDelivery, Unsupported
from handeye.tools.geometry import Box, Point, Size
from handeye.tools.motion import difference, settle

from .conftest import LIMIT_S, Loop
from .site import Site


async def browser_pid(browser: Browser) -> int:
    chromium = browser.page.context.browser
    assert chromium is not None
    session = await chromium.new_browser_cdp_session()
    info = cast("dict[str, Any]", await session.send("SystemInfo.getProcessInfo"))  # pyright: ignore[reportUnknownMemberType]
    return next(int(process["id"]) for process in info["processInfo"] if process["type"] == "browser")


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        for name in child.read_text().split():
            found |= {int(name)} | descendants(int(name))
    return found


def wait_until_gone(pids: set[int]) -> None:
    until_s = time.monotonic() + LIMIT_S
    while left := {pid for pid in pids if is_running(pid)}:
        assert time.monotonic() < until_s, f"still running: {left}"
        time.sleep(0.05)


def is_driver(pid: int) -> bool:
    return "run-driver" in Path(f"/proc/{pid}/cmdline").read_text()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    "action",
    [Wait(60), Type("a long text " * 15), Press(("shift", "a"), hold_s=60), None],
    ids=lambda action: type(action).__name__,
)
def test_a_killed_browser_is_gone_at_once(loop: Loop, site: Site, action: Action | None) -> None:
    start = site.page("<textarea autofocus></textarea>")

    async def run() -> None:
        browser = Browser()
        try:
            await browser.open(start)
            pid = await browser_pid(browser)
            work: Coroutine[Any, Any, object] = browser.do(action) if action else look_on(browser)
            under_way = asyncio.ensure_future(work)
            await asyncio.sleep(0)
            os.kill(pid, signal.SIGKILL)
            with pytest.raises(ComputerGone, match="start it again"):
                await asyncio.wait_for(under_way, LIMIT_S)
            with pytest.raises(ComputerGone):
                await browser.look()
            with pytest.raises(ComputerGone):
                await browser.do(Type("x"))
        finally:
            await browser.close()

    loop.run(run())


async def look_on(browser: Browser) -> None:
    while True:
        await browser.look()


def test_a_lost_driver_is_gone_too(loop: Loop, site: Site) -> None:
    start = site.page("<p>x")

    async def run() -> None:
        before = descendants(os.getpid())
        browser = Browser()
        await browser.open(start)
        ours = descendants(os.getpid()) - before
        drivers = [pid for pid in ours if is_driver(pid)]
        under_way = asyncio.ensure_future(look_on(browser))
        await asyncio.sleep(0)
        for pid in drivers:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(ComputerGone):
            await asyncio.wait_for(under_way, LIMIT_S)
        await browser.close()
        await asyncio.to_thread(wait_until_gone, ours)

    loop.run(run())


async def crash_by(session: CDPSession) -> None:
    await session.send("Page.crash")  # pyright: ignore[reportUnknownMemberType]


def test_a_crashed_page_and_a_closed_last_tab_are_gone(loop: Loop, site: Site) -> None:
    start = site.page("<button onclick='window.close()'>Close</button>")

    async def run() -> None:
        async with opened(Browser(), start) as browser:
            session = await browser.page.context.new_cdp_session(browser.page)
            crash = asyncio.ensure_future(crash_by(session))
            with pytest.raises(ComputerGone, match="crashed"):
                await asyncio.wait_for(look_on(browser), LIMIT_S)
            crash.cancel()
        async with opened(Browser(), start) as browser:
            with pytest.raises(ComputerGone, match="last tab was closed"):
                await browser.do(Tab("close"))
            with pytest.raises(ComputerGone, match="last tab was closed"):
                await browser.look()

    loop.run(run())


def test_a_tab_can_be_closed_while_its_page_is_still_arriving(loop: Loop, shared: Browser, site: Site) -> None:
    async def run() -> None:
        for n in range(20):
            await shared.do(Tab("new"))
            await shared.do(Goto(site.page(f"<p>{n}")))
            assert len((await shared.do(Tab("close"))).tabs_closed) == 1
        assert len(shared.page.context.pages) == 1

    loop.run(run())


@pytest.mark.parametrize("stuck", ["driver", "browser", "everything"])
def test_what_does_not_answer_any_more_is_closed_all_the_same(loop: Loop, stuck: str) -> None:
    async def run() -> set[int]:
        before = descendants(os.getpid())
        browser = Browser()
        await browser.open()
        ours = descendants(os.getpid()) - before
        pid = await browser_pid(browser)
        for each in ours:
            if stuck == "everything" or (each == pid if stuck == "browser" else is_driver(each)):
                os.kill(each, signal.SIGSTOP)
        await browser.close()
        return ours

    wait_until_gone(loop.run(run()))


def test_closing_leaves_nothing_and_a_closed_browser_says_so(loop: Loop, site: Site) -> None:
    start = site.page("<script>alert('in the way')</script>")

    async def run() -> set[int]:
        before = descendants(os.getpid())
        browser = Browser()
        await browser.open(start)
        ours = descendants(os.getpid()) - before
        assert ours
        await browser.close()
        with pytest.raises(ComputerGone, match="not open"):
            await browser.look()
        return ours

    wait_until_gone(loop.run(run()))


def test_a_killed_owner_leaves_no_orphan(site: Site, tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from handeye.tools.action import Wait\n"
        "from handeye.tools.browser import Browser\n"
        "async def main():\n"
        "    browser = Browser()\n"
        "    await browser.open(sys.argv[1])\n"
        "    print('open', flush=True)\n"
        "    await browser.do(Wait(100))\n"
        "asyncio.run(main())\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script, site.page("<p>x")], stdout=subprocess.PIPE, cwd=tmp_path, text=True)
    assert owner.stdout is not None
    with owner, owner.stdout:
        assert owner.stdout.readline() == "open\n"
        ours = descendants(owner.pid)
        assert len(ours) > 3
        owner.kill()
    wait_until_gone(ours)


def test_a_page_that_never_answers_leaves_the_delivery_uncertain(
    loop: Loop, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handeye.tools.browser.TAKEN_S", 1.0)
    start = site.page("<button style='position:fixed;inset:0' onclick='for (;;) {}'>Hang</button>")

    async def run() -> None:
        async with opened(Browser(), start) as browser:
            frame = (await settle(browser.look, browser.watch)).frame
            with pytest.raises(UncertainDelivery, match="has not taken it"):
                await browser.do(bind(Click(Point(100, 100)), frame))

    loop.run(run())


def test_cancelling_lets_go_of_everything(loop: Loop, site: Site) -> None:
    start = site.page(
        "<body style='height:100vh'><script>log=[]; for (const t of ['keydown','keyup','mousedown','mouseup'])"
        "addEventListener(t, e => log.push(t + (e.key || '')))</script>"
    )

    async def run() -> None:
        async with opened(Browser(), start) as browser:
            frame = (await settle(browser.look, browser.watch)).frame
            under_way = asyncio.ensure_future(browser.do(bind(Click(Point(50, 50), held=("shift",), hold_s=60), frame)))
            while await browser.page.evaluate("log.at(-1)") != "mousedown":
                pass
            under_way.cancel()
            with pytest.raises(asyncio.CancelledError):
                await under_way
            while await browser.page.evaluate("log.at(-1)") != "keyupShift":
                pass
            assert await browser.page.evaluate("log") == ["keydownShift", "mousedown", "mouseup", "keyupShift"]

    loop.run(run())


@pytest.fixture
def somebodys_browser(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    profile = tmp_path / "profile"
    process = subprocess.Popen(
        [
            *(str(executable_for(BrowserOptions(), "")), "--headless", "--no-sandbox", "--remote-debugging-port=0"),
            *(f"--user-data-dir={profile}", "--disable-background-networking", "--no-first-run", "about:blank"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        active = profile / "DevToolsActivePort"
        until_s = time.monotonic() + LIMIT_S
        while not (active.is_file() and active.read_text().count("\n")):
            assert time.monotonic() < until_s, "no browser to join"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{active.read_text().splitlines()[0]}", process
    finally:
        process.terminate()
        process.wait()


def test_joins_a_running_browser_and_never_closes_it(
    loop: Loop, site: Site, somebodys_browser: tuple[str, subprocess.Popen[bytes]]
) -> None:
    address, process = somebodys_browser
    start = site.page("<button onclick='document.title=\"pressed\"'>Press</button>")

    async def run() -> None:
        for n in range(2):
            async with opened(Browser(BrowserOptions(attach=address)), start if n == 0 else "") as browser:
                frame = (await settle(browser.look, browser.watch)).frame
                assert frame.url == start, "the page is still there the second time"
                (hint,) = await browser.hints()
                await browser.do(bind(Click(hint.box.center), frame, hint.box, hint))
                assert await browser.page.title() == "pressed"
        assert process.poll() is None

    loop.run(run())
    with pytest.raises(PageError, match="no browser answers at"):
        loop.run(Browser(BrowserOptions(attach="http://127.0.0.1:1")).open())


def test_a_window_on_a_private_display_looks_and_acts_the_same(loop: Loop, site: Site) -> None:
    start = site.page(
        "<label>Land <select id=s><option>Polska<option>Österreich<option>中国</select></label><input id=n aria-label=Name>"
    )

    async def run() -> None:
        async with PrivateDisplay(Size(1400, 900)) as place:
            shown = {**os.environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
            async with opened(Browser(BrowserOptions(headed=True, environment=shown)), start) as browser:
                before = (await settle(browser.look, browser.watch)).frame
                assert before.size == Size(1280, 720)
                land, name = await browser.hints()
                await browser.do(bind(Click(land.box.center), before, land.box, land))
                after, popup = before, list[Box]()
                while not popup:
                    after = (await settle(browser.look, browser.watch)).frame
                    popup = [box for box in difference(before, after) if box.bottom > land.box.bottom + 30]
                row_h = (popup[0].bottom - land.box.bottom) / 3
                await browser.do(bind(Click(Point(land.box.center.x, land.box.bottom + row_h * 2.5)), after))
                await browser.page.wait_for_function("s.value == '中国'")
                await settle(browser.look, browser.watch)
                frame = await browser.look()
                await browser.do(bind(Click(name.box.center), frame))
                await browser.do(Type("gęś 你好"))
                assert await browser.page.evaluate("n.value") == "gęś 你好"

    loop.run(run())


def test_the_browser_talks_to_nobody_by_itself(loop: Loop) -> None:
    asked: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):  # some are opened and never used
                connection.settimeout(5)
                asked.append(connection.recv(65536).partition(b"\r\n")[0])
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\nConnection: close\r\n\r\n<input>x"
                )

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    async def run() -> None:
        proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with opened(Browser(BrowserOptions(proxy=proxy)), "http://page.test/") as browser:
            frame = (await settle(browser.look, browser.watch)).frame
            await browser.do(bind(Click(Point(20, 20)), frame))
            await browser.do(Type("some words to look up"))
            await browser.do(Wait(4))
            await browser.do(Goto("http://127.0.0.1:9999/loopback"))

    loop.run(run())
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    ours = (b"GET http://page.test/", b"GET http://127.0.0.1:9999/")
    assert [line for line in asked if not line.startswith(ours)] == []
    assert all(any(line.startswith(start) for line in asked) for start in ours), "loopback goes through the proxy too"


def test_options_are_checked_before_anything_starts(loop: Loop, tmp_path: Path) -> None:
    for options, complaint in (
        (BrowserOptions(size=Size(0, 720)), "cannot be shown"),
        (BrowserOptions(scale=40), "a scale of 40"),
        (BrowserOptions(executable=tmp_path / "none"), "there is no browser at"),
    ):
        with pytest.raises(BadInput, match=complaint):
            loop.run(Browser(options).open())
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(Unsupported, match="did not start"):
        loop.run(Browser(BrowserOptions(executable=broken)).open())
