"""Tally: the rows of a job gone through once: how many came to what, when, of what they failed, and those that are listed."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..forms.entry import Entry, State
from ..forms.reasons import group_of
from .job_line import line, more, without_secrets
from .job_pictures import pictures_named
from .job_told import JobTold

OUTCOMES: tuple[State, ...] = ("confirmed", "rejected", "failed", "unknown")
MOST_LISTED = 20_000
"""More rows make a page that is slow to open; those that were confirmed are left out first."""
SAMPLES = 4
"""So many rows of a group are asked for a picture."""
MOST_GROUPS = 2_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A row that may have a picture of how it failed."""

    number: int
    why: str
    run: str
    pictures: tuple[str, ...]
    """As its receipt names them."""


@dataclass(slots=True)
class Group:
    """Rows that failed alike."""

    id: int
    state: State
    why: str
    count: int = 0
    samples: list[Sample] = field(default_factory=list[Sample])


class Listed(NamedTuple):
    """A row as the page has it, which is a tenth of what it takes here."""

    at: int
    line: str
    more: str


@dataclass(slots=True)
class Tally:
    counts: Counter[State] = field(default_factory=Counter[State])
    ended_s: dict[State, array[float]] = field(default_factory=lambda: {state: array("d") for state in OUTCOMES})
    groups: list[Group] = field(default_factory=list[Group])
    """The largest first."""
    listed: list[Listed] = field(default_factory=list[Listed])

    @property
    def rows(self) -> int:
        return self.counts.total()


def tally_of(told: JobTold, home: Path) -> Tally:
    tally = Tally()
    groups: dict[tuple[State, str], Group] = {}
    others: list[Listed] = []
    confirmed: list[Listed] = []
    for at, entry in enumerate(told.entries):
        tally.counts[entry.state] += 1
        if entry.state in OUTCOMES:
            tally.ended_s[entry.state].append(entry.updated_s)
        is_problem = entry.state in OUTCOMES and entry.state != "confirmed"
        group = _group(groups, entry, told).id if is_problem else None
        kept = confirmed if entry.state == "confirmed" else others
        if len(kept) < MOST_LISTED:
            kept.append(Listed(at, line(entry, group, told, home), more(entry, told, home)))
    tally.groups = sorted(groups.values(), key=lambda group: -group.count)
    tally.listed = sorted([*others, *confirmed[: MOST_LISTED - len(others)]])
    return tally


def _group(groups: dict[tuple[State, str], Group], entry: Entry, told: JobTold) -> Group:
    said = without_secrets(entry.why, entry, told)
    why = group_of(said, entry.cells) or "no reason was given"
    if (entry.state, why) not in groups and len(groups) >= MOST_GROUPS:
        why = "other reasons"
    group = groups.setdefault((entry.state, why), Group(len(groups), entry.state, why))
    group.count += 1
    if len(group.samples) < SAMPLES and entry.run:
        group.samples.append(Sample(entry.number, said, entry.run, pictures_named(entry.receipt)))
    return group
