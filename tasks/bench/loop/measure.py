"""`handeye bench loop`: milliseconds from one verdict to the next, and seconds for a form of ten fields, filled and proven."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from ....agent.drive import drive
from ....agent.recorder import read_events
from ....agent.run import Run
from ....tools.browser import Browser
from ....tools.errors import HandeyeError
from ...prepare import Ready, more, prepare
from ...session import Ways, at_work
from ...spec import Task
from ..landing.server import serving
from ..metric import Against, Metric
from .pages import Page, page

PAGES = 6
STEP_MS, FORM_S = (120.0, 250.0), (1.5, 2.0)
"""With hints, and by sight alone."""
_REACTION = """async () => {
  const began = performance.now();
  document.querySelector('button').click();
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  return performance.now() - began;
}"""
PHASES = ("act", "do", "look", "verify")

Tell = Callable[[str], None]
Event = dict[str, Any]


@dataclass(slots=True)
class Taken:
    steps_ms: list[float] = field(default_factory=list[float])
    """Of whole steps as they are said: a field found, clicked, typed into and proven is one."""
    actions_ms: list[float] = field(default_factory=list[float])
    """Of single clicks and texts."""
    forms_s: list[float] = field(default_factory=list[float])
    reaction_ms: list[float] = field(default_factory=list[float])
    """What a page takes by itself until what a click does is drawn."""
    tried: int = 0
    through: int = 0
    """Of the texts that were followed, those that ended done: only these are timed."""
    why: str = ""
    """What was in the way of the last other one."""
    phases_ms: dict[str, list[float]] = field(default_factory=dict[str, list[float]])


def run(seed: int, tell: Tell, *, pages: int = PAGES) -> list[Metric]:
    return asyncio.run(measure(seed, tell, pages))


async def measure(seed: int, tell: Tell, pages: int) -> list[Metric]:
    metrics: list[Metric] = []
    for sight_only in (False, True):
        how = "by sight alone" if sight_only else "with hints"
        tell(f"measuring: {how}")
        taken = await _taken([page(seed * 1000 + at) for at in range(pages)], sight_only=sight_only)
        metrics += [
            Metric.at_most(
                f"a step beyond the page's own reaction, {how}",
                round(median(taken.steps_ms) - median(taken.reaction_ms), 1),
                "ms",
                STEP_MS[sight_only],
            ),
            Metric.at_most(f"ten fields filled and proven, {how}", round(median(taken.forms_s), 3), "s", FORM_S[sight_only]),
            Metric.all_of(f"followed to the end, {how}", taken.through, "texts", Against("tried", taken.tried), taken.why),
            Metric.told(f"the page's own reaction, {how}", round(median(taken.reaction_ms), 1), "ms"),
            Metric.told(f"an action of a step, {how}", round(median(taken.actions_ms), 1), "ms"),
            *(
                Metric.told(f"of that: {phase}, {how}", round(median(spent), 1), "ms")
                for phase, spent in taken.phases_ms.items()
            ),
        ]
    return metrics


async def _taken(pages: Sequence[Page], *, sight_only: bool) -> Taken:
    taken, documents = Taken(), {f"/{at}": each.html for at, each in enumerate(pages)}
    with serving(documents) as (root, _), TemporaryDirectory(prefix="handeye-loop-") as runs:
        task = Task(start=f"{root}/0")
        ready = prepare(task, os.environ, is_open=True)
        async with at_work(task, ready, Ways(sight_only=sight_only), os.environ, Path(runs) / "run") as run:
            for at, each in enumerate(pages):
                # The first page warms everything up.
                steps = await _events(run, ready, f"open {root}/{at}\n" + "\n".join(each.steps), taken)
                form = f"open {root}/{at}\nfill the form with {json.dumps(each.values)}"
                filled = await _events(run, ready, form, taken)
                if at:
                    _add_steps(taken, steps)
                    taken.reaction_ms.append(await _reaction_ms(run))
                    if parts := list(_parts(filled)):
                        taken.forms_s.append(float(parts[-1][-1]["at"]) - float(parts[0][-1]["at"]))
    if not taken.steps_ms or not taken.forms_s:
        raise HandeyeError(f"the loop got through none of its pages: {taken.why}")
    return taken


async def _reaction_ms(run: Run) -> float:
    """From a click of the page's own until it is drawn, with nobody looking on: two frames at least."""
    assert isinstance(run.computer, Browser)
    taken_ms = await run.computer.page.evaluate(_REACTION)
    return float(taken_ms)


async def _events(run: Run, ready: Ready, words: str, taken: Taken) -> list[Event]:
    """What was told while these words were followed; nothing, where they were not followed to their end."""
    before = run.recorder.events
    run.begin()
    outcome = await drive(run, more(words, ready).words, thread=f"loop-{before}")
    taken.tried += 1
    if outcome.status != "done":
        taken.why = outcome.why
        return []
    taken.through += 1
    return [event for event in read_events(run.recorder.folder) if int(str(event["n"])) > before]


def _add_steps(taken: Taken, events: list[Event]) -> None:
    if not events:
        return
    before, *parts = _parts(events)
    last = before[-1]
    for verdicts in parts:
        taken.steps_ms.append(1000 * (float(verdicts[-1]["at"]) - float(last["at"])))
        for verdict in verdicts:
            taken.actions_ms.append(1000 * (float(verdict["at"]) - float(last["at"])))
            last = verdict
            for phase in PHASES:
                if phase in verdict["seconds"]:
                    taken.phases_ms.setdefault(phase, []).append(1000 * float(verdict["seconds"][phase]))


def _parts(events: list[Event]) -> Iterator[list[Event]]:
    """The verdicts of each part of the plan."""
    verdicts = [event for event in events if event["event"] == "verdict"]
    for part in dict.fromkeys(event["part"] for event in verdicts):
        yield [event for event in verdicts if event["part"] == part]
