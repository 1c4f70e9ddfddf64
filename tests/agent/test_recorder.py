"""The record of a run survives its writer, holds each picture once, and nothing secret."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from handeye.agent.recorder import Recorder, new_run, read_events
from handeye.agent.redactor import Redactor, Secret
from handeye.tools.errors import BadInput
from handeye.tools.frame import Frame, decode_picture


def picture(level: int) -> Frame:
    return Frame.of(np.full((20, 30, 3), level, np.uint8), "drawn")


def test_events_are_there_as_soon_as_they_are_said(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "run")
    recorder.event("intent", step=1)
    assert [event["event"] for event in read_events(tmp_path / "run")] == ["intent"]
    recorder.close()


def test_each_picture_is_kept_once_and_private(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    names = [recorder.keep(picture(level)) for level in (10, 10, 200)]
    recorder.close()
    kept = sorted((tmp_path / "frames").iterdir())
    assert [path.stem for path in kept] == sorted(set(names))
    assert (decode_picture(kept[0].read_bytes()) == picture(10).rgb).all() or (
        decode_picture(kept[1].read_bytes()) == picture(10).rgb
    ).all()
    assert tmp_path.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (*kept, tmp_path / "events.jsonl"))


WRITER = """
import sys
from pathlib import Path
from handeye.agent.recorder import Recorder
recorder = Recorder(Path(sys.argv[1]))
for n in range(10_000_000):
    recorder.event("intent", step=n)
    print(n, flush=True)
"""


def test_what_was_said_before_a_kill_is_still_there_and_goes_on(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        last = [writer.stdout.readline() for _ in range(20)][-1]
        os.kill(writer.pid, signal.SIGKILL)
    steps = [event["step"] for event in read_events(tmp_path)]
    assert len(steps) >= int(last) + 1
    assert steps == list(range(len(steps)))


def test_a_half_written_last_line_was_never_said(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    recorder.event("intent", step=1)
    recorder.close()
    with (tmp_path / "events.jsonl").open("a") as file:
        file.write('{"n":2,"eve')
    again = Recorder(tmp_path)
    again.event("delivered", step=1)
    again.close()
    assert [(event["n"], event["event"]) for event in read_events(tmp_path)] == [(1, "intent"), (2, "delivered")]


def test_a_record_that_was_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text('{"n":1}\nnonsense\n{"n":3}\n')
    with pytest.raises(BadInput, match=r"events\.jsonl:2"):
        list(read_events(tmp_path))


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    assert len({new_run(tmp_path) for _ in range(20)}) == 20


def test_no_secret_is_in_any_byte_of_the_record(tmp_path: Path) -> None:
    secret = 'p&ß "x"/9'
    recorder = Recorder(tmp_path, Redactor([Secret("password", secret)]))
    recorder.about(goal=f"log in with {secret}", tokens=3)
    recorder.event("typed", text=secret, urls=[f"https://a.test/?p={secret}", "https://a.test/?p=p%26%C3%9F+%22x%22%2F9"])
    recorder.event("body", **{secret: json.dumps({"p": secret})})
    recorder.close()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode()
    for spelled in (secret, json.dumps(secret)[1:-1], "p%26%C3%9F+%22x%22%2F9"):
        assert spelled not in written
    assert "‹password›" in written
