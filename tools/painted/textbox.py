"""Text boxes: where letters stand in one, where its caret is, and what the keys do to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from ..drawing import fold, text_width

TEXT_PX = 15
LINE_PX = 20
PAD_PX = 8


@dataclass(frozen=True, slots=True)
class Lines:
    """A text laid out in lines: `spans` says where each begins and ends."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @staticmethod
    def of(text: str, width_px: float | None = None) -> Lines:
        """One line, or as many as the width asks for."""
        if width_px is None:
            return Lines(text, ((0, len(text)),))
        return Lines(text, fold(text, TEXT_PX, width_px))

    def place(self, index: int) -> tuple[int, float]:
        """The line of a place between two letters, and how far it is from that line's left."""
        row = max(row for row, (start, _) in enumerate(self.spans) if start <= index)
        return row, text_width(self.text[self.spans[row][0] : index], TEXT_PX)

    def index(self, row: int, x: float) -> int:
        """The place between two letters that is nearest to an x."""
        start, end = self.spans[min(max(row, 0), len(self.spans) - 1)]
        at = bisect_left(range(start, end), x, key=lambda i: text_width(self.text[start : i + 1], TEXT_PX)) + start
        if at >= end:
            return end
        middle = (text_width(self.text[start:at], TEXT_PX) + text_width(self.text[start : at + 1], TEXT_PX)) / 2
        return at + (x > middle)


@dataclass(frozen=True, slots=True)
class Edit:
    """A text with a caret, and a selection from `anchor` to the caret."""

    text: str
    caret: int
    anchor: int

    @property
    def selected(self) -> tuple[int, int]:
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    @property
    def selection(self) -> str:
        return self.text[slice(*self.selected)]

    def typed(self, words: str) -> Edit:
        """With these words in the place of the selection."""
        start, end = self.selected
        return Edit(self.text[:start] + words + self.text[end:], start + len(words), start + len(words))

    def to(self, caret: int, keep: bool = False) -> Edit:
        """With the caret moved; the selection grows or shrinks with it where `keep`."""
        return replace(self, caret=caret, anchor=self.anchor if keep else caret)

    def all(self) -> Edit:
        return replace(self, anchor=0, caret=len(self.text))

    def word_at(self, index: int) -> Edit:
        """With the word (or the gap) under a place selected."""
        for part in re.finditer(r"\w+|\s+|[^\w\s]+", self.text):
            if part.start() <= index < part.end() or part.end() == len(self.text):
                return replace(self, anchor=part.start(), caret=part.end())
        return self

    def word_step(self, forward: bool) -> int:
        if forward:
            return next((m.end() for m in re.finditer(r"\w+", self.text) if m.end() > self.caret), len(self.text))
        return max((m.start() for m in re.finditer(r"\w+", self.text) if m.start() < self.caret), default=0)


def strike(edit: Edit, key: str, lines: Lines, *, ctrl: bool, shift: bool) -> Edit | None:
    """What a key that writes nothing makes of a text; None when it means nothing here."""
    row, x = lines.place(edit.caret)
    start, end = edit.selected
    match key:
        case "left" | "right" if start != end and not shift:
            return edit.to(end if key == "right" else start)
        case "left":
            return edit.to(edit.word_step(False) if ctrl else max(edit.caret - 1, 0), shift)
        case "right":
            return edit.to(edit.word_step(True) if ctrl else min(edit.caret + 1, len(edit.text)), shift)
        case "home":
            return edit.to(0 if ctrl else lines.spans[row][0], shift)
        case "end":
            return edit.to(len(edit.text) if ctrl else lines.spans[row][1], shift)
        case "up":
            return edit.to(lines.index(row - 1, x) if row else 0, shift)
        case "down":
            return edit.to(lines.index(row + 1, x) if row + 1 < len(lines.spans) else len(edit.text), shift)
        case "backspace" if start == end:
            return edit.to(edit.word_step(False) if ctrl else max(edit.caret - 1, 0), True).typed("")
        case "delete" if start == end:
            return edit.to(edit.word_step(True) if ctrl else min(edit.caret + 1, len(edit.text)), True).typed("")
        case "backspace" | "delete":
            return edit.typed("")
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a text that a box shows: scrolled so far that the caret can be seen."""

    lines: Lines
    shift_x: float = 0.0
    first_row: int = 0

    @staticmethod
    def of(text: str, caret: int | None, w_px: float, rows: int) -> Window:
        lines = Lines.of(text, w_px if rows > 1 else None)
        if caret is None:
            return Window(lines)
        row, x = lines.place(caret)
        return Window(lines, max(0.0, x - w_px + 1) if rows == 1 else 0.0, max(0, row - rows + 1))

    def index_at(self, x: float, y: float) -> int:
        """The place between two letters nearest to a point, counted from the first letter's corner."""
        return self.lines.index(self.first_row + int(y // LINE_PX), x + self.shift_x)
