"""Ledger view: what a ledger tells: its rows, how many stand where, and which jobs there are."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, func, select

from ...tools.errors import BadInput
from .database import Database, is_there
from .entry import STATES, Entry, JobSeen, State
from .ledger_tables import facts, rows

ENTRY = [rows.c[field.name] for field in fields(Entry)]
STREAMED = 500
"""Rows that are fetched at a time."""
DIGITS = 18
"""More has no number of a row."""


class LedgerView:
    """Threads and processes may share one."""

    def __init__(self, url: str | Path, job: str, *, clock: Callable[[], float] = time.time) -> None:
        """`url` is that of a SQLite file or a Postgres database, or a path. BadInput where it cannot be opened."""
        self.job = job
        self._clock = clock
        self._database = Database(url)
        self._mine = rows.c.job == job

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self.close()

    def find(self, which: str | int) -> Entry:
        """By key, or by number; of a text that may be either it is the key. BadInput where there is none."""
        with self._database.reading() as connection:
            return self._found(connection, which)

    def _found(self, connection: Connection, which: str | int) -> Entry:
        asked = select(*ENTRY).where(self._mine)
        if isinstance(which, str):
            row = connection.execute(asked.where(rows.c.digest == digest_of(self.job, which))).one_or_none()
            if row is not None:
                return Entry(*row)
        if isinstance(which, int) or (which.isascii() and which.isdigit() and len(which) <= DIGITS):
            found = [Entry(*row) for row in connection.execute(asked.where(rows.c.number == int(which)).limit(2))]
            if len(found) == 1:
                return found[0]
            if found:
                raise BadInput(f'row {which} is in {found[0].source} ("{found[0].key}") and in {found[1].source}: say its key')
        raise BadInput(f'the job "{self.job}" has no row with the key or number "{which}"')

    def counts(self) -> dict[State, int]:
        """Every state has one."""
        asked = select(rows.c.state, func.count()).where(self._mine).group_by(rows.c.state)
        with self._database.reading() as connection:
            there = dict(connection.execute(asked).all())
        return {state: there.get(state, 0) for state in STATES}

    def entries(
        self, states: Collection[State] | None = None, *, newest_first: bool = False, limit: int | None = None
    ) -> Iterator[Entry]:
        """As they stood when the first was asked for, in the order of their table, or what changed last comes first."""
        order = (rows.c.updated_s.desc(), rows.c.id.desc()) if newest_first else (rows.c.id,)
        asked = select(*ENTRY).where(self._mine).order_by(*order).limit(limit)
        if states is not None:
            asked = asked.where(rows.c.state.in_(states))
        with self._database.reading() as connection, connection.execution_options(yield_per=STREAMED).execute(asked) as found:
            for row in found:
                yield Entry(*row)

    def has_approved(self) -> bool:
        """Whether somebody has said yes to any row."""
        return self._has(rows.c.approved)

    def has_confirmed(self) -> bool:
        """Whether any row is known to be stored."""
        return self._has(rows.c.state == "confirmed")

    def _has(self, which: ColumnElement[bool]) -> bool:
        with self._database.reading() as connection:
            return connection.execute(select(rows.c.id).where(self._mine, which).limit(1)).first() is not None

    def about(self) -> dict[str, Any]:
        """What was noted down about the job as a whole."""
        with self._database.reading() as connection:
            asked = select(facts.c.name, facts.c.value).where(facts.c.job == self.job).order_by(facts.c.name)
            return dict(connection.execute(asked).all())


def jobs_in(url: str | Path) -> list[JobSeen]:
    """The jobs that a database has rows of, the latest first."""
    if not is_there(url):
        return []
    asked = select(rows.c.job, rows.c.state, func.count(), func.max(rows.c.updated_s)).group_by(rows.c.job, rows.c.state)
    with closing(Database(url)) as database, database.reading() as connection:
        found = connection.execute(asked).all()
    counts: dict[str, dict[State, int]] = {}
    updated_s: dict[str, float] = {}
    for job, state, count, changed_s in found:
        counts.setdefault(job, dict.fromkeys(STATES, 0))[state] = count
        updated_s[job] = max(updated_s.get(job, 0.0), changed_s)
    jobs = (JobSeen(job, counts[job], updated_s[job]) for job in counts)
    return sorted(jobs, key=lambda each: each.updated_s, reverse=True)


def digest_of(job: str, key: str) -> str:
    """What a row is looked up by: a key may be too long for an index."""
    return hashlib.sha256(f"{job}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()
