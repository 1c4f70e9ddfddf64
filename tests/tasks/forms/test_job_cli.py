"""`handeye job …` as people type it: which job is meant, how it stands, what became of a row, and what they decide of it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from handeye.agent.recorder import Recorder
from handeye.tasks.cli import run
from handeye.tasks.forms.entry import Entry, State
from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.owner import owner_name
from handeye.tools.frame import Frame

from .ledgers import new

COMMANDS = ("list", "status", "show", "retry", "approve", "settle")
LEASE_S = 600.0
PASSWORD = "correct-horse-battery"
JOB = """\
name: {name}
start: http://localhost:8000/join
rows: members.csv
key: email
fields:
  door: {{label: Access password}}
submit: Create account
done_when: Welcome
{more}
"""


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


class Desk:
    """A folder with a job in it that is half done, and a person who types commands there."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def type(self, command: str, *more: str) -> Said:
        self._capsys.readouterr()
        code = run(["job", *shlex.split(command), *more])
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def json(self, command: str) -> dict[str, object]:
        said = self.type(f"{command} --json")
        assert (said.code, said.err) == (0, ""), said.err
        return json.loads(said.out)

    def refused(self, command: str, *more: str) -> str:
        """What is said of what must fail: one line, and nothing on stdout."""
        said = self.type(command, *more)
        assert said.code == 2, said
        assert said.out == ""
        assert said.err.startswith("handeye: ")
        assert said.err.count("\n") == 1, said.err
        return said.err

    def states(self, name: str = "new-members") -> dict[int, State]:
        with Ledger(self.folder / "members.ledger.sqlite", name) as ledger:
            return {entry.number: entry.state for entry in ledger.entries()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    Path("members.yaml").write_text(JOB.format(name="new-members", more=""))
    with Ledger("members.ledger.sqlite", "new-members") as ledger:
        half_done(ledger, tmp_path / "runs")
    return Desk(tmp_path, capsys)


def half_done(ledger: Ledger, runs: Path) -> None:
    """Row 1 confirmed, 2 and 3 failed, 4 rejected, 5 unknown, 6 waits for a yes, 7 at work, 8 cut off, 9 pending."""
    ledger.add((new(n, f"p{n}@example.org", name=f"Person {n}", door=PASSWORD) for n in range(1, 10)), "members.csv")
    here, gone = owner_name(), owner_of_a_process_that_ended()

    def take(owner: str) -> Entry:
        entry = ledger.take(owner, LEASE_S)
        assert entry is not None
        return entry

    first = take(here)
    picture = recorded(runs / "1")
    ledger.move(first.id, here, "ready", run=str(runs / "1"))
    ledger.move(first.id, here, "submitting")
    requests = [{"method": "POST", "to": "localhost:8000/join", "status": 303}]
    values = {"name": "Person 1", "door": PASSWORD, "email": "p1@example.org"}
    receipt: dict[str, object] = {
        "at": "2026-03-01",
        "requests": requests,
        "seen": "Welcome",
        "picture": picture,
        "values": values,
    }
    ledger.move(first.id, here, "confirmed", why="“Welcome” is visible", captured={"number": "M-17"}, receipt=receipt)
    for number in (2, 3):
        ledger.move(take(here).id, here, "failed", why=f'"p{number}@example.org" was not taken')
    ledger.move(take(here).id, here, "rejected", why=f'Access password: "{PASSWORD}" is too old')
    doubtful = take(here)
    ledger.move(doubtful.id, here, "ready")
    ledger.move(doubtful.id, here, "submitting")
    ledger.move(doubtful.id, here, "unknown", why="no answer came")
    ledger.move(take(here).id, here, "ready", waits=True)
    take(here)
    cut_off = take(gone)
    ledger.move(cut_off.id, gone, "ready")
    ledger.move(cut_off.id, gone, "submitting")


def owner_of_a_process_that_ended() -> str:
    with subprocess.Popen(["true"]) as process:
        pass
    host, _, *rest = owner_name().split(":")
    return ":".join([host, str(process.pid), *rest])


def recorded(folder: Path) -> str:
    recorder = Recorder(folder)
    recorder.about(task="row 1", start="http://localhost:8000/join", on="browser", brain="form")
    name = recorder.keep(Frame.of(np.zeros((40, 60, 3), np.uint8), "painted"))
    recorder.event("look", frame=name)
    recorder.event("ended", status="done")
    recorder.close()
    return name


def test_help_says_what_each_command_does_with_an_example(desk: Desk) -> None:
    alone = desk.type("")
    assert alone.code == 0
    for command in COMMANDS:
        assert f"  {command} " in alone.out
        said = desk.type(f"{command} --help")
        assert said.code == 0
        assert f"  handeye job {command}" in said.out


def test_the_commands_cost_nothing_until_they_are_used() -> None:
    program = "import sys, handeye.tasks.cli; print({'sqlalchemy', 'rich', 'yaml', 'langgraph'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "set()\n"


def test_the_jobs_of_a_folder_are_listed(desk: Desk) -> None:
    said = desk.type("list")
    assert said.code == 0
    (line,) = said.out.splitlines()[1:]
    assert line.startswith("new-members ")
    assert "1 confirmed, 1 rejected, 2 failed, 1 unknown, 1 waiting for a yes, 2 under way, 1 left" in line
    assert line.rstrip().endswith("members.yaml")
    (job,) = desk.json("list")["jobs"]  # type: ignore[misc]
    assert job["job"] == "new-members"
    assert (job["rows"], job["counts"]["failed"], job["file"]) == (9, 2, "members.yaml")
    assert desk.type("list", str(desk.folder)).out.count("members.yaml") == 1


def test_what_is_no_ledger_is_passed_over_and_left_as_it_is(desk: Desk) -> None:
    with closing(sqlite3.connect("notes.sqlite")) as other:
        other.execute("CREATE TABLE notes (text)")
    before = Path("notes.sqlite").read_bytes()
    Path("torn.ledger.sqlite").write_text("no database at all " * 50)
    said = desk.type("list")
    assert said.code == 0
    assert "notes" not in said.all
    assert said.err == "handeye: torn.ledger.sqlite is no ledger: it is no SQLite file\n"
    assert "new-members" in said.out
    assert "something else" in desk.refused("status notes.sqlite")
    assert Path("notes.sqlite").read_bytes() == before
    assert not list(desk.folder.glob("notes.sqlite-*"))


def test_a_folder_without_jobs_says_how_one_begins(desk: Desk) -> None:
    Path("empty").mkdir()
    assert desk.type("list empty").err == 'handeye: there are no jobs in empty; "handeye fill job.yaml" begins one\n'
    assert desk.json("list empty") == {"jobs": [], "unreadable": []}
    assert "no folder nowhere" in desk.refused("list nowhere")


def test_how_a_job_stands_and_what_to_type_next(desk: Desk) -> None:
    said = desk.type("status members.yaml")
    assert said.code == 0
    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[0].startswith("new-members: 9 rows  1 confirmed, 1 rejected, 2 failed")
    assert "✗ 2 failed: … was not taken  rows 2, 3" in lines
    assert "✗ 1 rejected: Access password: … is too old  row 4" in lines
    assert "? 1 unknown: no answer came  row 5" in lines
    assert any(line.startswith(f"process {os.getpid()} on this machine until ") and line.endswith(" row 7") for line in lines)
    assert any(line.endswith("on this machine is gone; the next fill gives back row 8") for line in lines)
    typed = [line for line in lines if line.startswith("handeye ")]
    assert "handeye job approve members.yaml --row 6" in typed
    assert "handeye job settle members.yaml --row 5 --not-stored" in typed
    assert "handeye job retry members.yaml --all" in typed
    assert PASSWORD not in said.all


def test_every_command_that_is_proposed_works(desk: Desk) -> None:
    steps = cast("list[dict[str, list[str]]]", desk.json("status members.yaml")["next"])
    proposed = [command for step in steps for command in step["commands"]]
    asked = [shlex.split(command)[2:] for command in proposed if command.startswith("handeye job ")]
    assert {command[0] for command in asked} == {"show", "approve", "settle", "retry"}
    done = [" ".join(command) for command in asked if "--stored" not in command]
    codes = {command: desk.type(command + " --yes" * command.startswith("settle")).code for command in done}
    assert set(codes.values()) == {0}, codes
    assert desk.states() == {1: "confirmed", 2: "pending", 3: "pending", 4: "pending", 5: "pending", 6: "pending"} | {
        7: "filling",
        8: "unknown",
        9: "pending",
    }


def test_where_rows_can_be_looked_up_that_is_proposed_first(desk: Desk) -> None:
    more = 'reconcile: {open: "http://localhost:8000/members?q={email}", seen: "{email}"}'
    Path("members.yaml").write_text(JOB.format(name="new-members", more=more))
    with Ledger("members.ledger.sqlite", "new-members") as ledger:
        ledger.expire(lambda _: False)
    steps = cast("list[dict[str, Any]]", desk.json("status members.yaml")["next"])
    assert [step["commands"] for step in steps if "looked up" in step["why"]] == [["handeye fill members.yaml"]]


def test_as_json_a_status_is_whole(desk: Desk) -> None:
    told = desk.json("status new-members")
    assert told["counts"] == {
        "pending": 1, "filling": 1, "ready": 1, "submitting": 1, "confirmed": 1, "rejected": 1, "failed": 2, "unknown": 1,
    }  # fmt: skip
    assert {"state": "failed", "why": "… was not taken", "rows": 2, "first": [2, 3]} in told["groups"]  # type: ignore[operator]
    owners = {owner["gone"]: owner["first"] for owner in told["owners"]}  # type: ignore[attr-defined]
    assert owners == {False: [7], True: [8]}
    assert told["waiting"] == {"approve": {"rows": 1, "first": [6]}, "settle": {"rows": 1, "first": [5]}}


def test_all_that_is_known_of_a_row_but_not_its_password(desk: Desk) -> None:
    said = desk.type("show members.yaml --row p1@example.org")
    assert said.code == 0
    assert "new-members, row 1 (p1@example.org)  ✓ confirmed" in said.out
    for part in ("“Welcome” is visible", "members.csv, line 2", "POST localhost:8000/join 303", "M-17", "Person 1"):
        assert part in said.out, part
    assert "door  ••••••" in said.out
    told = desk.json("show members.yaml --row 1")
    assert told["values"] == {"name": "Person 1", "door": "••••••"}
    film, picture = Path(str(told["film"])), Path(str(told["picture"]))
    assert "<html" in film.read_text(), "it was not there before, and is now"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert str(film) in said.out
    assert str(picture) in said.out
    for command in ("show members.yaml", "show members.yaml --row 4", "show members.yaml --row 1"):
        assert PASSWORD not in desk.type(command).all
        assert PASSWORD not in desk.type(f"{command} --json").all
        assert PASSWORD not in desk.type(command.replace("members.yaml", "members.ledger.sqlite")).all or "--row 1" in command


def test_a_record_that_is_gone_is_said_to_be(desk: Desk) -> None:
    shutil.rmtree("runs")
    said = desk.type("show members.yaml --row 1")
    assert said.code == 0
    assert "is not there" in said.out
    assert desk.json("show members.yaml --row 1")["film"] is None


def test_rows_are_lines_for_other_programs(desk: Desk) -> None:
    lines = desk.type("show members.yaml --state failed,rejected").out.splitlines()
    assert [line.split("\t")[:3] for line in lines] == [
        ["2", "p2@example.org", "failed"],
        ["3", "p3@example.org", "failed"],
        ["4", "p4@example.org", "rejected"],
    ]
    assert len(desk.type("show members.yaml").out.splitlines()) == 9
    assert len(desk.type("show members.yaml --limit 4").out.splitlines()) == 4
    told = desk.json("show members.yaml --state unknown")
    assert [row["row"] for row in told["rows"]] == [5]  # type: ignore[attr-defined]
    none = desk.type("show members.yaml --state failed --limit 1")
    assert none.err == ""
    assert '"failed"' in desk.refused("show members.yaml --state faild")


def test_words_of_tables_turn_nothing_on_a_terminal(desk: Desk) -> None:
    with Ledger("members.ledger.sqlite", "new-members") as ledger:
        ledger.add([new(10, "\x1b[31mred\u202e\n@example.org", **{"na\x1b]me": "\x07bell\x9b2J"})], "t\x1b.csv")
    for command in ("show members.yaml --row 10", "show members.yaml", "show members.yaml --json", "status members.yaml"):
        said = desk.type(command)
        assert said.code == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said.all)
    assert "\x1b" not in desk.refused("retry members.yaml --row 10")


@pytest.mark.parametrize(
    ("row", "state", "instead"),
    [
        (1, "confirmed", ["never sent again"]),
        (5, "unknown", ["handeye job settle members.yaml --row 5 --stored"]),
        (8, "unknown", ["handeye job settle members.yaml --row 8 --stored"]),
        (6, "ready", ["handeye job approve members.yaml --row 6"]),
        (7, "filling", ["filled in by", "handeye job status members.yaml"]),
        (9, "pending", ["handeye fill members.yaml"]),
    ],
)
def test_what_cannot_be_tried_again_says_what_to_do_instead(desk: Desk, row: int, state: State, instead: list[str]) -> None:
    said = desk.refused(f"retry members.yaml --row {row}")
    assert all(part in said for part in [f"row {row} (p{row}@example.org)", *instead]), said
    assert desk.states()[row] == state


def test_of_several_rows_all_are_tried_again_or_none(desk: Desk) -> None:
    desk.refused("retry members.yaml --row 2 --row 1")
    assert desk.states()[2] == "failed"
    assert "2 rows are pending again" in desk.type("retry members.yaml --row 2 --row p4@example.org").err
    assert [desk.states()[n] for n in (2, 3, 4)] == ["pending", "failed", "pending"]


def test_all_that_failed_are_tried_again_and_the_rejected_when_that_is_said(desk: Desk) -> None:
    assert "say which" in desk.refused("retry members.yaml")
    said = desk.type("retry members.yaml --all")
    assert (said.code, desk.states()[4]) == (0, "rejected")
    assert said.err == (
        "handeye: 2 rows are pending again, with the values that the ledger has; next: handeye fill members.yaml\n"
    )
    assert "1 row is pending" in desk.type("retry members.yaml --rejected").err
    assert desk.states()[4] == "pending"
    assert (
        "no row of new-members failed or was rejected".replace(" or ", " and ")
        in desk.type("retry members.yaml --all --rejected").err
    )


def test_a_yes_is_given_to_one_row_or_to_all_that_wait(desk: Desk) -> None:
    assert "say which" in desk.refused("approve members.yaml")
    assert "failed" in desk.refused("approve members.yaml --row 2")
    said = desk.type("approve members.yaml --all")
    assert said.err == "handeye: 1 row is approved; to send it off: handeye fill members.yaml\n"
    with Ledger("members.ledger.sqlite", "new-members") as ledger:
        assert (ledger.find(6).state, ledger.find(6).approved) == ("pending", True)
    assert "waits for a yes" in desk.type("approve members.yaml --all").err


def test_what_a_person_found_out_settles_a_row(desk: Desk) -> None:
    assert "--stored or --not-stored" in desk.refused("settle members.yaml --row 5")
    assert "failed" in desk.refused("settle members.yaml --row 2 --stored --yes")
    said = desk.type("settle members.yaml --row 5 --stored --yes --why 'she is in the list'")
    assert (said.code, said.err) == (0, "handeye: row 5 (p5@example.org) is confirmed\n")
    with Ledger("members.ledger.sqlite", "new-members") as ledger:
        assert ledger.find(5).why == "she is in the list"
    assert desk.type("settle members.yaml --row 8 --not-stored --yes").code == 0, "its runner is gone"
    assert desk.states()[8] == "pending"


def test_without_a_terminal_the_consequence_is_said_and_yes_is_wanted(desk: Desk) -> None:
    said = desk.refused("settle members.yaml --row 5 --not-stored")
    assert "no answer came" in said
    assert "it will be there twice" in said
    assert "--yes" in said
    assert "it is lost" in desk.refused("settle members.yaml --row 5 --stored")
    assert desk.states()[5] == "unknown"


@pytest.mark.parametrize(("answer", "code", "state"), [("yes", 0, "pending"), ("no", 1, "unknown"), ("", 1, "unknown")])
def test_on_a_terminal_it_asks(desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, state: State) -> None:
    ended, said = on_a_terminal("settle members.yaml --row 5 --not-stored", monkeypatch, answer)
    assert "it is sent once more by the next fill" in said
    assert "sure? yes or no: " in said
    assert (ended, desk.states()[5]) == (code, state)


@pytest.mark.usefixtures("desk")
def test_on_a_terminal_rows_are_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = on_a_terminal("show members.yaml --limit 4", monkeypatch)
    lines = said.splitlines()
    assert code == 0
    assert lines[0].split() == ["row", "key", "state", "tries", "changed", "why"]
    assert lines[1].split()[:4] == ["1", "p1@example.org", "✓", "confirmed"]
    assert "handeye: 5 more; --limit 9 shows all, --state those of a kind" in lines


def on_a_terminal(command: str, monkeypatch: pytest.MonkeyPatch, answer: str = "") -> tuple[int, str]:
    """The exit code, and what is to be seen there."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    with monkeypatch.context() as there, os.fdopen(os.dup(theirs)) as stdin, os.fdopen(theirs, "w") as out:
        there.setenv("TERM", "dumb")
        for name, file in (("stdin", stdin), ("stdout", out), ("stderr", out)):
            there.setattr(sys, name, file)
        code = run(["job", *shlex.split(command)])
    said = b""
    with contextlib.suppress(OSError):  # all was read
        while more := os.read(ours, 65536):
            said += more
    os.close(ours)
    return code, said.decode().lstrip("\r\n")


@pytest.mark.parametrize(
    "job",
    [
        "members.yaml",
        "members.ledger.sqlite",
        "new-members",
        "sqlite:///members.ledger.sqlite",
        "new-members --ledger members.ledger.sqlite",
        "new-members --ledger sqlite:///members.ledger.sqlite",
        "members.yaml --ledger members.ledger.sqlite",
    ],
)
def test_a_job_is_known_by_its_file_its_ledger_or_its_name(desk: Desk, job: str) -> None:
    told = desk.json(f"status {job}")
    assert (told["job"], told["rows"], told["file"]) == ("new-members", 9, "members.yaml")


def test_a_job_that_may_be_either_of_two_names_both(desk: Desk) -> None:
    shutil.copy("members.ledger.sqlite", "copy.sqlite")
    said = desk.refused("status new-members")
    assert "members.yaml" in said
    assert "new-members --ledger copy.sqlite" in said
    with Ledger("members.ledger.sqlite", "old-members") as ledger:
        ledger.add([new(1)], "members.csv")
    said = desk.refused("status members.ledger.sqlite")
    assert "old-members --ledger members.ledger.sqlite" in said
    assert desk.json("status old-members --ledger members.ledger.sqlite")["rows"] == 1


def test_the_ledger_that_a_job_names_lies_where_its_file_does(desk: Desk) -> None:
    Path("jobs").mkdir()
    shutil.move("members.ledger.sqlite", "jobs/kept.db")
    Path("members.yaml").rename("jobs/members.yaml")
    job = Path("jobs/members.yaml")
    job.write_text(job.read_text() + "ledger: kept.db\n")
    assert desk.json("status jobs/members.yaml")["rows"] == 9
    assert desk.type("list jobs").out.count("new-members") == 1


def test_the_same_on_postgres(desk: Desk, postgres: str) -> None:
    with Ledger(postgres, "on-postgres") as ledger:
        half_done(ledger, desk.folder / "others")
    ledger_url = postgres.replace("+psycopg", "")
    Path("remote.yaml").write_text(JOB.format(name="on-postgres", more=f'ledger: "{ledger_url}"'))
    assert desk.json("status remote.yaml")["rows"] == 9
    assert {job["job"] for job in desk.json("list")["jobs"]} >= {"on-postgres", "new-members"}  # type: ignore[attr-defined]
    assert "2 rows are pending again" in desk.type(f"retry on-postgres --all --ledger {shlex.quote(ledger_url)}").err
    assert "p9@example.org" in desk.refused("show remote.yaml --row p99@example.org")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("status nobody", ['no job "nobody"', "new-members", "job.yaml"]),
        ("status new-member", ['no job "new-member"', 'Did you mean "new-members"?']),
        ("status member.yaml", ["no file member.yaml", 'Did you mean "members.yaml"?']),
        ("status other.yaml", ["other", "no rows yet", "handeye fill other.yaml"]),
        ("status renamed.yaml", ['no rows of "renamed"', '"new-members"', "sent once more"]),
        ("status torn.sqlite", ["torn.sqlite is no ledger"]),
        ("status empty.sqlite", ["empty.sqlite is no ledger"]),
        ("status x --ledger folder", ["folder is no file"]),
        ("status x --ledger nowhere.sqlite", ["nowhere.sqlite", "no jobs"]),
        ("status x --ledger members.ledger.sqlite", ['no job "x"', '"new-members"']),
        ("status x --ledger postgresql://nobody@127.0.0.1:1/x", ["127.0.0.1", "refused"]),
        ("status x --ledger mysql://nobody@localhost/x", ["SQLite or Postgres", "mysql"]),
        ("status x --ledger sqlite://", ["name a file"]),
        ("show members.yaml --row p11@example.org", ["p11@example.org", 'Did you mean "p1@example.org"?', "9 rows"]),
        ("show members.yaml --row 77", ['"77"', "9 rows"]),
        ("retry members.yaml --row 77", ['"77"', "9 rows"]),
        ("settle members.yaml --stored", ["--row"]),
        ("settle members.yaml --row 77 --stored --yes", ['"77"']),
        ("stauts members.yaml", ["stauts"]),
    ],
)
def test_what_is_wrong_is_one_line_that_says_what_to_do(desk: Desk, command: str, words: list[str]) -> None:
    Path("other.yaml").write_text(JOB.format(name="other", more=""))
    Path("renamed.yaml").write_text(JOB.format(name="renamed", more="ledger: members.ledger.sqlite"))
    Path("torn.sqlite").write_text("no database at all " * 50)
    Path("empty.sqlite").touch()
    Path("folder").mkdir()
    said = desk.refused(command)
    assert all(word in said for word in words), said


def test_a_missing_driver_is_named_with_the_command_that_gets_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install" in desk.refused("status x --ledger postgresql://nobody@127.0.0.1:1/x")


def test_a_password_in_an_address_is_not_said(desk: Desk) -> None:
    said = desk.refused("status x --ledger postgresql://me:hunter2@127.0.0.1:1/x")
    assert "hunter2" not in said


def test_a_ledger_that_another_program_has_to_itself(desk: Desk) -> None:
    with closing(sqlite3.connect("members.ledger.sqlite")) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert "locked by another program" in desk.refused("status members.yaml")
    assert desk.type("status members.yaml").code == 0
