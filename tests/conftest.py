"""What all tests share: long ones wait for `--full`, and whatever a test starts is gone afterwards."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

STARTED_BY_US = ("chrom", "Xvfb", "openbox", "Xephyr", "qemu")
MARKER = "HANDEYE_TEST_RUN"

# A shared machine is sometimes slow; that says nothing about the code.
settings.register_profile("handeye", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("handeye")

# A suite that a shell put in the background was told to ignore Ctrl-C, and so would be the programs it tests.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run what is marked `full`, and all of it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    too_long = [item for item in items if "full" in item.keywords]
    items[:] = [item for item in items if "full" not in item.keywords]
    config.hook.pytest_deselected(items=too_long)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether `make test-all` runs, for tests that take a sample on other days."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session", autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No browser, display or machine that a test started outlives the tests."""
    token = secrets.token_hex(8)
    os.environ[MARKER] = token
    yield
    until_s = time.monotonic() + 20
    while (left := _carrying(token)) and time.monotonic() < until_s:
        time.sleep(0.1)
    assert not left, f"still running after the tests: {', '.join(left)}"


def _carrying(token: str) -> list[str]:
    """The browsers and displays whose environment has our mark, as `name (pid)`."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name = (process / "comm").read_text().strip()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if name.startswith(STARTED_BY_US) and f"{MARKER}={token}".encode() in environment.split(b"\0"):
            found.append(f"{name} ({process.name})")
    return found
