"""How well words find the things they mean, by sight alone: part of `handeye bench widgets`."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from ...tools.find import Found, find
from ...tools.reading.text import Line, Word
from ...tools.sight import Eyes, Sight
from ...tools.widgets.widget import Widget
from .metric import Metric
from .queries import Asked, Query, lines_of
from .yardstick.truth import Screen, TrueWidget

SCREENS = 60
RIGHT, WRONG = 0.95, 0.01
FIND_MS = 80
LEAST = 500
"""Queries of each set: fewer prove nothing."""
SCALES = (1.0, 1.5, 2.0)
OF_A_SORT = 3
"""At most so many queries of one sort are asked of one screen: no page with many boxes outvotes the others."""

Tell = Callable[[str], None]
See = Callable[[Screen], Sight]


@dataclass(frozen=True, slots=True)
class Answer:
    screen: Screen
    sight: Sight
    query: Query
    found: Found
    took_ms: float

    @property
    def hits(self) -> bool:
        targets = self.found.targets
        return bool(targets) and any(box.contains(targets[0].point) for box in self.query.boxes)

    @property
    def right(self) -> bool:
        return self.found.outcome == self.query.expected and (self.query.expected != "one" or self.hits)

    @property
    def first_is_right(self) -> bool:
        return self.hits if self.query.expected == "one" else self.right

    @property
    def wrong_but_certain(self) -> bool:
        return self.found.outcome == "one" and not self.right


@dataclass(slots=True)
class Tally:
    answers: list[Answer] = field(default_factory=list[Answer])

    def share(self, chosen: Callable[[Answer], bool], of: Callable[[Answer], bool] = lambda _: True) -> float | None:
        asked = [answer for answer in self.answers if of(answer)]
        return sum(chosen(answer) for answer in asked) / len(asked) if asked else None


def run(seed: int = 1, tell: Tell | None = None, *, screens: int = SCREENS) -> list[Metric]:
    """All metrics: those with goals are of the report set, whose looks nothing was tuned on."""
    return asyncio.run(measure(seed, tell, screens=screens))


async def measure(seed: int, tell: Tell | None = None, *, screens: int = SCREENS) -> list[Metric]:
    from .yardstick.yard import opened_yard

    metrics: list[Metric] = []
    async with opened_yard() as yard:
        for name, looks in (("", "untuned"), ("tuned: ", "tuned")):
            if tell is not None:
                tell(f"measuring: find, {looks} looks")
            tally = await ask(yard.screens(seed, screens, looks=(looks,), scales=SCALES), by_sight(), seed)
            metrics += metrics_of(tally, name)
    return metrics


def by_sight() -> See:
    eyes = Eyes()
    return lambda screen: eyes.understand(screen.frame)


def by_truth(screen: Screen) -> Sight:
    """What perfect eyes would see: tells errors of finding and of seeing apart."""
    lines = tuple(Line(tuple(Word(word.text, word.box, 1.0) for word in line)) for line in lines_of(screen.words))
    return Sight(screen.frame, lines, tuple(_as_seen(widget) for widget in screen.widgets))


def _as_seen(true: TrueWidget) -> Widget:
    return Widget(
        true.kind,
        true.box,
        true.label,
        true.value,
        true.state,
        placeholder=true.placeholder,
        group=true.group,
        row=true.row,
        column=true.column,
    )


async def ask(screens: AsyncIterable[Screen], see: See, seed: int) -> Tally:
    """Asks each screen what can be asked of it, and for some labels of other screens too."""
    rng = random.Random(seed)
    tally = Tally()
    strangers: list[str] = []
    async for screen in screens:
        sight = see(screen)
        for query in _some(list(Asked(screen, rng).queries(strangers)), rng):
            began_s = time.perf_counter()
            found = find(sight, query.words, query.kind)
            tally.answers.append(Answer(screen, sight, query, found, (time.perf_counter() - began_s) * 1000))
        strangers = [*strangers, *(widget.label for widget in screen.widgets if widget.label)][-200:]
    return tally


def _some(queries: list[Query], rng: random.Random) -> list[Query]:
    rng.shuffle(queries)
    seen: Counter[str] = Counter()
    chosen: list[Query] = []
    for query in queries:
        seen[query.sort] += 1
        if seen[query.sort] <= OF_A_SORT:
            chosen.append(query)
    return chosen


def metrics_of(tally: Tally, name: str = "") -> list[Metric]:
    right = tally.share(lambda answer: answer.hits, lambda answer: answer.query.expected == "one")
    wrong = tally.share(lambda answer: answer.wrong_but_certain)
    if right is None or wrong is None:
        return [Metric.unmeasured(f"{name}find: first answer right", "share", f"≥ {RIGHT:g}", "nothing could be asked")]
    honest = tally.share(lambda answer: answer.right, lambda answer: answer.query.expected != "one") or 0.0
    certain = tally.share(lambda answer: answer.right, lambda answer: answer.query.expected == "one") or 0.0
    asked = len(tally.answers)
    few = "" if asked >= LEAST else f"only {asked} queries; at least {LEAST} prove something"
    took_ms = median(answer.took_ms for answer in tally.answers)
    return [
        _share(f"{name}find: first answer right", right, f"≥ {RIGHT:g}", right >= RIGHT and not few, few or worst(tally)),
        _share(f"{name}find: wrong but certain", wrong, f"≤ {WRONG:g}", wrong <= WRONG and not few, few),
        _share(f"{name}find: found and certain", certain, "", None, ""),
        _share(f"{name}find: ambiguous or absent, and said so", honest, "", None, ""),
        Metric.at_most(f"{name}find: one query", took_ms, "ms", FIND_MS),
    ]


def _share(name: str, value: float, goal: str, met: bool | None, why: str) -> Metric:
    return Metric(name, value, "share", None, None, goal, met, why)


def worst(tally: Tally) -> str:
    """The sorts of queries that fail most."""
    return ", ".join(f"{sort} {share:.2f} of {count}" for sort, share, count in by_sort(tally)[:3] if share < 1)


def by_sort(tally: Tally) -> Sequence[tuple[str, float, int]]:
    """For each sort how many were answered rightly, the worst first."""
    counts = Counter(answer.query.sort for answer in tally.answers)
    right = Counter(answer.query.sort for answer in tally.answers if answer.first_is_right)
    return sorted(((sort, right[sort] / count, count) for sort, count in counts.items()), key=lambda row: row[1])
