"""`handeye bench ui`: how many planted bugs a suite of UI tests finds, how often it cries wolf, how fast and steady it is."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ....tools.errors import BadInput
from ..metric import Against, Metric
from .alarms import Trials, trials
from .app import USUAL
from .bugs import Hunts, hunt
from .missed import show_alarms, show_missed
from .speed import ROUNDS, STARTS, flakes, plugin_cost, speed
from .suite import BY_HAND, BY_SIGHT, Suite
from .survey import Survey, said_of, survey

SHOP = Path(__file__).resolve().parents[3] / "examples" / "shop"
BUGS, HARMLESS, REPEATS = 60, 60, 5
SHARE = 0.95
"""Of the bugs found, and of the harmless changes left alone: 57 of 60."""

Only = Literal["speed", "bugs", "harmless", "flakes"]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured, on which app."""

    project: Path = SHOP
    tests: str = "tests"
    by_hand: str = "by_hand"
    app: str = USUAL
    address: str = BY_SIGHT
    """How the suite is told where its app is."""
    mutants: int = BUGS
    harmless: int = HARMLESS
    repeats: int = REPEATS
    rounds: int = ROUNDS
    """Turns of the suite and of the one by hand."""
    starts: int = STARTS
    """Starts of pytest with the plugin, and without."""
    workers: int = 0
    """None: half as many as there are cores."""
    only: Only | None = None
    pytest: str = ""
    """What else pytest is told about the suite, such as -m "not pictures"."""
    keep: Path | None = None
    """Where all that happened is kept."""


def run(seed: int, tell: Tell, asked: Asked) -> list[Metric]:
    if not (asked.project / asked.tests).exists():
        raise BadInput(f"there are no tests in {asked.project / asked.tests}; --project and --tests say where they are")
    with TemporaryDirectory(prefix="handeye-ui-", ignore_cleanup_errors=True) as passing:
        folder = (asked.keep or Path(passing)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        return _Bench(seed, tell, asked, folder).run()


class _Bench:
    def __init__(self, seed: int, tell: Tell, asked: Asked, folder: Path) -> None:
        self.seed, self.tell, self.asked, self.folder = seed, tell, asked, folder
        self.suite = Suite(asked.project.resolve(), asked.tests, asked.address, asked.pytest, folder / "cache")
        self.workers = asked.workers or max(1, (os.cpu_count() or 2) // 2)

    def run(self) -> list[Metric]:
        metrics: list[Metric] = []
        if self._wants("speed"):
            metrics += self._speed()
        if self._wants("bugs") or self._wants("harmless"):
            self.tell("the suite looks at the app as it is, and its pages say where a bug could be")
            found = survey(self.suite, self.asked.app, self.folder / "survey")
            self.tell(f"{len(found.places)} places, {len(found.ran.greens)} green tests, {found.ran.seconds:.0f} s")
            metrics.append(left_out(found))
            if self._wants("bugs"):
                metrics += self._bugs(found)
            if self._wants("harmless"):
                metrics += self._harmless(found)
        if self._wants("flakes"):
            metrics += flakes(self.suite, self.asked.app, self.folder / "flakes", self.tell, repeats=self.asked.repeats)
        return metrics

    def _wants(self, what: Only) -> bool:
        return self.asked.only in (None, what)

    def _speed(self) -> list[Metric]:
        cost = plugin_cost(self.folder / "plugin", starts=self.asked.starts)
        if not (self.asked.project / self.asked.by_hand).exists():
            why = f"there are no tests by hand in {self.asked.project / self.asked.by_hand}"
            return [Metric.unmeasured("the suite", "s", "≤ 2.5×", why), cost]
        by_hand = Suite(self.suite.project, self.asked.by_hand, told=BY_HAND)
        measured = speed(self.suite, by_hand, self.asked.app, self.folder / "speed", self.tell, rounds=self.asked.rounds)
        return [*measured, cost]

    def _bugs(self, found: Survey) -> list[Metric]:
        hunts = hunt(
            self.seed, self.suite, self.asked.app, found, self.folder / "bugs", self.tell,
            count=self.asked.mutants, workers=self.workers,
        )  # fmt: skip
        self._write("bugs.json", [each.to_dict() for each in (*hunts.counted, *hunts.drawn_anew)])
        show_missed(hunts)
        return bug_metrics(hunts, self.asked.mutants)

    def _harmless(self, found: Survey) -> list[Metric]:
        tried = trials(
            self.seed, self.suite, self.asked.app, found, self.folder / "harmless", self.tell,
            count=self.asked.harmless, workers=self.workers,
        )  # fmt: skip
        self._write("harmless.json", [each.to_dict() for each in (*tried.counted, *tried.drawn_anew)])
        show_alarms(tried)
        return alarm_metrics(tried, self.asked.harmless)

    def _write(self, name: str, said: Sequence[object]) -> None:
        (self.folder / name).write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")


def left_out(found: Survey) -> Metric:
    many = len(found.left_out)
    return Metric(
        "tests left out, not green as it is", many, "tests", None, None, "0", not many, said_of(found.ran) * (many > 0)
    )


def bug_metrics(hunts: Hunts, wanted: int) -> list[Metric]:
    words = Counter(each.word for each in hunts.counted)
    planted = Counter(each.bug.place.kind for each in hunts.counted)
    found = Counter(each.bug.place.kind for each in hunts.counted if each.word == "found")
    return [
        _share("bugs found, and named", words["found"], "bugs", Against("planted", len(hunts.counted)), wanted),
        *(Metric.told(f"bugs {word}", words[word], "bugs") for word in ("missed", "unnamed", "unsure", "hung", "broken")),
        Metric.told("bugs drawn anew, as they were never to be seen", len(hunts.drawn_anew), "bugs"),
        *(_told(f"found: {kind}", found[kind], "bugs", Against("planted", planted[kind])) for kind in sorted(planted)),
    ]


def alarm_metrics(tried: Trials, wanted: int) -> list[Metric]:
    words = Counter(each.word for each in tried.counted)
    made = Counter(kind for each in tried.counted for kind, _ in each.changes.made)
    green = Counter(kind for each in tried.counted if each.word == "green" for kind, _ in each.changes.made)
    return [
        _share("harmless changes left alone", words["green"], "changes", Against("made", len(tried.counted)), wanted),
        *(Metric.told(f"harmless changes {word}", words[word], "changes") for word in ("red", "unsure", "hung", "broken")),
        Metric.told("changes drawn anew, as they changed nothing or spoiled something", len(tried.drawn_anew), "changes"),
        *(_told(f"left alone: {kind}", green[kind], "changes", Against("made", made[kind])) for kind in sorted(made)),
    ]


def _share(name: str, value: int, unit: str, of: Against, wanted: int) -> Metric:
    ratio = value / of.value if of.value else None
    why = f"{of.value:g} of {wanted} could be tried: there are no more places" if of.value < wanted else ""
    goal = f"≥ {int(-(-SHARE * wanted // 1))} of {wanted}"
    return Metric(name, value, unit, of, ratio, goal, not why and ratio is not None and ratio >= SHARE, why)


def _told(name: str, value: int, unit: str, of: Against) -> Metric:
    return Metric(name, value, unit, of, value / of.value, "", None)
