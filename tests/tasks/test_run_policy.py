"""What a run may do and what it waits for: hosts, questions, secrets, and going on with an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.recorder import read_events
from handeye.tasks.cli import run
from handeye.tasks.demo.site import DemoSite

SECRET = "Tr0ub4dor&3 horse"
JOIN = """
type "Ada Lovelace" into Full name
type "ada@example.org" into E-mail
type {password} into Password
type "05/04/1990" into Date of birth
select Poland from Country
choose Family
tick "I accept the terms"
click Create account
check that "Welcome" is visible
"""


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    file = tmp_path / "secrets.yaml"
    file.write_text(f"password: {json.dumps(SECRET)}\n")
    file.chmod(0o600)
    return file


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_a_secret_is_typed_and_stands_nowhere_else(
    site: DemoSite, tmp_path: Path, secrets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = tmp_path / "runs"
    code = run(["run", JOIN, "--start", f"{site.url}/join", "--secrets", str(secrets), "--runs", str(runs), "--json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    (member,) = site.members.everyone()
    assert site.members.is_password(member.number, SECRET)
    assert SECRET not in said.out + said.err
    kept = [file for file in runs.rglob("*") if file.is_file()]
    assert len(kept) > 10
    assert not [file for file in kept if SECRET.encode() in file.read_bytes()]


def test_a_secret_is_for_its_hosts_alone(
    site: DemoSite, tmp_path: Path, secrets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets.write_text(f"password: {{value: {json.dumps(SECRET)}, hosts: [bank.example.org]}}\n")
    code = run(["run", JOIN, "--start", f"{site.url}/join", "--secrets", str(secrets), "--runs", str(tmp_path / "r"), "--json"])
    result = told(capsys)
    assert (code, result["status"], result["code"]) == (4, "refused", "refused")
    assert "bank.example.org" in result["why"]
    assert site.submissions["join"].received == 0


def test_a_link_off_the_list_ends_the_run_as_refused(
    site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoSite(tmp_path / "other") as other:
        words = f"open {site.url}/members, open {other.url}/members"
        code = run(["run", words, "--runs", str(tmp_path / "r"), "--json"])
        assert code == 4
        assert f"--allow {other.url.removeprefix('http://')}" in capsys.readouterr().err
        assert other.requests == 0
        code = run(["run", words, "--runs", str(tmp_path / "r"), "--allow", other.url, "--json"])
        assert (code, told(capsys)["status"]) == (0, "done")
        assert other.requests > 0


def test_asked_about_everything_it_waits_and_goes_on_with_a_yes(
    site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = ["--runs", str(tmp_path / "r"), "--json"]
    code = run(["run", "click Join", "--start", f"{site.url}/members", "--ask", "always", *runs])
    waiting = told(capsys)
    assert (code, waiting["status"], waiting["code"]) == (5, "waiting", "waiting")
    name = Path(waiting["run"]).name
    assert run(["run", "--resume", name, *runs]) == 2
    assert "--yes, --no or --answer" in capsys.readouterr().err
    code = run(["run", "--resume", name, "--yes", *runs])
    assert (code, told(capsys)["status"]) == (0, "done")
    assert run(["run", "--resume", name, *runs]) == 2
    assert "has ended" in capsys.readouterr().err


def test_a_no_ends_it(site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = ["--runs", str(tmp_path / "r"), "--json"]
    run(["run", "click Join", "--start", f"{site.url}/members", "--ask", "always", *runs])
    waiting = told(capsys)
    code = run(["run", "--resume", waiting["run"], "--no", *runs])
    assert (code, told(capsys)["status"]) == (4, "refused")
    assert [event["event"] for event in read_events(Path(waiting["run"]))][-1] == "ended"


def test_answers_without_a_run_make_no_sense(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "click Save", "--start", "localhost:1", "--yes"]) == 2
    assert "--resume" in capsys.readouterr().err
    assert run(["run", "--resume", "nowhere"]) == 2
    assert "runs list" in capsys.readouterr().err


def test_claims_of_the_task_must_hold_in_the_end(site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "task.yaml"
    for check, code in (("'Members' is visible", 0), ("'Bankrupt' is visible", 1)):
        file.write_text(json.dumps({"start": f"{site.url}/members", "steps": "click Join, go back", "checks": check}))
        assert run(["run", str(file), "--runs", str(tmp_path / "r"), "--json"]) == code
        assert told(capsys)["proof"] == ("none" if code else "checked")


def test_a_page_that_answers_with_an_error_is_not_done(
    site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["run", f"open {site.url}/nowhere", "--runs", str(tmp_path / "r"), "--json"])
    result = told(capsys)
    assert (code, result["status"]) == (1, "failed")
    assert "404" in result["why"]


def test_a_form_that_the_page_complains_about_is_not_sent_again(
    site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["run", "click Create account", "--start", f"{site.url}/join", "--runs", str(tmp_path / "r"), "--json"])
    result = told(capsys)
    assert (code, result["status"]) == (1, "failed")
    events: list[dict[str, Any]] = [event for event in read_events(Path(result["run"])) if event["event"] == "intent"]
    assert [event["action"]["action"] for event in events].count("click") == 1
    assert "another look" in result["why"]
    assert site.submissions["join"].received == 0


def test_runs_are_listed_and_taken_away(site: DemoSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = ["--runs", str(tmp_path / "r")]
    run(["run", "click Join", "--start", f"{site.url}/members", *runs])
    run(["run", "click Join", "--start", f"{site.url}/members", "--ask", "always", *runs])
    capsys.readouterr()
    assert run(["runs", "list", *runs, "--json"]) == 0
    assert [each["status"] for each in told(capsys)["runs"]] == ["waiting", "done"]
    assert run(["runs", "prune", *runs]) == 2
    assert run(["runs", "prune", *runs, "--most", "0"]) == 0
    capsys.readouterr()
    run(["runs", "list", *runs, "--json"])
    assert [each["status"] for each in told(capsys)["runs"]] == ["waiting"], "what waits for a person stays"
