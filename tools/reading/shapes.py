"""Shapes: what a recogniser cannot tell from a scaled picture, settled by how high each character stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import cast

import numpy as np

from .crops import Crop
from .recogniser import Reading

EITHER = frozenset("cosuvwxzçćĉčóòôõöőøśšşúùûüůűŵźżžß")
"""Letters whose capital looks the same, but for its size."""
TALL = frozenset("bdfhklABDEFGHIKLMNPRTY123456789ĄĘŁ")
LOW = frozenset("aemnr")

LOW_PER_TALL = 0.73
"""How high a small letter stands, per px of a tall one, where only one of them is known."""

RISING = frozenset("acemnorsuvwxząćęńóśźżáéíóúñäöüàâçèêëîïôùûÿ")
"""Small letters that are lower than any capital."""
CAPITAL = 0.88
SHORT = 3

SURE = 0.9
"""What the recogniser is surer of than this is left alone."""

CONSONANTS = frozenset("bcdfghjkmnpqrstvwxz")


def settle_case(crop: Crop, reading: Reading) -> Reading:
    """Capitals and small letters of one shape told apart by the letters beside them."""
    heights = _heights(crop, reading)
    tall = [high for character, high in zip(reading.text, heights, strict=True) if character in TALL and high]
    low = [high for character, high in zip(reading.text, heights, strict=True) if character in LOW and high]
    if not tall and not low:
        return reading
    high_px = median(tall) if tall else median(low) / LOW_PER_TALL
    low_px = median(low) if low else high_px * LOW_PER_TALL
    if high_px < 1.12 * low_px or high_px > 2 * low_px:
        return reading
    settled = list(reading.text)
    for n, (character, high) in enumerate(zip(reading.text, heights, strict=True)):
        begins = n == 0 or not reading.text[n - 1].isalpha()
        if begins and reading.scores[n] < SURE:
            settled[n] = _settled(character, high, low_px, high_px)
    for first, last in _runs(reading.text):
        settled[first:last] = _all_capitals(settled[first:last], heights[first:last])
    return replace(reading, text="".join(settled))


def _runs(text: str) -> list[tuple[int, int]]:
    """Where letters follow one another."""
    return [match.span() for match in re.finditer(r"[^\W\d_]+", text)]


def _all_capitals(letters: list[str], heights: list[int]) -> list[str]:
    """A word most of whose letters are capitals, with those that are as high as they are."""
    capitals = [high for letter, high in zip(letters, heights, strict=True) if letter.isupper() and high]
    if len(letters) < SHORT or 2 * len(capitals) < len(letters):
        return letters
    least = CAPITAL * median(capitals)
    return [
        letter.upper() if letter in RISING and len(letter.upper()) == 1 and high >= least else letter
        for letter, high in zip(letters, heights, strict=True)
    ]


def _settled(character: str, high: int, low_px: float, high_px: float) -> str:
    small = character.lower()
    if small not in EITHER or not high or high > 1.15 * high_px or len(small.upper()) > 1 or high < 0.8 * low_px:
        return character
    place = (high - low_px) / (high_px - low_px)
    if place > 0.7:
        return small.upper()
    return small if place < 0.3 else character


def _heights(crop: Crop, reading: Reading) -> list[int]:
    """How high the body of each character is, without what stands apart above it; 0 where that cannot be seen."""
    columns = [column - (crop.row.left - crop.left) for column in reading.columns]
    width = crop.ink.shape[1]
    found: list[int] = []
    for n, column in enumerate(columns):
        before = (columns[n - 1] + column) / 2 if n else 0.0
        after = (column + columns[n + 1]) / 2 if n + 1 < len(columns) else float(width)
        inset = 0.12 * (after - before)
        part = crop.ink[:, max(int(before + inset), 0) : min(int(np.ceil(after - inset)), width)]
        found.append(_longest_run(cast("list[bool]", part.any(axis=1).tolist())) if part.shape[1] else 0)
    return found


def _longest_run(rows: Sequence[bool]) -> int:
    longest = run = 0
    for inked in rows:
        run = run + 1 if inked else 0
        longest = max(longest, run)
    return longest


def settle_stems(word: str) -> str:
    """An upright stroke is an I where no word has an l, and an l inside small letters."""
    if len(word) > 2 and word[0] == "l" and (word[1] in CONSONANTS or (word[1] == "l" and word[2] in CONSONANTS)):
        word = "I" + word[1:]
    letters = list(word)
    for n in range(1, len(letters)):
        if letters[n] == "I" and (letters[n - 1].islower() or (letters[n - 1] in "'’" and n > 1 and letters[n - 2].islower())):
            letters[n] = "l"
    return "".join(letters)
