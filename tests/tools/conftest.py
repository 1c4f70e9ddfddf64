"""A site, and a real browser that several tests share."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from handeye.tools.action import Click, Positioned, bind
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.computer import Effect
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point
from handeye.tools.motion import settle
from handeye.tools.target import Hint

from .site import Site

T = TypeVar("T")

CLOSING_S = 60.0
LIMIT_S = 60.0
"""What has not come by then is not going to come, however busy the machine is."""


class Loop:
    """An event loop on a thread of its own, so that plain tests can share a browser."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], limit_s: float = 120) -> T:
        """What takes longer is cancelled, and so closes what it had opened; the error shows where it was waiting."""
        limited = asyncio.wait_for(work, limit_s)
        return asyncio.run_coroutine_threadsafe(limited, self._loop).result(limit_s + CLOSING_S)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Live:
    """A browser in plain words: what tests say to it, and the page's own truth."""

    def __init__(self, loop: Loop, site: Site, browser: Browser) -> None:
        self.run = loop.run
        self.site = site
        self.browser = browser

    def show(self, html: str, path: str = "/") -> Frame:
        self.run(self.browser.open(self.site.page(html, path)))
        return self.settle()

    def settle(self, limit_s: float = LIMIT_S) -> Frame:
        settled = self.run(settle(self.browser.look, self.browser.watch, limit_s=limit_s))
        assert settled.still, settled.why
        return settled.frame

    def look(self) -> Frame:
        return self.run(self.browser.look())

    def js(self, expression: str) -> Any:
        return self.run(self.browser.tab.evaluate(expression))

    def until(self, is_so: Callable[[], T]) -> T:
        """What it comes to once that is something: another process tells it, in its own time."""
        until_s = time.monotonic() + LIMIT_S
        while not (found := is_so()):
            assert time.monotonic() < until_s, "it did not come to it"
            time.sleep(0.01)
        return found

    def becomes(self, expression: str, wanted: Any) -> None:
        """Until the page says so."""
        try:
            self.until(lambda: self.js(expression) == wanted)
        except AssertionError:
            assert self.js(expression) == wanted

    def told(self, is_so: Callable[[Effect], object]) -> Effect:
        """The effect of the last action, once the browser has told that much of it."""

        def effect() -> Effect | None:
            so_far = self.run(self.browser.effect())
            return so_far if is_so(so_far) else None

        found = self.until(effect)
        assert found is not None
        return found

    def hints(self) -> tuple[Hint, ...]:
        return self.run(self.browser.hints())

    def hint(self, name: str) -> Hint:
        found = [hint for hint in self.hints() if hint.name == name]
        assert len(found) == 1, f"{len(found)} called {name!r} among {[hint.name for hint in self.hints()]}"
        return found[0]

    def do(self, action: Any) -> Effect:
        if isinstance(action, Positioned) and action.seen is None:
            action = bind(action, self.look())
        return self.run(self.browser.do(action))

    def click(self, at: str | Point, **how: Any) -> Effect:
        point = at if isinstance(at, Point) else self.hint(at).box.center
        self.do(Click(point, **how))
        self.settle()
        return self.run(self.browser.effect())

    def place(self, selector: str) -> Box:
        """Where the page says an element is, in frame px."""
        x, y, w, h = self.js(
            f"(() => {{ const r = document.querySelector({selector!r}).getBoundingClientRect(); return [r.x, r.y, r.width, r.height] }})()"
        )
        scale = self.browser.options.scale
        return Box(x * scale, y * scale, w * scale, h * scale)


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="module")
def module_site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="module")
def shared(loop: Loop) -> Iterator[Browser]:
    browser = Browser(BrowserOptions())
    loop.run(browser.open())
    yield browser
    loop.run(browser.close())


@pytest.fixture
def live(loop: Loop, module_site: Site, shared: Browser) -> Live:
    """A shared headless browser at 1280x720 with one tab."""
    return Live(loop, module_site, shared)
