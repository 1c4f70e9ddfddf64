"""Ledger: which row of a job stands where, so that none is lost and none is submitted twice, however many work on it.

with Ledger("members.sqlite", "new-members") as ledger:
    ledger.add(rows, source="members.csv")
    entry = ledger.take(owner, lease_s=60)              # pending -> filling
    ledger.move(entry.id, owner, "ready")               # filled in, and proven on the screen
    ledger.move(entry.id, owner, "submitting")          # on the disk when this returns: now it may be sent
    ledger.move(entry.id, owner, "confirmed")
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select, update

from ...tools.errors import BadInput
from .entry import Added, Changed, Entry, Expired, LeaseLost, NewRow, State
from .ledger_tables import facts, rows
from .ledger_view import ENTRY, LedgerView, digest_of

Onward = Literal["pending", "ready", "submitting", "confirmed", "rejected", "failed", "unknown"]

UNSENT: frozenset[State] = frozenset({"filling", "ready"})
MAYBE_SENT: frozenset[State] = frozenset({"submitting", "unknown"})
FROM: Mapping[Onward, frozenset[State]] = {
    "pending": UNSENT,
    "ready": UNSENT,
    "submitting": frozenset({"ready"}),
    "confirmed": MAYBE_SENT,
    "rejected": UNSENT | MAYBE_SENT,
    "failed": UNSENT | MAYBE_SENT,
    "unknown": UNSENT | MAYBE_SENT,
}
"""What each state may follow when a worker says so; `filling` follows by taking alone."""
FREE: Mapping[str, Any] = {"owner": "", "lease_until": 0.0}
FRESH: Mapping[str, Any] = {**FREE, "attempts": 0, "approved": False, "submitting_s": None, "captured": {}, "receipt": None}
CUT_OFF = "it was cut off while it was submitted"
BATCH = 1000
MOST_TOLD = 1000
"""So many changed rows are told by name; all are counted."""


class Ledger(LedgerView):
    """What is written by one call is written whole or not at all; threads and processes may share one."""

    def add(self, new: Iterable[NewRow], source: str) -> Added:
        """Those whose key is not known yet; the others stay as they are. They are never in memory all at once."""
        new_count = known_count = changed_count = 0
        told = list[Changed]()
        rest = iter(new)
        while batch := [(digest_of(self.job, row.key), row) for row in islice(rest, BATCH)]:
            with self._database.writing() as connection:
                there = self._hashes(connection, [digest for digest, _ in batch])
                fresh: dict[str, NewRow] = {}
                for digest, row in batch:
                    if digest not in there:
                        fresh.setdefault(digest, row)
                put = self._insert(connection, fresh, source) if fresh else 0
                there |= self._hashes(connection, fresh) if fresh else {}
            changed = [Changed(row.key, row.line, there[digest][1]) for digest, row in batch if there[digest][0] != row.hash]
            told += changed[: MOST_TOLD - len(told)]
            new_count += put
            changed_count += len(changed)
            known_count += len(batch) - put - len(changed)
        if new_count >= BATCH:
            self._database.count()
        return Added(new_count, known_count, changed_count, tuple(told))

    def _hashes(self, connection: Connection, digests: Iterable[str]) -> dict[str, tuple[str, State]]:
        asked = select(rows.c.digest, rows.c.hash, rows.c.state).where(rows.c.digest.in_(list(digests)))
        return {digest: (hash_, state) for digest, hash_, state in connection.execute(asked)}

    def _insert(self, connection: Connection, fresh: Mapping[str, NewRow], source: str) -> int:
        """How many; another runner may be putting in the same ones."""
        same = {"job": self.job, "source": source, "updated_s": self._clock()}
        values = [
            {"digest": digest, "key": row.key, "number": row.number, "line": row.line, "hash": row.hash, "cells": row.cells}
            for digest, row in fresh.items()
        ]
        put = self._database.insert(rows).on_conflict_do_nothing(index_elements=[rows.c.digest])
        return len(connection.scalars(put.returning(rows.c.id), [same | each for each in values]).all())

    def take(self, owner: str, lease_s: float) -> Entry | None:
        """The first pending row, which from now on nobody else is given until the lease ends; None where there is none."""
        now_s = self._clock()
        changes = {"state": "filling", "why": "", "attempts": rows.c.attempts + 1, "began_s": now_s, "updated_s": now_s}
        return self._lease(_in("pending").order_by(rows.c.state, rows.c.id), changes, owner, now_s + lease_s)

    def take_unknown(self, owner: str, lease_s: float, *, older_than_s: float) -> Entry | None:
        """One to be looked up, that was submitted, given back and looked up longer ago than this; it stays unknown.
        Last looked up, last given."""
        now_s = self._clock()
        old = _in("unknown").where(
            rows.c.lease_until <= now_s, rows.c.submitting_s <= now_s - older_than_s, rows.c.updated_s <= now_s - older_than_s
        )
        return self._lease(old.order_by(rows.c.state, rows.c.updated_s, rows.c.id), {}, owner, now_s + lease_s)

    def _lease(self, which: Select[Any], changes: Mapping[str, Any], owner: str, until_s: float) -> Entry | None:
        first = which.where(self._mine).limit(1).with_for_update(skip_locked=True).scalar_subquery()
        taken = update(rows).where(rows.c.id == first).values(**changes, owner=owner, lease_until=until_s).returning(*ENTRY)
        with self._database.writing() as connection:
            row = connection.execute(taken).one_or_none()
        return None if row is None else Entry(*row)

    def renew(self, owner: str, ids: Iterable[int], lease_s: float) -> frozenset[int]:
        """Those of the rows that are not its own any more."""
        asked = frozenset(ids)
        longer = update(rows).where(self._mine, rows.c.id.in_(asked), rows.c.owner == owner)
        with self._database.writing() as connection:
            kept = connection.scalars(longer.values(lease_until=self._clock() + lease_s).returning(rows.c.id))
            return asked.difference(kept)

    def move(
        self,
        row: int,
        owner: str,
        to: Onward,
        *,
        why: str = "",
        captured: dict[str, str] | None = None,
        receipt: dict[str, object] | None = None,
        run: str | None = None,
        waits: bool = False,
        surely_not_stored: bool = False,
    ) -> None:
        """LeaseLost where it is not this owner's, or where that may not follow what it is.

        `submitting` is on the disk when this returns, and needs a lease that still runs. Only `submitting` and a `ready`
        that does not wait (for a person's approval) keep the lease. What may have been submitted is `pending` again only
        when it was surely not stored.
        """
        now_s = self._clock()
        given = {"captured": captured, "receipt": receipt, "run": run}
        changes = {"why": why, "updated_s": now_s} | {name: value for name, value in given.items() if value is not None}
        allowed = FROM[to] | MAYBE_SENT if to == "pending" and surely_not_stored else FROM[to]
        moved = update(rows).where(self._mine, rows.c.id == row, rows.c.owner == owner, rows.c.state.in_(allowed))
        if to == "submitting":
            moved = moved.where(rows.c.lease_until > now_s)
        with self._database.writing("surely" if to == "submitting" else "soon") as connection:
            if not connection.execute(moved.values(**changes, **_changes(to, now_s, waits=waits))).rowcount:
                there = connection.execute(select(*ENTRY).where(self._mine, rows.c.id == row)).one_or_none()
                raise LeaseLost(_lost(None if there is None else Entry(*there), owner, to))

    def release(self, owner: str) -> int:
        """How many rows a runner gives back that ends in order."""
        return sum(self._give_back(rows.c.owner == owner))

    def expire(self, is_alive: Callable[[str], bool]) -> Expired:
        """Gives back the rows whose lease ran out, or whose owner is gone; those that wait for a person stay `ready`."""
        now_s = self._clock()
        asked = select(rows.c.owner, func.min(rows.c.lease_until)).where(self._mine, rows.c.owner > "").group_by(rows.c.owner)
        with self._database.reading() as connection:
            held = connection.execute(asked).all()
        gone = [owner for owner, _ in held if not is_alive(owner)]
        if not gone and all(until_s > now_s for _, until_s in held):
            return Expired(0, 0)
        return Expired(*self._give_back(rows.c.owner > "", or_(rows.c.lease_until <= now_s, rows.c.owner.in_(gone))))

    def _give_back(self, *which: ColumnElement[bool]) -> tuple[int, int]:
        """How many are pending again, and how many unknown."""
        with self._database.writing() as connection:

            def give(states: Collection[State], **changes: Any) -> int:
                over = select(rows.c.id).where(self._mine, rows.c.state.in_(states), *which).with_for_update(skip_locked=True)
                given = update(rows).where(rows.c.id.in_(over)).values(**FREE, updated_s=self._clock(), **changes)
                return connection.execute(given).rowcount

            give(["unknown"])
            pending = give(UNSENT, state="pending", attempts=rows.c.attempts - 1)
            return pending, give(["submitting"], state="unknown", why=CUT_OFF)

    def approve(self, which: str | int | None = None) -> int:
        """One row that waits for it, by key or number, or all; how many. One that no worker holds is filled in again."""
        state = case((rows.c.owner == "", "pending"), else_="ready")
        return self._decide(which, ["ready"], "only a row that is ready can be approved", state=state, approved=True)

    def settle(self, which: str | int, stored: bool, why: str) -> None:
        """What a person found out about an unknown row; one that was not stored is pending again."""
        changes = dict(FREE) if stored else {**FREE, "attempts": 0, "submitting_s": None}
        said = "only a row that is unknown can be settled"
        self._decide(which, ["unknown"], said, state="confirmed" if stored else "pending", why=why, **changes)

    def retry(self, which: str | int | None = None) -> int:
        """One row that failed or was rejected, by key or number, or all that failed; how many. It has to be approved anew."""
        states: list[State] = ["failed"] if which is None else ["failed", "rejected"]
        said = "only one that failed or was rejected is tried again"
        return self._decide(which, states, said, state="pending", why="", **FRESH)

    def _decide(self, which: str | int | None, states: Collection[State], said: str, **changes: Any) -> int:
        decided = update(rows).where(self._mine, rows.c.state.in_(states)).values(**changes, updated_s=self._clock())
        with self._database.writing("surely") as connection:
            if which is None:
                return connection.execute(decided).rowcount
            entry = self._found(connection, which)
            if not connection.execute(decided.where(rows.c.id == entry.id)).rowcount:
                raise BadInput(f'row {entry.number} ("{entry.key}") is {entry.state}; {said}')
            return 1

    def set_about(self, **said: object) -> None:
        """Other facts stay."""
        put = self._database.insert(facts)
        put = put.on_conflict_do_update(index_elements=[facts.c.job, facts.c.name], set_={"value": put.excluded.value})
        with self._database.writing() as connection:
            for name, value in sorted(said.items()):
                connection.execute(put.values(job=self.job, name=name, value=value))


def _in(state: State) -> Select[Any]:
    """Said and ordered as a range, so that databases go by the index of states and not past all rows that are done."""
    return select(rows.c.id).where(rows.c.state.between(state, state))


def _changes(to: Onward, now_s: float, *, waits: bool) -> dict[str, Any]:
    """What else changes with a state."""
    match to:
        case "ready" if waits:
            # Somebody may have approved it just now.
            return {**FREE, "state": case((rows.c.approved, "pending"), else_="ready")}
        case "ready":
            return {"state": to}
        case "submitting":
            return {"state": to, "submitting_s": now_s}
        case "unknown":
            return {**FREE, "state": to, "submitting_s": func.coalesce(rows.c.submitting_s, now_s)}
        case "pending":
            return {**FREE, "state": to, "submitting_s": None}
        case _:
            return {**FREE, "state": to}


def _lost(row: Entry | None, owner: str, to: State) -> str:
    if row is None:
        return f'there is no such row to be "{to}"; nothing was written'
    whose = "" if row.owner == owner else ", and nobody's" if not row.owner else ", and another's"
    return f'row {row.number} ("{row.key}") was to be {to}, but it is {row.state}{whose} by now; nothing was written'
