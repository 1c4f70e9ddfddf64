"""Deciding: what the values of one column are, row by row; what does not fit every cell is no format of it."""

from __future__ import annotations

from .bad_lines import BadLines
from .formats import Format, cut
from .guess import Answers, Choices, Clocks, Countries, Files, Guess, Mails, Phones, ShortDates
from .guess_dates import Dates
from .guess_numbers import Numbers
from .row import Cell, Row

TOLD_ROWS = 1000
"""So many cells are looked at to tell that a column nearly was one of dates or numbers."""
NEARLY = 0.8
LONGEST = 1000
"""What is longer is text, and is not looked through."""


class Column:
    """What was seen of one column: as much of it as decides, however long the table is."""

    def __init__(self, name: str, folder: str, closed: tuple[str, ...] = ()) -> None:
        self.name = name
        self._files = Files(name, folder, closed)
        # The first that fits every cell is it.
        self._left: list[Guess] = [
            self._files,
            Answers(name),
            Phones(name),
            Dates(name),
            Clocks(name),
            Numbers(name),
            Mails(name),
            Countries(name),
            ShortDates(name),
            Choices(name),
        ]
        self._nearly: dict[Guess, tuple[int, str]] = {}
        """What was given up, with the first cell that did not fit."""
        self._fitted: dict[Guess, int] = {}
        self._seen = 0
        self._lists = False

    def see(self, row: Row, cell: Cell) -> None:
        if not cell:
            return
        if isinstance(cell, tuple):
            self._lists = True
            return
        self._seen += 1
        if self._left:
            self._left = [guess for guess in self._left if self._still_fits(guess, row, cell)]
        if self._nearly and self._seen <= TOLD_ROWS:
            for guess in self._nearly:
                self._fitted[guess] += _fits(guess, cell)

    def _still_fits(self, guess: Guess, row: Row, cell: str) -> bool:
        if _fits(guess, cell):
            guess.see(row, cell)
            return True
        if guess.noun and self._seen <= TOLD_ROWS:
            self._nearly[guess] = (row.number, cell)
            self._fitted[guess] = self._seen - 1
        return False

    @property
    def bad(self) -> BadLines:
        """Rows whose file is not there, where it is a column of files."""
        return self._files.bad

    def format(self) -> Format:
        """Undecided says what the job has to say of it."""
        if self._lists:
            return Format(self.name, "choices")
        if not self._seen:
            return Format(self.name, why="all are empty")
        for guess in self._left:
            if (found := guess.format()) is not None:
                return found
        return Format(self.name, why=self._what_it_nearly_is())

    def _what_it_nearly_is(self) -> str:
        looked_at = min(self._seen, TOLD_ROWS)
        for guess, (number, cell) in self._nearly.items():
            if looked_at > self._fitted[guess] >= NEARLY * (looked_at - 1) > 1:
                return f"{cut(cell)} in row {number} is no {guess.noun}, and others are"
        return ""


def _fits(guess: Guess, cell: str) -> bool:
    return len(cell) <= LONGEST and guess.fits(cell)
