"""`handeye bench fill`: seconds for a row of ten fields, against a script for that form, and what more workers are good for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ....tools.errors import HandeyeError
from ..metric import Against, Metric
from .guests import Guest, guests_of, write_job
from .reckoning import reckoned
from .site import FillSite
from .started import Started
from .taken import Spent, Taken, middle, taken

ROUNDS, IN_TURN = 3, 7
"""Turns of either side, and rows in each, of which the first warms everything up."""
TIMES, FASTER = 2.5, 1.6
ANSWER_S, WORKERS = 0.3, 4
ALONE, TOGETHER = 12, 44
"""Rows for one worker, and for all of them."""

Tell = Callable[[str], None]


def run(
    seed: int, tell: Tell, *, rounds: int = ROUNDS, in_turn: int = IN_TURN, alone: int = ALONE, together: int = TOGETHER,
    folder: Path | None = None,
) -> list[Metric]:  # fmt: skip
    """What it leaves is kept where a folder is named."""
    with TemporaryDirectory(prefix="handeye-fill-") as passing:
        kept = folder or Path(passing)
        metrics, calls = _rows(seed, tell, kept / "rows", rounds, in_turn)
        more, more_calls = _workers(seed, tell, kept / "workers", alone, together)
    rows = rounds * in_turn + alone + together
    return [*metrics, *more, Metric.at_most("model calls for each row", round((calls + more_calls) / rows, 3), "calls", 0)]


def _rows(seed: int, tell: Tell, folder: Path, rounds: int, in_turn: int) -> tuple[list[Metric], int]:
    ours: list[Taken] = []
    theirs: list[Taken] = []
    guests = guests_of(seed, 2 * rounds * in_turn)
    with FillSite(folder / "site", seed) as site:
        for at in range(rounds):
            tell(f"{in_turn} rows by a job and {in_turn} by a script, turn {at + 1} of {rounds}")
            batch = guests[2 * at * in_turn :][: 2 * in_turn]
            ours.append(_by_job(site, folder, batch[:in_turn], f"job-{at}"))
            theirs.append(_by_hand(site, seed, folder, batch[in_turn:], f"hand-{at}"))
        right = _right(site, guests)
    spent = Spent()
    for each in ours:
        for row, seconds in zip(each.rows[1:], each.seconds, strict=True):
            spent.add(row, seconds)
    by_hand = middle([seconds for each in theirs for seconds in each.seconds])
    return [
        Metric.at_most_times(
            "a row of ten fields, from the second on",
            middle([seconds for each in ours for seconds in each.seconds]),
            "s",
            TIMES,
            Against("by a script for that form", by_hand),
        ),
        *(Metric.told(f"of that: {what}", value, unit) for what, value, unit in spent.told()),
        Metric.told("the first row, which learns the form", round(_first_s(ours[0]), 2), "s"),
        *_cpu("a row", ours),
        *_cpu("a row by the script", theirs),
        Metric.all_of("stored once, every field exact", right, "rows", Against("sent", len(guests))),
    ], _calls(ours)


def _workers(seed: int, tell: Tell, folder: Path, alone: int, together: int) -> tuple[list[Metric], int]:
    guests = guests_of(seed, alone + together)
    with FillSite(folder / "site", seed, answer_s=ANSWER_S) as site:
        tell(f"{alone} rows by one worker, on a site whose answers take {ANSWER_S:g} s")
        one = _by_job(site, folder, guests[:alone], "one")
        tell(f"{together} rows by {WORKERS} workers")
        four = _by_job(site, folder, guests[alone:], "more", workers=WORKERS)
        right = _right(site, guests)
    per_minute, alone_per_minute = _per_minute(four), _per_minute(one)
    ratio = per_minute / alone_per_minute
    name = f"{WORKERS} workers, on a site whose answers take {1000 * ANSWER_S:g} ms"
    return [
        Metric(name, per_minute, "rows/min", Against("one worker", alone_per_minute), ratio, f"≥ {FASTER:g}×", ratio >= FASTER),
        *_cpu(f"a row there by {WORKERS} workers", [four]),
        *_cpu("a row there by one worker", [one]),
        Metric.all_of("stored once there, every field exact", right, "rows", Against("sent", len(guests))),
    ], _calls([one, four])


def _by_job(site: FillSite, folder: Path, guests: Sequence[Guest], name: str, **more: Any) -> Taken:
    """The job goes on with other rows, and knows the form from before."""
    job = write_job(folder / "job", site, guests, **more)
    words = ["-m", "handeye", "fill", str(job), "--runs", str(folder / "runs"), "--no-report", "--jsonl"]
    return taken(Started(folder / "said", words, name=name))


def _by_hand(site: FillSite, seed: int, folder: Path, guests: Sequence[Guest], name: str) -> Taken:
    rows = folder / f"{name}.json"
    rows.write_text(json.dumps([dict(guest.stored) for guest in guests]), encoding="utf-8")
    words = ["-m", f"{__package__}.hand", site.url, str(seed), str(rows)]
    return taken(Started(folder / "said", words, name=name))


def _right(site: FillSite, guests: Sequence[Guest]) -> int:
    """How many are there once, as they should be."""
    return len(reckoned(guests, site.stored.all(), (), None).once)


def _first_s(job: Taken) -> float:
    return sum(seconds for _, seconds in job.rows[0].stages)


def _cpu(of: str, those: Sequence[Taken]) -> list[Metric]:
    """While rows were filled in."""
    parts = [each.together() for each in those]
    rows = sum(len(each) - 1 for each in parts)
    if rows < 1:
        raise HandeyeError("too few rows to see what one takes")
    own, browser = (sum(each[-1].cpu_s[at] - each[0].cpu_s[at] for each in parts) / rows for at in (0, 1))
    return [
        Metric.told(f"CPU-seconds of {of}", round(own + browser, 3), "s"),
        Metric.told(f"of that: the browser with its driver, {of}", round(browser, 3), "s"),
    ]


def _per_minute(job: Taken) -> float:
    rows = job.together()
    if len(rows) < 2:
        raise HandeyeError("too few rows to see how many go through in a minute")
    return round(60 * (len(rows) - 1) / (rows[-1].at_s - rows[0].at_s), 1)


def _calls(those: Sequence[Taken]) -> int:
    return sum(int(each.end.get("model_calls", 0)) for each in those)
