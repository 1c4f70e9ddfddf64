"""Words: where the spaces of a line are, decided by its gaps together with what the recogniser saw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..geometry import Box
from .crops import Crop
from .recogniser import Reading
from .text import Line, Word

SURE_GAP = 0.42
"""A gap this wide, per px of the height of the row's letters, is a space, whatever the recogniser says;"""
LEAST_GAP = 0.14
"""one narrower than this is none; between them the recogniser decides."""


LEAST_SCORE = 0.5
"""A row the recogniser is less sure of, on average, is no text."""

SYMBOLS = frozenset("√✓✔☑☐▲▼△▽▶◀►◄○●◯□■◇◆〇口")
"""What ticks, arrows, boxes and other pictures are taken for."""


def to_line(crop: Crop, reading: Reading) -> Line | None:
    """What a row says; None if it is no text."""
    if reading.score < LEAST_SCORE or SYMBOLS.issuperset(reading.text.strip()):
        return None
    words = to_words(crop, reading)
    return Line(words) if words else None


def to_words(crop: Crop, reading: Reading) -> tuple[Word, ...]:
    """The words of a row with their boxes."""
    characters = [
        (character, column + crop.left, score)
        for character, column, score in zip(reading.text, reading.columns, reading.scores, strict=True)
    ]
    spaces = [column for character, column, _ in characters if character.isspace()]
    letters = [(character, column, score) for character, column, score in characters if not character.isspace()]
    if not letters:
        return ()
    breaks = _breaks(crop, spaces)
    edges = [crop.row.left, *(side for gap in breaks for side in gap), crop.row.right]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    middles = [(end + begin) / 2 for (_, end), (begin, _) in zip(spans, spans[1:], strict=False)]
    places = np.searchsorted(middles, [column for _, column, _ in letters])
    words: list[Word] = []
    for n, (left, right) in enumerate(spans):
        held = [letter for letter, place in zip(letters, places, strict=True) if place == n]
        if held:
            words.append(_word(crop, held, left, right))
    return tuple(words)


def _word(crop: Crop, letters: Sequence[tuple[str, float, float]], left: int, right: int) -> Word:
    box = Box(left, crop.row.top, right - left, crop.row.bottom - crop.row.top)
    return Word("".join(character for character, _, _ in letters), box, min(score for _, _, score in letters))


def _breaks(crop: Crop, spaces: Sequence[float]) -> list[tuple[int, int]]:
    """The gaps in the row that are spaces: (left, right) in the picture."""
    high = crop.row.bottom - crop.row.top
    found: list[tuple[int, int]] = []
    for left, right in gaps(crop):
        wide = right - left
        if wide >= SURE_GAP * high:
            found.append((left, right))
        elif wide >= LEAST_GAP * high and any(left - wide <= column <= right + wide for column in spaces):
            found.append((left, right))
    return found


def gaps(crop: Crop) -> list[tuple[int, int]]:
    """Runs of columns without ink, in px of the picture."""
    ink = np.concatenate([[True], crop.ink, [True]]).astype(np.int8)
    steps = np.diff(ink)
    begins, ends = np.flatnonzero(steps < 0), np.flatnonzero(steps > 0)
    return [(crop.row.left + int(a), crop.row.left + int(b)) for a, b in zip(begins, ends, strict=True)]
