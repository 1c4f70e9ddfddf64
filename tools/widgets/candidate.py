"""Candidate: a place where a finder thinks a widget is, before it is refined and named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..frame import Frame
from ..geometry import Box
from ..reading.text import Line


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
