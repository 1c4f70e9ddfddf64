"""Candidate: a place that looks like a widget, before it has a label."""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import Box


@dataclass(frozen=True, slots=True)
class Candidate:
    kind: str
    """One of `KINDS`."""
    box: Box
    score: float
    state: tuple[str, ...] = ()
    """What its source could see of it: checked, mixed, disabled, selected."""
