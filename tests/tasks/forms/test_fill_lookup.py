"""What became of a row is looked up: it counts as stored only where it is itself to be seen, and as not stored only where all was seen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from handeye.tasks.bench.fill.faults import Fault, Faults
from handeye.tasks.bench.fill.guests import Guest, guests_of, write_job
from handeye.tasks.bench.fill.reckoning import Reckoning, reckoned
from handeye.tasks.bench.fill.site import FillSite
from handeye.tasks.forms.ledger import Ledger

SEED, LIMIT_S = 1, 240
LIMITS = {"settle_s": 2, "attempts": 5, "max_failures": 20}


class Planned(Faults):
    """The first POSTs get these; all later ones are taken."""

    def __init__(self, *plan: Fault) -> None:
        super().__init__(0, {})
        self._plan = list(plan)

    def draw(self) -> Fault:
        return self._plan.pop(0) if self._plan else ""


def called(emails: list[str]) -> list[Guest]:
    return [
        Guest({**each.cells, "email": email}, {**each.stored, "email": email})
        for each, email in zip(guests_of(SEED, len(emails)), emails, strict=True)
    ]


def filled(folder: Path, site: FillSite, guests: list[Guest], seen: Mapping[str, str], **more: Any) -> Reckoning:
    job = write_job(folder / "job", site, guests, reconcile=dict(seen), limits=LIMITS, **more)
    command = [sys.executable, "-m", "handeye", "fill", str(job), "--runs", str(folder / "runs"), "--no-report", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    with Ledger(str(job.with_suffix(".ledger.sqlite")), "guests") as ledger:
        entries = list(ledger.entries())
    for entry in entries:
        print(entry.key, entry.state, entry.why)
    print(done.stderr)
    return reckoned(guests, site.stored.all(), entries, job.with_suffix(".results.csv"))


ALIKE = [
    ("ill1@example.org", "i1l1@example.org"),
    ("arn@example.org", "am@example.org"),
    ("bob.smith@example.org", "bob.smyth@example.org"),
    ("joann@example.org", "ann@example.org"),
    ("ann@example.community", "ann@example.com"),
]


@pytest.mark.full
def test_one_that_looks_alike_is_another_one(tmp_path: Path) -> None:
    """It is answered 500, and not stored; the one before it is, and stands in the list."""
    guests = called([email for pair in ALIKE for email in pair])
    plan: list[Fault] = ["", "refused"]
    with FillSite(tmp_path / "site", SEED, faults=Planned(*plan * len(ALIKE))) as site:
        found = filled(tmp_path, site, guests, {"open": f"{site.url}/entries", "seen": "{email}"})
    assert (found.lost, found.untrue, found.twice) == ([], [], [])


@pytest.mark.full
def test_what_stands_further_down_is_there(tmp_path: Path) -> None:
    """It is stored, and no answer comes."""
    guests = called(["ada@example.org", "grace@example.org"])
    with FillSite(tmp_path / "site", SEED, faults=Planned("", "dropped")) as site:
        for number in range(40):
            site.stored.add({**guests[0].stored, "email": f"somebody{number}@example.net"})
        site.many = 100
        found = filled(tmp_path, site, guests, {"open": f"{site.url}/entries", "seen": "{email}"})
    assert (found.lost, found.twice[:-40]) == ([], [])


@pytest.mark.parametrize("fault", ["dropped", pytest.param("refused", marks=pytest.mark.full)])
def test_what_became_of_it_is_found_out(tmp_path: Path, fault: Fault) -> None:
    guests = called(["ada@example.org", "grace@example.org"])
    with FillSite(tmp_path / "site", SEED, faults=Planned("", fault)) as site:
        found = filled(tmp_path, site, guests, {"open": f"{site.url}/entries?q={{email}}", "seen": "{email}"})
        assert site.posts == (2 if fault == "dropped" else 3)
    assert len(found.once) == 2
    assert (found.twice, found.untrue) == ([], [])


def test_a_page_that_shows_nothing_of_what_is_stored_tells_nothing_of_what_is_not(tmp_path: Path) -> None:
    """It says that one has to log in."""
    guests = called(["ada@example.org", "grace@example.org"])
    with FillSite(tmp_path / "site", SEED, faults=Planned("", "refused")) as site:
        found = filled(tmp_path, site, guests, {"open": f"{site.url}/away?q={{email}}", "seen": "{email}"})
        assert site.posts == 2
    with Ledger(str(tmp_path / "job" / "job.ledger.sqlite"), "guests") as ledger:
        entry = ledger.find("grace@example.org")
    assert entry.state == "unknown"
    assert 'neither is row 1 ("ada@example.org"), which is stored' in entry.why
    assert found.twice == []


@pytest.mark.full
def test_where_nothing_was_stored_yet_the_others_come_first(tmp_path: Path) -> None:
    guests = called(["ada@example.org", "grace@example.org", "lin@example.org"])
    with FillSite(tmp_path / "site", SEED, faults=Planned("refused")) as site:
        found = filled(tmp_path, site, guests, {"open": f"{site.url}/entries?q={{email}}", "seen": "{email}"})
        assert site.posts == 4
    assert (len(found.once), found.twice, found.untrue) == (3, [], [])
