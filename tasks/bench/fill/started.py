"""Started: `handeye fill` in a process group of its own, as a shell would start it, which can be killed whole at any moment."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

MARK = "HANDEYE_BENCH_MARK"
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Started:
    """What it says goes into files, so that it never waits for a reader. It never outlives `with`."""

    def __init__(self, folder: Path, words: Sequence[str], *, name: str = "run") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.mark = f"{name}-{secrets.token_hex(6)}"
        self.out, self.err = folder / f"{name}.out", folder / f"{name}.err"
        self.was_killed = False
        self._lock = threading.Lock()
        # What a killed browser leaves behind goes with it; the sockets in it have no room for a long name.
        self._scratch = TemporaryDirectory(prefix="hj-", ignore_cleanup_errors=True)
        env = {**os.environ, MARK: self.mark, "TMPDIR": self._scratch.name, "PYTHONUNBUFFERED": "1"}
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.began_s = time.monotonic()
            self.process = subprocess.Popen(
                [sys.executable, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, start_new_session=True
            )

    def __enter__(self) -> Started:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._scratch.cleanup()

    @property
    def is_over(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> bool:
        """The whole group at once; whether it still ran."""
        with self._lock:
            if self.was_killed or self.process.poll() is not None:
                return False
            self.was_killed = True
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return True

    def lines(self) -> Iterator[dict[str, Any]]:
        """Each event that it tells, until it is over."""
        with self.out.open(encoding="utf-8") as told:
            while True:
                over = self.is_over
                yield from _whole_lines(told)
                if over:
                    return
                time.sleep(0.005)

    def said(self) -> str:
        """The last of what it said for people."""
        return "\n".join(self.err.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])

    def cpu_s(self) -> tuple[float, float]:
        """Of its own process, and of all that this started, those that have ended included."""
        parents, used = dict[int, int](), dict[int, tuple[float, float]]()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                told = stat.read_text(errors="replace").rpartition(")")[2].split()
                pid = int(stat.parent.name)
                parents[pid], used[pid] = int(told[1]), (sum(map(int, told[11:13])) / TICK, sum(map(int, told[13:15])) / TICK)
        whole = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in whole} - whole:
            whole |= more
        own, ended = used.get(self.process.pid, (0.0, 0.0))
        return own, ended + sum(sum(used.get(pid, ())) for pid in whole - {self.process.pid})


def _whole_lines(told: IO[str]) -> Iterator[dict[str, Any]]:
    while True:
        at, line = told.tell(), told.readline()
        if not line.endswith("\n"):
            told.seek(at)
            return
        yield json.loads(line)


def left_of(marks: Sequence[str], within_s: float) -> int:
    """How many processes with one of these marks still run after so long at most."""
    until_s = time.monotonic() + within_s
    while (left := _marked(marks)) and time.monotonic() < until_s:
        time.sleep(0.1)
    return left


def _marked(marks: Sequence[str]) -> int:
    wanted, left = {f"{MARK}={mark}".encode() for mark in marks}, 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            left += bool(wanted & set((process / "environ").read_bytes().split(b"\0")))
    return left
