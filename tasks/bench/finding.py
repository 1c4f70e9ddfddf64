"""Finding: how often words find what they mean, and how often a wrong thing is said to be certain."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from ...tools.find import Found, find
from ...tools.reading.text import Line, Word
from ...tools.sight import Sight
from ...tools.widgets.widget import Widget
from .metric import Metric
from .queries import Asked, Query, lines_of
from .yardstick.truth import Screen, TrueWidget

RIGHT, WRONG = 0.95, 0.01
FIND_MS = 80
LEAST = 500
"""Queries of each set: fewer prove nothing."""
OF_A_SORT = 3
"""At most so many queries of one sort are asked of one screen: no page with many boxes outvotes the others."""


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


class Asking:
    """Asks each screen what can be asked of it, and for some labels of other screens too."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._strangers: list[str] = []

    def of(self, screen: Screen, sight: Sight) -> list[Answer]:
        answers: list[Answer] = []
        for query in _some(list(Asked(screen, self._rng).queries(self._strangers)), self._rng):
            began_s = time.perf_counter()
            found = find(sight, query.words, query.kind)
            answers.append(Answer(screen, sight, query, found, (time.perf_counter() - began_s) * 1000))
        labels = [widget.label for widget in screen.widgets if widget.label]
        self._strangers = [*self._strangers, *labels][-200:]
        return answers


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
