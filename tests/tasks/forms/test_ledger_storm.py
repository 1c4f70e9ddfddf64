"""Many work on one ledger, in threads and processes that are killed at any moment: no row is lost, none is sent twice."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

from handeye.tasks.forms.entry import Expired
from handeye.tasks.forms.ledger import Ledger, Onward
from handeye.tasks.forms.owner import is_alive

from .ledgers import LEASE_S, some
from .taking import runners

STEPS: tuple[Onward, ...] = ("ready", "submitting", "confirmed")


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    ledger.add(some(80), "a.csv")
    done = list[int]()

    def work() -> None:
        owner = f"thread {threading.get_ident()}"
        while entry := ledger.take(owner, LEASE_S):
            for step in STEPS:
                ledger.move(entry.id, owner, step)
            done.append(entry.number)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(1, 81))
    assert ledger.counts()["confirmed"] == 80


def test_processes_take_from_one_ledger_and_none_gets_anothers_row(ledger_url: str, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    with Ledger(ledger_url, "members") as ledger, runners() as program:
        ledger.add(some(400), "a.csv")
        for _ in range(4):
            program.start("take", ledger_url, "members", taken)
        program.wait()
        assert sorted(taken.read_text().split()) == sorted(row.key for row in some(400))
        owners = {each.owner for each in ledger.entries()}
        assert len(owners) > 1
        assert not any(is_alive(owner) for owner in owners)
        assert ledger.expire(is_alive) == Expired(pending=400, unknown=0)


def test_killed_right_after_it_said_submitting(ledger_url: str, tmp_path: Path) -> None:
    with Ledger(ledger_url, "members") as ledger, runners() as program:
        ledger.add(some(1), "a.csv")
        program.start("die", ledger_url, "members", tmp_path / "sent")
        program.wait()
        assert ledger.find(1).state == "submitting"
        assert ledger.take("me", LEASE_S) is None
        assert ledger.expire(is_alive) == Expired(pending=0, unknown=1)
        assert ledger.take("me", LEASE_S) is None


def test_killed_at_any_moment_each_row_is_sent_once(ledger_url: str, tmp_path: Path, full: bool) -> None:
    count, dice, sent = (600, random.Random(6), tmp_path / "sent")
    with Ledger(ledger_url, "members") as ledger, runners() as program:
        ledger.add(some(count), "a.csv")

        def settle() -> None:
            ledger.expire(is_alive)
            for entry in list(ledger.entries(["unknown"])):
                ledger.settle(entry.key, stored=entry.key in sent.read_text().split(), why="looked up")

        working = list[int]()
        for _ in range(200 if full else 20):
            working += [program.start("work", ledger_url, "members", sent) for _ in range(3 - len(working))]
            time.sleep(dice.uniform(0.01, 0.03))
            os.kill(working.pop(dice.randrange(3)), signal.SIGKILL)
            settle()
        program.start("work", ledger_url, "members", sent)
        program.wait()
        settle()
        program.start("work", ledger_url, "members", sent)
        program.wait()
        assert sorted(sent.read_text().split()) == sorted(row.key for row in some(count))
        assert ledger.counts()["confirmed"] == count
