"""Wrapped: a text over several lines, broken where a text area broke it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from ..frame import Pixels
from .oneline import Opinion, compare_line
from .recogniser import recogniser
from .strokes import Strokes


def bands(ink: Strokes) -> list[tuple[int, int]]:
    """The rows (from, to) of each line of text, top to bottom."""
    rows = np.flatnonzero(ink.cover.max(axis=1) > 0.2)
    if not rows.size:
        return []
    cuts = np.flatnonzero(np.diff(rows) > 1)
    found = [(int(part[0]), int(part[-1]) + 1) for part in np.split(rows, cuts + 1)]
    tall = max(bottom - top for top, bottom in found)
    joined = [found[0]]
    for top, bottom in found[1:]:
        above, below = joined[-1]
        # Dots and accents belong to what they stand by.
        is_part = min(bottom - top, below - above) < 0.45 * tall and top - below <= 0.3 * tall
        if is_part and bottom - above <= 1.6 * tall:
            joined[-1] = (above, bottom)
        else:
            joined.append((top, bottom))
    return joined


def compare_lines(crop: Pixels, ink: Strokes, lines: list[tuple[int, int]], wanted: str) -> Opinion:
    """Each line must show its part; where the text was broken is found by how much was read of each line."""
    reader = recogniser()
    parts = [(max(top - 2, 0), bottom + 2) for top, bottom in lines]
    readings = [reading.text for reading in reader.recognise([crop[top:bottom] for top, bottom in parts])]
    best: Opinion = "no"
    inks = [_only(ink, top, bottom) for top, bottom in lines]

    @cache
    def opinion(at: int, text: str) -> Opinion:
        return compare_line(crop, inks[at], text)

    for broken in _breaks(wanted.strip(), [len(text.replace(" ", "")) for text in readings]):
        opinions = [opinion(at, text) for at, text in enumerate(broken)]
        if all(each == "yes" for each in opinions):
            return "yes"
        if "no" not in opinions:
            best = "unsure"
    return best


def _only(ink: Strokes, top: int, bottom: int) -> Strokes:
    cover = np.zeros_like(ink.cover)
    cover[top:bottom] = ink.cover[top:bottom]
    return Strokes(cover, ink.contrast, ink.is_grey)


def _breaks(text: str, lengths: list[int]) -> Iterator[list[str]]:
    """Ways to break a text into as many lines, each about as long as what was read, likeliest first."""
    if len(lengths) == 1:
        yield [text]
        return
    ends = [at for at, char in enumerate(text) if char.isspace()] or list(range(1, len(text)))
    near = sorted(ends, key=lambda at: abs(len(text[:at].replace(" ", "")) - lengths[0]))
    for at in near[:2]:
        if abs(len(text[:at].replace(" ", "")) - lengths[0]) > 3 + 0.2 * lengths[0]:
            continue
        for rest in _breaks(text[at:].strip(), lengths[1:]):
            yield [text[:at].strip(), *rest]
