"""One line: whether exactly a text stands in a row, by what a recogniser holds likely and by the heights of letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median
from typing import Literal

from .answers import Answer
from .lookalikes import alike, exchanges
from .recogniser import BLANK, recogniser
from .spelling import NEVER, likelihoods
from .stature import DASHES, Stature, seen_in
from .words import gaps, to_words
from .written import Written

Opinion = Literal["yes", "no", "unsure"]

SETTLED = 0.7
"""A look-alike that is less likely by this (log) is ruled out by the recogniser."""

STEMS = frozenset("lI|1")
SETTLED_STEM = 4.0
"""Where no small letter before it makes it an l, one upright is so much less likely than another."""

DENIES = -12.0
"""A text less likely than what is read by this is not there,"""
LEAST_SCORE = 0.6
"""if every character read is at least this sure."""

DOUBLE = 1.28
"""A gap wider than this, per px from one character to the next, may be two spaces;"""
WIDER = 1.6
"""or one that is this many times as wide as the usual one of its row."""
SPACE, CLEARLY = 0.2, 1.6
"""Gaps at least so wide, per px of the height of the row, and so many times as wide as those elsewhere, are spaces;"""
NO_SPACE = 0.36
"""those between a dash and a letter, which are no wider than this, are none if none was read."""
DASH_AND_SPACE = re.compile("[-–—] | [-–—]")
MISREAD = frozenset("ÆæŒœİı")
"""Letters that are mostly read as others."""
MOST_READ = 2
"""So many letters are read at most for one that is not known."""
CELL, LEAST_CELLS = 0.3, 4
"""By how much the steps from one character to the next may differ, per px of a cell, and how many tell a typewriter."""


def compare(seen: Written, wanted: str) -> Opinion:
    """`wanted` without blanks at its ends."""
    bare = "".join(wanted.split())
    answer = _without_blanks(seen.answer)
    own, read = likelihoods(answer, [bare, seen.bare], recogniser().index)
    is_strange = own <= NEVER or not MISREAD.isdisjoint(bare)
    if is_strange and (_bare_letters(seen.bare) == _bare_letters(bare) or _may_be(seen.bare, wanted)):
        # A letter that the recogniser does not know is read as another one of its kind, as anything, or not at all.
        return "unsure"
    if not are_alike(seen.bare, bare):
        is_sure = min(seen.reading.scores, default=0.0) >= LEAST_SCORE
        return "no" if own - read < DENIES and is_sure else "unsure"
    if not _is_settled(answer, own, bare, seen):
        return "unsure"
    return "yes" if is_spaced(seen, wanted) else "unsure"


def _may_be(read: str, wanted: str) -> bool:
    """Whether all words that the recogniser knows the letters of were read, in their order."""
    index = recogniser().index
    words = [(word, all(char in index and char not in MISREAD for char in word)) for word in re.findall(r"\w+|[^\w\s]", wanted)]
    pattern = "".join(re.escape(word) if is_known else f".{{0,{MOST_READ * len(word)}}}" for word, is_known in words)
    return re.fullmatch(pattern, read, re.IGNORECASE | re.DOTALL) is not None


def _bare_letters(text: str) -> str:
    """Without accents, and whatever their case."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def are_alike(read: str, bare: str) -> bool:
    """But for letters that look like one another."""
    return len(read) == len(bare) and all(a == b or b in alike(a) for a, b in zip(read, bare, strict=True))


def _without_blanks(answer: Answer) -> Answer:
    """Blanks count as no character: how wide they are is measured, not read."""
    column = answer.columns.get(recogniser().index[" "])
    if column is None:
        return answer
    matrix = answer.matrix.copy()
    matrix[:, BLANK] += matrix[:, column]
    matrix[:, column] = 0
    return replace(answer, matrix=matrix)


def _is_settled(answer: Answer, own: float, bare: str, seen: Written) -> bool:
    """Whether each look-alike is ruled out, by the recogniser or by shapes, and no shape speaks for it."""
    index = recogniser().index
    others = [
        (start, end, other) for start, end, other in exchanges(bare) if all(index.get(char) in answer.columns for char in other)
    ]
    differing = [at for at in range(len(bare)) if bare[at] != seen.bare[at]]
    others += [(at, at + 1, seen.bare[at]) for at in differing]
    texts = [bare[:start] + other + bare[end:] for start, end, other in others]
    found = likelihoods(answer, texts, index)
    open_ones = [exchange for exchange, other in zip(others, found, strict=True) if own - other < _settling(bare, exchange)]
    shapes = Stature(bare, seen_in(seen.crop, seen.reading)) if seen.bare == bare or open_ones else None
    if len(differing) > 1 and own - likelihoods(answer, [seen.bare], index)[0] < SETTLED:
        # One by one each may be ruled out, though all of them together are what is there.
        return shapes is not None and all(shapes.says(at, seen.bare[at]) > 0 for at in differing)
    if shapes is None:
        return not open_ones
    if any(bare[start] in DASHES and other in DASHES for start, _, other in open_ones) and is_typewritten(seen, bare):
        # All dashes of a typewriter are as wide.
        return False
    if any(shapes.says(start, other) <= 0 for start, end, other in open_ones if end - start == len(other) == 1):
        return False
    if any(end - start != 1 or len(other) != 1 for start, end, other in open_ones):
        return False
    return all(shapes.says(start, other) >= 0 for start, end, other in exchanges(bare) if end - start == len(other) == 1)


def _settling(bare: str, exchange: tuple[int, int, str]) -> float:
    at, _, other = exchange
    is_stem = bare[at] in STEMS and other in STEMS and not (at and bare[at - 1].islower())
    return SETTLED_STEM if is_stem else SETTLED


def is_spaced(seen: Written, wanted: str) -> bool:
    """Whether there are gaps where spaces should be, as wide as one each, and none elsewhere."""
    if "  " in wanted or len(seen.bare) != len("".join(wanted.split())):
        return False
    spaces, others = _gaps(seen, wanted)
    high = seen.crop.row.bottom - seen.crop.row.top
    if not _are_even(spaces, seen, wanted):
        return False
    if is_typewritten(seen, wanted) and _places(seen.reading.text) <= _places(wanted):
        return True
    if spaces and len(others) > 1 and min(spaces) >= max(SPACE * high, CLEARLY * max(others) + 1):
        return True
    lengths = [len(word) for word in wanted.split()]
    if [len(word.text) for word in to_words(seen.crop, seen.reading)] == lengths:
        # A typewriter's dash stands alone without any space.
        return not DASH_AND_SPACE.search(wanted) or [len(word) for word in seen.reading.text.split()] == lengths
    return not spaces and " " not in seen.reading.text.strip() and max(others, default=0) <= NO_SPACE * high


def _places(text: str) -> set[int]:
    """Before which characters there are spaces."""
    return set(accumulate(map(len, text.split())))


def _gaps(seen: Written, wanted: str) -> tuple[list[int], list[int]]:
    """How wide the gaps are where a space is wanted, and those between all other characters."""
    columns = [
        column + seen.crop.left
        for char, column in zip(seen.reading.text, seen.reading.columns, strict=True)
        if not char.isspace()
    ]
    between = gaps(seen.crop)
    found: tuple[list[int], list[int]] = ([], [])
    after = -1
    for char, following in pairwise(wanted):
        if char == " ":
            continue
        after += 1
        left, right = columns[after : after + 2] if after + 1 < len(columns) else (0.0, 0.0)
        wide = max((b - a for a, b in between if left <= (a + b) / 2 <= right), default=0)
        found[following != " "].append(wide)
    return found


def _are_even(spaces: Sequence[int], seen: Written, wanted: str) -> bool:
    row = seen.crop.row
    pitch = (row.right - row.left) / max(len(wanted), 1)
    if any(char >= "\u2e80" for char in wanted) or not spaces:
        return True
    if len(spaces) == 1:
        return spaces[0] <= DOUBLE * pitch + 2
    return max(spaces) <= WIDER * median(spaces) + 2


def is_typewritten(seen: Written, wanted: str) -> bool:
    """Whether characters and spaces stand in cells that are all as wide."""
    places = [at for at, char in enumerate(wanted) if char != " "]
    bodies = [body for body in seen_in(seen.crop, seen.reading) if body]
    if len(bodies) != len(places) or len(places) < LEAST_CELLS:
        return False
    middles = [(body.left + body.right) / 2 for body in bodies]
    steps = [(b - a, after - before) for (a, b), (before, after) in zip(pairwise(middles), pairwise(places), strict=True)]
    pitch = median(step / cells for step, cells in steps)
    return all(abs(step - cells * pitch) <= CELL * pitch for step, cells in steps)
