"""What `shows` says of true values, of values wrong by one character, and of look-alikes, on yardstick screens."""

from __future__ import annotations

import asyncio
import random
import string
from collections import Counter
from collections.abc import AsyncIterable, Callable, Iterator
from dataclasses import dataclass, field

from ...tools.reading.lookalikes import exchanges
from ...tools.reading.shows import shows
from .metric import Against, Metric
from .yardstick.truth import Screen, TrueWidget

SCREENS = 48
"""How many screens of each set are asked about."""

SCALES = (1.0, 1.5, 2.0)
WITH_TEXT = ("field", "text area")

Tell = Callable[[str], None]


def _answers() -> Counter[str]:
    return Counter()


@dataclass
class Tally:
    """How often which answer was given."""

    true: Counter[str] = field(default_factory=_answers)
    wrong: Counter[str] = field(default_factory=_answers)
    alike: Counter[str] = field(default_factory=_answers)
    hinted: Counter[str] = field(default_factory=_answers)
    """True values with the hint's value at hand."""
    wrong_hinted: Counter[str] = field(default_factory=_answers)
    """Wrong values and look-alikes, with a hint that says the true one."""
    passwords: Counter[str] = field(default_factory=_answers)
    wrong_passwords: Counter[str] = field(default_factory=_answers)
    """One character shorter or longer."""

    def add(self, screen: Screen, rng: random.Random) -> None:
        for widget in screen.widgets:
            if widget.kind not in WITH_TEXT or widget.clipped or not widget.value.strip():
                continue
            if "masked" in widget.state:
                self._add_masked(screen, widget, rng)
            elif is_whole(screen, widget):
                self._add(screen, widget, rng)

    def _add(self, screen: Screen, widget: TrueWidget, rng: random.Random) -> None:
        frame, box, value = screen.frame, widget.box, widget.value
        self.true[shows(frame, box, value)] += 1
        self.hinted[shows(frame, box, value, hint_value=value)] += 1
        wrong, alike = list(one_off(value, rng)), list(look_alikes(value, rng))
        self.wrong.update(shows(frame, box, other) for other in wrong)
        self.alike.update(shows(frame, box, other) for other in alike)
        self.wrong_hinted.update(shows(frame, box, other, hint_value=value) for other in (*wrong, *alike))

    def _add_masked(self, screen: Screen, widget: TrueWidget, rng: random.Random) -> None:
        password = "".join(rng.choices(string.ascii_letters + string.digits, k=len(widget.value)))
        self.passwords[shows(screen.frame, widget.box, password, masked=True)] += 1
        for other in (password[:-1], password + "x"):
            if other:
                self.wrong_passwords[shows(screen.frame, widget.box, other, masked=True)] += 1


def is_whole(screen: Screen, widget: TrueWidget) -> bool:
    """Whether each word of its value can be seen inside it."""
    around = widget.box.grow(1)
    seen = Counter(word.text for word in screen.words if around.contains(word.box.center))
    return not Counter(widget.value.split()) - seen


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


def run(seed: int = 1, tell: Tell | None = None, *, count: int = SCREENS) -> list[Metric]:
    return asyncio.run(measure(seed, tell, count=count))


async def measure(seed: int, tell: Tell | None, *, count: int) -> list[Metric]:
    """Looks that were tuned on and looks that never were, apart."""
    from .yardstick.yard import opened_yard

    metrics: list[Metric] = []
    async with opened_yard() as yard:
        for looks in ("untuned", "tuned"):
            if tell is not None:
                tell(f"measuring: shows, {looks} looks")
            metrics += told(await judge(yard.screens(seed, count, looks=(looks,), scales=SCALES), seed), looks)
    return metrics


async def judge(screens: AsyncIterable[Screen], seed: int = 0) -> Tally:
    tally, rng = Tally(), random.Random(seed)
    async for screen in screens:
        tally.add(screen, rng)
    return tally


def told(tally: Tally, looks: str) -> list[Metric]:
    """Unsure counts as not yes everywhere."""
    return [
        _at_least(f"shows: true values, {looks}", tally.true, "yes", 0.97),
        _at_most(f"shows: true values called no, {looks}", tally.true, "no", 0.003),
        _at_most(f"shows: wrong by one called yes, {looks}", tally.wrong, "yes", 0.005),
        _at_most(f"shows: look-alikes called yes, {looks}", tally.alike, "yes", 0.005),
        _at_least(f"shows: true values with hints, {looks}", tally.hinted, "yes", 0.97),
        _at_most(f"shows: wrong values called yes though a hint says the true one, {looks}", tally.wrong_hinted, "yes", 0.0),
        _at_least(f"shows: passwords, {looks}", tally.passwords, "yes", 0.97),
        _at_most(f"shows: passwords of another length called yes, {looks}", tally.wrong_passwords, "yes", 0.005),
    ]


def _share(counted: Counter[str], answer: str) -> float | None:
    return counted[answer] / counted.total() if counted else None


def _at_least(name: str, counted: Counter[str], answer: str, goal: float) -> Metric:
    share = _share(counted, answer)
    if share is None:
        return Metric.unmeasured(name, "share", f"≥ {goal:g}", "no such value was on any screen")
    return Metric(name, share, "share", Against("answers", counted.total()), None, f"≥ {goal:g}", share >= goal)


def _at_most(name: str, counted: Counter[str], answer: str, goal: float) -> Metric:
    share = _share(counted, answer)
    if share is None:
        return Metric.unmeasured(name, "share", f"≤ {goal:g}", "no such value was on any screen")
    return Metric(name, share, "share", Against("answers", counted.total()), None, f"≤ {goal:g}", share <= goal)
