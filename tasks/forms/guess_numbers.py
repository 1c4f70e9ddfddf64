"""Numbers of a column: one decimal sign for all of them, and one cell that can be read one way only decides."""

from __future__ import annotations

from ...agent.reader.numbers import numbers_in
from .cells import body_of, currency_in, has_decimals, looks_like_number
from .formats import Format, cut
from .guess import Undecided, to_write
from .row import Row

LOOSE = frozenset(" .\u00a0\u202f")
"""What parts thousands, and the parts of telephone numbers and codes as well."""
SHORT = 3


class Numbers:
    noun = "number"

    def __init__(self, column: str) -> None:
        self.column = column
        self._currencies: set[str] = set()
        self._decides: dict[str, tuple[int, str]] = {}
        """By the decimal sign."""
        self._doubtful: tuple[int, str] | None = None
        self._is_loose = self._is_surely = False

    def fits(self, cell: str) -> bool:
        return looks_like_number(cell)

    def see(self, row: Row, cell: str) -> None:
        if cell.isascii() and cell.isdigit():
            self._is_surely = self._is_surely or len(cell) <= SHORT
            return
        body, (number, *others) = body_of(cell), numbers_in(cell)
        signs = [char for char in body if char in ".,"]
        if currency := currency_in(cell):
            # Two are enough to know that there are several.
            self._currencies = set(sorted(self._currencies | {currency})[:2])
        if others:
            self._doubtful = self._doubtful or (row.number, cell)
        elif has_decimals(number):
            self._is_surely = True
            self._decides.setdefault(signs[-1], (row.number, cell))
        else:
            self._is_loose = self._is_loose or bool(LOOSE & set(body))
            if signs:
                self._decides.setdefault("." if signs[-1] == "," else ",", (row.number, cell))

    def format(self) -> Format | None:
        if len(self._currencies) > 1:
            return Format(self.column, why=f"amounts in {' and '.join(sorted(self._currencies))}")
        if self._is_loose and not (self._is_surely or self._currencies or self._doubtful):
            return None
        if self._doubtful and len(self._decides) != 1:
            raise Undecided(self._to_decide(self._doubtful))
        if len(self._decides) > 1:
            comma, point = (f"{cut(self._decides[sign][1])} in row {self._decides[sign][0]}" for sign in ",.")
            return Format(self.column, why=f"{comma} has a decimal comma, {point} a decimal point")
        kind = "money" if self._currencies else "number"
        for sign, (number, cell) in self._decides.items():
            return Format(self.column, kind, sign, f"{cut(cell)} in row {number} decides")
        return Format(self.column, kind)

    def _to_decide(self, seen: tuple[int, str]) -> str:
        number, cell = seen
        readings = " or ".join(f"{each:f}" for each in numbers_in(cell))
        return (
            f"{self.column}: {cut(cell)} in row {number} may be {readings}, and the others do not decide it alike; "
            f'write {to_write(self.column, ",")} where the comma is the decimal sign, "." where the point is, '
            "or format: text to leave them as they are"
        )
