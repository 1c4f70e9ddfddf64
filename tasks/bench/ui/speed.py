"""Speed: the suite against the same tests by hand, what the plugin costs a start of pytest, and how steady the suite is."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ....tools.errors import BadInput
from ..metric import Against, Metric
from .app import App
from .progress import Progress, Tell
from .suite import Suite, timed

ROUNDS, STARTS = 3, 11
TIMES, IMPORT_MS, FLAKES_PERCENT = 2.5, 30.0, 0.1
START_S = 60.0


def speed(suite: Suite, by_hand: Suite, command: str, folder: Path, tell: Tell, *, rounds: int = ROUNDS) -> list[Metric]:
    """Each a whole pytest on a fresh app, in turns. Nothing is remembered at the first; how long that takes is told, too."""
    suite = replace(suite, cache=folder / "cache")
    seconds: dict[str, list[float]] = {"by sight": [], "by hand": []}
    tests: dict[str, int] = {}
    with Progress("speed", 2 * rounds, tell) as progress:
        for turn in range(rounds):
            for name, each in (("by sight", suite), ("by hand", by_hand)):
                with App(command, each.project) as app:
                    ran = each.run(app.url, folder / f"{name.replace(' ', '-')}-{turn}")
                if not ran.is_whole or ran.reds or ran.unsure:
                    first = next(iter((*ran.reds, *ran.unsure)), None)
                    raise BadInput(
                        f"the tests {name} have to be green: {f'{first.test}: {first.message}' if first else ran.said}"
                    )
                seconds[name].append(ran.seconds)
                tests[name] = len(ran.verdicts)
                progress.step(f"{name}, {ran.seconds:.1f} s")
    ours, theirs = (statistics.median(each) for each in seconds.values())
    return [
        Metric.at_most_times("the suite", ours, "s", TIMES, Against("the same tests by hand", theirs)),
        Metric.told("the suite, the first time", seconds["by sight"][0], "s"),
        Metric.told("tests in the suite", tests["by sight"], "tests"),
        Metric.told("tests by hand", tests["by hand"], "tests"),
    ]


def plugin_cost(folder: Path, *, starts: int = STARTS) -> Metric:
    """pytest on an empty file, with the plugin and without, in turns."""
    folder.mkdir(parents=True, exist_ok=True)
    empty = folder / "test_empty.py"
    empty.write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    took: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * (starts + 1)):
        is_with = turn % 2 == 0
        words = ["-m", "pytest", str(empty), "-q", "-p", "no:cacheprovider", *([] if is_with else ["-p", "no:handeye"])]
        _, seconds = timed(words, folder, folder / "said.txt", dict(os.environ), START_S)
        if turn >= 2:  # the first of each only warms up
            took[is_with].append(seconds)
    cost = 1000 * (statistics.median(took[True]) - statistics.median(took[False]))
    return Metric.at_most("what the plugin adds to a start of pytest", round(cost, 1), "ms", IMPORT_MS)


def flakes(suite: Suite, command: str, folder: Path, tell: Tell, *, repeats: int) -> list[Metric]:
    """The suite again and again, while every core is busy with something else."""
    tests = reds = unsure = 0
    why: list[str] = []
    with _busy(), Progress("runs under load", repeats, tell) as progress:
        for turn in range(repeats):
            with App(command, suite.project) as app:
                ran = suite.run(app.url, folder / f"load-{turn}")
            tests += len(ran.verdicts)
            reds += len(ran.reds) + (not ran.is_whole)
            unsure += len(ran.unsure)
            why += [f"{verdict.test}: {verdict.message[:200]}" for verdict in (*ran.reds, *ran.unsure)]
            progress.step(f"{len(ran.reds)} red and {len(ran.unsure)} unsure of {len(ran.verdicts)} tests")
    share = 100 * (reds + unsure) / max(1, tests)
    met = tests > 0 and share <= FLAKES_PERCENT
    goal = f"≤ {FLAKES_PERCENT:g} %"
    return [
        Metric("not green under load", round(share, 3), "%", None, None, goal, met, "; ".join(why[:5])),
        Metric.told("tests run under load", tests, "tests"),
        Metric.told("of these, unsure", unsure, "tests"),
    ]


@contextmanager
def _busy() -> Generator[None]:
    """One process that only counts for each core."""
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()
