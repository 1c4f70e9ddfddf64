"""`handeye bench fill`: a job and a script at the same form, in turns; what each took, and that both did all of it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from handeye.tasks.bench.fill.measure import run
from handeye.tasks.bench.fill.started import Started, left_of
from handeye.tasks.bench.fill.taken import Row, Taken, taken
from handeye.tools.errors import HandeyeError

GOALS = {"a row of ten fields, from the second on": "≤ 2.5×", "4 workers, on a site whose answers take 300 ms": "≥ 1.6×"}


@pytest.mark.full
def test_both_are_measured_and_did_all_of_it(tmp_path: Path) -> None:
    told: list[str] = []
    metrics = {
        metric.name: metric for metric in run(2, told.append, rounds=1, in_turn=3, alone=2, together=10, folder=tmp_path)
    }
    assert told
    for name, goal in GOALS.items():
        metric = metrics[name]
        assert metric.goal == goal
        assert metric.value
        assert metric.against is not None
        assert metric.ratio == pytest.approx(metric.value / metric.against.value)
    assert metrics["stored once, every field exact"].met
    assert metrics["stored once there, every field exact"].met
    assert metrics["model calls for each row"].value == 0
    assert all(metrics[f"of that: {phase}"].value is not None for phase in ("act", "do", "look", "verify", "actions"))


def started(tmp_path: Path, program: str) -> Started:
    return Started(tmp_path, ["-c", program])


def test_a_row_that_did_not_go_through_is_not_measured(tmp_path: Path) -> None:
    event = {"event": "row", "at": 1.0, "key": "a", "row": 1, "status": "failed", "why": "no such field"}
    with pytest.raises(HandeyeError, match="row 1 is failed: no such field"):
        taken(started(tmp_path, f"print({json.dumps(json.dumps(event))})"))


def test_what_ends_badly_says_why(tmp_path: Path) -> None:
    with pytest.raises(HandeyeError, match=r"exit code 3: no browser"):
        taken(started(tmp_path, "import sys; print('no browser', file=sys.stderr); sys.exit(3)"))


def test_only_what_was_done_while_all_worked_counts() -> None:
    rows = [Row(at_s, worker, (0.0, 0.0)) for at_s, worker in ((1, 1), (2, 1), (3, 2), (4, 1), (5, 2), (6, 1), (7, 1))]
    assert [row.at_s for row in Taken(rows).together()] == [3, 4, 5]
    assert Taken(rows).seconds == [1] * 6


def test_time_is_counted_of_all_that_it_started(tmp_path: Path) -> None:
    busy = "import time\nuntil = time.process_time() + 0.3\nwhile time.process_time() < until: pass\n"
    both = f"import subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {busy!r}])\n{busy}print(1, flush=True)\ntime.sleep(60)"
    with started(tmp_path, both) as job:
        until_s = time.monotonic() + 60
        while not job.out.read_text() and time.monotonic() < until_s:
            time.sleep(0.02)
        own_s, others_s = job.cpu_s()
        assert 0.3 <= own_s < 2
        assert 0.3 <= others_s < 2
    assert job.was_killed
    assert left_of([job.mark], 20) == 0


def test_a_kill_takes_the_whole_group(tmp_path: Path) -> None:
    program = f"import subprocess, time; subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(60)']); print(1, flush=True); time.sleep(60)"
    with started(tmp_path, program) as job:
        until_s = time.monotonic() + 60
        while not job.out.read_text() and time.monotonic() < until_s:
            time.sleep(0.02)
        assert job.kill()
        assert not job.kill()
    assert left_of([job.mark], 20) == 0
