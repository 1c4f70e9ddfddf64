"""Episodes: one deed on one page with ambient motion, by the whole loop in a real browser; what was said of it, and how long it took."""

from __future__ import annotations

import itertools
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from langgraph.checkpoint.memory import InMemorySaver

from handeye.agent.eyes import Looker
from handeye.agent.graph import build
from handeye.agent.policy import Policy
from handeye.agent.reader.brain import Reader
from handeye.agent.recorder import Recorder, read_events
from handeye.agent.run import Run
from handeye.tools.action import Goto
from handeye.tools.browser import Browser
from handeye.tools.computer import opened

from ...tools.site import Site
from .pages import Kind, page

DEEDS = {
    "dead": "click Archive",
    "here": "click Follow",
    "far": "click Store",
    "slow": "click Send",
    "slow here": "click Join",
    "typed": 'type "Ada" into Name',
    "ticked": "tick Newsletter",
    "late claim": "click Send, check that 'Sent 1' is visible",
    "false claim": "check that 'Bankrupt' is visible",
}


@dataclass(frozen=True, slots=True)
class Episode:
    kind: str
    deed: str
    status: str
    code: str
    verdicts: tuple[str, ...]
    seconds: tuple[float, ...]
    """Of each verdict: from what was delivered to what was said of it."""
    whys: tuple[str, ...]


@dataclass(eq=False)
class Yard:
    browser: Browser
    site: Site
    folder: Path
    sight_only: bool = False
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def episode(self, kind: Kind, seed: int, deed: str, *, hit_ms: int | None = None, wait_s: float = 0.0) -> Episode:
        number = next(self.numbers)
        url = self.site.page("", f"/{number}")
        self.site.answers[f"/{number}"].body = page(kind, seed, hit_ms=hit_ms).encode()
        await self.browser.do(Goto(url))
        looker = Looker(self.browser, sight_only=self.sight_only)
        recorder = Recorder(self.folder / str(number))
        delivered: list[float] = []
        seconds: list[float] = []

        def watcher(event: dict[str, Any]) -> None:
            if event["event"] == "delivered":
                delivered.append(time.monotonic())
            if event["event"] == "verdict" and delivered:
                seconds.append(time.monotonic() - delivered[-1])

        run = Run(self.browser, Reader(), looker, recorder, Policy(), watcher=watcher)
        config: Any = {"configurable": {"thread_id": str(number)}, "recursion_limit": 1000}
        words = (f"wait {wait_s:g} seconds, " if wait_s else "") + DEEDS[deed]
        try:
            graph: Any = cast("Any", build()).compile(checkpointer=InMemorySaver())
            outcome = (await graph.ainvoke({"task": words}, config, context=run))["outcome"]
        finally:
            recorder.close()
            looker.close()
        told = [event for event in read_events(recorder.folder) if event["event"] == "verdict" and event["proven"]]
        verdicts = tuple(str(event["status"]) for event in told)
        whys = tuple(str(event["why"]) for event in told)
        return Episode(kind.name, deed, outcome["status"], outcome.get("code") or "", verdicts, tuple(seconds), whys)


@asynccontextmanager
async def yard(folder: Path, *, sight_only: bool = False) -> AsyncGenerator[Yard]:
    site = Site()
    try:
        async with opened(Browser()) as browser:
            yield Yard(browser, site, folder, sight_only)
    finally:
        site.close()
