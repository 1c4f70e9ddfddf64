"""Draw: which bugs and which changes a seed stands for, spread evenly over kinds and pages."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .makes import regex_of
from .page import kinds_of_changes
from .places import Place

SALTS = 10_000
ALONE, TOGETHER = 0.3, 3
"""How often a change comes alone, and how many come together at most."""


@dataclass(frozen=True, slots=True)
class Bug:
    number: int
    place: Place
    salt: int
    """What is drawn about the bug itself, such as how wrong a number is."""

    def wanted(self) -> dict[str, object]:
        """For the script."""
        place = self.place
        own = {
            "kind": place.kind,
            "pages": regex_of(place.page),
            "path": place.path,
            "tag": place.tag,
            "text": place.text,
            "salt": self.salt,
        }
        return {"bug": {**dict(place.more), **own}}


@dataclass(frozen=True, slots=True)
class Changes:
    number: int
    made: tuple[tuple[str, int], ...]
    """Kinds with what is drawn about each."""

    def wanted(self) -> dict[str, object]:
        return {"changes": [{"kind": kind, "salt": salt} for kind, salt in self.made]}

    def __str__(self) -> str:
        return ", ".join(f"{kind} ({salt})" for kind, salt in self.made)


def bugs_of(seed: int, places: Sequence[Place]) -> Iterator[Bug]:
    """As many as there are places: kind after kind, each time at the page that has had the fewest of its bugs."""
    dice = random.Random(f"{seed} bugs")
    left: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: place.key):
        left[place.kind].append(place)
    kinds = sorted(left)
    dice.shuffle(kinds)
    for kind in kinds:
        dice.shuffle(left[kind])
    had: Counter[str] = Counter()
    had_there: Counter[tuple[str, str]] = Counter()
    number = 0
    while any(left.values()):
        for kind in kinds:
            if not left[kind]:
                continue
            place = min(left[kind], key=lambda place: (had_there[place.page, place.path], had[place.page]))
            left[kind].remove(place)
            had[place.page] += 1
            had_there[place.page, place.path] += 1
            yield Bug(number, place, dice.randrange(SALTS))
            number += 1


def changes_of(seed: int) -> Iterator[Changes]:
    """Without end: each kind in its turn, alone or with others."""
    dice = random.Random(f"{seed} changes")
    kinds = list(kinds_of_changes())
    number = 0
    while True:
        dice.shuffle(kinds)
        for first in kinds:
            others = [kind for kind in kinds if kind != first]
            more = 0 if dice.random() < ALONE else dice.randint(1, TOGETHER - 1)
            made = [first, *dice.sample(others, more)]
            yield Changes(number, tuple((kind, dice.randrange(SALTS)) for kind in made))
            number += 1
