"""Order: the bench's own pytest plugin (`-p handeye.tasks.bench.ui.order`): which tests run, and what becomes of each."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

LOG, FIRST = "HANDEYE_BENCH_LOG", "HANDEYE_BENCH_FIRST"
"""Files: one line of JSON for each thing that happens; and the tests to run, in that order, all where it is empty."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not (wanted := _lines(os.environ.get(FIRST, ""))):
        return
    rank = {name: at for at, name in enumerate(wanted)}
    kept = sorted((item for item in items if item.nodeid in rank), key=lambda item: rank[item.nodeid])
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in rank])
    items[:] = kept


def pytest_runtest_logstart(nodeid: str) -> None:
    _write(what="began", test=nodeid)


def pytest_runtest_logfinish(nodeid: str) -> None:
    _write(what="ended", test=nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        _write(what=report.outcome, test=report.nodeid, when=report.when, message=_message(report))


def _message(report: pytest.TestReport) -> str:
    """The error itself, without the lines of the test around it."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(getattr(crash, "message", "") or ("" if report.outcome == "passed" else report.longreprtext[-2000:]))


def _lines(file: str) -> Iterable[str]:
    return Path(file).read_text(encoding="utf-8").splitlines() if file else ()


def _write(**said: Any) -> None:
    if file := os.environ.get(LOG):
        with Path(file).open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at_s": time.time(), **said}) + "\n")
