"""Text: what was read, as lines of words, each with its box in frame px."""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import Box


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    score: float
    """0..1: how sure the reading is."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand in one row and belong together; a column, a cell or a button is a line of its own."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return Box.union(word.box for word in self.words)

    @property
    def score(self) -> float:
        return min(word.score for word in self.words)
