"""A ledger in a file: beside its job, for its owner's eyes alone, and whole whatever the disk does."""

from __future__ import annotations

import resource
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from handeye.tasks.forms.entry import LedgerGone
from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.ledger_view import jobs_in
from handeye.tools.errors import BadInput

from .ledgers import LEASE_S, engine_of, some
from .taking import Runners


@pytest.mark.parametrize("kind", ["url", "text", "path"])
def test_its_file_is_read_by_its_owner_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd ? # % name.sqlite" if kind != "url" else tmp_path / "ledger.sqlite"
    with Ledger({"url": f"sqlite:///{path}", "text": str(path), "path": path}[kind], "members") as ledger:
        ledger.add(some(1), "a.csv")
        for each in tmp_path.iterdir():
            assert stat.S_IMODE(each.stat().st_mode) == 0o600, each
    assert [each.name for each in jobs_in(path)] == ["members"]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_it_stays_the_same_file_when_the_folder_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger("ledger.sqlite", "members") as ledger, Ledger("sqlite:///ledger.sqlite", "members") as other:
        monkeypatch.chdir("/")
        ledger.add(some(2), "a.csv")
        told = ledger.entries()
        next(told)
        assert ledger.counts()["pending"] == other.counts()["pending"] == 2


def test_looking_for_jobs_makes_no_file(tmp_path: Path) -> None:
    assert jobs_in(tmp_path / "ledger.sqlite") == []
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_a_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("This is not a database, and long enough to be looked at as one. " * 20)
    for where, why in {
        str(tmp_path / "text"): "the ledger .*text cannot be opened: file is not a database",
        str(tmp_path / "nowhere/ledger"): "cannot be opened: No such file or directory",
        str(tmp_path): "cannot be opened: Is a directory|cannot be opened: unable to open database file",
        "sqlite://": "a ledger in memory would be gone with this process",
        "sqlite:///:memory:": "a ledger in memory would be gone with this process",
        "mysql://x@y/z": "a ledger is kept in SQLite or Postgres, not in mysql",
        "postgresql://host:port/x": "no ledger can be there",
        "oh no://": "no ledger can be there; its address is like sqlite:///folder/file",
    }.items():
        with pytest.raises(BadInput, match=why):
            Ledger(where, "members")
    assert (tmp_path / "text").read_text().startswith("This is not")


def test_many_may_open_a_new_one_at_once(tmp_path: Path, program: Runners) -> None:
    for attempt in range(3):
        url = str(tmp_path / f"{attempt}.sqlite")
        for _ in range(6):
            program.start("take", url, "members", tmp_path / "taken")
        program.wait()
        with Ledger(url, "members") as ledger:
            assert ledger.add(some(1), "a.csv").new == 1


def test_only_submitting_waits_for_the_disk(tmp_path: Path) -> None:
    said = list[int]()
    with Ledger(tmp_path / "ledger.sqlite", "members") as ledger:

        def note(connection: Connection) -> None:
            said.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

        ledger.add(some(1), "a.csv")
        entry = ledger.take("me", LEASE_S)
        assert entry is not None
        event.listen(engine_of(ledger), "commit", note)
        for step in ("ready", "submitting", "confirmed"):
            ledger.move(entry.id, "me", step)
    normal, full = 1, 2
    assert said == [normal, full, normal]


def test_on_a_full_disk_nothing_that_stands_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Ledger(path, "members") as ledger:
        ledger.add(some(100), "a.csv")
        entry = ledger.take("me", LEASE_S)
        assert entry is not None
        ledger.move(entry.id, "me", "ready")
        # No file of this process may grow beyond this for a moment.
        largest = max(each.stat().st_size for each in tmp_path.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
        try:
            with pytest.raises(LedgerGone, match=r"the ledger .*ledger.sqlite fails: .*start the same job again"):
                ledger.add(some(2000), "a.csv")
            with pytest.raises(LedgerGone):
                ledger.move(entry.id, "me", "submitting", why="x" * largest)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert ledger.find(1).state == "ready"
        assert ledger.add(some(2000), "a.csv").new == 1900
        ledger.move(entry.id, "me", "submitting")
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()
