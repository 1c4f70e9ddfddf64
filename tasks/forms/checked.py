"""Checked: what is known of a table once all of it was read, and whether a job may start with it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...tools.errors import BadInput
from .bad_lines import BadLines
from .formats import Format

MOST_SAID = 10
"""So many bad lines stand in a refusal."""
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_SHAPES = {".json": "JSON", ".jsonl": "JSON", ".ndjson": "JSON", ".xlsx": "Excel", ".xlsm": "Excel"}


@dataclass(frozen=True)
class Checked:
    path: Path
    rows: int
    """Good and bad ones."""
    columns: tuple[str, ...]
    formats: Mapping[str, Format]
    """Of the columns that are for the form."""
    bad: BadLines
    undecided: tuple[str, ...]
    """What the job has to say before it can start."""
    encoding: str
    separator: str
    note: str
    """How it was guessed to be read, where that may be wrong."""
    marks: array[int] = field(repr=False)
    """One for each row: by these it is known to be the same when it is read again."""

    @property
    def good(self) -> int:
        return self.rows - len(self.bad)

    @property
    def reading(self) -> str:
        """`members.csv: 25 rows, 8 columns, UTF-8, separated by ";"`"""
        shape = _SHAPES.get(self.path.suffix.lower(), "")
        encoding = _ENCODINGS.get(self.encoding, self.encoding.upper())
        between = {"\t": "tabs", "": ""}.get(self.separator, f'"{self.separator}"')
        separated = f"separated by {between}" if between and len(self.columns) > 1 else ""
        counts = (_many(self.rows, "row"), _many(len(self.columns), "column"))
        return f"{self.path.name}: {', '.join(part for part in (*counts, shape, encoding, separated) if part)}"

    @property
    def lines(self) -> Iterator[str]:
        """For people, before anything starts."""
        yield self.reading
        if self.note:
            yield self.note
        yield from (str(self.formats[column]) for column in self.columns if column in self.formats)

    def refuse(self, *, skip_bad: bool) -> None:
        """BadInput where the job cannot start."""
        if self.undecided:
            raise BadInput("\n".join(self.undecided))
        if not self.good:
            raise BadInput(f"{self.path.name} has no good row:\n{self._first_bad()}")
        if self.bad and not skip_bad:
            some = f"{len(self.bad)} of {_many(self.rows, 'row')} {'is' if len(self.bad) == 1 else 'are'} bad"
            say = "nothing was started; mend them, or leave them out with --skip-bad"
            raise BadInput(f"{self.path.name}: {some}; {say}:\n{self._first_bad()}")

    def _first_bad(self) -> str:
        told = self.bad.told[:MOST_SAID]
        more = len(self.bad) - len(told)
        return "\n".join([*(f"  {each}" for each in told), *([f"  and {more} more"] if more else [])])


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
