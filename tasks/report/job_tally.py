"""Tally: the rows of a job gone through once: how many came to what, when, of what they failed, and those that are listed."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..forms.entry import Entry, State
from ..forms.reasons import group_of

OUTCOMES: tuple[State, ...] = ("confirmed", "rejected", "failed", "unknown")
MOST_LISTED = 20_000
"""More rows make a page that is slow to open; those that were confirmed are left out first."""
SAMPLES = 5
"""So many rows of a group are asked for a picture."""
MOST_GROUPS = 5_000


@dataclass(slots=True)
class Group:
    """Rows that failed alike."""

    state: State
    why: str
    count: int = 0
    samples: list[Entry] = field(default_factory=list[Entry])


@dataclass(slots=True)
class Tally:
    counts: Counter[State] = field(default_factory=Counter[State])
    ended_s: dict[State, array[float]] = field(default_factory=lambda: {state: array("d") for state in OUTCOMES})
    groups: list[Group] = field(default_factory=list[Group])
    """The largest first."""
    listed: list[tuple[Entry, int | None]] = field(default_factory=list[tuple[Entry, "int | None"]])
    """In their order, each with the index of its group."""

    @property
    def rows(self) -> int:
        return self.counts.total()

    @property
    def unfinished(self) -> int:
        return self.rows - sum(self.counts[state] for state in OUTCOMES)


def tally_of(entries: Iterable[Entry]) -> Tally:
    tally = Tally()
    groups: dict[tuple[State, str], Group] = {}
    others: list[tuple[int, Entry, Group | None]] = []
    confirmed: list[tuple[int, Entry, Group | None]] = []
    for at, entry in enumerate(entries):
        tally.counts[entry.state] += 1
        if entry.state in OUTCOMES:
            tally.ended_s[entry.state].append(entry.updated_s)
        group = None
        if entry.state in OUTCOMES and entry.state != "confirmed":
            group = _group(groups, entry)
        kept = confirmed if entry.state == "confirmed" else others
        if len(kept) < MOST_LISTED:
            kept.append((at, entry, group))
    tally.groups = sorted(groups.values(), key=lambda group: -group.count)
    index = {id(group): n for n, group in enumerate(tally.groups)}
    listed = sorted([*others, *confirmed[: MOST_LISTED - len(others)]], key=lambda each: each[0])
    tally.listed = [(entry, None if group is None else index[id(group)]) for _, entry, group in listed]
    return tally


def _group(groups: dict[tuple[State, str], Group], entry: Entry) -> Group:
    why = group_of(entry.why, entry.cells) or "no reason was given"
    if (entry.state, why) not in groups and len(groups) >= MOST_GROUPS:
        why = "other reasons"
    group = groups.setdefault((entry.state, why), Group(entry.state, why))
    group.count += 1
    if len(group.samples) < SAMPLES and entry.run:
        group.samples.append(entry)
    return group
