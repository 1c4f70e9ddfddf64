"""Text: what was read, as lines of words, each with its box in frame px."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    box: Box = field(init=False, compare=False, repr=False)
    """Around its words; the zero box where there are none."""

    def __post_init__(self) -> None:
        # Asked for again and again by whoever looks for something.
        object.__setattr__(self, "box", Box.union(word.box for word in self.words) if self.words else Box(0, 0, 0, 0))

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def score(self) -> float:
        return min(word.score for word in self.words)
