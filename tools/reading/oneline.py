"""One line: whether a text stands in it: by its picture where its typeface is known, else by what a recogniser says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .carets import caret, groups
from .lookalikes import exchanges, is_same_shape
from .pictured import FITS, Fit, edges, fit
from .recogniser import BLANK, recogniser
from .spelling import NEVER, best_path, likelihoods
from .strokes import Strokes
from .typefaces import Coverage, has

Opinion = Literal["yes", "no", "unsure"]

MARGIN_PX = 2

WORST = 0.5
"""No character of a picture that fits is further off than this."""

UNEXPLAINED = 0.75
"""No spot of a picture that fits differs by more than this many full stops."""

LOOSELY = (0.2, 0.65, 2.2)
"""Misfit, worst and unexplained up to which a picture still fits a text that the recogniser reads just so."""

CLEARLY = 0.45
"""Pixels prefer one of two look-alikes by this share of what they differ in."""

MAYBE = 0.2
"""So much they prefer what is expected at least where only pixels can tell, and the recogniser agrees."""

UNLIKELY = -0.8
"""So little where the recogniser can tell, such as accents."""

TELLS = 0.12
"""Look-alikes whose pictures differ in less energy than this are the same to the eye."""

AGREES = -1.2
"""A text the recogniser holds at least this likely (log), beside what it says itself, is what it says."""

SETTLED = 3.0
"""A look-alike that is less likely by this (log) is ruled out by the recogniser."""

DENIES = -18.0


@dataclass(frozen=True, eq=False)
class _Place:
    """A line's ink cut out, and the pixels under it with some ground around."""

    cover: Coverage
    pixels: Pixels
    shift_px: float
    """How much further right the same column of the pixels is."""


def compare_line(crop: Pixels, ink: Strokes, wanted: str) -> Opinion:
    """The best opinion over what is left when a caret, or icons at the ends, are thought away."""
    opinions: list[Opinion] = []
    for rest in _readings(ink):
        opinions.append(_compare(_cut(crop, rest), wanted))
        if opinions[-1] == "yes":
            return "yes"
    return "unsure" if "unsure" in opinions else "no"


def _readings(ink: Strokes) -> list[Strokes]:
    pen = caret(ink)
    text = ink.without(pen) if pen else ink
    if not text.runs():
        text = ink
    parts = groups(text)
    if len(parts) < 2:
        return [text]
    # An icon stands apart at an end, and is about as wide as it is high.
    width = ink.cover.shape[1]
    last, first = parts[-1], parts[0]
    found = [text]
    if width - last.right < 2.5 * last.height and last.width <= 2.2 * last.height:
        found.insert(0, text.without(last))
    if first.left < 2.5 * first.height and first.width <= 1.6 * first.height:
        found.insert(0, text.without(first))
    return found


def _cut(crop: Pixels, ink: Strokes) -> _Place:
    around = edges(ink.cover)
    assert around is not None
    pad = MARGIN_PX
    left, top = int(around.left) - pad, int(around.top) - pad
    right, bottom = int(np.ceil(around.right)) + pad, int(np.ceil(around.bottom)) + pad
    height, width = ink.cover.shape
    cover = np.pad(ink.cover, pad + 1)[top + pad + 1 : bottom + pad + 1, left + pad + 1 : right + pad + 1]
    tall = bottom - top
    more = max(round(0.12 * tall), 1)
    rows = slice(max(top - more + 1, 0), min(bottom + more - 1, height))
    columns = slice(max(left - 2 * more, 0), min(right + 2 * more, width))
    return _Place(cover, crop[rows, columns], float(left - columns.start))


def _compare(place: _Place, wanted: str) -> Opinion:
    found = fit(place.cover, wanted)
    others = list(exchanges(wanted))
    fits = found is not None and _fits(found, (FITS, WORST, UNEXPLAINED))
    if found is not None and fits and not (left := _open_in_picture(found, others)):
        return "yes"
    said = _Said.of(place)
    agreement = said.agreement(wanted)
    if found is not None and (fits or _fits(found, LOOSELY)) and agreement >= (4 * AGREES if fits else AGREES):
        # What the picture leaves open may be ruled out by the recogniser, except what only pixels tell.
        left = _open_in_picture(found, others)
        return "yes" if said.rules_out(wanted, left) else "unsure"
    if fits:
        return "unsure"
    return said.opinion(wanted, agreement, others, place)


def _fits(found: Fit, limits: tuple[float, float, float]) -> bool:
    misfit, worst, unexplained = limits
    return found.misfit <= misfit and found.worst() <= worst and found.unexplained() <= unexplained


def _open_in_picture(found: Fit, others: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str, bool]]:
    """Which look-alikes the picture leaves open, and whether the recogniser may rule each of them out."""
    left: list[tuple[int, int, str, bool]] = []
    for start, end, other in others:
        if not all(has(found.face, char) for char in other):
            continue
        preference, apart = found.prefers(start, end, other)
        if preference < CLEARLY or apart < TELLS:
            hard = is_same_shape(found.text[start:end], other)
            least = MAYBE if hard else UNLIKELY
            left.append((start, end, other, apart >= TELLS and preference > least))
    return left


@dataclass(frozen=True, eq=False)
class _Said:
    """What a recogniser says of a line."""

    answer: NDArray[np.float32]
    """Blanks count as no character: how wide they are is measured, not read."""
    text: str
    """With its spaces."""

    @staticmethod
    def of(place: _Place) -> _Said:
        reader = recogniser()
        answer = reader.probabilities([place.pixels])[0]
        text = best_path(answer, reader.characters)
        blank = reader.index[" "]
        answer[:, BLANK] += answer[:, blank]
        answer[:, blank] = 0
        return _Said(answer, text)

    def _likelihoods(self, texts: Sequence[str]) -> list[float]:
        return likelihoods(self.answer, [text.replace(" ", "") for text in texts], recogniser().index)

    def agreement(self, wanted: str) -> float:
        """0 where the recogniser says the same, else how much less likely it is."""
        said = self.text.replace(" ", "")
        if said == wanted.replace(" ", ""):
            return 0.0
        own, best = self._likelihoods([wanted, said])
        # A thin letter that is lost or doubled costs next to nothing.
        lost = 0.0 if len(said) == len(wanted.replace(" ", "")) else 8 * AGREES
        return min(own - best, 0.0) + lost

    def rules_out(self, wanted: str, others: Sequence[tuple[int, int, str, bool]]) -> bool:
        if not all(differ for *_, differ in others):
            return False
        return self._least(wanted, [(start, end, other) for start, end, other, _ in others]) >= SETTLED

    def _least(self, wanted: str, others: Sequence[tuple[int, int, str]]) -> float:
        """By how much the wanted text is likelier than the likeliest of its look-alikes."""
        index = recogniser().index
        most = self.answer.max(axis=0)
        worth = [
            wanted[:start] + other + wanted[end:]
            for start, end, other in others
            if all(char in index and most[index[char]] > 1e-5 for char in other)
        ]
        if not worth:
            return -NEVER
        own, *rest = self._likelihoods([wanted, *worth])
        return own - max(rest)

    def opinion(self, wanted: str, agreement: float, others: Sequence[tuple[int, int, str]], place: _Place) -> Opinion:
        if agreement < DENIES:
            return "no"
        if agreement < AGREES or self._least(wanted, others) < SETTLED:
            return "unsure"
        return "yes" if self.spaced(wanted, place) else "unsure"

    def spaced(self, wanted: str, place: _Place) -> bool:
        """Whether there are gaps where spaces should be, as wide as one each, and none elsewhere."""
        if "  " in wanted or self.text.replace(" ", "") != wanted.replace(" ", ""):
            return False
        gaps = sorted(_gaps(place.cover), key=lambda gap: gap[0] - gap[1])
        count = wanted.count(" ")
        if len(gaps) < count:
            return False
        widths = [right - left for left, right in gaps]
        tall = place.cover.shape[0]
        spaces, rest = widths[:count], max(widths[count:], default=0)
        if not spaces:
            return " " not in self.text and rest <= 0.2 * tall
        is_read = self.text == wanted
        even = spaces[0] <= 1.9 * spaces[-1] + 2 and spaces[-1] >= max(0.16 * tall, (1.2 if is_read else 1.7) * rest)
        return even and self._in_their_places(wanted, sorted(gaps[:count]), place)

    def _in_their_places(self, wanted: str, gaps: Sequence[tuple[int, int]], place: _Place) -> bool:
        """Whether each gap lies between the characters that the space stands between."""
        step = place.pixels.shape[1] / max(self.answer.shape[0], 1)
        best = self.answer.argmax(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=BLANK))
        columns = [(int(at) + 0.5) * step - place.shift_px for at in starts if best[at] != BLANK]
        before = [len(wanted[:at].replace(" ", "")) for at, char in enumerate(wanted) if char == " "]
        if len(columns) != len(wanted.replace(" ", "")):
            return False
        middles = [(left + right) / 2 for left, right in gaps]
        return all(columns[n - 1] < middle < columns[n] + step for n, middle in zip(before, middles, strict=True) if n > 0)


def _gaps(cover: Coverage) -> list[tuple[int, int]]:
    """What is empty between ink: from, to."""
    columns = np.flatnonzero(cover.max(axis=0) >= 0.15)
    return [(int(a) + 1, int(b)) for a, b in pairwise(columns.tolist()) if b - a > 1]
