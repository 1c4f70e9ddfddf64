"""Runners of their own that work on one ledger, each a process: `python taking.py`, told what to do by lines of JSON.

["take", url, job, file]   takes all there is, and writes down what it got
["work", url, job, file]   takes each row through to its end, and writes down what it sent
["die", url, job, file]    is killed right after its row is `submitting`
["wait"]                   until all of them have ended

It answers each line with one: the process's number, or "ended".
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.owner import owner_name

LEASE_S = 600.0


class Runners:
    def __init__(self, first: subprocess.Popen[str]) -> None:
        self._first = first

    def tell(self, *said: object) -> str:
        assert self._first.stdin is not None
        assert self._first.stdout is not None
        print(json.dumps([str(each) for each in said]), file=self._first.stdin, flush=True)
        return self._first.stdout.readline().strip()

    def start(self, what: str, url: str, job: str, file: Path) -> int:
        return int(self.tell(what, url, job, file))

    def wait(self) -> None:
        assert self.tell("wait") == "ended"


@contextmanager
def runners() -> Generator[Runners]:
    """The first one is loaded once and only splits, so that a new runner takes milliseconds."""
    with subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        yield Runners(first)


def main() -> None:
    children = list[int]()
    for line in sys.stdin:
        what, *said = json.loads(line)
        if what == "wait":
            ends = [os.waitpid(children.pop(), 0)[1] for _ in range(len(children))]
            failed = [end for end in ends if end not in (0, signal.SIGKILL)]
            print(f"ended with {failed}" if failed else "ended", flush=True)
            continue
        child = os.fork()
        if child == 0:
            try:
                run(what, *said)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        children.append(child)
        print(child, flush=True)


def run(what: str, url: str, job: str, file: str) -> None:
    owner = owner_name()
    log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Ledger(url, job) as ledger:
        while entry := ledger.take(owner, LEASE_S):
            if what == "take":
                os.write(log, f"{entry.key}\n".encode())
                continue
            ledger.move(entry.id, owner, "ready")
            ledger.move(entry.id, owner, "submitting")
            if what == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(log, f"{entry.key}\n".encode())
            ledger.move(entry.id, owner, "confirmed")


if __name__ == "__main__":
    main()
