"""Doubles: whether a screen says a name more often than things of that name were seen; then some were missed."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import Box
from ..sight import Sight
from .likeness import likeness
from .things import Thing

EXACTLY = 0.95
HEADING = 1.25
"""A text so many times higher than the lowest of the same words is a heading over it."""


def says_more(sight: Sight, words: str, things: Sequence[Thing]) -> bool:
    """Whether there are more texts of these words than things that they may name."""
    named = [line.box for line in sight.lines if line.words and _may_be(words, line.text)]
    free = [box for box in named if not any(_is_on(box, thing) for thing in things)]
    bare = [thing for thing in things if thing.kind != "text" and not any(_is_on(box, thing) for box in named)]
    others = [widget.box for widget in sight.widgets]
    lowest = min((box.h for box in named), default=0.0)
    labels = [box for box in free if box.h <= HEADING * lowest and not any(other.contains(box.center) for other in others)]
    return len(labels) > len(bare) and bool(things)


def _may_be(words: str, text: str) -> bool:
    return abs(len(words) - len(text)) <= 3 and likeness(words, text) >= EXACTLY


def _is_on(box: Box, thing: Thing) -> bool:
    return thing.box.grow(2).contains(box.center)
