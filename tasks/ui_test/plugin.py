"""Plugin: what pytest finds of handeye: options, fixtures, files; nothing is loaded before a screen is asked for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from .settings import Settings, add_options, settings_of

if TYPE_CHECKING:
    from .screen import AsyncUiScreen
    from .session import Session
    from .sync import UiScreen

    AnyScreen = UiScreen | AsyncUiScreen

ENDING = ".ui.yaml"
BEGAN_THERE = "handeye_began"
EVIDENCE = "handeye_evidence"
"""The property of a test, in pytest's own reports too, that names the folder of its evidence."""
MARKER = (
    "screen(start, size, locale, scheme, timezone, allow, secrets, inputs): how the test's screen is opened, "
    'as in screen(start="/cart", size="390x844", locale="de-DE", scheme="dark")'
)
SETTINGS = pytest.StashKey[Settings]()
BEGAN = pytest.StashKey[float]()
"""When the session did: one time for all its processes."""
OTHERS = pytest.StashKey[dict[str, int]]()
"""How many tests without a screen ended how."""
TOLD = pytest.StashKey[tuple[str, ...]]()
"""What is said at the very end."""
SESSION: pytest.StashKey[Session] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    config.stash[SETTINGS] = settings_of(config)
    config.stash[BEGAN] = getattr(config, "workerinput", {}).get(BEGAN_THERE) or round(time.time(), 3)
    config.stash[OTHERS] = {}
    config.pluginmanager.register(_Counter(config.stash[OTHERS]), "handeye-counter")


class _Counter:
    """Of tests without a screen only their number is kept; in the process that hears of all."""

    def __init__(self, others: dict[str, int]) -> None:
        self._others = others

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        has_screen = any(name == EVIDENCE for name, _ in report.user_properties)
        if not has_screen and (report.when == "call" or (report.when == "setup" and not report.passed)):
            self._others[report.outcome] = self._others.get(report.outcome, 0) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of pytest-xdist: its workers write into one report."""
    node.workerinput[BEGAN_THERE] = node.config.stash[BEGAN]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not file_path.name.endswith(ENDING):
        return None
    from .items import UiFile

    return cast("Any", UiFile).from_parent(parent, path=file_path)


@pytest.fixture(scope="session")
def handeye_start(request: pytest.FixtureRequest) -> str:
    """The address that relative ones are relative to; a project whose app starts with its tests says it anew."""
    return request.config.stash[SETTINGS].start


@pytest.fixture
def screen(request: pytest.FixtureRequest, handeye_start: str) -> Iterator[AnyScreen]:
    """A screen of the test's own: in tests that await its async twin."""
    with _screen_for(request, handeye_start, {}) as one:
        yield one


@pytest.fixture
def screen_on(request: pytest.FixtureRequest, handeye_start: str) -> Iterator[Callable[..., AnyScreen]]:
    """Further screens, or others: `screen_on("desktop", start="mousepad")`."""
    from contextlib import ExitStack

    from .fixtures import awaiting, awaits, session_of

    with ExitStack() as stack:
        if awaits(request.node):
            stack.enter_context(awaiting(request.node, session_of(request.config)))

        def opened(on: str = "browser", **said: Any) -> AnyScreen:
            base = handeye_start if on == "browser" else ""
            return stack.enter_context(_screen_for(request, base, {"on": on, **said}))

        yield opened


@contextmanager
def _screen_for(request: pytest.FixtureRequest, base: str, said: dict[str, Any]) -> Generator[AnyScreen]:
    from .fixtures import screen_for

    with screen_for(request, base, said) as one:
        yield one


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if SESSION in item.config.stash:
        item.config.stash[SESSION].reported(item, call, report)
    return report


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    if getattr(report, "handeye", "") == "unsure" and report.failed:
        return "failed", "?", "UNSURE"
    return None


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if SESSION in session.config.stash:
        session.config.stash[SESSION].close()
    if not hasattr(session.config, "workerinput") and _had_screens(session.config):
        from .ending import write_report

        write_report(session, int(exitstatus))


def _had_screens(config: pytest.Config) -> bool:
    """In any of the session's processes: then its report was begun."""
    try:
        told = json.loads((config.stash[SETTINGS].report / "session.json").read_bytes())
    except (OSError, ValueError, KeyError):
        return False
    return isinstance(told, dict) and cast("dict[str, Any]", told).get("began") == config.stash[BEGAN]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    told = terminalreporter.config.stash.get(TOLD, ())
    for line in told:
        terminalreporter.write_line(line)
