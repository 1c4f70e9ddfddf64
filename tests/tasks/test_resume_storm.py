"""Killed at any moment, a run comes to its right end, or says truly that it cannot know; nothing is ever submitted twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from handeye.tasks.demo.site import DemoSite

STEPS = """
type "Ada Lovelace" into Full name
type "ada@example.org" into E-mail
type "correct horse" into Password
type "05/04/1990" into Date of birth
select Poland from Country
choose Family
tick Chess
tick "I accept the terms"
click Create account
check that "Welcome" is visible
"""
KILLS, SAMPLE = 100, 4
LIMIT_S = 120.0


EVERY_DAY = range(0, KILLS, KILLS // SAMPLE + 1)
SEEDS = [pytest.param(seed, marks=() if seed in EVERY_DAY else pytest.mark.full) for seed in range(KILLS)]


def handeye(*said: str, **more: Any) -> subprocess.Popen[str]:
    """In a process of its own, as a person's shell would start it."""
    command = [sys.executable, "-m", "handeye", *said]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def lines_of(runs: Path) -> int:
    return sum(file.read_bytes().count(b"\n") for file in runs.glob("*/events.jsonl"))


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_at_any_moment(site: DemoSite, tmp_path: Path, seed: int) -> None:
    dice, runs = random.Random(seed), tmp_path / "runs"
    task = tmp_path / "task.yaml"
    reconcile = {"open": f"{site.url}/members?q=ada@example.org", "seen": "'ada@example.org' is visible"} if seed % 2 else None
    task.write_text(json.dumps({"start": f"{site.url}/join", "steps": STEPS, "reconcile": reconcile}))
    # Where in the record it is cut off, and how long after that line: everywhere alike, and often about the commit.
    at_line, later_s = dice.choice((dice.randint(0, 64), dice.randint(46, 64))), dice.uniform(0, 0.15)
    run = handeye("run", str(task), "--runs", str(runs), "--json")
    until_s = time.monotonic() + LIMIT_S
    while run.poll() is None and lines_of(runs) < at_line and time.monotonic() < until_s:
        time.sleep(0.002)
    time.sleep(later_s)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    begun = [folder for folder in runs.glob("*") if (folder / "run.json").is_file()]
    if not begun:
        assert site.submissions["join"].received == 0
        return
    again = handeye("run", "--resume", begun[0].name, "--runs", str(runs), "--json")
    out, err = again.communicate(timeout=LIMIT_S)
    stored, received = site.submissions["join"].stored, site.submissions["join"].received
    assert stored == received <= 1
    if again.returncode == 2:  # it had come to its end before it was killed
        assert "has ended" in err
        assert stored == 1
        return
    result = json.loads(out)
    assert (result["status"], result["code"]) in (("done", None), ("unsure", "uncertain_delivery")), err
    assert stored == 1 or result["status"] != "done"


def test_the_browser_of_a_killed_run_is_gone(site: DemoSite, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    run = handeye("run", f"open {site.url}/join, wait 60 seconds", "--runs", str(runs), start_new_session=True)
    until_s = time.monotonic() + LIMIT_S
    while lines_of(runs) < 4 and time.monotonic() < until_s:
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    while (left := _in_session(run.pid)) and time.monotonic() < until_s:
        time.sleep(0.05)
    assert not left


def _in_session(session: int) -> list[int]:
    found: list[int] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z" and int(status.parent.name) != os.getpid():
            found.append(int(status.parent.name))
    return found
