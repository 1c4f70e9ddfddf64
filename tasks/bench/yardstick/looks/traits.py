"""Traits: what is drawn of a random look as far as its markup depends on it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .colours import Scheme, random_scheme


@dataclass(frozen=True)
class Traits:
    """What was drawn, as far as the markup depends on it."""

    scheme: Scheme
    size_px: float
    radius_px: float
    field: str
    """box, underline, filled, sunken, bare, shadow, bar or ghost."""
    native_ticks: bool
    native_slider: bool
    native_select: bool
    arrow: str
    """Where selects that are none to the browser have theirs: inside, outside or none."""
    roomy: float = 1.0
    """Its paddings, times this."""


def random_traits(rng: random.Random, moods: Sequence[str]) -> Traits:
    size = rng.choices((rng.uniform(10, 12), rng.uniform(12, 17), rng.uniform(17, 24), rng.uniform(24, 40)), (2, 10, 3, 1))[0]
    radius = rng.choices((0.0, rng.uniform(1, 5), rng.uniform(5, 14), 99.0), (3, 5, 3, 2))[0]
    return Traits(
        random_scheme(rng, moods),
        size,
        radius,
        rng.choices(("box", "underline", "filled", "sunken", "bare", "shadow", "bar", "ghost"), (10, 3, 5, 1, 1, 1, 1, 1))[0],
        rng.random() < 0.25,
        rng.random() < 0.3,
        rng.random() < 0.4,
        rng.choices(("inside", "outside", "none"), (20, 1, 1))[0],
    )


def random_shadow(rng: random.Random, share: float = 0.3) -> str:
    if rng.random() > share:
        return "none"
    return rng.choice(("0 1px 2px #0004", "0 2px 6px #0003", "0 4px 14px #0003", "2px 2px 0 #0006", "0 0 0 3px #8883"))
