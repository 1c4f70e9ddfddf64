"""What these tests share: a real Chromium, opened once for a file of tests, and the kiosk behind the bench's proxy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from handeye.tasks.bench.ui.proxy import Posts, Proxy
from handeye.tools.browser.chromium import find_chromium, needs_no_sandbox

from .kiosk import Kiosk, kiosk

SIZE: Any = {"width": 1100, "height": 800}


@dataclass
class Seen:
    """A page behind the proxy, and what its script has reported."""

    page: Page
    proxy: Proxy
    kiosk: Kiosk
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])
    came: threading.Event = field(default_factory=threading.Event)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [said for each, said in self.heard if each == kind]

    def wait_for(self, kind: str, least: int = 1, within_s: float = 5.0) -> list[dict[str, Any]]:
        for _ in range(int(within_s / 0.02)):
            if len(self.of(kind)) >= least:
                break
            self.page.wait_for_timeout(20)
        return self.of(kind)


Opened = Callable[..., AbstractContextManager[Seen]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        executable = find_chromium(playwright.chromium.executable_path)
        arguments = ["--no-sandbox"] if needs_no_sandbox() else []
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def opened(chromium: Browser) -> Opened:
    @contextmanager
    def opening(wanted: Mapping[str, object], *, posts: Posts | None = None, path: str = "/") -> Generator[Seen]:
        heard: list[tuple[str, dict[str, Any]]] = []
        with (
            kiosk() as (url, inside),
            Proxy(url, wanted, hear=lambda kind, said: heard.append((kind, said)), posts=posts) as proxy,
            chromium.new_context(viewport=SIZE) as context,
        ):
            page = context.new_page()
            page.set_default_timeout(5000)
            page.goto(proxy.url + path)
            yield Seen(page, proxy, inside, heard)

    return opening
