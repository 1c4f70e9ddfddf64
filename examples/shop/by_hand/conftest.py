"""The same tests, written by hand: a shop for all, and the Chromium that handeye would choose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType
from shop import running

from handeye.tools.browser.chromium import find_chromium, needs_no_sandbox


@pytest.fixture(scope="session")
def base_url(base_url: str | None) -> Iterator[str]:
    """What `--base-url` says, else a shop of our own."""
    if base_url:
        yield base_url
        return
    with running() as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_type: BrowserType) -> dict[str, Any]:
    alone = ["--no-sandbox"] if needs_no_sandbox() else []
    return {**browser_type_launch_args, "executable_path": find_chromium(browser_type.executable_path), "args": alone}
