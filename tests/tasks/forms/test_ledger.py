"""The ledger loses no row and gives none out twice, on SQLite and on Postgres alike, whoever works on it and is killed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest

from handeye.tasks.forms.entry import STATES, Added, Changed, Entry, Expired, LeaseLost, NewRow, State
from handeye.tasks.forms.ledger import MOST_TOLD, Ledger, Onward
from handeye.tasks.forms.ledger_view import jobs_in
from handeye.tools.errors import BadInput

from .ledgers import LEASE_S, Clock, new, some

ONWARD: tuple[Onward, ...] = get_args(Onward)
ODD = "\0 \\u0041 \\ \ud800 'x'; -- \"y\" %s :z \u202e Zoë 李 🙂 \r\n\t\x1b"


def lives(_owner: str) -> bool:
    return True


def brought_to(ledger: Ledger, state: State, owner: str = "me") -> Entry:
    """The first pending row, in that state."""
    entry = ledger.take(owner, LEASE_S)
    assert entry is not None
    ways: dict[State, tuple[Onward, ...]] = {"pending": ("pending",), "filling": (), "ready": ("ready",)}
    ways["submitting"] = ("ready", "submitting")
    ways |= {each: ("ready", "submitting", each) for each in ONWARD if each not in ways}
    for step in ways[state]:
        ledger.move(entry.id, owner, step)
    return ledger.find(entry.key)


def test_a_row_goes_its_way_and_keeps_what_is_noted(ledger: Ledger, clock: Clock) -> None:
    cells = {"name": ODD, ODD: "1", "drinks": ["Tea", ODD]}
    assert ledger.add([NewRow(ODD, 1, 2, "h", cells)], source=f"{ODD}.csv") == Added(1, 0, 0, ())
    entry = ledger.take("me", LEASE_S)
    assert entry is not None
    assert entry == ledger.find(ODD) == ledger.find(1)
    assert (entry.key, entry.line, entry.source, entry.state) == (ODD, 2, f"{ODD}.csv", "filling")
    assert entry.cells == {"name": ODD, ODD: "1", "drinks": ("Tea", ODD)}
    assert (entry.owner, entry.lease_until, entry.began_s, entry.attempts) == ("me", clock.now_s + LEASE_S, clock.now_s, 1)
    ledger.move(entry.id, "me", "ready", run="runs/1")
    assert ledger.find(1).submitting_s is None
    clock.now_s += 1
    ledger.move(entry.id, "me", "submitting")
    held = ledger.find(1)
    assert (held.state, held.owner, held.submitting_s) == ("submitting", "me", clock.now_s)
    ledger.move(entry.id, "me", "confirmed", why=ODD, captured={"number": ODD}, receipt={"status": 201, "said": [ODD, None]})
    done = ledger.find(1)
    assert (done.state, done.owner, done.why, done.run) == ("confirmed", "", ODD, "runs/1")
    assert (done.captured, done.receipt) == ({"number": ODD}, {"status": 201, "said": [ODD, None]})
    assert ledger.take("me", LEASE_S) is None


def test_rows_are_put_in_once_over_runs_and_files(ledger: Ledger) -> None:
    assert ledger.add(some(3), "a.csv") == Added(3, 0, 0, ())
    brought_to(ledger, "confirmed")
    again = [*some(2), new(3, name="another"), new(4), new(4), new(4, name="another")]
    changed = (Changed("row-3@example.org", 4, "pending"), Changed("row-4@example.org", 5, "pending"))
    assert ledger.add(again, "b.csv") == Added(1, 3, 2, changed)
    assert [(each.number, each.source, each.cells) for each in ledger.entries()] == [
        (1, "a.csv", {"name": "Name 1"}),
        (2, "a.csv", {"name": "Name 2"}),
        (3, "a.csv", {"name": "Name 3"}),
        (4, "b.csv", {}),
    ]
    assert ledger.find(1).state == "confirmed"


def test_of_many_changed_rows_the_first_are_told_and_all_are_counted(ledger: Ledger) -> None:
    count = MOST_TOLD + 10
    ledger.add(some(count), "a.csv")
    added = ledger.add((new(number, name="another") for number in range(1, count + 1)), "a.csv")
    assert (added.new, added.known, added.changed_count, len(added.changed)) == (0, 0, count, MOST_TOLD)
    assert added.changed[0] == Changed("row-1@example.org", 2, "pending")


def test_rows_are_put_in_while_their_table_is_read(ledger: Ledger) -> None:
    def rows() -> Iterator[NewRow]:
        for row in some(2000):
            assert row.number - ledger.counts()["pending"] <= 1000 if row.number % 500 == 0 else True
            yield row
        raise BadInput("the table ends in the middle of a row")

    with pytest.raises(BadInput):
        ledger.add(rows(), "a.csv")
    assert ledger.add(some(2000), "a.csv").known >= 1500
    assert ledger.counts()["pending"] == 2000


def test_nobody_is_given_what_another_works_on(ledger: Ledger, clock: Clock) -> None:
    ledger.add(some(2), "a.csv")
    first, second = ledger.take("one", LEASE_S), ledger.take("two", LEASE_S)
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert ledger.take("three", LEASE_S) is None
    clock.now_s += LEASE_S - 1
    assert ledger.renew("one", [first.id, second.id], LEASE_S) == {second.id}
    clock.now_s += 1
    assert ledger.expire(lives) == Expired(pending=1, unknown=0)
    assert ledger.find(1).owner == "one"
    taken = ledger.take("three", LEASE_S)
    assert taken is not None
    assert taken.number == 2
    with pytest.raises(LeaseLost, match=r'row 2 \("row-2@example.org"\) was to be ready, but it is filling, and another\'s'):
        ledger.move(second.id, "two", "ready", why="too late", run="runs/2")
    assert ledger.find(2) == taken


def test_nothing_is_submitted_under_a_lease_that_ran_out(ledger: Ledger, clock: Clock) -> None:
    ledger.add(some(1), "a.csv")
    row = brought_to(ledger, "ready").id
    clock.now_s += LEASE_S
    with pytest.raises(LeaseLost):
        ledger.move(row, "me", "submitting")
    assert ledger.find(1).state == "ready"
    assert not ledger.renew("me", [row], LEASE_S)
    ledger.move(row, "me", "submitting")


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
SETTLED = ("submitting", "unknown")
"""Pending again only when it was surely not stored."""


def test_a_state_follows_only_where_it_may(ledger: Ledger) -> None:
    pairs = list(product(STATES, ONWARD, (False, True)))
    ledger.add(some(len(pairs)), "a.csv")
    for before, after, surely in pairs:
        row = brought_to(ledger, before)
        if before == "unknown":
            assert ledger.take_unknown("me", LEASE_S, older_than_s=0) == ledger.find(row.key)
        row = ledger.find(row.key)
        may = after in FOLLOWS[before].split() or (after == "pending" and surely and before in SETTLED)
        if may:
            ledger.move(row.id, "me", after, surely_not_stored=surely)
            assert ledger.find(row.key).state == after
        else:
            with pytest.raises(LeaseLost):
                ledger.move(row.id, "me", after, surely_not_stored=surely)
            assert ledger.find(row.key) == row
        if ledger.find(row.key).state == "pending":  # out of the way of the next
            brought_to(ledger, "failed")
        if ledger.find(row.key).state == "unknown":
            ledger.settle(row.key, stored=True, why="")


def test_of_an_owner_who_is_gone_the_rows_are_given_back_at_once(ledger: Ledger, clock: Clock) -> None:
    ledger.add(some(6), "a.csv")
    for state in ("filling", "ready", "submitting"):
        brought_to(ledger, state, "gone")
    brought_to(ledger, "submitting", "here")
    waiting = brought_to(ledger, "ready", "gone")
    ledger.move(waiting.id, "gone", "ready", waits=True)
    clock.now_s += 1
    assert ledger.expire(lambda owner: owner != "gone") == Expired(pending=2, unknown=1)
    states = [each.state for each in ledger.entries()]
    assert states == ["pending", "pending", "unknown", "submitting", "ready", "pending"]
    cut_off = ledger.find(3)
    assert (cut_off.why, cut_off.owner) == ("it was cut off while it was submitted", "")
    assert [each.attempts for each in ledger.entries()] == [0, 0, 1, 1, 1, 0]
    assert ledger.expire(lives) == Expired(0, 0)
    clock.now_s += LEASE_S
    assert ledger.expire(lives) == Expired(pending=0, unknown=1)


def test_a_runner_that_ends_gives_its_rows_back(ledger: Ledger) -> None:
    ledger.add(some(4), "a.csv")
    for state in ("filling", "ready", "submitting"):
        brought_to(ledger, state, "one")
    brought_to(ledger, "filling", "two")
    assert ledger.release("one") == 3
    assert [each.state for each in ledger.entries()] == ["pending", "pending", "unknown", "filling"]
    assert ledger.release("one") == 0


def test_a_row_that_waits_for_a_person_is_submitted_only_after_a_yes(ledger: Ledger, clock: Clock) -> None:
    ledger.add(some(3), "a.csv")
    for key in ("first", "second"):
        ledger.move(brought_to(ledger, "ready", key).id, key, "ready", waits=True)
    clock.now_s += 1e6
    ledger.expire(lambda _: False)
    third = ledger.take("me", LEASE_S)
    assert third is not None
    assert (third.number, ledger.take("me", LEASE_S)) == (3, None)
    assert ledger.approve("row-2@example.org") == 1
    entry = ledger.take("me", LEASE_S)
    assert entry is not None
    assert (entry.number, entry.approved, entry.attempts) == (2, True, 2)
    with pytest.raises(BadInput, match=r'row 3 \("row-3@example.org"\) is filling; only a row that is ready can be approved'):
        ledger.approve(3)
    assert ledger.approve() == 1
    assert ledger.find(1).state == "pending"


def test_a_yes_for_a_row_that_still_stands_on_the_screen(ledger: Ledger) -> None:
    ledger.add(some(2), "a.csv")
    row, other = (brought_to(ledger, "ready").id for _ in range(2))
    assert ledger.approve() == 2
    assert (ledger.find(1).state, ledger.find(1).approved, ledger.find(1).owner) == ("ready", True, "me")
    ledger.move(row, "me", "submitting")
    # Its worker did not see the yes any more.
    ledger.move(other, "me", "ready", waits=True)
    entry = ledger.take("you", LEASE_S)
    assert entry is not None
    assert (entry.number, entry.approved) == (2, True)


def test_what_is_unknown_is_looked_up_and_never_sent_again_on_a_guess(ledger: Ledger, clock: Clock) -> None:
    ledger.add(some(3), "a.csv")
    for _ in range(2):
        brought_to(ledger, "unknown")
        clock.now_s += 5
    filled = brought_to(ledger, "filling").id
    ledger.move(filled, "me", "unknown", why="something was sent before the submit")
    assert ledger.find(3).submitting_s == clock.now_s
    assert ledger.take("me", LEASE_S) is None
    assert ledger.take_unknown("me", LEASE_S, older_than_s=20) is None
    first, second = (ledger.take_unknown(who, LEASE_S, older_than_s=5) for who in ("one", "two"))
    assert first is not None
    assert second is not None
    assert (first.number, first.state, second.number) == (1, "unknown", 2)
    assert ledger.take_unknown("me", LEASE_S, older_than_s=5) is None
    ledger.move(first.id, "one", "confirmed", why="it was found")
    with pytest.raises(LeaseLost):
        ledger.move(second.id, "two", "pending")
    ledger.move(second.id, "two", "unknown", why="the page did not open")
    clock.now_s += 10
    again = [ledger.take_unknown("two", LEASE_S, older_than_s=5) for _ in range(2)]
    assert [each.number for each in again if each] == [2, 3]
    ledger.move(second.id, "two", "pending", surely_not_stored=True)
    assert (ledger.find(2).state, ledger.find(2).submitting_s) == ("pending", None)
    assert ledger.expire(lambda _: False) == Expired(0, 0)
    assert (ledger.find(3).state, ledger.find(3).owner) == ("unknown", "")


def test_a_person_settles_what_is_unknown(ledger: Ledger) -> None:
    ledger.add(some(3), "a.csv")
    for _ in range(2):
        brought_to(ledger, "unknown")
    looked_up = ledger.take_unknown("me", LEASE_S, older_than_s=0)
    assert looked_up is not None
    ledger.settle(1, stored=True, why="seen in the list")
    ledger.settle("row-2@example.org", stored=False, why="not in the list")
    with pytest.raises(LeaseLost):
        ledger.move(looked_up.id, "me", "failed")
    assert [(each.state, each.why) for each in ledger.entries()][:2] == [
        ("confirmed", "seen in the list"),
        ("pending", "not in the list"),
    ]
    for row in (1, 2, 3):
        with pytest.raises(BadInput, match="only a row that is unknown can be settled"):
            ledger.settle(row, stored=True, why="")


def test_what_failed_is_tried_again_when_a_person_says_so(ledger: Ledger) -> None:
    ledger.add(some(8), "a.csv")
    for state in ("failed", "failed", "rejected", "unknown", "confirmed", "submitting", "ready"):
        brought_to(ledger, state)
    assert ledger.retry() == 2
    assert ledger.retry("row-3@example.org") == 1
    for number in range(4, 8):
        with pytest.raises(BadInput, match="only one that failed or was rejected is tried again"):
            ledger.retry(number)
    states = ["pending", "pending", "pending", "unknown", "confirmed", "submitting", "ready", "pending"]
    assert [each.state for each in ledger.entries()] == states
    assert ledger.find(1).attempts == 0


def test_a_yes_is_not_for_the_next_try(ledger: Ledger) -> None:
    ledger.add(some(1), "a.csv")
    row = brought_to(ledger, "ready").id
    ledger.approve(1)
    ledger.move(row, "me", "failed")
    ledger.retry(1)
    assert not ledger.find(1).approved


def test_a_row_is_found_by_key_or_number_and_the_key_comes_first(ledger: Ledger) -> None:
    ledger.add([new(1, key="2"), new(2, key="x"), new(3, key="1 ")], "a.csv")
    ledger.add([new(3, key="y")], "b.csv")
    assert (ledger.find("2").number, ledger.find(2).key, ledger.find("1").key) == (1, "x", "2")
    with pytest.raises(BadInput, match=r'row 3 is in a.csv \("1 "\) and in b.csv: say its key'):
        ledger.find("3")
    for what in ("nobody", "", "９", "-1", "9" * 30, "X"):
        with pytest.raises(BadInput, match='the job "members" has no row with the key or number'):
            ledger.find(what)
    with pytest.raises(BadInput):
        ledger.approve("nobody")


def test_rows_are_told_as_they_stood(ledger: Ledger, clock: Clock) -> None:
    ledger.add(some(1200), "a.csv")
    for state in ("confirmed", "failed", "unknown", "confirmed"):
        clock.now_s += 1
        brought_to(ledger, state)
    counts = ledger.counts()
    assert list(counts) == list(STATES)
    assert (counts["pending"], counts["confirmed"], counts["failed"], counts["ready"]) == (1196, 2, 1, 0)
    assert [each.number for each in ledger.entries(["failed", "confirmed"])] == [1, 2, 4]
    assert [each.number for each in ledger.entries(newest_first=True, limit=3)] == [4, 3, 2]
    assert [each.number for each in ledger.entries([])] == []
    told = ledger.entries()
    next(told)
    for _ in range(10):
        brought_to(ledger, "confirmed")
    assert [each.state for each in told].count("pending") == 1196
    assert ledger.counts()["pending"] == 1186


def test_jobs_of_one_database_know_nothing_of_each_other(ledger: Ledger, ledger_url: str, clock: Clock) -> None:
    assert jobs_in(ledger_url) == []
    ledger.add(some(2), "a.csv")
    ledger.set_about(source="a.csv", began_s=1.5, parts=["x", ODD])
    ledger.set_about(source="b.csv")
    clock.now_s += 10
    with Ledger(ledger_url, "guests", clock=clock) as other:
        other.add(some(1), "a.csv")
        row = brought_to(other, "filling").id
        assert other.take("me", LEASE_S) is None
        assert other.about() == {}
        with pytest.raises(LeaseLost):
            ledger.move(row, "me", "ready")
        assert ledger.release("me") == 0
        assert ledger.expire(lambda _: False) == Expired(0, 0)
    assert ledger.about() == {"source": "b.csv", "began_s": 1.5, "parts": ["x", ODD]}
    found = jobs_in(ledger_url)
    assert [(each.name, sum(each.counts.values()), each.updated_s) for each in found] == [
        ("guests", 1, clock.now_s),
        ("members", 2, clock.now_s - 10),
    ]
    assert found[0].counts["filling"] == 1
