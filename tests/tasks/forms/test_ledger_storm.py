"""Many work on one ledger, in threads and processes that are killed at any moment: no row is lost, none is sent twice."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from handeye.tasks.forms.entry import Expired
from handeye.tasks.forms.ledger import BATCH, Ledger, Onward
from handeye.tasks.forms.owner import is_alive

from .ledgers import LEASE_S, some
from .taking import Runners

ROWS = 200
STEPS: tuple[Onward, ...] = ("ready", "submitting", "confirmed")


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    ledger.add(some(80), "a.csv")

    def work() -> list[int]:
        owner, done = f"thread {threading.get_ident()}", list[int]()
        while entry := ledger.take(owner, LEASE_S):
            for step in STEPS:
                ledger.move(entry.id, owner, step)
            done.append(entry.number)
        return done

    with ThreadPoolExecutor(4) as pool:
        done = [each.result() for each in [pool.submit(work) for _ in range(4)]]
    assert sorted(chain(*done)) == list(range(1, 81))
    assert ledger.counts()["confirmed"] == 80


def test_the_same_table_is_put_in_by_several_at_once(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as pool:
        added = [each.result() for each in [pool.submit(ledger.add, some(BATCH + 200), "a.csv") for _ in range(4)]]
    assert sum(each.new for each in added) == ledger.counts()["pending"] == BATCH + 200
    assert all(each.new + each.known == BATCH + 200 for each in added)
    assert [each.number for each in ledger.entries()] == list(range(1, BATCH + 201))


def test_processes_take_from_one_ledger_and_none_gets_anothers_row(ledger_url: str, tmp_path: Path, program: Runners) -> None:
    taken = tmp_path / "taken"
    with Ledger(ledger_url, "members") as ledger:
        ledger.add(some(ROWS), "a.csv")
        for _ in range(4):
            program.start("take", ledger_url, "members", taken)
        program.wait()
        assert sorted(taken.read_text().split()) == sorted(row.key for row in some(ROWS))
        owners = {each.owner for each in ledger.entries()}
        assert len(owners) > 1
        assert not any(is_alive(owner) for owner in owners)
        assert ledger.expire(is_alive) == Expired(pending=ROWS, unknown=0)


def test_killed_right_after_it_said_submitting(ledger_url: str, tmp_path: Path, program: Runners) -> None:
    with Ledger(ledger_url, "members") as ledger:
        ledger.add(some(1), "a.csv")
        program.start("die", ledger_url, "members", tmp_path / "sent")
        program.wait()
        assert ledger.find(1).state == "submitting"
        assert ledger.take("me", LEASE_S) is None
        assert ledger.expire(is_alive) == Expired(pending=0, unknown=1)
        assert ledger.take("me", LEASE_S) is None


def test_killed_at_any_moment_each_row_is_sent_once(ledger_url: str, tmp_path: Path, program: Runners, full: bool) -> None:
    kills, dice, sent = 200 if full else 12, random.Random(6), tmp_path / "sent"
    count = 10 * kills
    with Ledger(ledger_url, "members") as ledger:
        ledger.add(some(count), "a.csv")

        def settle() -> None:
            ledger.expire(is_alive)
            for entry in list(ledger.entries(["unknown"])):
                ledger.settle(entry.key, stored=entry.key in sent.read_text().split(), why="looked up")

        def work() -> int:
            return program.start("work", ledger_url, "members", sent)

        working = [work(), work(), work()]
        for _ in range(kills):
            time.sleep(dice.uniform(0.005, 0.03))
            os.kill(working.pop(dice.randrange(3)), signal.SIGKILL)
            settle()
            working.append(work())
        program.wait()
        while settle() or ledger.counts()["pending"]:
            work()
            program.wait()
        assert sorted(sent.read_text().split()) == sorted(row.key for row in some(count))
        assert ledger.counts()["confirmed"] == count
