"""Taken: what a job or a script took for its rows: told as they came to their end, and how the time of each was spent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from ....agent.recorder import read_events
from ....tools.errors import HandeyeError
from .started import Started

PHASES: tuple[str, ...] = ("act", "do", "look", "verify")
STAGES = {
    "opens the form": "until the form is there",
    "fills it in": "filling and reading back",
    "sends it off": "sending and proving",
}


@dataclass(frozen=True, slots=True)
class Row:
    at_s: float
    """When it came to its end."""
    worker: int
    cpu_s: float
    """That all had used by then."""
    folder: Path | None = None
    stages: tuple[tuple[str, float], ...] = ()
    """What was done, each with its seconds."""


@dataclass(eq=False)
class Taken:
    rows: list[Row] = field(default_factory=list[Row])
    end: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def seconds(self) -> list[float]:
        """From one row's end to the next one's, by one worker; the first row warms everything up."""
        return [after.at_s - before.at_s for before, after in pairwise(self.rows)]

    def together(self) -> list[Row]:
        """Those while all workers were at it: from when each had done one until one of them had done its last."""
        of = [[row.at_s for row in self.rows if row.worker == each] for each in {row.worker for row in self.rows}]
        from_s, until_s = max(each[0] for each in of), min(each[-1] for each in of)
        return [row for row in self.rows if from_s <= row.at_s <= until_s]


def taken(job: Started, *, watch: Callable[[Row], None] = lambda _: None) -> Taken:
    """HandeyeError where a row did not go through: nobody wants to know how fast that was."""
    found, doing = Taken(), dict[int, list[tuple[str, str, float]]]()
    with job:
        for event in job.lines():
            match event["event"]:
                case "worker":
                    doing.setdefault(int(event["n"]), []).append((event["key"], event["doing"], float(event["at"])))
                case "row":
                    row = _row(event, doing, job.cpu_s())
                    if event.get("status", "confirmed") != "confirmed":
                        raise HandeyeError(f"row {event['row']} is {event['status']}: {event['why']}")
                    found.rows.append(row)
                    watch(row)
                case "end":
                    found.end = event
                case _:
                    pass
    if job.process.returncode:
        raise HandeyeError(f"it ended with exit code {job.process.returncode}: {job.said()}")
    return found


def _row(event: dict[str, Any], doing: dict[int, list[tuple[str, str, float]]], cpu_s: float) -> Row:
    at_s, key = float(event["at"]), event["key"]
    worker = next((n for n, each in doing.items() if each and each[-1][0] == key), 1)
    own = [(what, began_s) for of, what, began_s in doing.get(worker, []) if of == key]
    ends = [began_s for _, began_s in own[1:]] + [at_s]
    stages = tuple((what, until_s - began_s) for (what, began_s), until_s in zip(own, ends, strict=True)) if own else ()
    return Row(at_s, worker, cpu_s, Path(event["run"]) if event.get("run") else None, stages)


@dataclass(eq=False)
class Spent:
    """Milliseconds of single rows, by what they were spent on."""

    phases: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    stages: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    steps: list[int] = field(default_factory=list[int])

    def add(self, row: Row, seconds: float) -> None:
        for what, spent_s in row.stages:
            self.stages.setdefault(STAGES.get(what, what), []).append(1000 * spent_s)
        if row.folder is None:
            return
        spent, steps = _spent(row.folder)
        for phase, spent_s in (*spent.items(), ("else", seconds - sum(spent.values()))):
            self.phases.setdefault(phase, []).append(1000 * spent_s)
        self.steps.append(steps)

    def told(self) -> Iterator[tuple[str, float, str]]:
        for stage, spent_ms in self.stages.items():
            yield stage, round(median(spent_ms), 1), "ms"
        for phase, spent_ms in self.phases.items():
            yield {"else": "in none of these"}.get(phase, phase), round(median(spent_ms), 1), "ms"
        if self.steps:
            yield "actions", median(self.steps), "actions"


def _spent(folder: Path) -> tuple[dict[str, float], int]:
    """Of one row by its record: seconds of each phase, and how many actions it took."""
    spent, steps = dict.fromkeys(PHASES, 0.0), 0
    for event in read_events(folder):
        told: Any = event.get("seconds")
        if event["event"] == "look":
            spent["look"] += float(told)
        elif event["event"] == "verdict":
            for phase, seconds in told.items():
                spent[phase] = spent.get(phase, 0.0) + float(seconds)
        steps += event["event"] == "delivered"
    return spent, steps


def middle(rows: Sequence[float]) -> float:
    if not rows:
        raise HandeyeError("no row was measured")
    return round(median(rows), 3)
