"""`handeye run` on the demo site, as people type it: what is done is stored, what is not is not said to be."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.recorder import read_events
from handeye.tasks.cli import run
from handeye.tasks.demo.site import DemoSite

JOIN = """
type "Ada Lovelace" into Full name
type "ada@example.org" into E-mail
type "correct horse" into Password
type "05/04/1990" into Date of birth
type "+48 22 123 45 67" into Phone
select Poland from Country
choose Family
tick Chess
tick "I accept the terms"
click Create account
check that "Welcome" is visible
"""


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_a_member_is_signed_up_once_and_each_step_is_proven(
    site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["run", JOIN, "--start", f"{site.url}/join", "--runs", str(tmp_path / "runs"), "--json"])
    result = told(capsys)
    assert (code, result["status"], result["proof"]) == (0, "done", "checked")
    assert site.submissions["join"].stored == site.submissions["join"].received == 1
    (member,) = site.members.everyone()
    entry = member.entry
    assert (entry.full_name, entry.email, entry.born, entry.phone) == (
        "Ada Lovelace", "ada@example.org", date(1990, 5, 4), "+48 22 123 45 67",
    )  # fmt: skip
    assert (entry.country, entry.plan, entry.interests) == ("Poland", "Family", ("Chess",))
    folder = Path(result["run"])
    proven = [event for event in read_events(folder) if event["event"] == "verdict" and event["proven"]]
    assert {event["status"] for event in proven} == {"confirmed"}
    assert json.loads((folder / "run.json").read_text())["result"]["status"] == "done"


def test_what_is_not_understood_is_refused_before_anything_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["run", "clik Save", "--start", "localhost:1", "--runs", str(tmp_path / "runs")])
    assert code == 2
    assert '"clik Save"' in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_what_is_not_there_is_not_done(site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["run", "click Frobnicate", "--start", f"{site.url}/members", "--runs", str(tmp_path / "runs"), "--json"])
    assert (code, told(capsys)["code"]) == (1, "not_found")


def test_a_claim_that_is_not_so_is_not_done(site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = 'check that "Bankrupt" is visible'
    code = run(["run", words, "--start", f"{site.url}/members", "--runs", str(tmp_path / "runs"), "--json"])
    assert (code, told(capsys)["status"]) == (1, "failed")


def test_with_nothing_open_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "click Save", "--runs", str(tmp_path / "runs")]) == 2
    assert "--start URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "wrong"), [("stepps=3", "stepps"), ("steps=", "steps="), ("steps=0", "steps=0"), ("steps=x", "steps=x")]
)
def test_a_budget_that_makes_no_sense_is_refused(said: str, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "click Save", "--start", "localhost:1", "--budget", said]) == 2
    assert wrong in capsys.readouterr().err


def test_a_form_is_filled_by_its_labels_wherever_they_stand(
    site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {
        "Full name": "Grace Hopper", "E-mail": "grace@example.org", "Password": "nanoseconds", "Date of birth": "12/09/1906",
        "Country": "Poland", "Membership plan": "Patron", "Interests": ["Chess", "Music"], "I accept the terms": "yes",
    }  # fmt: skip
    words = f"fill the form with {json.dumps(values)}, click Create account, check that 'Welcome' is visible"
    code = run(["run", words, "--start", f"{site.url}/join", "--runs", str(tmp_path / "runs"), "--json"])
    assert (code, told(capsys)["status"]) == (0, "done")
    (member,) = site.members.everyone()
    assert (member.entry.full_name, member.entry.plan, member.entry.interests) == ("Grace Hopper", "Patron", ("Chess", "Music"))
