"""What goes wrong has a name, evidence and an exit code; nothing of it is half said as success."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.recorder import read_events
from handeye.tasks.cli import run

from ..tools.processes import running_with
from ..tools.site import HEAD, Answer, Site

TWO = f"{HEAD}<p>Ada <button>Edit</button><p>Grace <button>Edit</button>"
RESTLESS = f"""{HEAD}<canvas id=c width=900 height=500></canvas><button>Save</button><script>
const c = document.getElementById('c').getContext('2d')
const turn = () => {{ for (let i = 0; i < 60; i++) {{ c.fillStyle = `hsl(${{Math.random() * 360}} 80% 60%)`
  c.fillRect(Math.random() * 900, Math.random() * 500, 80, 60) }} requestAnimationFrame(turn) }}
turn()</script>"""
FAILS = f"""{HEAD}<button onclick="fetch('/save', {{method: 'POST'}}).then(r => out.textContent = 'status ' + r.status)">Save</button>
<p id=out></p>"""
SAYS_NO = f"""{HEAD}<button onclick="out.textContent = 'Error: the card was declined'">Pay now</button><p id=out></p>"""
SAME = f"{HEAD}<button>Nothing</button><p>Here"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    try:
        for path, page in (("two", TWO), ("restless", RESTLESS), ("fails", FAILS), ("no", SAYS_NO), ("same", SAME)):
            site.answers[f"/{path}"] = Answer(page.encode())
        site.answers["/save"] = Answer(b"broken", status=500)
        yield site
    finally:
        site.close()


def outcome(
    words: str, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, dict[str, Any]]:
    code = run(["run", words, "--start", start, "--runs", str(tmp_path / "runs"), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("page", "words", "code", "why"),
    [
        ("two", "click Edit", "ambiguous", "Edit"),
        ("two", "click Frobnicate", "not_found", "Frobnicate"),
        ("two", "check that 'Ada' is visible, check that 'Ada' is not visible", "wrong", "Ada"),
        ("two", "check that there are 3 Edit buttons", "wrong", "2"),
        ("same", "click Nothing", "stuck", "nothing changed"),
        ("fails", "click Save", "wrong", "500"),
        ("no", "click Pay now", "wrong", "declined"),
        ("none", "click Save", "not_found", "Save"),
    ],
)
def test_named_outcomes(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str, words: str, code: str, why: str
) -> None:
    exit_code, result = outcome(words, f"{site.root}/{page}", tmp_path, capsys)
    assert (exit_code, result["status"], result["code"], result["proof"]) == (1, "failed", code, "none")
    assert why in result["why"]
    assert (Path(result["run"]) / "report.html").is_file()
    assert len(site.posted) == (page == "fails"), "what may have changed something is not sent twice"


def test_a_page_that_never_holds_still_is_named_and_costs_no_more_than_its_budget(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, result = outcome("click Save", f"{site.root}/restless", tmp_path, capsys, "--budget", "seconds=20")
    assert exit_code in (1, 3), result
    assert result["status"] != "done"
    assert result["seconds"] < 40


def test_nobody_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code, result = outcome("click Save", "127.0.0.1:9", tmp_path, capsys)
    assert (exit_code, result["code"]) == (1, "page_error")
    assert "127.0.0.1:9" in result["why"]


def test_a_browser_that_dies_is_named(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = f"HANDEYE_DIES={tmp_path.name}"
    os.environ["HANDEYE_DIES"] = tmp_path.name
    held = threading.Event()
    site.answers["/dies"] = Answer(b"", held_until=held)

    def kill_when_asked() -> None:
        while "/dies" not in site.seen:
            held.wait(0.02)
        for pid in running_with(token, "chrom"):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        held.set()

    killer = threading.Thread(target=kill_when_asked, daemon=True)
    killer.start()
    try:
        exit_code, result = outcome(f"open {site.root}/dies, click Save", f"{site.root}/two", tmp_path, capsys)
    finally:
        del os.environ["HANDEYE_DIES"]
        held.set()
    assert (exit_code, result["status"], result["code"]) == (1, "failed", "gone")
    assert [event["event"] for event in read_events(Path(result["run"]))][-1] == "ended"


def test_ctrl_c_is_named_and_leaves_a_record(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    command = [sys.executable, "-m", "handeye", "run", "wait 60 seconds", "--start", "about:blank", "--json"]
    running = subprocess.Popen([*command, "--runs", str(runs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until_s = time.monotonic() + 60
    while not any(b'"intent"' in file.read_bytes() for file in runs.glob("*/events.jsonl")):
        assert time.monotonic() < until_s
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    result = json.loads(out)
    assert (running.returncode, result["status"], result["code"]) == (130, "interrupted", "interrupted"), err
    assert (Path(result["run"]) / "report.html").is_file()
