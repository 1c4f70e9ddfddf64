"""Contents: the words inside a field: what is its value, what its placeholder, what a label that floats in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..geometry import Box
from ..reading.text import Word
from .candidate import Candidate
from .lettering import em_of
from .picture import Picture

FAINT = 0.62
"""Text whose contrast is less than this share of what is usual on the page is a placeholder."""
ARROWS = "▾▼⌄˅∨▿⏷🔽◂▸⇅↕"


PATTERN = re.compile(r"(?:([^\W\d_])\1{1,3}|年|月|日|-{1,4}|[\s/.,:-])+")
"""What date and time fields show while they are empty, such as mm/dd/yyyy or --:--, in every language."""


EXAMPLE = re.compile(r"(?:e\. ?g\.|z\. ?B\.|p\. ?ex\.|p\. ?ej\.|np\.|例如|比如).*|.*(?:…|\.\.\.)", re.IGNORECASE | re.DOTALL)
"""What is said only of an empty field: examples, and invitations that trail off."""


@dataclass(frozen=True, slots=True)
class Contents:
    value: str = ""
    placeholder: str = ""
    floating: str = ""
    """A label drawn inside the field or on its upper edge."""


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words in reading order, row by row."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.center.y):
        # A star is set high in its row: what is small belongs to what is large beside it.
        if rows and any(abs(word.box.center.y - it.box.center.y) < 0.5 * max(word.box.h, it.box.h) for it in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box.x) for row in rows]


def said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def held_by(picture: Picture, candidate: Candidate, box: Box, words: Sequence[Word], usual_contrast: float) -> Contents:
    """What the words within a field's box, or on its upper edge, are to it."""
    kind = candidate.kind
    rows = rows_of([word for word in words if word.text.strip(ARROWS)])
    if kind == "select":
        rows = [row for row in map(_without_arrow(box), rows) if row]
    if not rows:
        return Contents()
    floating: list[Word] = []
    if _floats(rows, kind, box):
        floating = rows.pop(0)
    held = [word for row in rows for word in row]
    if not held:
        return Contents(floating=said(floating))
    text = "\n".join(said(row) for row in rows) if kind == "text area" else said(held)
    if kind != "select" and (PATTERN.fullmatch(text) or EXAMPLE.fullmatch(text)):
        return Contents(placeholder=text, floating=said(floating))
    # A select shows what is chosen, and what cannot be used is all drawn faintly.
    may_be_faint = kind == "select" or "disabled" in candidate.state
    if not may_be_faint and max(picture.ink(_without_caret(word.box)).contrast for word in held) < FAINT * usual_contrast:
        return Contents(placeholder=text, floating=said(floating))
    return Contents(value=text, floating=said(floating))


def _without_caret(box: Box) -> Box:
    """Where one types a dark line stands, often at the very beginning of a faint text."""
    caret = min(0.25 * box.h, 0.3 * box.w)
    return Box(box.x + caret, box.y, box.w - caret, box.h)


def _without_arrow(box: Box) -> Callable[[Sequence[Word]], list[Word]]:
    """Of a row of a select what is not its arrow: the last sign, far from the others and close to the end."""

    def kept(row: Sequence[Word]) -> list[Word]:
        last = row[-1]
        before = max((word.box.right for word in row[:-1]), default=box.x + 0.3 * box.w)
        is_arrow = len(last.text) < 3 and box.right - last.box.center.x < 1.2 * box.h and last.box.x - before > 0.35 * box.h
        return list(row[:-1] if is_arrow else row)

    return kept


def _floats(rows: Sequence[Sequence[Word]], kind: str, box: Box) -> bool:
    """Whether the first row is a label: on the upper edge, or above a row of larger letters, or high in an empty box."""
    first = Box.union(word.box for word in rows[0])
    em = em_of(rows[0])
    if first.center.y < box.y + 0.12 * min(box.h, 60):
        return True
    if kind == "text area":
        return len(rows) > 1 and em < 0.88 * em_of(rows[1])
    if len(rows) > 1:
        return True
    return first.center.y < box.y + 0.36 * box.h and first.h < 0.45 * box.h
