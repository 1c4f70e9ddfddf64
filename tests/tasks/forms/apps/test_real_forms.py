"""The apps' forms filled in by jobs, row after row: what their databases then hold is what the tables say, to the letter."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handeye.tasks.cli import run

from .django_admin import DjangoAdmin
from .fava import Fava
from .jobs import articles_job, bugs_job, entries_job, proposals_job, users_job
from .pretalx import Pretalx
from .roundup import Roundup
from .tables import Stored, Table, articles, bugs, entries, proposals, users

pytestmark = pytest.mark.full


def some(table: Table[Stored], count: int | None) -> Table[Stored]:
    """The first rows, or all of them."""
    return replace(table, rows=table.rows[:count], stored=table.stored[:count])


def fill(folder: Path, job: str, table: Table[Any], capsys: pytest.CaptureFixture[str]) -> None:
    """One job over the whole table, as a person would run it."""
    table.write(folder)
    (folder / "job.yaml").write_text(job, encoding="utf-8")
    code = run(["fill", str(folder / "job.yaml"), "--runs", str(folder / "runs"), "--no-report", "--json"])
    out, told = capsys.readouterr()
    assert code == 0, told[-3000:]
    said = json.loads(out)
    assert (said["status"], said["confirmed"], said["model_calls"]) == ("done", len(table.rows), 0)


def test_articles_and_users_of_an_admin(django_admin: DjangoAdmin, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written, people = some(articles(), 3), some(users(), 2)
    fill(tmp_path / "articles", articles_job(django_admin), written, capsys)
    assert django_admin.articles() == written.stored
    fill(tmp_path / "users", users_job(django_admin), people, capsys)
    assert django_admin.users() == people.stored
    assert all(user.has_password(row["password"]) for user, row in zip(django_admin.users(), people.rows, strict=True))


def test_entries_of_an_accountant(fava: Fava, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = some(entries(), 2)
    fill(tmp_path / "entries", entries_job(fava), table, capsys)
    assert fava.entries() == table.stored


def test_bugs_of_a_tracker(roundup: Roundup, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = some(bugs(), 2)
    fill(tmp_path / "bugs", bugs_job(roundup), table, capsys)
    assert roundup.bugs() == table.stored


def test_proposals_for_a_conference(pretalx: Pretalx, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = some(proposals(), 2)
    fill(tmp_path / "proposals", proposals_job(pretalx), table, capsys)
    assert pretalx.proposals() == table.stored


def test_all_articles_and_users(django_admin: DjangoAdmin, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written, people = articles(), users()
    fill(tmp_path / "articles", articles_job(django_admin), written, capsys)
    assert django_admin.articles() == written.stored
    fill(tmp_path / "users", users_job(django_admin), people, capsys)
    assert django_admin.users() == people.stored


def test_all_entries(fava: Fava, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path / "entries", entries_job(fava), entries(), capsys)
    assert fava.entries() == entries().stored


def test_all_bugs(roundup: Roundup, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path / "bugs", bugs_job(roundup), bugs(), capsys)
    assert roundup.bugs() == bugs().stored


def test_all_proposals(pretalx: Pretalx, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path / "proposals", proposals_job(pretalx), proposals(), capsys)
    assert pretalx.proposals() == proposals().stored
