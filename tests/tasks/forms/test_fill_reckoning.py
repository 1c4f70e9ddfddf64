"""The reckoning after a storm: whatever is not as the table has it is found, and what is well counts as well."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from handeye.tasks.bench.fill.fields import CALLED
from handeye.tasks.bench.fill.guests import Guest, guests_of
from handeye.tasks.bench.fill.reckoning import Reckoning, reckoned
from handeye.tasks.bench.fill.site import REFUSAL
from handeye.tasks.forms.entry import Entry, State
from handeye.tasks.forms.results import write_results

FIRST = 70_001


def entry(number: int, guest: Guest, state: State, **more: Any) -> Entry:
    told: dict[str, Any] = {"why": "", "captured": {}, "receipt": None, **more}
    return Entry(
        id=number, key=guest.key, number=number, line=number + 1, source="guests.csv", cells=dict(guest.cells), state=state,
        attempts=1, approved=False, owner="", lease_until=0.0, submitting_s=None, updated_s=0.0, began_s=None, run="", **told,
    )  # fmt: skip


@dataclass
class World:
    guests: list[Guest]
    stored: list[dict[str, object]]
    ledger: list[Entry]
    results: Path

    def reckoned(self) -> Reckoning:
        write_results(self.results, self.ledger, list(CALLED), ["number"])
        return reckoned(self.guests, self.stored, self.ledger, self.results)


def bad(guest: Guest) -> str:
    return {"not taken": f"E-mail: {REFUSAL}", "not offered": 'Ticket has no option "Backstage"'}[guest.wrong]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Where all is well."""
    guests = guests_of(3, 12, wrong=0.34, empty=0.2)
    good = [guest for guest in guests if not guest.wrong]
    stored: list[dict[str, object]] = [
        {"number": FIRST + at, **guest.stored, "notes": guest.stored["notes"].replace("\n", "\r\n")}
        for at, guest in enumerate(good)
    ]
    numbers = {guest.key: str(FIRST + at) for at, guest in enumerate(good)}
    ledger = [
        entry(at, guest, "confirmed", captured={"number": numbers[guest.key]}) if guest.key in numbers
        else entry(at, guest, "rejected", why=bad(guest))
        for at, guest in enumerate(guests, start=1)
    ]  # fmt: skip
    return World(guests, stored, ledger, tmp_path / "results.csv")


def test_all_is_well(world: World) -> None:
    found = world.reckoned()
    assert len(found.once) == 8
    assert len(found.refused) == 4
    others = {name: said for name, said in vars(found).items() if said and name not in ("once", "refused")}
    assert others == {}


def first(world: World) -> int:
    """The number in the ledger of the first good one."""
    return next(at for at, each in enumerate(world.ledger) if each.state == "confirmed")


def put(world: World, at: int, **more: Any) -> None:
    world.ledger[at] = replace(world.ledger[at], **more)


def twice(world: World) -> None:
    world.stored.append({**world.stored[0], "number": FIRST + 90})


def lost(world: World) -> None:
    del world.stored[0]


def another_value(world: World) -> None:
    world.stored[0]["city"] = "Londom"


def a_bad_one_stored(world: World) -> None:
    guest = next(guest for guest in world.guests if guest.wrong)
    world.stored.append({"number": FIRST + 90, **guest.stored})


def somebody_else(world: World) -> None:
    world.stored.append({**world.stored[0], "number": FIRST + 90, "email": "who@example.org"})


def not_over(world: World) -> None:
    put(world, first(world), state="unknown", why="it was cut off")


def said_to_have_failed(world: World) -> None:
    put(world, first(world), state="failed", why="nobody knows")


def another_number(world: World) -> None:
    put(world, first(world), captured={"number": "70099"})


def words_around(world: World) -> None:
    put(world, first(world), captured={"number": f"Reference number {FIRST}"})


def no_number(world: World) -> None:
    put(world, first(world), captured={})


def a_false_reason(world: World) -> None:
    put(world, next(at for at, each in enumerate(world.ledger) if each.state == "rejected"), why="the site was down")


def too_many_words(world: World) -> None:
    at = next(at for at, guest in enumerate(world.guests) if guest.wrong == "not taken")
    put(world, at, why=f"E-mail: {REFUSAL}; Town: Full name")


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (twice, {"twice"}),
        (lost, {"lost", "untrue"}),
        (another_value, {"wrong"}),
        (a_bad_one_stored, {"twice", "untrue"}),
        (somebody_else, {"twice"}),
        (not_over, {"unknown"}),
        (said_to_have_failed, {"untrue"}),
        (another_number, {"untrue"}),
        (words_around, {"wordy"}),
        (no_number, {"unnumbered"}),
        (a_false_reason, {"untrue"}),
        (too_many_words, {"noisy"}),
    ],
)
def test_what_is_wrong_is_found(world: World, wrong: Callable[[World], None], where: set[str]) -> None:
    wrong(world)
    found = world.reckoned()
    assert {name for name, said in vars(found).items() if said and name not in ("once", "refused")} == where
    assert all(len(getattr(found, name)) == 1 for name in where)


def test_a_row_that_the_ledger_lacks(world: World) -> None:
    gone = world.ledger.pop()
    assert world.reckoned().untrue == [f"{gone.key}: the ledger does not know it"]


def test_results_that_say_something_else(world: World) -> None:
    world.reckoned()
    with world.results.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows[0]["status"] = "failed"
    rows[1]["city"] = "Londom"
    with world.results.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows[:-1])
    found = reckoned(world.guests, world.stored, world.ledger, world.results)
    assert [said.partition(": ")[0] for said in found.misreported] == [rows[0]["email"], rows[1]["email"], rows[-1]["email"]]


def test_no_two_guests_have_one_key() -> None:
    keys = [guest.key.casefold() for guest in guests_of(5, 400)]
    assert len(set(keys)) == len(keys)
