"""Taken: what a job or a script took for its rows: told as they came to their end, and how the time of each was spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    cpu_s: tuple[float, float]
    """That its own process had used by then, and all that this had started."""
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


def taken(job: Started) -> Taken:
    """HandeyeError where a row did not go through: nobody wants to know how fast that was."""
    found, doing = Taken(), dict[int, list[tuple[str, str, float]]]()
    with job:
        for event in job.lines():
            match event["event"]:
                case "worker":
                    doing.setdefault(int(event["worker"]), []).append((event["key"], event["doing"], float(event["at"])))
                case "row":
                    if event.get("status", "confirmed") != "confirmed":
                        raise HandeyeError(f"row {event['row']} is {event['status']}: {event['why']}")
                    found.rows.append(_row(event, doing, job.cpu_s()))
                case "end":
                    found.end = event
                case _:
                    pass
    if job.process.returncode:
        raise HandeyeError(f"it ended with exit code {job.process.returncode}: {job.said()}")
    return found


def _row(event: dict[str, Any], doing: dict[int, list[tuple[str, str, float]]], cpu_s: tuple[float, float]) -> Row:
    at_s, key = float(event["at"]), event["key"]
    worker = next((n for n, each in doing.items() if each and each[-1][0] == key), 1)
    own = [(what, began_s) for of, what, began_s in doing.get(worker, []) if of == key]
    ends = [began_s for _, began_s in own[1:]] + [at_s]
    stages = tuple((what, until_s - began_s) for (what, began_s), until_s in zip(own, ends, strict=True)) if own else ()
    return Row(at_s, worker, cpu_s, Path(event["run"]) if event.get("run") else None, stages)


@dataclass(eq=False)
class Spent:
    """Milliseconds of single rows, by what they were spent on."""

    ms: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    actions: list[int] = field(default_factory=list[int])

    def add(self, row: Row, seconds: float) -> None:
        stages = {STAGES.get(what, what): spent_s for what, spent_s in row.stages}
        stages["between rows"] = seconds - sum(stages.values())
        self._add(stages)
        if row.folder is not None:
            events = list(read_events(row.folder))
            phases = _phases(events)
            self._add({**phases, "in none of these": seconds - sum(phases.values()), **_deeds(events)})
            self.actions.append(sum(event["event"] == "delivered" for event in events))

    def _add(self, spent: Mapping[str, float]) -> None:
        for what, seconds in spent.items():
            self.ms.setdefault(what, []).append(1000 * seconds)

    def told(self) -> Iterator[tuple[str, float, str]]:
        for what, spent in self.ms.items():
            yield what, round(median(spent), 1), "ms"
        if self.actions:
            yield "actions", median(self.actions), "actions"


def _phases(events: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Seconds of one row, as its record has them."""
    spent = dict.fromkeys(PHASES, 0.0)
    for event in events:
        if event["event"] == "look":
            spent["look"] += float(event["seconds"])
        elif event["event"] == "verdict":
            for phase, seconds in event["seconds"].items():
                spent[phase] = spent.get(phase, 0.0) + float(seconds)
    return spent


def _deeds(events: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Of these, seconds by kinds of actions, and from the answer to its proof."""
    spent, kind, answered_s = dict[str, float](), "", None
    for event in events:
        match event["event"]:
            case "intent":
                kind = str(event["action"]["action"])
            case "delivered":
                spent[f"do: {kind}"] = spent.get(f"do: {kind}", 0.0) + float(event["seconds"])
            case "request" if event.get("status"):
                answered_s = float(event["at"])
            case "verdict" if answered_s is not None and event.get("commits"):
                spent["from the answer to its proof"] = float(event["at"]) - answered_s
            case _:
                pass
    return spent


def middle(rows: Sequence[float]) -> float:
    if not rows:
        raise HandeyeError("no row was measured")
    return round(median(rows), 3)
