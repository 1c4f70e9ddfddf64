"""Real processes that tests start, found by what their command line or environment says."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path


def running_with(word: object, program: str = "") -> list[int]:
    """Processes whose command line or environment has this word in it; a zombie has ended."""
    found: list[int] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
            name = (process / "comm").read_text().strip()
        except OSError:
            continue
        is_it = str(word).encode() in command + b"\0" + environment
        if is_it and command and int(process.name) != os.getpid() and name.startswith(program):
            found.append(int(process.name))
    return found


def all_gone(word: object, limit_s: float = 60.0) -> bool:
    """Whether, within a generous time, no such process is left."""
    until_s = time.monotonic() + limit_s
    while running_with(word):
        if time.monotonic() > until_s:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def signalled(pid: int) -> Generator[None]:
    """A program that stands still for a while."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def wait_until(is_so: Callable[[], bool], limit_s: float = 60.0) -> None:
    until_s = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < until_s
        time.sleep(0.02)
