"""Texts: the pieces of writing around controls, each with its look, that may name them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..geometry import Box
from ..reading.text import Line, Word
from .lettering import em_of, line_box
from .picture import Picture, Rgb

FAINT = 0.72
"""Text whose contrast is less than this share of the usual is muted: a help text rather than a label."""


JOIN = 0.6
"""The widest gap between two words of one text, in em."""


@dataclass(frozen=True, eq=False, slots=True)
class Text:
    """Words of one row that belong together."""

    words: tuple[Word, ...]
    box: Box
    em: float
    """The size of its type."""
    colour: Rgb
    contrast: float
    muted: bool = False
    red: bool = False

    @property
    def said(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def names(self) -> bool:
        """Whether it can name anything: a star cannot."""
        return any(char.isalnum() for word in self.words for char in word.text)


def texts_outside(picture: Picture, lines: Sequence[Line], closed: Sequence[Box], marks: Sequence[Box]) -> list[Text]:
    """What is written outside of controls, cut where a control stands between two words."""
    pieces: list[list[Word]] = []
    cuts = [*closed, *marks]
    for line in lines:
        run: list[Word] = []
        for word in line.words:
            if any(box.contains(word.box.center) for box in closed):
                pieces.append(run)
                run = []
                continue
            if run and (_parted(run[-1], word, cuts) or _far(run, word)):
                pieces.append(run)
                run = []
            run.append(word)
        pieces.append(run)
    return _with_looks(picture, _rejoined([piece for piece in pieces if piece], cuts))


def _rejoined(pieces: Sequence[list[Word]], cuts: Sequence[Box]) -> list[list[Word]]:
    """Pieces that follow each other in a row as words do are one, however reading has cut them."""
    whole: list[list[Word]] = []
    ends: list[tuple[float, float, float]] = []
    for piece in sorted(pieces, key=lambda words: words[0].box.x):
        box, em = line_box(piece), em_of(piece)
        for at, (right, middle, size) in enumerate(ends):
            em_here = max(em, size)
            near = -0.2 * em_here < box.x - right < JOIN * em_here and abs(box.center.y - middle) < 0.3 * em_here
            if near and not _parted(whole[at][-1], piece[0], cuts):
                whole[at].extend(piece)
                ends[at] = (box.right, middle, em_here)
                break
        else:
            whole.append(list(piece))
            ends.append((box.right, box.center.y, em))
    return whole


def _parted(a: Word, b: Word, boxes: Sequence[Box]) -> bool:
    x0, x1, y = a.box.right - 2, b.box.x + 2, (a.box.center.y + b.box.center.y) / 2
    return any(x0 <= box.center.x <= x1 and box.y <= y <= box.bottom for box in boxes)


def _far(run: Sequence[Word], word: Word) -> bool:
    return word.box.x - run[-1].box.right > 2.2 * max(word.box.h, *(each.box.h for each in run))


def _with_looks(picture: Picture, pieces: Sequence[Sequence[Word]]) -> list[Text]:
    texts: list[Text] = []
    for words in pieces:
        longest = max(words, key=lambda word: len(word.text))
        ink = picture.ink(longest.box)
        red = ink.colour[0] > 140 and ink.colour[0] > 1.6 * max(ink.colour[1], ink.colour[2])
        texts.append(Text(tuple(words), line_box(words), em_of(words), ink.colour, ink.contrast, red=red))
    if not texts:
        return []
    usual = usual_contrast(texts)
    # Where all is written in red, it means nothing.
    rare = sum(text.red for text in texts) < 0.4 * len(texts)
    return [replace(text, muted=text.contrast < FAINT * usual, red=text.red and rare) for text in texts]


def usual_contrast(texts: Sequence[Text]) -> float:
    """Of what is plainly legible: faint text is no measure."""
    known = sorted(text.contrast for text in texts)
    return statistics.median(known[len(known) // 3 :]) if known else 12.0


def cleaned(label: str) -> str:
    """Without the stars and colons that forms put after labels."""
    text = re.sub(r"\s+", " ", label).strip()
    text = re.sub(r"\s*[\(（](?:\*|required|pflichtfeld)[\)）]$", "", text, flags=re.IGNORECASE)
    return re.sub(r"^[*•]\s+|[\s*:：•]+$", "", text)
