"""Session: what one pytest process holds for its screens: a house in a thread of its own, or one in each event loop."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pytest

from ...tools.errors import Unsure
from ...tools.memory import Memory
from .ending import begin_once
from .evidence import Ending, Evidence, evidence_of
from .house import House
from .plugin import EVIDENCE as PROPERTY
from .settings import Settings

PICTURE = "handeye_picture"
T = TypeVar("T")
EVIDENCE = pytest.StashKey[Evidence]()
SECONDS = pytest.StashKey[float]()


class Session:
    def __init__(self, settings: Settings, began_s: float, memory: Memory | None = None) -> None:
        begin_once(settings.report, began_s)
        self.settings = settings
        self._memory = memory
        self.pictures: dict[Path, str] = {}
        """Baselines written in this session, by the test that wrote each."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._house: House | None = None
        self._houses: WeakKeyDictionary[asyncio.AbstractEventLoop, House] = WeakKeyDictionary()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """For tests that do not await: in a loop beside them."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="handeye-screens", daemon=True)
            self._thread.start()
        going = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return going.result()
        except KeyboardInterrupt:
            going.cancel()
            raise

    def house(self) -> House:
        """That of the tests which do not await."""
        self._house = self._house or House(self.settings, self._memory)
        return self._house

    def house_here(self) -> House:
        """That of the running loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._houses:
            self._houses[loop] = House(self.settings, self._memory)
        return self._houses[loop]

    async def leave_here(self) -> None:
        """Loops end with their tests, or go on to the next; what was opened in them ends before they do."""
        house = self._houses.pop(asyncio.get_running_loop(), None)
        if house is not None:
            await house.close()

    def close(self) -> None:
        self._end_loop()
        if self._memory is not None:
            self._memory.close()

    def _end_loop(self) -> None:
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        if self._house is not None:
            self.run(self._house.close())
        self._loop = None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def evidence(self, item: pytest.Item) -> Evidence:
        """Of this attempt of a test; begun with its first screen."""
        attempt = int(getattr(item, "execution_count", 1))
        known = item.stash.get(EVIDENCE, None)
        if known is None or known.attempt != attempt:
            path, line, _ = item.location
            item.stash[EVIDENCE] = known = evidence_of(
                self.settings.report,
                item.nodeid,
                file=path,
                line=(line or 0) + 1,
                attempt=attempt,
                worker=os.environ.get("PYTEST_XDIST_WORKER", ""),
                tags=tuple(mark.name for mark in item.iter_markers() if mark.name not in ("screen", "parametrize")),
            )
            item.stash[SECONDS] = 0.0
            # Pytest's own reports, such as JUnit's XML, name where it is.
            item.user_properties[:] = [each for each in item.user_properties if each[0] not in (PROPERTY, PICTURE)]
            item.user_properties.append((PROPERTY, str(known.folder)))
        return known

    def reported(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        """Each phase of a test adds to what is written down of it."""
        evidence = item.stash.get(EVIDENCE, None)
        if evidence is None:
            return
        item.stash[SECONDS] = item.stash.get(SECONDS, 0.0) + report.duration
        error = call.excinfo.value if call.excinfo is not None else None
        if isinstance(error, Unsure) and report.failed:
            if self.settings.unsure == "skip":
                report.outcome, report.longrepr = "skipped", (*item.location[:2], f"Skipped: {error}")  # type: ignore[assignment]
            report.__dict__["handeye"] = "unsure"
        if (verdict := _verdict(report)) != "passed":
            evidence.verdict = verdict
        if report.failed or report.skipped:
            evidence.message = str(error) if error is not None else str(report.longrepr)
        if report.when == "teardown":
            evidence.end(item.stash[SECONDS])
        if evidence.picture is not None and not any(name == PICTURE for name, _ in item.user_properties):
            # For this phase's report, and for those to come.
            item.user_properties.append((PICTURE, str(evidence.picture)))
            report.user_properties.append((PICTURE, str(evidence.picture)))


def _verdict(report: pytest.TestReport) -> Ending:
    if getattr(report, "handeye", "") == "unsure":
        return "unsure"
    if report.skipped:
        return "skipped"
    if report.failed:
        return "failed" if report.when == "call" else "error"
    return "passed"
