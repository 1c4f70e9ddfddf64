"""Crew: several workers on one job: they take rows from the ledger, wait for one another where they must, and stop together."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from .desk import Desk
from .entry import Entry, LeaseLost, State
from .fate import Fate
from .job import Job
from .ledger import Ledger
from .owner import is_alive

LEASE_S = 90.0
RENEWED = 3
"""A lease is renewed so many times before it would end."""
LOOKS_AGAIN_S = 0.25
"""How soon it is looked again whether there is something to do, while others are still at work."""
MOST_LOOKED = 3
"""So often a row of unknown fate is looked up."""
DOWN = 3
"""After so many tries in a row that did not go through it is the site, and no row."""
LEAST_BACK_OFF_S, MOST_BACK_OFF_S = 0.5, 30.0

UNDER_WAY: tuple[State, ...] = ("pending", "filling", "submitting")

Why = Literal["", "stopped", "waiting", "interrupted"]


class Tells(Protocol):
    """Whoever shows how it goes."""

    def worker(self, number: int, doing: str, key: str = "") -> None: ...
    def row(self, entry: Entry, seconds: float, was: State | None = None) -> None: ...
    def note(self, text: str) -> None: ...


class Work(Protocol):
    """What a worker does with one row; both say what became of it."""

    async def row(self, desk: Desk, entry: Entry, doing: Callable[[str], None]) -> Fate: ...
    async def look_up(self, desk: Desk, entry: Entry) -> Fate: ...


@dataclass(eq=False)
class Crew:
    job: Job
    ledger: Ledger
    owner: str
    desk: Callable[[], AbstractAsyncContextManager[Desk]]
    work: Work
    tells: Tells
    is_first_alone: Callable[[], bool] = lambda: False
    """Whether nothing else is begun before the first row is through."""
    looks_up: bool = True
    """Whether it can be found out what became of a row of unknown fate."""
    why: str = ""
    """Why it ends before all rows are done."""
    ends: Why = ""
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _learned: asyncio.Event = field(default_factory=asyncio.Event)
    """The first row was filled in: what the form is made of is known, and need not be worked out by all at once."""
    _has_confirmed: bool = False
    _failures: int = 0
    _trouble: int = 0
    _not_before_s: float = 0.0
    _looked: Counter[int] = field(default_factory=Counter[int])
    _held: dict[int, int] = field(default_factory=dict[int, int])
    """The row that each worker has."""

    async def run(self) -> None:
        """Returns when nothing is left to do, or it was stopped; no row of its own is held then."""
        await asyncio.to_thread(self.ledger.expire, is_alive)
        heart = asyncio.ensure_future(self._beat())
        workers = [asyncio.ensure_future(self._work(number)) for number in range(1, self.job.workers + 1)]
        try:
            await asyncio.gather(*workers)
        finally:
            heart.cancel()
            for worker in workers:
                worker.cancel()
            await asyncio.gather(heart, *workers, return_exceptions=True)
            await asyncio.to_thread(self.ledger.release, self.owner)

    def stop(self, why: str, ends: Why = "stopped") -> None:
        """What is under way is brought to its end, and nothing new is begun."""
        if not self._over.is_set():
            self.why, self.ends = why, ends
            self._over.set()

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    async def _work(self, number: int) -> None:
        if number > 1 and self.is_first_alone() and not await self._until(self._learned):
            return
        try:
            await self._rows(number)
        finally:
            self._learned.set()

    async def _rows(self, number: int) -> None:
        taken = await self._next(number)
        while taken is not None:
            self.tells.worker(number, "opens a browser")
            async with self.desk() as desk:
                is_there = True
                while taken is not None and is_there:
                    is_there = await self._one(number, desk, *taken)
                    taken = await self._next(number)
        self.tells.worker(number, "")

    async def _one(self, number: int, desk: Desk, entry: Entry, is_doubt: bool) -> bool:
        """Whether the desk is still there afterwards."""
        self._held[number] = entry.id
        began_s = time.monotonic()

        def doing(what: str) -> None:
            self.tells.worker(number, what, entry.key)

        try:
            if is_doubt:
                doing("looks it up")
                fate = await self.work.look_up(desk, entry)
            else:
                fate = await self.work.row(desk, entry, doing)
        except LeaseLost as lost:
            self.tells.note(str(lost))
            return True
        finally:
            del self._held[number]
            self._learned.set()
        if is_doubt:
            self._looked[entry.id] += 1
        self._take_note(fate, is_doubt=is_doubt)
        now = await asyncio.to_thread(self.ledger.find, entry.key)
        self.tells.row(now, time.monotonic() - began_s, "unknown" if is_doubt else None)
        return not fate.is_gone

    @property
    def is_down(self) -> bool:
        """Whether nothing has gone through lately, whichever row it was."""
        return self._failures >= DOWN

    def _take_note(self, fate: Fate, *, is_doubt: bool) -> None:
        """Of what it means for the rows to come."""
        if fate.stops:
            self.stop(fate.stops)
            return
        if fate.state == "filled" and self.is_first_alone():
            self.stop(fate.why, "waiting")
        self._trouble = self._trouble + 1 if fate.is_trouble else 0
        if fate.is_trouble:
            wait_s = min(MOST_BACK_OFF_S, LEAST_BACK_OFF_S * 2 ** (self._trouble - 1))
            self._not_before_s = max(self._not_before_s, time.monotonic() + wait_s)
        if fate.state == "filled" or (is_doubt and fate.state != "confirmed"):
            return
        self._failures = 0 if fate.state == "confirmed" else self._failures + 1
        if self._failures >= self.job.limits.max_failures:
            self.stop(f"{self._failures} tries in a row did not go through, the last because: {fate.why}")

    async def _next(self, number: int) -> tuple[Entry, bool] | None:
        """The next row, and whether it is one to be looked up; None where there is nothing left to do."""
        while not self.is_over:
            if not await self._waited(number):
                return None
            if (taken := await asyncio.to_thread(self._taken)) is not None:
                return taken
            if not await asyncio.to_thread(self._is_more_to_come):
                return None
            self.tells.worker(number, "waits for what others have")
            await self._pause(LOOKS_AGAIN_S)
        return None

    def _taken(self) -> tuple[Entry, bool] | None:
        """What is in doubt comes first, once something is stored: before that nobody can tell what is not."""
        if not self._has_confirmed:
            self._has_confirmed = self.ledger.has_confirmed()
        if self._has_confirmed and (entry := self._doubtful()) is not None:
            return entry, True
        if (entry := self.ledger.take(self.owner, LEASE_S)) is not None:
            return entry, False
        entry = None if self._has_confirmed else self._doubtful()
        return None if entry is None else (entry, True)

    def _doubtful(self) -> Entry | None:
        """One to be looked up; of those that looking up left open again and again there is none left."""
        if not self.looks_up:
            return None
        entry = self.ledger.take_unknown(self.owner, LEASE_S, older_than_s=self.job.limits.settle_s)
        if entry is not None and self._looked[entry.id] >= MOST_LOOKED:
            self.ledger.move(entry.id, self.owner, "unknown", why=entry.why)
            return None
        return entry

    def _is_more_to_come(self) -> bool:
        """Rows that others hold may come back, and those in doubt may be looked up a little later."""
        counts = self.ledger.counts()
        given_up = sum(count >= MOST_LOOKED for count in self._looked.values())
        waits = max(0, counts.get("unknown", 0) - given_up) if self.looks_up else 0
        return bool(self._held) or bool(
            counts.get("filling", 0) + counts.get("submitting", 0) + waits + counts.get("pending", 0)
        )

    async def _waited(self, number: int) -> bool:
        """For the site to recover, and for the next row's turn; False where it is over meanwhile."""
        while (left_s := self._not_before_s - time.monotonic()) > 0 and not self.is_over:
            self.tells.worker(number, f"waits {left_s:.0f} s for the site")
            await self._pause(left_s)
        if self.is_over:
            return False
        if (pace := self.job.limits.rows_per_minute) is not None:
            self._not_before_s = max(self._not_before_s, time.monotonic()) + 60 / pace
        return True

    async def _pause(self, seconds: float) -> None:
        await self._until(self._over, seconds)

    async def _until(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """Whether it came, before everything was over."""
        tasks = [asyncio.ensure_future(each.wait()) for each in {event, self._over}]
        try:
            await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        return event.is_set() and not (self.is_over and event is not self._over)

    async def _beat(self) -> None:
        """Leases are renewed while work goes on, and those of runners that are gone are given back."""
        while True:
            await asyncio.sleep(LEASE_S / RENEWED)
            await asyncio.to_thread(self.ledger.renew, self.owner, list(self._held.values()), LEASE_S)
            await asyncio.to_thread(self.ledger.expire, is_alive)
