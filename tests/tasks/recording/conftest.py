"""Hands: a recording in a browser without a window, with real events of its own input, for gestures one by one."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handeye.tasks.recording.flow import Flow
from handeye.tasks.recording.record import Recording
from handeye.tools.browser.chromium import BrowserOptions
from handeye.tools.browser.process import Running, start
from handeye.tools.geometry import Size

from ...tools.conftest import Loop

if TYPE_CHECKING:
    from playwright.async_api import Page

SIZE = Size(1000, 600)
HEAD = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Test</title><style>body{font:16px sans-serif;margin:20px}"
    "li{list-style:none}.menu .sub{display:none}.menu:hover .sub{display:block}td{padding:6px 14px}"
    "[role=listbox]{border:1px solid;width:160px}[role=option]{padding:4px}</style>"
)
Act = Callable[["Hands"], Awaitable[None]]


class Hands:
    """What a test does in the page that is recorded."""

    def __init__(self, being_made: Recording) -> None:
        self._being_made = being_made

    @property
    def page(self) -> Page:
        return self._being_made.page

    async def click(self, what: str, **more: Any) -> None:
        """By a selector; the button comes up before anything else is done."""
        await self.page.locator(what).first.click(**more)
        await self._being_made.rested(0)

    async def hover(self, what: str) -> None:
        await self.page.locator(what).first.hover()
        await self._being_made.rested(0)

    async def type(self, what: str, text: str) -> None:
        await self.click(what)
        await self.page.keyboard.type(text)
        await self._being_made.rested(0)

    async def press(self, keys: str) -> None:
        await self.page.keyboard.press(keys)
        await self._being_made.rested(0)

    async def rest(self) -> None:
        await self._being_made.rested(0)


class Pages:
    """A site whose pages are what a test says."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = pages.bodies.get(self.path.partition("?")[0])
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(f"{HEAD}{body or 'nothing here'}".encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """A test tells what matters."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Recorder:
    """`record(body, act)` is the flow that comes of what `act` does on a page with that body."""

    def __init__(self, loop: Loop, running: Running, folder: Path) -> None:
        self.pages = Pages()
        self.out = folder / "some-flow.ui.yaml"
        self._loop = loop
        self._running = running

    def record(self, body: str, act: Act, **others: str) -> list[str]:
        """The steps, and remarks with a # before them. `others`: more pages, by their names."""
        self.pages.bodies = {"/": body, **{f"/{name}": text for name, text in others.items()}}
        flow = self._loop.run(self._recorded(f"{self.pages.url}/", act))
        return [line.text if line.is_step else f"# {line.text}" for line in flow.lines]

    async def _recorded(self, url: str, act: Act) -> Flow:
        context = await self._running.chromium.new_context(viewport={"width": SIZE.w, "height": SIZE.h})
        flow = Flow(self.out, url, SIZE)
        being_made = Recording(context, flow)
        try:
            await being_made.begin(url)
            await being_made.rested()
            await act(Hands(being_made))
            await being_made.rested()
        finally:
            await being_made.end()
            await context.close()
        return flow


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def running(loop: Loop) -> Iterator[Running]:
    running = loop.run(start(BrowserOptions()))
    yield running
    loop.run(running.close())


@pytest.fixture
def recorder(loop: Loop, running: Running, tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(loop, running, tmp_path)
    yield recorder
    recorder.pages.close()
