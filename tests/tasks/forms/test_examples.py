"""The examples that newcomers run: their tables fit their jobs, and their forms fit the demo's site."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handeye.tasks.cli import run
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.forms.intake import check_rows
from handeye.tasks.forms.job import read_job

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def test_the_members_are_good_rows() -> None:
    checked = check_rows(read_job(EXAMPLES / "members/job.yaml"))
    assert (checked.rows, checked.good, checked.undecided) == (6, 6, ())
    assert "note" not in checked.formats
    told = "\n".join(checked.lines)
    assert "born: dates" in told
    assert "interests: choices" in told


@pytest.mark.full
def test_the_members_join_as_they_are_written(site: DemoSite, tmp_path: Path) -> None:
    folder = tmp_path / "members"
    shutil.copytree(EXAMPLES / "members", folder)
    job = folder / "job.yaml"
    job.write_text(job.read_text().replace("http://127.0.0.1:8000", site.url))
    asked = ["fill", str(job), "--runs", str(tmp_path / "runs")]
    assert run([*asked, "--dry-run"]) == 0
    assert site.submissions["join"].received == 0
    assert run(asked) == 0
    joined = {member.entry.full_name: member.entry for member in site.members.everyone()}
    assert joined.keys() == {line.split(",")[0] for line in (folder / "members.csv").read_text().splitlines()[1:]}
    ada = joined["Ada Lovelace"]
    assert (ada.born.isoformat(), ada.country, ada.guests, ada.interests) == (
        "1990-12-10",
        "United Kingdom",
        2,
        ("Chess", "Music"),
    )
