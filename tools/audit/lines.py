"""Lines: what was found of the lines of one text is one finding of that text."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import Box
from .finding import Finding, Kind
from .piece import Piece

LONGEST = 60
"""A text is told by so many of its letters."""

BESIDE = 1.6
"""The next line of a text begins no further below the last one, per px of its height."""


def as_texts(kind: Kind, found: Sequence[tuple[Piece, str]]) -> tuple[Finding, ...]:
    """Each piece with why it was found."""
    groups: list[list[tuple[Piece, str]]] = []
    for piece, why in found:
        if groups and _goes_on(groups[-1][-1], (piece, why)):
            groups[-1].append((piece, why))
        else:
            groups.append([(piece, why)])
    return tuple(_as_one(kind, group) for group in groups)


def _goes_on(last: tuple[Piece, str], this: tuple[Piece, str]) -> bool:
    (before, said), (piece, why) = last, this
    if before.told is not None or piece.told is not None:
        return before.told is piece.told
    below = piece.box.y - before.box.y
    return said == why and 0 < below <= BESIDE * before.box.h and abs(piece.box.x - before.box.x) < before.box.h


def _as_one(kind: Kind, group: Sequence[tuple[Piece, str]]) -> Finding:
    first, why = group[0]
    text = first.text if first.told else " ".join(piece.line for piece, _ in group)
    return Finding(kind, short(text), why, Box.union(piece.shown for piece, _ in group))


def short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
