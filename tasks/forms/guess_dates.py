"""Dates of a column: the day or the month comes first in all of them, and one cell that can be read one way only decides."""

from __future__ import annotations

from .cells import Order, day_in, halves_of, moment_in, parts_of
from .formats import Format, cut
from .guess import Undecided, to_write
from .row import Row

Seen = tuple[int, str]
"""The number of a row, and what stands there."""
ORDERS: tuple[Order, Order] = ("dmy", "mdy")


class Dates:
    noun = "date"

    def __init__(self, column: str) -> None:
        self.column = column
        self._decides: dict[Order, Seen] = {}
        self._doubtful: Seen | None = None
        self._has_times = False

    def fits(self, cell: str) -> bool:
        return any(moment_in(cell, order) for order in ORDERS)

    def see(self, row: Row, cell: str) -> None:
        halves = None if day_in(cell, "dmy") or day_in(cell, "mdy") else halves_of(cell)
        self._has_times = self._has_times or halves is not None
        day = halves[0] if halves else cell
        parts = parts_of(day)
        if parts is None or parts[0] == parts[1]:
            return
        ways: list[Order] = [order for order in ORDERS if day_in(day, order)]
        if len(ways) == 1:
            self._decides.setdefault(ways[0], (row.number, cell))
        elif parts[2] != "." and self._doubtful is None:
            # With full stops the day comes first, unless another cell says otherwise.
            self._doubtful = (row.number, cell)

    def format(self) -> Format | None:
        kind = "datetime" if self._has_times else "date"
        match self._decides:
            case {"dmy": day_first, "mdy": month_first}:
                both = f"{_said(day_first)} has the day first and {_said(month_first)} the month"
                raise Undecided(f"{self.column}: {both}; {self._to_write()}")
            case {"dmy": decides}:
                return Format(self.column, kind, "dmy", f"{_said(decides)} decides")
            case {"mdy": decides}:
                return Format(self.column, kind, "mdy", f"{_said(decides)} decides")
            case _ if self._doubtful is not None:
                doubt = f"{_said(self._doubtful)}, and every other, may have the day or the month first"
                raise Undecided(f"{self.column}: {doubt}; {self._to_write()}")
            case _:
                return Format(self.column, kind)

    def _to_write(self) -> str:
        sign = (self._doubtful or next(iter(self._decides.values())))[1].lstrip("0123456789 ")[:1] or " "
        clock = " %H:%M" if self._has_times else ""
        day_first, month_first = f"%d{sign}%m{sign}%Y{clock}", f"%m{sign}%d{sign}%Y{clock}"
        return f'write {to_write(self.column, day_first)} or "{month_first}", or format: text to leave them as they are'


def _said(seen: Seen) -> str:
    return f"{cut(seen[1])} in row {seen[0]}"
