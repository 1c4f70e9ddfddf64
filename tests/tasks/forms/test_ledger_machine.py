"""Whatever is done to a ledger in whatever order, it stands where a plain account of it says, and sends nothing twice."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import ClassVar, get_args

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from handeye.tasks.forms.entry import FINAL, STATES, Expired, LeaseLost, NewRow, State
from handeye.tasks.forms.ledger import Ledger, Onward
from handeye.tools.errors import BadInput

from .ledgers import LEASE_S, Clock

COUNT = itertools.count(1)
OWNERS = ("one", "two", "three", "four", "five")
owners = st.sampled_from(OWNERS)
keys = st.integers(0, 7)
FOLLOWS: dict[State, str] = {
    "pending": "",
    "filling": "ready pending rejected failed unknown",
    "ready": "ready submitting pending rejected failed unknown",
    "submitting": "confirmed rejected failed unknown",
    "confirmed": "",
    "rejected": "",
    "failed": "",
    "unknown": "confirmed rejected failed unknown",
}
MAYBE_SENT = ("submitting", "unknown")
"""Pending again only when it was surely not stored."""


@dataclass(frozen=True)
class Known:
    """What is expected of one row."""

    hash: str
    state: State = "pending"
    owner: str = ""
    lease_until: float = 0.0
    attempts: int = 0
    approved: bool = False
    submitting_s: float | None = None
    updated_s: float = 0.0


SHOWN = attrgetter("state", "owner", "lease_until", "attempts", "approved", "submitting_s", "updated_s")


class Account(RuleBasedStateMachine):
    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.ledger = Ledger(self.url, f"job {next(COUNT)}", clock=self.clock)
        self.rows: dict[str, Known] = {}
        self.ids: dict[str, int] = {}
        self.gone = set[str]()
        self.maybe_stored = set[str]()
        """Whatever the ledger calls it: it left, and nobody who can know said that it was not stored."""

    def teardown(self) -> None:
        self.ledger.close()

    def change(self, key: str, **changes: object) -> None:
        changes = {"updated_s": self.clock.now_s, **changes}
        self.rows[key] = replace(self.rows[key], **changes)  # type: ignore[arg-type]

    def free(self, key: str, **changes: object) -> None:
        self.change(key, owner="", lease_until=0.0, **changes)

    def where(self, is_so: Callable[[Known], bool]) -> list[str]:
        return [key for key, row in self.rows.items() if is_so(row)]

    @rule(numbers=st.lists(keys, max_size=4), values=st.sampled_from(["a", "b"]))
    def add(self, numbers: list[int], values: str) -> None:
        added = self.ledger.add((NewRow(f"k{number}", number, number, values, {}) for number in numbers), "a.csv")
        new = known = changed = 0
        for key in (f"k{number}" for number in numbers):
            if key not in self.rows:
                self.rows[key] = Known(values, updated_s=self.clock.now_s)
                new += 1
            elif self.rows[key].hash == values:
                known += 1
            else:
                changed += 1
        assert (added.new, added.known, added.changed_count) == (new, known, changed)

    @rule(owner=owners)
    def take(self, owner: str) -> None:
        assume(owner not in self.gone)
        entry = self.ledger.take(owner, LEASE_S)
        pending = self.where(lambda row: row.state == "pending")
        assert (entry.key if entry else None) == (pending[0] if pending else None)
        if entry is not None:
            assert entry.key not in self.maybe_stored
            attempts, until_s = self.rows[entry.key].attempts + 1, self.clock.now_s + LEASE_S
            self.change(entry.key, state="filling", owner=owner, lease_until=until_s, attempts=attempts)

    @rule(owner=owners, older_than_s=st.sampled_from([0.0, 30.0]))
    def take_unknown(self, owner: str, older_than_s: float) -> None:
        assume(owner not in self.gone)
        now_s = self.clock.now_s
        entry = self.ledger.take_unknown(owner, LEASE_S, older_than_s=older_than_s)
        due = [
            (row.updated_s, at, key)
            for at, (key, row) in enumerate(self.rows.items())
            if row.state == "unknown" and row.lease_until <= now_s and (row.submitting_s or 0.0) <= now_s - older_than_s
        ]
        assert (entry.key if entry else None) == (min(due)[2] if due else None)
        if entry is not None:
            self.rows[entry.key] = replace(self.rows[entry.key], owner=owner, lease_until=now_s + LEASE_S)

    @precondition(lambda self: self.rows)
    @rule(
        at=st.integers(0, 7),
        owner=owners,
        by_its_own=st.sampled_from([True, True, True, False]),
        to=st.sampled_from(get_args(Onward)),
        waits=st.booleans(),
        surely=st.booleans(),
    )
    def move(self, at: int, owner: str, by_its_own: bool, to: Onward, waits: bool, surely: bool) -> None:
        key, row = list(self.rows.items())[at % len(self.rows)]
        owner = row.owner if by_its_own and row.owner else owner
        assume(owner not in self.gone)
        may = row.owner == owner and (
            to in FOLLOWS[row.state].split() or (to == "pending" and surely and row.state in MAYBE_SENT)
        )
        may = may and (to != "submitting" or row.lease_until > self.clock.now_s)
        try:
            self.ledger.move(self.ids[key], owner, to, waits=waits, surely_not_stored=surely)
        except LeaseLost:
            assert not may
            return
        assert may
        now_s = self.clock.now_s
        if to == "submitting":
            assert key not in self.maybe_stored
            self.change(key, state=to, submitting_s=now_s)
        elif to == "ready" and waits:
            self.free(key, state="pending" if row.approved else "ready")
        elif to == "ready":
            self.change(key, state=to)
        elif to == "pending":
            self.free(key, state=to, submitting_s=None)
        elif to == "unknown":
            self.free(key, state=to, submitting_s=row.submitting_s or now_s)
        else:
            self.free(key, state=to)
        if to in MAYBE_SENT:
            self.maybe_stored.add(key)
        elif to in ("pending", "failed", "rejected"):
            self.maybe_stored.discard(key)

    @rule(owner=owners)
    def renew(self, owner: str) -> None:
        assume(owner not in self.gone)
        lost = self.ledger.renew(owner, self.ids.values(), LEASE_S)
        assert lost == {self.ids[key] for key in self.where(lambda row: row.owner != owner)}
        for key in self.where(lambda row: row.owner == owner):
            self.rows[key] = replace(self.rows[key], lease_until=self.clock.now_s + LEASE_S)

    @rule()
    def count(self) -> None:
        assert self.ledger.counts() == {state: len(self.where(lambda row, state=state: row.state == state)) for state in STATES}

    @rule(seconds=st.sampled_from([1.0, 20.0, LEASE_S]))
    def time_passes(self, seconds: float) -> None:
        self.clock.now_s += seconds

    @precondition(lambda self: len(self.gone) < len(OWNERS) - 1)
    @rule(owner=owners)
    def is_killed(self, owner: str) -> None:
        self.gone.add(owner)

    @rule()
    def expire(self) -> None:
        now_s, gone = self.clock.now_s, self.gone
        expected = self.given_back(lambda row: row.owner != "" and (row.lease_until <= now_s or row.owner in gone))
        assert self.ledger.expire(lambda owner: owner not in gone) == Expired(*expected)

    @rule(owner=owners)
    def release(self, owner: str) -> None:
        assert self.ledger.release(owner) == sum(self.given_back(lambda row: row.owner == owner))

    def given_back(self, is_over: Callable[[Known], bool]) -> tuple[int, int]:
        pending = unknown = 0
        for key in self.where(is_over):
            row = self.rows[key]
            match row.state:
                case "filling" | "ready":
                    self.free(key, state="pending", attempts=row.attempts - 1)
                    pending += 1
                case "submitting":
                    self.free(key, state="unknown")
                    unknown += 1
                case _:
                    self.free(key)
        return pending, unknown

    @rule(at=keys)
    def approve(self, at: int) -> None:
        if key := self.decided(at, self.ledger.approve, "ready"):
            self.change(key, approved=True, state="ready" if self.rows[key].owner else "pending")

    @rule(at=keys, stored=st.booleans())
    def settle(self, at: int, stored: bool) -> None:
        key = self.decided(at, lambda key: self.ledger.settle(key, stored, "looked up"), "unknown")
        if key and stored:
            self.free(key, state="confirmed")
        elif key:
            self.free(key, state="pending", attempts=0, submitting_s=None)
            self.maybe_stored.discard(key)

    @rule(at=keys)
    def retry(self, at: int) -> None:
        if key := self.decided(at, self.ledger.retry, "failed", "rejected"):
            self.free(key, state="pending", attempts=0, approved=False, submitting_s=None)

    def decided(self, at: int, ask: Callable[[str], object], *states: State) -> str:
        """The row that a person decided about; empty where that made no sense."""
        key = f"k{at}"
        makes_sense = key in self.rows and self.rows[key].state in states
        try:
            ask(key)
        except BadInput:
            assert not makes_sense
            return ""
        assert makes_sense
        return key

    @invariant()
    def the_ledger_agrees(self) -> None:
        entries = list(self.ledger.entries())
        self.ids = {each.key: each.id for each in entries}
        assert {each.key: SHOWN(each) for each in entries} == {key: SHOWN(row) for key, row in self.rows.items()}

    @invariant()
    def what_may_be_stored_is_not_to_be_had(self) -> None:
        assert all(self.rows[key].state in (*MAYBE_SENT, "confirmed") for key in self.maybe_stored)

    @invariant()
    def nobody_owns_what_is_at_its_end(self) -> None:
        assert not any(row.owner for row in self.rows.values() if row.state in FINAL)

    @invariant()
    def no_row_is_stuck(self) -> None:
        """Each is to be had, or somebody's, or waits for an answer of a person, or is to be looked up."""
        assert not any(row.state in ("filling", "submitting") and not row.owner for row in self.rows.values())
        assert not any(row.state == "ready" and row.approved and not row.owner for row in self.rows.values())


def test_the_ledger_stands_where_its_account_says(ledger_url: str, full: bool) -> None:
    examples = 400 if full else 20 if ledger_url.startswith("sqlite") else 8

    class Here(Account):
        url = ledger_url

    run_state_machine_as_test(Here, settings=settings(max_examples=examples, stateful_step_count=40))
