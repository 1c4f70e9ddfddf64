"""Progress: how far a job is, how fast it goes, how long it has to go, and what its rows failed of."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass

from .entry import Entry, State
from .reasons import group_of

UNFINISHED: frozenset[State] = frozenset({"pending", "filling", "submitting"})
PROBLEMS: frozenset[State] = frozenset({"rejected", "failed", "unknown"})
CAME_FROM: tuple[State, ...] = ("pending", "filling", "submitting", "ready", "unknown")
RECENT_S = 60.0
"""The pace is that of the last minute, where so many rows were done in it:"""
ENOUGH = 10
LEAST_DONE = 3
"""Before so many rows nobody knows how long it takes."""
MOST_GROUPS = 1000


@dataclass(slots=True)
class Doing:
    """What one worker does."""

    what: str
    key: str
    since_s: float


class Progress:
    """Read by who draws while others write; rows that other runners do are known from `recount` alone."""

    def __init__(self, counts: Mapping[State, int], now_s: float | None = None) -> None:
        self.began_s = _now(now_s)
        self.counts: Counter[State] = Counter(counts)
        self.workers: dict[int, Doing] = {}
        self.groups: Counter[tuple[State, str]] = Counter()
        """How often rows came to that state for that reason, in this run."""
        self._done_s: deque[float] = deque(maxlen=500)
        self._states: dict[int, State] = {}
        """Of rows that may come back, by their id."""

    @property
    def rows(self) -> int:
        return self.counts.total()

    @property
    def unfinished(self) -> int:
        return sum(self.counts[state] for state in UNFINISHED)

    @property
    def doing(self) -> int:
        busy = sum(1 for each in list(self.workers.values()) if each.key)
        return min(busy, self.unfinished)

    @property
    def left(self) -> int:
        return self.unfinished - self.doing

    @property
    def done(self) -> int:
        """Nothing is to be done with these any more, except by a person."""
        return self.rows - self.unfinished

    def recount(self, counts: Mapping[State, int]) -> None:
        """What the ledger says is so."""
        self.counts = Counter(counts)

    def work(self, n: int, what: str, key: str, now_s: float | None = None) -> None:
        """`what` nothing: that worker is gone."""
        known = self.workers.get(n)
        if not what:
            self.workers.pop(n, None)
        elif known is None or (known.what, known.key) != (what, key):
            self.workers[n] = Doing(what, key, _now(now_s))

    def row(self, entry: Entry, was: State | None = None, now_s: float | None = None) -> None:
        """A row came to another state; where nobody says from which, it is the one that it had here, or it was new."""
        if (before := self._before(entry, was)) is not None:
            self.counts[before] -= 1
        self.counts[entry.state] += 1
        if entry.state not in UNFINISHED:
            self._done_s.append(_now(now_s))
            if entry.state != "confirmed":
                self._states[entry.id] = entry.state
        if entry.state in PROBLEMS:
            group = (entry.state, group_of(entry.why, entry.cells) or "no reason was given")
            if group in self.groups or len(self.groups) < MOST_GROUPS:
                self.groups[group] += 1
            else:
                self.groups[(entry.state, "other reasons")] += 1

    def _before(self, entry: Entry, was: State | None) -> State | None:
        known = self._states.pop(entry.id, None)
        for state in (was, known):
            if state is not None and self.counts[state]:
                return state
        return next((state for state in CAME_FROM if self.counts[state]), None)

    def per_minute(self, now_s: float | None = None) -> float:
        now_s = _now(now_s)
        known_since_s = self._done_s[0] if len(self._done_s) == self._done_s.maxlen else self.began_s
        recent = sum(1 for at in tuple(self._done_s) if at > now_s - RECENT_S)
        count, since_s = len(self._done_s), known_since_s
        if recent >= ENOUGH:
            count, since_s = recent, max(known_since_s, now_s - RECENT_S)
        return count * 60 / (now_s - since_s) if now_s > since_s else 0.0

    def to_go_s(self, now_s: float | None = None) -> float | None:
        """None where it cannot be told yet."""
        pace = self.per_minute(now_s)
        if not self.unfinished or len(self._done_s) < LEAST_DONE or not pace:
            return None
        return self.unfinished * 60 / pace


def _now(now_s: float | None) -> float:
    return time.monotonic() if now_s is None else now_s
