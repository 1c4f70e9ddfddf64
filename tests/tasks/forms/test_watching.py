"""A running job as people and programs see it: on a real pseudo-terminal, through pipes, as JSON; and with nobody looking."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from rich.console import Console

from handeye.tasks.forms.board import Board
from handeye.tasks.forms.entry import State
from handeye.tasks.forms.progress import Progress
from handeye.tasks.forms.reasons import group_of
from handeye.tasks.forms.watching import MOST_A_SECOND, Watching

from .entries import entry

ROOT = Path(__file__).resolve().parents[3]
ROWS, COLUMNS = 24, 80


@pytest.mark.parametrize(
    ("reasons", "group"),
    [
        (["Email: ada@x.org is taken", "Email: zoë.b@y.co.uk is taken", 'Email: "bob" is taken'], "Email: … is taken"),
        (["Name: Ada Lovelace is on a list", "Name:  'A' is on a\nlist"], "Name: … is on a list"),
        (["wanted “1”, shown “l”", "wanted “0”, shown “O”"], "wanted …, shown …"),
        (["it took 3.2 s", "it took 121 s"], "it took … s"),
        (["+41 44 123 45 67 is no phone", "‘+1 555’ is no phone", "0441234567 is no phone"], "… is no phone"),
        (["the site answered 500"], "the site answered 500"),
        (["it isn't there, and won't be"], "it isn't there, and won't be"),
        (["Drinks: Earl Grey is sold out", "Drinks: Oolong is sold out"], "Drinks: … is sold out"),
    ],
)
def test_those_that_failed_alike_are_one_group(reasons: list[str], group: str) -> None:
    cells = {"name": "Ada Lovelace", "drinks": ("Oolong", "Earl Grey"), "code": "500", "it": "it"}
    assert {group_of(why, cells) for why in reasons} == {group}


def test_it_knows_how_fast_it_goes_and_how_long_it_will_take() -> None:
    progress = Progress({"pending": 200, "confirmed": 40}, now_s=0)
    assert (progress.per_minute(0), progress.to_go_s(0), progress.done, progress.left) == (0, None, 40, 200)
    for n in range(60):
        progress.row(entry(n), now_s=n + 1)
    assert progress.per_minute(60) == pytest.approx(60)
    assert progress.to_go_s(60) == pytest.approx(140)
    for n in range(60, 90):
        progress.row(entry(n), now_s=60 + 2 * (n - 59))
    assert progress.per_minute(120) == pytest.approx(30), "the pace is that of the last minute"
    assert progress.per_minute(1800) == pytest.approx(90 / 30), "or of all of it, where little was done in that"
    assert (progress.done, progress.unfinished) == (130, 110)


def test_rows_that_come_back_are_counted_once() -> None:
    progress = Progress({"pending": 5, "unknown": 1})
    progress.work(1, "fills page 1", "a")
    progress.work(2, "logs in", "")
    assert (progress.doing, progress.left) == (1, 4)
    progress.row(entry(1, "unknown", "cut off"))
    progress.row(entry(1, "confirmed"))
    progress.row(entry(2, "ready"))
    progress.row(entry(2, "rejected", "no"))
    progress.row(entry(3, "failed", "no"), was="unknown")
    progress.row(entry(4, "pending", "the site answered 503"), was="submitting")
    assert {state: count for state, count in progress.counts.items() if count} == {
        "pending": 3,
        "confirmed": 1,
        "rejected": 1,
        "failed": 1,
    }
    assert progress.groups == {("unknown", "cut off"): 1, ("rejected", "no"): 1, ("failed", "no"): 1}
    assert progress.rows == 6
    known = Progress({"unknown": 1, "confirmed": 1})
    known.row(entry(9, "confirmed"))
    assert (known.counts["confirmed"], known.rows) == (2, 2), "a row that was looked up"
    progress.recount({"pending": 1, "confirmed": 6})
    assert (progress.rows, progress.done) == (7, 6)


@pytest.mark.parametrize(("width", "height", "workers"), [(100, 30, 5), (80, 24, 64), (50, 12, 4), (20, 5, 2)])
def test_the_table_fits_its_terminal(width: int, height: int, workers: int) -> None:
    progress = Progress({"pending": 500})
    states: list[State] = ["confirmed", "rejected", "failed", "unknown", "ready"]
    for n in range(100):
        progress.row(entry(n, states[n % 5], f"reason {'abcdefghij'[n % 10]} of many, and a rather long one at that"))
    for n in range(workers):
        progress.work(n + 1, "fills page 2 of 3, which is long to say", f"an.address.of.some.length.{n}@example.org")
    console = Console(file=io.StringIO(), width=width, height=height, record=True, force_terminal=True)
    console.print(Board("new-members", progress))
    lines = console.export_text().rstrip("\n").split("\n")
    assert len(lines) < height
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    assert "new-members" in text
    assert "100 done" in text
    if height >= 24:
        assert "20 confirmed" in text
        assert re.search(r"^ +10 [✗?] reason [bd] of many", text, re.MULTILINE)
        assert re.search(r"^    1   an\.address\.of.* fills page 2", text, re.MULTILINE)
    if workers == 64:
        shown = len(re.findall(r"an\.address", text))
        assert f"and {64 - shown} more workers" in text


def some_rows(watching: Watching) -> None:
    watching.begin("new-members", ["members.csv: UTF-8"], ["dob: day first"], {"pending": 4, "confirmed": 1})
    watching.worker(1, "submits", "p1@example.org")
    watching.row(entry(1), 0.5)
    watching.row(entry(2, "rejected", 'Email: "p2@example.org" is taken'), 1.5)
    watching.note("the map\x1b[2J was changed")
    watching.row(entry(3, "failed", 'Email: "p3" is \u202etaken\x1b]0;x\x07'), 0.5)
    watching.row(entry(4, "ready", "it waits"))


def test_through_a_pipe_lines_tell_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    with Watching(every_rows=2) as watching:
        some_rows(watching)
        watching.end(
            {"status": "failed", "why": "2 rows failed", "results": Path("out/results.csv"), "report": "out/report.html"}
        )
    out, err = capsys.readouterr()
    assert out == ""
    lines = [re.sub(r"[\d.]+ a minute.*", "N a minute", line) for line in err.splitlines()]
    assert lines[:9] == [
        "new-members: 5 rows, 1 of them done",
        "  members.csv: UTF-8",
        "  dob: day first",
        '✗ row 2 (p2@example.org) rejected: Email: "p2@example.org" is taken  1.5 s',
        "3 of 5 rows: 2 confirmed, 1 rejected; N a minute",
        "! the map[2J was changed",
        '✗ row 3 (p3@example.org) failed: Email: "p3" is taken]0;x  0.5 s',
        "… row 4 (p4@example.org) waits for a yes: it waits",
        "handeye: failed: 2 rows failed",
    ]
    assert lines[9:11] == ["  1 rejected: Email: … is taken", "  1 failed: Email: … is taken]0;x"]
    assert re.fullmatch(
        r"handeye: 5 rows: 2 confirmed, 1 rejected, 1 failed, 1 left; [\d.]+ s, [\d.]+ rows a minute, 0 model calls",
        err.splitlines()[11],
    )
    assert lines[12:] == ["handeye: results: out/results.csv", "handeye: report: out/report.html"]


def test_now_and_then_it_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with Watching(every_s=0.2) as watching:
        watching.begin("job", counts={"pending": 5})
        watching.worker(1, "fills page 1", "a")
        watching.row(entry(1), 0.5)
        until_s, err = time.monotonic() + 10, ""
        while "1 of 5 rows: 1 confirmed" not in err:
            assert time.monotonic() < until_s, err
            time.sleep(0.02)
            err += capsys.readouterr().err


def test_for_programs_there_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    with Watching(as_json=True) as watching:
        some_rows(watching)
        watching.end({"seconds": 4.25, "model_calls": 1, "report": Path("r/report.html"), "code": None, "tokens": 99})
    told = json.loads(capsys.readouterr().out)
    assert list(told)[:10] == [
        "status", "rows", "confirmed", "rejected", "failed", "unknown", "seconds", "model_calls", "results", "report",
    ]  # fmt: skip
    assert told == {
        "status": "done",
        "rows": 5,
        "confirmed": 2,
        "rejected": 1,
        "failed": 1,
        "unknown": 0,
        "seconds": 4.25,
        "model_calls": 1,
        "results": None,
        "report": "r/report.html",
        "pending": 1,
        "per_minute": told["per_minute"],
        "code": None,
        "tokens": 99,
    }


def test_events_are_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    with Watching(as_lines=True) as watching:
        some_rows(watching)
        watching.end({"status": "done"})
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["event"] for each in told] == ["begin", "worker", "row", "row", "note", "row", "row", "end"]
    assert told[0]["counts"] == {"pending": 4, "confirmed": 1}
    assert (told[1]["worker"], told[1]["doing"], told[1]["key"]) == (1, "submits", "p1@example.org")
    assert (told[2]["row"], told[2]["status"], told[2]["captured"]) == (1, "confirmed", {"number": "M-1"})
    assert told[3]["why"] == 'Email: "p2@example.org" is taken'
    assert (told[-1]["status"], told[-1]["rejected"]) == ("done", 1)


PROGRAM = """
import sys, time
from handeye.tasks.forms.watching import Watching
from tests.tasks.forms.entries import entry
with Watching(as_json="--json" in sys.argv, as_lines="--jsonl" in sys.argv) as watching:
    watching.begin("new-members", ["members.csv: UTF-8"], [], {"pending": 60})
    for n in (1, 2, 3): watching.worker(n, "logs in")
    for n in range(1, 61):
        for doing in ("opens the form", "fills page 1", "submits"):
            watching.worker(n % 3 + 1, doing, f"p{n}\\x1b[2J@example.org")
        time.sleep(float(sys.argv[1]))
        taken = n % 10 == 0
        watching.row(entry(n, "rejected" if taken else "confirmed", f"Email: p{n}@example.org is taken" if taken else ""))
        if n == 30:
            watching.note("the map was changed")
            if sys.stderr.isatty(): print("a warning of somebody else", file=sys.stderr)
        if n == 40 and "--ask" in sys.argv:
            with watching.aside():
                print("submit this row? ", end="", file=sys.stderr, flush=True)
                sys.stdin.readline()
    if "--break" in sys.argv: raise SystemExit(3)
    watching.end({"status": "done", "results": "results.csv"})
"""


class Screen:
    """What a terminal shows that knows as much as is sent to it here."""

    def __init__(self) -> None:
        self.lines, self.x, self.y = [""] * ROWS, 0, 0
        self.cursor, self.wrapped = True, False

    def write(self, text: str) -> None:
        for code, char in re.findall(r"\x1b\[([?\d;]*[A-Za-z])|([^\x1b])", text):
            if code == "2K":
                self.lines[self.y] = ""
            elif re.fullmatch(r"\d+A", code):
                self.y = max(self.y - int(code[:-1]), 0)
            elif code in ("?25l", "?25h"):
                self.cursor = code == "?25h"
            elif code.endswith("m") or code.startswith("?2026"):
                pass
            elif code:
                raise AssertionError(f"an unknown code: {code!r}")
            elif char == "\r":
                self.x = 0
            elif char == "\n":
                self._next_line()
            else:
                if self.x == COLUMNS:
                    self.wrapped, self.x = True, 0
                    self._next_line()
                line = self.lines[self.y].ljust(self.x)
                self.lines[self.y] = line[: self.x] + char + line[self.x + 1 :]
                self.x += 1

    def _next_line(self) -> None:
        self.y += 1
        if self.y == ROWS:
            self.lines, self.y = [*self.lines[1:], ""], ROWS - 1

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines).strip()


def on_a_terminal(*flags: str, each_s: float = 0.02, stdout: int | None = None) -> tuple[str, float, subprocess.Popen[str]]:
    """What a job writes to a real terminal, and how long it ran."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    began_s = time.monotonic()
    environ = {**os.environ, "TERM": "xterm-256color"} | {"PYTHONDONTWRITEBYTECODE": "1"}
    environ.pop("NO_COLOR", None)
    command = [sys.executable, "-c", PROGRAM, str(each_s), *flags]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, text=True, stdin=theirs, stdout=theirs if stdout is None else stdout, stderr=theirs
    )
    os.close(theirs)
    said, is_asked = b"", False
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
        if not is_asked and b"submit this row?" in said:
            is_asked = True
            os.write(ours, b"y\n")
    os.close(ours)
    process.wait(timeout=30)
    return said.decode(), time.monotonic() - began_s, process


def test_on_a_terminal_a_table_lives_and_does_not_flicker() -> None:
    said, seconds, process = on_a_terminal()
    assert process.returncode == 0, said
    parts = re.split(r"(\x1b\[\?2026h.*?\x1b\[\?2026l)", said, flags=re.DOTALL)
    drawn = [part for part in parts if part.startswith("\x1b[?2026h")]
    assert 5 <= len(drawn) <= seconds * MOST_A_SECOND + 3
    screen, seen = Screen(), list[str]()
    for part in parts:
        screen.write(part)
        if part in drawn:
            seen.append(screen.text)
            assert not screen.wrapped, "a line is longer than the terminal is wide"
    for each in seen:
        assert each.count("a minute") <= 1, "it is drawn over itself"
        assert len(re.findall("^new-members  ", each, re.MULTILINE)) == 1, "it is there each time"
    assert "logs in" in seen[0] or "fills" in seen[0] or "submits" in seen[0]
    far = [
        re.search(r"^(\d+) done, [1-3] doing, (\d+) left   \d+ a minute   about \d+ s to go$", each, re.MULTILINE)
        for each in seen
    ]
    late, (done, left) = next(
        (each, map(int, at.groups())) for each, at in zip(reversed(seen), reversed(far), strict=True) if at
    )
    assert 50 <= done <= 59
    assert 57 <= done + left <= 59
    assert f"✓ {done - 5} confirmed   ✗ 5 rejected\n" in late
    assert re.search(r"^    5 ✗ Email: … is taken$", late, re.MULTILINE), late
    assert re.search(r"^    2   p\d+\[2J@example.org +submits$", late, re.MULTILINE), late
    assert late.index("! the map was changed") < late.index("new-members  "), "what is said stays above it"
    assert "a warning of somebody else\n" in late
    assert screen.cursor
    assert "doing" not in screen.text, "at the end the table is gone"
    assert re.search(
        r"^handeye: done\n  6 rejected: Email: … is taken\nhandeye: 60 rows: 54 confirmed, 6 rejected; .*\n[ a-z]*\n?handeye: results: results\.csv$",
        screen.text,
        re.MULTILINE,
    )


def test_a_question_has_the_terminal_to_itself() -> None:
    said, _, process = on_a_terminal("--ask", each_s=0.01)
    assert process.returncode == 0, said
    screen = Screen()
    before, asked, after = said.partition("submit this row? ")
    screen.write(before)
    assert "doing" not in screen.text
    screen.write(asked + after)
    assert "submit this row? y" in screen.text, "what was asked and answered is left alone"
    assert re.search(r"(?m)^new-members  ", re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", after)), "then it goes on"


def test_a_job_that_breaks_off_leaves_the_terminal_as_it_was() -> None:
    said, _, process = on_a_terminal("--break", each_s=0.005)
    assert process.returncode == 3
    screen = Screen()
    screen.write(said)
    assert screen.cursor
    assert "doing" not in screen.text


def test_the_table_is_not_drawn_among_events() -> None:
    said, _, process = on_a_terminal("--jsonl", each_s=0.0)
    assert process.returncode == 0
    assert "?2026" not in said
    assert sum(line.startswith('{"event": "row"') for line in said.splitlines()) == 60


def test_what_goes_to_a_file_is_not_drawn_on_the_terminal(tmp_path: Path) -> None:
    with (tmp_path / "events.jsonl").open("w") as file:
        said, _, _ = on_a_terminal("--jsonl", each_s=0.005, stdout=file.fileno())
    assert "?2026" in said
    assert '"event"' not in said
    told = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert sum(each["event"] == "row" for each in told) == 60


@pytest.mark.parametrize(("flags", "stream"), [("--jsonl", "stdout"), ("", "stderr")])
def test_a_job_goes_on_when_nobody_reads_along_any_more(flags: str, stream: str) -> None:
    program = PROGRAM + "\nopen(sys.argv[-1], 'w').write('ended')\n"
    read, write = os.pipe()
    told, done = os.pipe()
    out, err = (write, subprocess.DEVNULL) if stream == "stdout" else (subprocess.DEVNULL, write)
    command = [sys.executable, "-c", program, "0.002", flags, f"/dev/fd/{done}"]
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=[done], stdout=out, stderr=err)
    os.close(write)
    os.close(done)
    assert os.read(read, 10), "it began"
    os.close(read)
    process.wait(timeout=30)
    assert os.read(told, 10) == b"ended"
    os.close(told)
    assert process.returncode == 0
