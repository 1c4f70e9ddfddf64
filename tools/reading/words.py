"""Words: where the spaces of a line are, decided by its gaps together with what the recogniser saw."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from ..geometry import Box
from .crops import Crop
from .recogniser import Reading
from .shapes import settle_case, settle_stems
from .text import Line, Word

SURE_GAP = 0.5
"""A gap this wide, per px of the height of the row, is a space, whatever the recogniser says;"""
LEAST_GAP = 0.12
"""one narrower than this is none; between them the recogniser decides."""

LIKELY_GAP = 0.3
"""So wide is a gap that is a space if the recogniser holds that possible."""
SURE_SPACE = 0.8

LEAST_SCORE = 0.5
"""A row the recogniser is less sure of, on average, is no text."""
LEAST_SCORE_ALONE = 0.6
LEAST_SCORES_SHORT = (0.91, 0.8, 0.8)
"""What stands alone and has one, two or three characters is text only if each of them is this sure: icons are not."""
LEAST_SCORE_BESIDE = 0.9
"""So sure are the one or two characters that stand apart at either end of a line."""
SHORT = 3

SYMBOLS = frozenset("。√✓✔☑☐▲▼△▽▶◀►◄○●◯□■◇◆〇口•·∨∧▪◎◉☰≡")
"""What ticks, arrows, boxes and other pictures are taken for."""
CHEVRONS = frozenset("VvA^∨∧Λ~")
CHINESE = "\u2e80"
BESIDE = SYMBOLS | frozenset("×&©®@*<>+=")
"""What pictures beside a line are taken for."""

DASHES = "-–—_=~…"
SIGNS = frozenset(DASHES + "*+%&€$£¥?!§#@/×→←↑↓：:")
"""What may stand without a letter or a digit."""

CIRCLED = {ord("①") + n: str(n + 1) for n in range(20)}
"""A circle around a number is drawn by the page far more often than written."""
CIRCLED_SIGNS = frozenset(map(chr, CIRCLED))

LEAST_HIGH_PX = 5
LEAST_DOTS = 3
BIG_DOT = 0.8
"""A dot this wide, per px from one to the next, is a black circle, else a bullet."""

DASH = 0.5
"""A dash this long, per px of the height of its row, is no hyphen."""
BAR = 9
"""A stroke this many times as high as wide is a rule between words."""


def to_line(crop: Crop, reading: Reading) -> Line | None:
    """What a row says; None if it is no text."""
    dots = masked(crop, reading)
    if dots is not None:
        return Line((dots,))
    if is_picture(crop, reading):
        return None
    words = without_pictures(to_words(crop, settle_case(crop, reading)), crop.row.bottom - crop.row.top)
    return Line(words) if words and not _is_doubtful(words) else None


def masked(crop: Crop, reading: Reading) -> Word | None:
    """The dots of a hidden value, if the row is nothing else: they are counted, not read."""
    row = crop.row
    spans = [(a, b) for a, b in itertools.pairwise([row.left, *(side for gap in gaps(crop) for side in gap), row.right])][::2]
    usual = sorted(b - a for a, b in spans)[len(spans) // 2]
    dots = [(a, b) for a, b in spans if abs(b - a - usual) <= 1]
    # An icon may stand before them or behind.
    if len(dots) < max(LEAST_DOTS, len(spans) - 1) or (len(dots) < len(spans) and dots not in (spans[1:], spans[:-1])):
        return None
    inked = np.flatnonzero(crop.ink[:, dots[0][0] - row.left : dots[-1][1] - row.left].any(axis=1))
    top, high = row.top + int(inked[0]), int(inked[-1] - inked[0]) + 1
    if max(b - a for a, b in dots) - min(b - a for a, b in dots) > 1 or abs(usual - high) > 1:
        return None
    if any(character.isalnum() and character not in "oO0" for character in reading.text):
        return None
    step = (dots[-1][0] - dots[0][0]) / (len(dots) - 1)
    sign = "●" if usual >= BIG_DOT * step else "•"
    return Word(sign * len(dots), Box(dots[0][0], top, dots[-1][1] - dots[0][0], high), 0.9)


def is_picture(crop: Crop, reading: Reading) -> bool:
    text = reading.text.strip()
    high, wide = crop.row.bottom - crop.row.top, crop.row.right - crop.row.left
    if reading.score < LEAST_SCORE or not text:
        return True
    if SYMBOLS.issuperset(text) and len(text) < 3:
        return True
    if not any(c.isalnum() or c in SIGNS for c in text):
        return True
    if len(text) > 1:
        return CHEVRONS.issuperset(text) and wide < 0.75 * high  # one arrow above the other
    chevron = text in CHEVRONS and wide >= 1.25 * high
    return chevron or reading.score < LEAST_SCORE_ALONE or (high < LEAST_HIGH_PX and text not in DASHES)


def _is_doubtful(words: Sequence[Word]) -> bool:
    """Whether so little was read, and so unsurely, that it may be an icon; Chinese characters help each other."""
    text = "".join(word.text for word in words)
    if len(text) > SHORT or text in DASHES:
        return False
    least = LEAST_SCORES_SHORT[len(text) - 1] if min(text) < CHINESE or len(text) == 1 else LEAST_SCORE_ALONE
    return min(word.score for word in words) < least


def without_pictures(words: Sequence[Word], high: int) -> tuple[Word, ...]:
    """Without a bullet or an icon that stands a little apart at the beginning or the end of a line."""
    left = list(words)
    while len(left) > 1 and _begins_with_picture(left[0], left[1], high):
        left.pop(0)
    while len(left) > 1 and _ends_with_picture(left[-2], left[-1], high):
        left.pop()
    return tuple(left)


def _begins_with_picture(first: Word, second: Word, high: int) -> bool:
    if second.box.x - first.box.right < 0.3 * high or (first.text == "©" and second.text[0].isdigit()):
        return False
    return BESIDE.issuperset(first.text) or _is_unsure(first)


def _ends_with_picture(before: Word, last: Word, high: int) -> bool:
    if last.box.x - before.box.right < 0.35 * high:
        return False
    if (SYMBOLS | CHEVRONS).issuperset(last.text):
        return last.text not in "VvA" or last.box.w >= 1.25 * last.box.h
    return _is_unsure(last)


def _is_unsure(word: Word) -> bool:
    short = len(word.text) < SHORT and word.text not in DASHES and not word.text.isdigit()
    return short and word.score < LEAST_SCORE_BESIDE


def to_words(crop: Crop, reading: Reading) -> tuple[Word, ...]:
    """The words of a row with their boxes."""
    letters = [
        (character, column + crop.left, score)
        for character, column, score in zip(reading.text, reading.columns, reading.scores, strict=True)
        if not character.isspace()
    ]
    if not letters:
        return ()
    breaks = _breaks(crop, reading)
    edges = [crop.row.left, *(side for gap in breaks for side in gap), crop.row.right]
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


def _breaks(crop: Crop, reading: Reading) -> list[tuple[int, int]]:
    """The gaps in the row that are spaces: (left, right) in the picture."""
    high = crop.row.bottom - crop.row.top
    columns = [column + crop.left for column in reading.columns]
    spaces = [column for character, column in zip(reading.text, columns, strict=True) if character.isspace()]
    likely = [column + crop.left for column in reading.likely_spaces]
    found: list[tuple[int, int]] = []
    between = gaps(crop)
    for left, right in between:
        wide = right - left
        if wide < LEAST_GAP * high:
            continue
        if any(left - wide <= column <= right + wide for column in spaces):
            found.append((left, right))
            continue
        before = [c for c, column in zip(reading.text, columns, strict=True) if column <= (left + right) / 2][-1:]
        after = [c for c, column in zip(reading.text, columns, strict=True) if column > (left + right) / 2][:1]
        beside = "".join(before + after)
        possible = wide >= LIKELY_GAP * high and any(left - wide <= column <= right + wide for column in likely)
        if possible or _parts_words(beside, wide / high):
            found.append((left, right))
    return sorted(found + _hidden_breaks(crop, reading, between))


def _parts_words(beside: str, wide: float) -> bool:
    """Whether a gap between these two characters, so wide per px of the row's height, is a space by itself."""
    before, after = beside[:1], beside[1:2]
    if wide >= SURE_GAP and not any(c in "'’.,:" or c >= CHINESE for c in beside):
        return True
    if (before == "©" and after.isdigit()) or before in CIRCLED_SIGNS:
        return True
    if wide >= 0.35 and after == "(" and before >= CHINESE:
        return True
    if (wide >= 0.2 and (after == "*" or (before in "–—" and after.isalnum()))) or (
        wide >= 0.25 and before == "-" and after.isalnum()
    ):
        return True
    return wide >= 0.3 and any(c in SYMBOLS or c in "×©" for c in beside)


def _hidden_breaks(crop: Crop, reading: Reading, between: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spaces that the recogniser is sure of where letters hang over, or a line under them goes on."""
    high = crop.row.bottom - crop.row.top
    inked = crop.ink.sum(axis=0)
    found: list[tuple[int, int]] = []
    for n in range(1, len(reading.text) - 1):
        if not reading.text[n].isspace() or reading.scores[n] < SURE_SPACE or max(reading.text[n - 1 : n + 2]) >= CHINESE:
            continue
        at = reading.columns[n] + crop.left
        if any(right - left >= LEAST_GAP * high and left - high / 2 <= at <= right + high / 2 for left, right in between):
            continue
        first = max(int(at - 0.25 * high) - crop.row.left, 1)
        last = min(int(at + 0.25 * high) - crop.row.left + 1, len(inked) - 1)
        if first >= last:
            continue
        thin = np.flatnonzero(inked[first:last] == inked[first:last].min()) + first + crop.row.left
        x = int(thin[np.abs(thin - at).argmin()])
        found.append((x, x + 1))
    return found


def gaps(crop: Crop) -> list[tuple[int, int]]:
    """Runs of columns without ink, in px of the picture."""
    ink = np.concatenate([[True], crop.ink.any(axis=0), [True]]).astype(np.int8)
    steps = np.diff(ink)
    begins, ends = np.flatnonzero(steps < 0), np.flatnonzero(steps > 0)
    return [(crop.row.left + int(a), crop.row.left + int(b)) for a, b in zip(begins, ends, strict=True)]
