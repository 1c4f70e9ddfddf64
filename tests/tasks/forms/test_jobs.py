"""Jobs as people run them: to the end, stopped and gone on with, tried, approved, by two at once; what the site then has."""

from __future__ import annotations

import csv
import json
import signal
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import handeye
from handeye.tasks.bench.fill.guests import Guest, guests_of, write_job
from handeye.tasks.bench.fill.site import FillSite
from handeye.tasks.bench.fill.started import Started
from handeye.tasks.cli import run
from handeye.tasks.forms.ledger import Ledger

LIMIT_S = 120.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FillSite]:
    with FillSite(tmp_path / "site", 5) as site:
        yield site


def stored(site: FillSite) -> list[str]:
    return sorted(str(entry["email"]) for entry in site.stored.all())


def keys(guests: list[Guest]) -> list[str]:
    return sorted(guest.key for guest in guests)


def fill(job: Path, *more: str) -> int:
    return run(["fill", str(job), "--runs", str(job.parent / "runs"), *more])


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_each_row_is_stored_once_and_a_second_run_sends_nothing(
    site: FillSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests = guests_of(5, 4)
    job = write_job(tmp_path / "job", site, guests, workers=2)
    assert fill(job, "--json") == 0
    said = told(capsys)
    assert (said["status"], said["rows"], said["confirmed"], said["model_calls"]) == ("done", 4, 4, 0)
    assert stored(site) == keys(guests)
    with (job.parent / "job.results.csv").open(encoding="utf-8-sig", newline="") as file:
        results = list(csv.DictReader(file))
    numbers = {str(entry["email"]): str(entry["number"]) for entry in site.stored.all()}
    assert [(row["email"], row["status"], row["number"]) for row in results] == [
        (guest.key, "confirmed", numbers[guest.key]) for guest in guests
    ]
    assert all("POST" in row["receipt"] for row in results)
    assert Path(said["report"]).is_file()
    assert fill(job, "--json") == 0
    assert told(capsys)["confirmed"] == 4
    assert site.posts == 4


def test_a_dry_run_sends_nothing_and_leaves_the_ledger_alone(
    site: FillSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests = guests_of(6, 2)
    job = write_job(tmp_path / "job", site, guests)
    assert fill(job, "--dry-run") == 0
    said = capsys.readouterr().err
    assert "the first row, filled in:" in said
    picture = next(line.partition("filled in: ")[2] for line in said.splitlines() if "filled in: " in line)
    assert Path(picture.strip()).is_file()
    assert site.posts == 0
    assert fill(job, "--no-report") == 0
    assert stored(site) == keys(guests)


def test_the_first_row_waits_for_a_yes_and_no_silence_is_one(
    site: FillSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests = guests_of(7, 3)
    job = write_job(tmp_path / "job", site, guests, review="first")
    assert fill(job, "--no-report") == 5
    assert site.posts == 0
    assert f"handeye job approve {job} --row" in capsys.readouterr().err
    with Ledger(job.with_suffix(".ledger.sqlite"), "guests") as ledger:
        ledger.approve(1)
    assert fill(job, "--no-report") == 0
    assert stored(site) == keys(guests)


@pytest.mark.full
def test_all_rows_wait_where_all_are_to_be_looked_at(site: FillSite, tmp_path: Path) -> None:
    guests = guests_of(8, 2)
    job = write_job(tmp_path / "job", site, guests, review="all")
    assert fill(job, "--no-report") == 5
    assert site.posts == 0
    with Ledger(job.with_suffix(".ledger.sqlite"), "guests") as ledger:
        assert ledger.approve() == 2
    assert fill(job, "--no-report") == 0
    assert stored(site) == keys(guests)


def test_ctrl_c_brings_the_rows_under_way_to_their_end(site: FillSite, tmp_path: Path) -> None:
    guests = guests_of(9, 8)
    job = write_job(tmp_path / "job", site, guests)
    with started(job) as one:
        wait_for(lambda: site.posts >= 1, lambda: one.said() + one.out.read_text()[-800:])
        one.process.send_signal(signal.SIGINT)
        assert one.process.wait(LIMIT_S) == 130
    with Ledger(job.with_suffix(".ledger.sqlite"), "guests") as ledger:
        counts = ledger.counts()
    assert counts["confirmed"] == len(stored(site)) < len(guests)
    assert counts["confirmed"] + counts["pending"] == len(guests)
    assert fill(job, "--no-report") == 0
    assert stored(site) == keys(guests)


def test_two_runners_share_a_job(site: FillSite, tmp_path: Path) -> None:
    guests = guests_of(10, 6)
    job = write_job(tmp_path / "job", site, guests)
    with started(job, "one") as one, started(job, "two") as other:
        assert one.process.wait(LIMIT_S) == 0
        assert other.process.wait(LIMIT_S) == 0
    assert stored(site) == keys(guests)
    assert site.posts == len(guests)


def test_the_same_key_with_other_values_is_told_and_not_sent(
    site: FillSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests = guests_of(11, 2)
    job = write_job(tmp_path / "job", site, guests)
    assert fill(job, "--no-report") == 0
    table = job.parent / "guests.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(guests[0].cells["name"], "Somebody Else"), encoding="utf-8")
    capsys.readouterr()
    assert fill(job, "--no-report") == 0
    assert f'"{guests[0].key}"' in capsys.readouterr().err
    assert site.posts == 2


def test_a_job_from_python(site: FillSite, tmp_path: Path) -> None:
    guests = guests_of(12, 1)
    job = write_job(tmp_path / "job", site, guests)
    result = handeye.fill_job(job, runs=tmp_path / "runs", report=False)
    assert (result.status, result.confirmed, result.report) == ("done", 1, None)
    assert result.results is not None
    assert result.results.is_file()
    assert stored(site) == keys(guests)


@contextmanager
def started(job: Path, name: str = "one") -> Generator[Started]:
    """In a folder of a short name: a browser's sockets have no room for a long one."""
    with TemporaryDirectory(prefix="hj") as folder:
        words = ["-m", "handeye", "fill", str(job), "--runs", f"{folder}/runs", "--no-report", "--jsonl"]
        with Started(Path(folder), words, name=name) as one:
            yield one


def wait_for(is_so: Any, said: Any = str) -> None:
    until_s = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < until_s, said()
        time.sleep(0.02)
