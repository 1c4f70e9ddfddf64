"""How long a ledger takes with ten thousand rows in it: shown with `pytest -s --full`, because it says more of the machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.ledger_view import jobs_in

from .ledgers import LEASE_S, some

ROUNDS = 10


@pytest.mark.full
def test_ten_thousand_rows(ledger_url: str) -> None:
    with Ledger(ledger_url, "members") as ledger:
        took_s = measured(ledger, ledger_url)
    print()
    for name, times in took_s.items():
        print(f"{name:22} {1e3 * statistics.median(times):8.2f} ms, at most {1e3 * max(times):8.2f}")


def measured(ledger: Ledger, ledger_url: str) -> dict[str, list[float]]:
    took_s: dict[str, list[float]] = {}

    @contextmanager
    def timed(name: str) -> Generator[None]:
        began_s = time.perf_counter()
        yield
        took_s.setdefault(name, []).append(time.perf_counter() - began_s)

    with timed("add 10,000"):
        ledger.add(some(10_000), "a.csv")
    for number in range(1, ROUNDS + 1):
        with timed("take"):
            entry = ledger.take("me", LEASE_S)
        assert entry is not None
        with timed("move ready"):
            ledger.move(entry.id, "me", "ready")
        with timed("renew"):
            ledger.renew("me", [entry.id], LEASE_S)
        with timed("move submitting"):
            ledger.move(entry.id, "me", "submitting")
        with timed("expire, nothing over"):
            ledger.expire(lambda _: True)
        with timed("move unknown"):
            ledger.move(entry.id, "me", "unknown")
        with timed("take_unknown"):
            assert ledger.take_unknown("me", LEASE_S, older_than_s=0) is not None
        with timed("move failed"):
            ledger.move(entry.id, "me", "failed", receipt={"why": "x" * 200}, captured={"number": "1"})
        with timed("find key"):
            ledger.find(entry.key)
        with timed("find number"):
            ledger.find(entry.number)
        with timed("retry"):
            ledger.retry(entry.number)
        with timed("counts"):
            ledger.counts()
        with timed("newest 20"):
            list(ledger.entries(newest_first=True, limit=20))
        with timed("set_about"):
            ledger.set_about(number=number)
        with timed("about"):
            ledger.about()
        with timed("release"):
            ledger.take("me", LEASE_S)
            ledger.release("me")
    with timed("all entries"):
        assert len(list(ledger.entries())) == 10_000
    with timed("add 10,000 known"):
        assert ledger.add(some(10_000), "a.csv").known == 10_000
    with timed("jobs_in"):
        jobs_in(ledger_url)
    return took_s
