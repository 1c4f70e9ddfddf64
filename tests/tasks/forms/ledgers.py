"""Ledgers to try things on: their rows, and a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine

from handeye.tasks.forms.entry import NewRow
from handeye.tasks.forms.ledger import Ledger

LEASE_S = 60.0


class Clock:
    now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


def new(number: int, key: str = "", **cells: str | list[str]) -> NewRow:
    return NewRow(key or f"row-{number}@example.org", number, number + 1, f"hash of {sorted(cells.items())}", cells)


def some(count: int) -> Iterator[NewRow]:
    return (new(number, name=f"Name {number}") for number in range(1, count + 1))


def engine_of(ledger: Ledger) -> Engine:
    """What shows how surely something was written, short of cutting the power."""
    return ledger._database._engine  # type: ignore[reportPrivateUsage]
