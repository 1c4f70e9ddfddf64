"""Icons: rows and words that are no text but ticks, arrows, boxes, bullets or other pictures."""

from __future__ import annotations

from collections.abc import Sequence

from .answers import Reading
from .crops import Crop
from .text import Word

LEAST_SCORE = 0.5
"""A row the recogniser is less sure of, on average, is no text."""

LEAST_SCORE_ALONE = 0.6
LEAST_SCORES_SHORT = (0.91, 0.8, 0.8)
"""What stands alone and has one, two or three characters is text only if each of them is this sure: icons are not."""

LEAST_SCORE_BESIDE = 0.9
"""So sure are the one or two characters that stand apart at either end of a line."""

LEAST_SCORE_PHOTO = 0.85
"""So sure, on average, is what is read on a photo."""

SHORT = 3
SYMBOLS = frozenset("十。√✓✔☑☐▲▼△▽▶◀►◄○●◯□■◇◆〇口•·∨∧▪◎◉☰≡")
"""What ticks, arrows, boxes and other pictures are taken for."""

ROUND = frozenset("oO0Q")
LEAST_ROUND_PX = 14
"""A circle so large that stands alone is a radio."""

TALLER = 1.15
TALL = frozenset("bdfhklt")

CHEVRONS = frozenset("VvA^∨∧Λ~")
ARROWS = frozenset("▲▼△▽")
CHINESE = "\u2e80"
BESIDE_GAP = 0.2
"""A picture before a line stands so far from it, per px of the height of the line."""
BESIDE = SYMBOLS | frozenset("×&©®@*<>+=")
"""What pictures beside a line are taken for."""

DASHES = "-–—_=~…"
SIGNS = frozenset(DASHES + "*+%&€$£¥?!§#@/×→←↑↓：:")
"""What may stand without a letter or a digit."""

CIRCLED = {ord("①") + n: str(n + 1) for n in range(20)}
"""A circle around a number is drawn by the page far more often than written."""

CIRCLED_SIGNS = frozenset(map(chr, CIRCLED))
LEAST_HIGH_PX = 5


def is_picture(crop: Crop, reading: Reading) -> bool:
    text = reading.text.strip()
    high, wide = crop.row.bottom - crop.row.top, crop.row.right - crop.row.left
    if reading.score < LEAST_SCORE or not text:
        return True
    if SYMBOLS.issuperset(text) and len(text) < 3:
        return True
    if not any(c.isalnum() or c in SIGNS for c in text):
        return True
    if text in ROUND and len(crop.row.pieces) == 1 and high >= LEAST_ROUND_PX and abs(high - wide) <= 1:
        return True
    if len(text) > 1:
        return CHEVRONS.issuperset(text) and wide < 0.75 * high  # one arrow above the other
    chevron = text in CHEVRONS and wide >= 1.25 * high
    return chevron or reading.score < LEAST_SCORE_ALONE or (high < LEAST_HIGH_PX and text not in DASHES)


def is_unlikely(reading: Reading) -> bool:
    """Whether what was read on a photo may be a part of it."""
    return reading.score < LEAST_SCORE_PHOTO or sum(c.isalnum() for c in reading.text) < 2


def is_doubtful(words: Sequence[Word]) -> bool:
    """Whether so little was read, and so unsurely, that it may be an icon; Chinese characters help each other."""
    telling = [word for word in words if word.text not in DASHES]
    text = "".join(word.text for word in telling)
    if len(text) > SHORT or not text:
        return False
    least = LEAST_SCORES_SHORT[len(text) - 1] if min(text) < CHINESE or len(text) == 1 else LEAST_SCORE_ALONE
    return min(word.score for word in telling) < least


def without_pictures(words: Sequence[Word], high: int) -> tuple[Word, ...]:
    """Without a bullet or an icon that stands a little apart at the beginning or the end of a line."""
    left = list(words)
    while len(left) > 1 and _begins_with_picture(left[0], left[1], high):
        left.pop(0)
    while len(left) > 1 and _ends_with_picture(left[-2], left[-1], high):
        left.pop()
    return tuple(left)


def _begins_with_picture(first: Word, second: Word, high: int) -> bool:
    if second.box.x - first.box.right < BESIDE_GAP * high or (first.text == "©" and second.text[0].isdigit()):
        return False
    return BESIDE.issuperset(first.text) or _is_unsure(first) or _is_circle(first, second)


def _is_circle(first: Word, second: Word) -> bool:
    """Whether a round sign is higher than the capitals or the tall letters beside it, as a radio is."""
    w, h = first.box.w, first.box.h
    if first.text not in ROUND or h < LEAST_ROUND_PX or abs(w - h) > 1:
        return False
    return any(c.isupper() or c.isdigit() or c in TALL for c in second.text) and h >= TALLER * second.box.h


def _ends_with_picture(before: Word, last: Word, high: int) -> bool:
    if last.box.x - before.box.right < (0.2 if ARROWS.issuperset(last.text) else 0.35) * high:
        return False
    if (SYMBOLS | CHEVRONS).issuperset(last.text):
        return last.text not in "VvA" or last.box.w >= 1.25 * last.box.h
    return _is_unsure(last)


def _is_unsure(word: Word) -> bool:
    short = len(word.text) < SHORT and word.text not in DASHES and not word.text.isdigit()
    return short and word.score < LEAST_SCORE_BESIDE
