"""Entry: one row of a job as its ledger knows it, and what the ledger answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ...tools.errors import HandeyeError
from .row import Cell

State = Literal["pending", "filling", "ready", "submitting", "confirmed", "rejected", "failed", "unknown"]
STATES: tuple[State, ...] = get_args(State)
FINAL: frozenset[State] = frozenset({"confirmed", "rejected", "failed"})


@dataclass(frozen=True, slots=True)
class NewRow:
    """What is put into a ledger."""

    key: str
    """What makes it itself within its job: known under this key once, it is never put in again."""
    number: int
    line: int
    hash: str
    """Of its values: by another one it is noticed that they changed."""
    cells: dict[str, Cell] | dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    key: str
    number: int
    """Counted from 1, without the headings."""
    line: int
    source: str
    """The file it came from."""
    cells: dict[str, Cell]
    state: State
    why: str
    attempts: int
    """Tries under way or come to their end; one that was cut off before anything was sent is not counted."""
    approved: bool
    """By a person, who saw it filled in."""
    owner: str
    """Who works on it; nobody: empty."""
    lease_until: float
    submitting_s: float | None
    """Since when it may have been submitted; None where it surely was not."""
    updated_s: float
    began_s: float | None
    """When the last try began."""
    run: str
    """The folder of its record; empty before there is one."""
    captured: dict[str, str]
    receipt: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose key is known with other values: it is told, never sent."""

    key: str
    line: int
    state: State


@dataclass(frozen=True, slots=True)
class Added:
    new: int
    known: int
    """With the same values."""
    changed_count: int
    changed: tuple[Changed, ...]
    """The first of them."""


@dataclass(frozen=True, slots=True)
class Expired:
    pending: int
    """Were not submitted, and are to be had again."""
    unknown: int
    """Were cut off while they were submitted."""


@dataclass(frozen=True, slots=True)
class JobSeen:
    """A job that a database has rows of."""

    name: str
    counts: dict[State, int]
    updated_s: float


class LeaseLost(HandeyeError):
    """The row is not this owner's any more, or not in a state that this may follow: nothing was written."""


class LedgerGone(HandeyeError):
    """The database does not take or tell it any more; what it took holds."""

    code = "gone"
