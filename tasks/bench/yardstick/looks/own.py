"""Looks of our own, each with one trait that it always has; the rest of it is drawn at random."""

from __future__ import annotations

import random
from dataclasses import replace

from .drawn import Drawn
from .traits import Traits


class Dense(Drawn):
    name = "dense"

    def traits_of(self, traits: Traits, rng: random.Random) -> Traits:
        return replace(traits, size_px=rng.uniform(10, 12.5), roomy=0.25)


class Dark(Drawn):
    name = "dark"
    moods = ("dark",)


class HighContrast(Drawn):
    name = "high-contrast"
    moods = ("stark",)


class Pills(Drawn):
    name = "pills"

    def traits_of(self, traits: Traits, rng: random.Random) -> Traits:
        return replace(super().traits_of(traits, rng), radius_px=99.0)


class Underlined(Drawn):
    name = "underlined"

    def traits_of(self, traits: Traits, rng: random.Random) -> Traits:
        return replace(super().traits_of(traits, rng), field="underline")


class Floating(Drawn):
    name = "floating"
    label_places = ("float", "notch")


class PlaceholderOnly(Drawn):
    name = "placeholder-only"
    label_places = ("placeholder",)
