"""Candidate: a place where a finder thinks a widget is, before it is refined and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..frame import Frame
from ..geometry import Box
from ..reading.text import Line

SAME_THING = 0.5
"""Boxes that overlap at least this much are one widget, whatever kinds were seen in it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    kind: str
    """One of `KINDS`."""
    box: Box
    score: float = 1.0
    """0..1: how sure the finder is."""
    state: tuple[str, ...] = ()
    """What the finder could tell of its state; what pixels say plainly wins over it."""


Finder = Callable[[Frame, Sequence[Line]], Sequence[Candidate]]
"""The seam between finding widgets and naming them: anything that turns pixels and text into candidates."""


def surest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The surest of each place, in that order."""
    kept: list[Candidate] = []
    for each in sorted(candidates, key=lambda one: -one.score):
        if all(each.box.overlap(other.box) < SAME_THING for other in kept):
            kept.append(each)
    return kept
