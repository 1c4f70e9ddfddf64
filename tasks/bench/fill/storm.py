"""`handeye bench storm`: a job killed again and again, on a site that fails: each row once in the end, or a true reason."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...forms.ledger import Ledger
from ..metric import Against, Metric
from .blows import Struck, blows_of
from .faults import LATE_S, Faults
from .guests import guests_of, write_job
from .reckoning import Reckoning, reckoned, shortly
from .site import FillSite
from .started import Started, left_of

ROWS, WORKERS, KILLS = 200, 4, 60
WRONG, EMPTY = 0.06, 0.15
"""The share of rows that no site would take, and of cells with nothing in them."""
LIMITS = {"settle_s": 2 * LATE_S, "attempts": 20, "max_failures": 20}
"""What a site of such a kind and so many kills ask for: each cut-off try counts as one."""
ROW_S, LEAST_S = 6.0, 120.0
"""The last start, which nobody kills, is given so long for each row, and in all."""
GONE_S = 20.0
JOB_NAME = "storm"

Tell = Callable[[str], None]


def run(
    seed: int, tell: Tell, *, rows: int = ROWS, workers: int = WORKERS, kills: int = KILLS, postgres: str = "",
    folder: Path | None = None,
) -> list[Metric]:  # fmt: skip
    """What it leaves is kept where a folder is named."""
    with TemporaryDirectory(prefix="handeye-storm-") as passing:
        return _Storm(seed, tell, folder or Path(passing), rows=rows, workers=workers, kills=kills, postgres=postgres).run()


class _Storm:
    def __init__(self, seed: int, tell: Tell, folder: Path, *, rows: int, workers: int, kills: int, postgres: str) -> None:
        self.folder, self.tell = folder, tell
        self.guests = guests_of(seed, rows, wrong=WRONG, empty=EMPTY)
        self.blows = blows_of(seed, kills)
        self.faults = Faults(seed)
        self.site = FillSite(folder / "site", seed, faults=self.faults)
        # A name that no ledger knows yet.
        self.name = f"{JOB_NAME}-{secrets.token_hex(4)}"
        self.ledger = postgres or str(folder / "job" / "storm.sqlite")
        self.job = write_job(
            folder / "job", self.site, self.guests, name=self.name, workers=workers, limits=LIMITS, ledger=self.ledger
        )
        self.marks: list[str] = []
        self.kills = self.between = 0
        self.result: dict[str, Any] = {}
        self.why = ""

    def run(self) -> list[Metric]:
        began_s = time.monotonic()
        with self.site:
            self._strike()
            self._end()
            seconds = time.monotonic() - began_s
            left = left_of(self.marks, GONE_S)
            stored = self.site.stored.all()
        with Ledger(self.ledger, self.name) as ledger:
            reckoning = reckoned(self.guests, stored, ledger.entries(), self.job.with_suffix(".results.csv"))
        return self._metrics(reckoning, left, seconds)

    def _strike(self) -> None:
        for at, blow in enumerate(self.blows):
            good = sum(1 for guest in self.guests if not guest.wrong)
            left, more = good - len(self.site.stored.all()), len(self.blows) - at
            most = max(1, min(2 * left // more, left - more))
            with self._started(f"{at:03d}") as job:
                struck = Struck(self.site, job, blow, most)
                fell = struck.fall()
                self.why = "" if fell else f"it was over before kill {at + 1}: {job.said()}"
            if not fell:
                return
            self.kills += 1
            self.between += struck.between
            if (at + 1) % 10 == 0:
                self.tell(
                    f"killed {at + 1} times of {len(self.blows)}, {self.between} between click and answer; {left} rows left"
                )

    def _end(self) -> None:
        """Nobody kills it any more."""
        limit_s = max(LEAST_S, ROW_S * len(self.guests))
        with self._started("end") as job:
            until_s = time.monotonic() + limit_s
            while not job.is_over and time.monotonic() < until_s:
                time.sleep(0.05)
            if not job.is_over:
                self.why = f"it was not over within {limit_s:.0f} s: {job.said()}"
                return
        with suppress(ValueError):
            self.result = json.loads(job.out.read_text(encoding="utf-8"))
        if self.result.get("status") not in ("done", "failed") or self.result.get("pending"):
            self.why = f"it ended as {self.result.get('status', 'nothing')}: {job.said()}"

    def _started(self, name: str) -> Started:
        words = ["-m", "handeye", "fill", str(self.job), "--runs", str(self.folder / "runs"), "--no-report", "--json"]
        job = Started(self.folder / "said", words, name=name)
        self.marks.append(job.mark)
        return job

    def _metrics(self, found: Reckoning, left: int, seconds: float) -> list[Metric]:
        good = sum(1 for guest in self.guests if not guest.wrong)
        bad = len(self.guests) - good
        drawn = self.faults.drawn
        return [
            Metric.told("rows", len(self.guests), "rows"),
            Metric.all_of("stored once, every field exact", len(found.once), "rows", Against("good rows", good)),
            _none("stored twice", found.twice),
            _none("lost", found.lost),
            _none("stored with a wrong value", found.wrong),
            _none("unknown or unfinished in the end", found.unknown),
            *(
                [Metric.all_of("not stored, with the true reason", len(found.refused), "rows", Against("bad rows", bad))]
                * bool(bad)
            ),
            _none("of these, with more said than is true", found.noisy),
            _none("the ledger says what is not so", found.untrue),
            _none("results.csv says anything else than the ledger", found.misreported),
            Metric.all_of("came to its end by itself", int(not self.why), "jobs", Against("begun", 1), self.why),
            *([Metric.all_of("kills", self.kills, "kills", Against("planned", len(self.blows)))] if self.blows else []),
            Metric.told("of these, between click and answer", self.between, "kills"),
            Metric.told("POSTs that came", self.site.posts, "requests"),
            Metric.told("answered 500, not stored", drawn["refused"], "requests"),
            Metric.told("stored, and dropped without an answer", drawn["dropped"], "requests"),
            Metric.told(f"{LATE_S:g} s late", drawn["late, then stored"] + drawn["stored, then late"], "requests"),
            Metric.told("stored, but its number was not captured", len(found.unnumbered), "rows"),
            _none("its number captured with words around it", found.wordy),
            _none("processes left behind", ["some"] * left),
            Metric.told("seconds", round(seconds, 1), "s"),
        ]


def _none(name: str, said: list[str]) -> Metric:
    return Metric(name, len(said), "rows", None, None, "0", not said, shortly(said))
