"""What `shows` says of true values, of values wrong by one character, and of look-alikes, on yardstick screens."""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...tools.reading.lookalikes import exchanges
from ...tools.reading.shows import shows
from .metric import Metric
from .yardstick.truth import Screen

WITH_TEXT = ("field", "text area")


@dataclass
class Tally:
    """How often which answer was given."""

    true: Counter[str] = field(default_factory=Counter[str])
    wrong: Counter[str] = field(default_factory=Counter[str])
    alike: Counter[str] = field(default_factory=Counter[str])
    hinted: Counter[str] = field(default_factory=Counter[str])
    """True values with the hint's value at hand."""

    def add(self, screen: Screen, rng: random.Random) -> None:
        for widget in screen.widgets:
            value = widget.value
            if widget.kind not in WITH_TEXT or widget.clipped or not value.strip() or "masked" in widget.state:
                continue
            self.true[shows(screen.frame, widget.box, value)] += 1
            self.hinted[shows(screen.frame, widget.box, value, hint_value=value)] += 1
            self.wrong.update(shows(screen.frame, widget.box, other) for other in one_off(value, rng))
            self.alike.update(shows(screen.frame, widget.box, other) for other in look_alikes(value, rng))


def one_off(value: str, rng: random.Random) -> Iterator[str]:
    """The value with one character exchanged, lost, added, swapped with its neighbour, or in the other case."""
    at = rng.randrange(len(value))
    char = value[at]
    pool = string.digits if char.isdigit() else string.ascii_letters if char.isalpha() else ".,-_@/:+#"
    other = rng.choice([each for each in pool if each != char])
    changed = {
        value[:at] + other + value[at + 1 :],
        value[:at] + value[at + 1 :],
        value[:at] + other + value[at:],
        value[:at] + value[at + 1 : at + 2] + char + value[at + 2 :],
        value[:at] + char.swapcase() + value[at + 1 :],
    }
    yield from sorted(each for each in changed if each.strip() and each.split() != value.split())


def look_alikes(value: str, rng: random.Random, count: int = 2) -> Iterator[str]:
    others = sorted({value[:start] + other + value[end:] for start, end, other in exchanges(value)} - {value})
    yield from rng.sample(others, min(count, len(others)))


def measure(screens: Iterable[Screen], seed: int = 0) -> list[Metric]:
    """Looks that were tuned on and looks that never were, apart."""
    rng = random.Random(seed)
    tallies = {True: Tally(), False: Tally()}
    for screen in screens:
        tallies[screen.tuned].add(screen, rng)
    return [metric for tuned, tally in tallies.items() for metric in told(tally, "tuned" if tuned else "report")]


def told(tally: Tally, looks: str) -> list[Metric]:
    """Unsure counts as not yes everywhere."""
    return [
        _at_least(f"shows: true values, {looks}", tally.true, "yes", 0.97),
        _at_most(f"shows: true values called no, {looks}", tally.true, "no", 0.003),
        _at_most(f"shows: wrong by one called yes, {looks}", tally.wrong, "yes", 0.005),
        _at_most(f"shows: look-alikes called yes, {looks}", tally.alike, "yes", 0.005),
        _at_least(f"shows: true values with hints, {looks}", tally.hinted, "yes", 0.97),
    ]


def _share(counted: Counter[str], answer: str) -> float | None:
    return counted[answer] / counted.total() if counted else None


def _at_least(name: str, counted: Counter[str], answer: str, goal: float) -> Metric:
    share = _share(counted, answer)
    if share is None:
        return Metric.unmeasured(name, "", f"≥ {goal:g}", "no such value was on any screen")
    return Metric(name, share, "", None, None, f"≥ {goal:g}", share >= goal, f"of {counted.total()}")


def _at_most(name: str, counted: Counter[str], answer: str, goal: float) -> Metric:
    share = _share(counted, answer)
    if share is None:
        return Metric.unmeasured(name, "", f"≤ {goal:g}", "no such value was on any screen")
    return Metric(name, share, "", None, None, f"≤ {goal:g}", share <= goal, f"of {counted.total()}")
