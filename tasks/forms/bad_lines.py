"""Bad lines: which rows of a table are bad and why; of very many only the first are told, all are remembered."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

MOST_TOLD = 1000


@dataclass(frozen=True, slots=True, order=True)
class BadLine:
    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


class BadLines:
    def __init__(self) -> None:
        self._numbers = array("Q")
        self._told: list[BadLine] = []

    def add(self, number: int, line: int, why: str) -> None:
        self._numbers.append(number)
        if len(self._told) < MOST_TOLD:
            self._told.append(BadLine(line, why))

    def update(self, other: BadLines) -> None:
        """Those of another list as well; a row that is in both is bad once."""
        self._numbers = array("Q", sorted(set(self._numbers) | set(other._numbers)))
        self._told = sorted(self._told + other._told)[:MOST_TOLD]

    @property
    def told(self) -> tuple[BadLine, ...]:
        return tuple(self._told)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[int]:
        """The numbers of the rows, in order."""
        return iter(self._numbers)
