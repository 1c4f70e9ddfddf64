"""Words: what a row says, word by word with its box."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from ..geometry import Box
from .answers import Reading
from .crops import Crop
from .dots import masked
from .icons import CIRCLED, SHORT, is_doubtful, is_picture, is_unlikely, without_pictures
from .shapes import settle_case, settle_stems
from .spaces import breaks
from .spaces import gaps as gaps
from .text import Line, Word

DASH = 0.5
"""A dash this long, per px of the height of its row, is no hyphen."""

BAR = 9
"""A stroke this many times as high as wide is a rule between words."""


def to_line(crop: Crop, reading: Reading) -> Line | None:
    """What a row says; None if it is no text."""
    if not crop.row.pieces and is_unlikely(reading):
        return None
    dots = masked(crop) if crop.row.pieces else None
    if dots is not None:
        return Line((dots,))
    if is_picture(crop, reading):
        return None
    words = without_pictures(to_words(crop, settle_case(crop, reading)), crop.row.bottom - crop.row.top)
    return Line(words) if words and not is_doubtful(words) else None


def to_words(crop: Crop, reading: Reading) -> tuple[Word, ...]:
    """The words of a row with their boxes."""
    letters = [
        (character, column + crop.left, score)
        for character, column, score in zip(reading.text, reading.columns, reading.scores, strict=True)
        if not character.isspace()
    ]
    if not letters:
        return ()
    parting = breaks(crop, reading)
    edges = [crop.row.left, *(side for gap in parting for side in gap), crop.row.right]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    middles = [(end + begin) / 2 for (_, end), (begin, _) in itertools.pairwise(spans)]
    places = np.searchsorted(middles, [column for _, column, _ in letters])
    words: list[Word] = []
    for n, (left, right) in enumerate(spans):
        held = [letter for letter, place in zip(letters, places, strict=True) if place == n]
        if held:
            words.append(_word(crop, held, left, right))
    return tuple(words)


def _word(crop: Crop, letters: Sequence[tuple[str, float, float]], left: int, right: int) -> Word:
    high = crop.row.bottom - crop.row.top
    rows = np.flatnonzero(crop.ink[:, left - crop.row.left : right - crop.row.left].any(axis=1))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, high)
    text = settle_stems("".join(character for character, _, _ in letters).translate(CIRCLED))
    stem = text.rstrip(".")
    # Two dots after more than an abbreviation are an ellipsis of which one was not seen.
    if text.endswith("..") and (len(stem) > SHORT or _final_dots(crop, left, right) != 2):
        text = stem + "…"
    if text == "-" and right - left >= DASH * high:
        text = "–"
    if text in "Il1" and bottom - top >= BAR * (right - left):
        text = "|"
    box = Box(left, crop.row.top + top, right - left, bottom - top)
    return Word(text, box, min(score for _, _, score in letters))


def _final_dots(crop: Crop, left: int, right: int) -> int:
    """How many full stops a word ends with, as far as they stand apart: three are an ellipsis."""
    high = crop.row.bottom - crop.row.top
    inked = crop.ink[:, left - crop.row.left : right - crop.row.left]
    empty = np.flatnonzero(~inked.any(axis=0))
    dots, end = 0, inked.shape[1]
    for column in reversed(empty.tolist()):
        if column == end - 1:
            end = column
            continue
        if int(inked[:, column + 1 : end].any(axis=1).sum()) > 0.3 * high:
            break
        dots, end = dots + 1, column
    return dots
