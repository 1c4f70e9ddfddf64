"""Parting: takes boxes to tick out of words, where reading took a drawn mark for a part of the word beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import Box
from ..reading.text import Line, Word

LEAST = 0.3
"""A remaining piece narrower than this share of its height holds no letter."""


def part(lines: Sequence[Line], marks: Sequence[Box]) -> tuple[Line, ...]:
    """The lines without the marks: a word that was nothing but a mark is gone, one that reached over it is cut."""
    parted: list[Line] = []
    for line in lines:
        box = line.box
        near = [mark for mark in marks if box.grow(1).contains(mark.center)]
        words = [piece for word in line.words for piece in _pieces(word, near)] if near else list(line.words)
        if words:
            parted.append(Line(tuple(words)))
    return tuple(parted)


def _pieces(word: Word, marks: Sequence[Box]) -> list[Word]:
    box = word.box
    inside = sorted((mark for mark in marks if box.grow(1).contains(mark.center)), key=lambda mark: mark.x)
    if not inside:
        return [word]
    spans: list[tuple[float, float]] = []
    at = box.x
    for mark in inside:
        spans.append((at, mark.x))
        at = mark.right + 1
    spans.append((at, box.right))
    kept = [(start, end) for start, end in spans if end - start > LEAST * box.h]
    if not kept:
        return []
    texts = _shared_out(word.text, [end - start for start, end in kept])
    return [
        Word(text, Box(start, box.y, end - start, box.h), word.score)
        for text, (start, end) in zip(texts, kept, strict=True)
        if text
    ]


def _shared_out(text: str, widths: Sequence[float]) -> list[str]:
    """A text cut into parts as long as the widths."""
    whole, done, start = sum(widths), 0.0, 0
    parts: list[str] = []
    for width in widths:
        done += width
        end = round(len(text) * done / whole)
        parts.append(text[start:end])
        start = end
    return parts
