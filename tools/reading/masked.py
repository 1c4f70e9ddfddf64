"""Masked: what a password field shows: one dot for each character."""

from __future__ import annotations

import itertools
from statistics import median
from typing import Literal

import numpy as np

from .strokes import Run, Strokes


def dots(ink: Strokes) -> list[Run]:
    """The marks of a masked value, left to right; empty where anything else is written, too."""
    runs = ink.runs()
    if not runs:
        return []
    side, height = median(run.width for run in runs), median(run.height for run in runs)
    marks = [run for run in runs if abs(run.width - side) <= 1.5 and abs(run.height - height) <= 1.5]
    rest = [run for run in runs if run not in marks]
    # A caret is thin and high; an eye or a cross at the far end is a way off.
    foreign = [run for run in rest if not _is_caret(run, height) and not _is_aside(run, marks)]
    if foreign or not marks or not 0.7 <= side / height <= 1.4:
        return []
    middles = [(run.left + run.right) / 2 for run in marks]
    steps = [b - a for a, b in itertools.pairwise(middles)]
    if steps and max(steps) - min(steps) > max(2.0, 0.35 * median(steps)):
        return []
    level = [run.top for run in marks]
    return marks if max(level) - min(level) <= 2 and _are_one_sign(ink, marks) else []


def _are_one_sign(ink: Strokes, marks: list[Run]) -> bool:
    """Whether all are the same solid sign: digits are as wide as one another, too."""
    width, height = min(run.width for run in marks), min(run.height for run in marks)
    signs = np.stack([ink.cover[run.top : run.top + height, run.left : run.left + width] for run in marks])
    usual = np.median(signs, axis=0)
    middle = usual[height // 3 : max(2 * height // 3, height // 3 + 1), width // 3 : max(2 * width // 3, width // 3 + 1)]
    # One that stands half a px further right differs at its edges alone.
    return float(np.abs(signs - usual).mean(axis=(1, 2)).max()) < 0.22 and float(middle.mean()) > 0.7


def _is_caret(run: Run, height: float) -> bool:
    return run.width <= max(2, 0.3 * height) and run.height > 1.5 * height


def _is_aside(run: Run, marks: list[Run]) -> bool:
    return bool(marks) and run.left - marks[-1].right > 2.5 * marks[0].width


def count_dots(ink: Strokes) -> int:
    return len(dots(ink))


def shows_dots(ink: Strokes, expected: str, *, sure: bool) -> Literal["yes", "no", "unsure"]:
    """Dots prove a length only: one that differs is a no where the place is known to mask."""
    marks = dots(ink)
    if not marks:
        return "unsure" if sure else "no"
    if set(expected) <= set("•●*·.") and len(set(expected)) == 1:
        return "yes" if len(marks) == len(expected) else "no"
    width = ink.cover.shape[1]
    step = (marks[-1].left - marks[0].left) / max(len(marks) - 1, 1)
    is_cut = marks[0].left < 3 or marks[-1].right + 1.2 * max(step, marks[0].width) > width
    if len(marks) == len(expected):
        return "yes"
    return "unsure" if is_cut and len(marks) < len(expected) else "no"
