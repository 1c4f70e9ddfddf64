"""Formats: what a column's values are and how they are written, decided once for all its rows, and said for a form.

dob: dates, day first (31/12/1999 in row 4 decides)         # Format("dob", "date", "dmy", …).spoken("5/4/2001") == "2001-04-05"
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Literal, get_args

from ...agent.reader.dates import pattern_in
from ...agent.reader.times import spellings_of, time_in
from ...tools.errors import BadInput
from .beside import file_beside
from .cells import Order, by_format, choices_in, clock_in, day_in, moment_in, number_in, yes_or_no
from .countries import country_called
from .row import Bad, Cell

Kind = Literal[
    "text", "date", "time", "datetime", "month", "number", "money", "phone", "e-mail", "yes/no", "country", "choices", "file"
]
SAYABLE = ("text", "phone", "e-mail", "yes/no", "country", "choices", "file")
"""Kinds a job may ask for by name."""

_WORDS: dict[Kind, str] = {
    "text": "text, as it is written",
    "date": "dates",
    "time": "times",
    "datetime": "dates with times",
    "month": "months",
    "number": "numbers",
    "money": "amounts of money",
    "phone": "telephone numbers, as they are written",
    "e-mail": "e-mail addresses",
    "yes/no": "yes or no",
    "country": "countries",
    "choices": "choices, several divided by ;",
    "file": "files beside the table",
}
_ONE: dict[Kind, str] = {
    "date": "date",
    "time": "time",
    "datetime": "date with a time",
    "month": "month",
    "number": "number",
    "money": "number",
    "yes/no": "yes or no",
    "country": "country that is known",
}
_HOW = {"dmy": "day first", "mdy": "month first", ",": "with a decimal comma", ".": "with a decimal point"}
_ANSWERS = {
    "yes": ("yes", "Ja", "Oui", "Sí", "Tak", "true", "on", "1", "Y"),
    "no": ("no", "Nein", "Non", "No", "Nie", "false", "off", "0", "N"),
}
_DIRECTIVE = re.compile(r"%(.)")
_DAY, _MONTH, _YEAR, _HOUR = frozenset("d"), frozenset("mbB"), frozenset("Yy"), frozenset("HI")
_KNOWN = _DAY | _MONTH | _YEAR | _HOUR | frozenset("MSpaA%")
_OF_PATTERN = {"d": "%d", "m": "%m", "y": "%Y", "yy": "%y", "mmm": "%b", "mmmm": "%B"}
_EXAMPLE = time.strptime("2001-05-17 14:30", "%Y-%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class Format:
    """Of one column."""

    column: str
    kind: Kind = "text"
    written: str = ""
    """Of dates "dmy" or "mdy", of numbers the decimal sign, or what the job says, as strptime has it."""
    why: str = ""
    """What decided it, for people."""
    folder: str = ""
    """Where files lie."""
    closed: tuple[str, ...] = ()
    """Files that are the job's own: none of these is ever uploaded."""

    def __str__(self) -> str:
        how = f"written as {self.written}" if "%" in self.written else _HOW.get(self.written, "")
        told = f"{self.column}: {_WORDS[self.kind]}{', ' if how else ''}{how}"
        return f"{told} ({self.why})" if self.why else told

    def spoken(self, cell: Cell) -> Cell:
        """The one spelling that leaves no doubt. Bad where it is not written as the column is."""
        if not cell:
            return cell
        if self.kind == "choices":
            return cell if isinstance(cell, tuple) else choices_in(cell)
        if isinstance(cell, tuple):
            raise Bad("it is a list, and the column is not one of choices")
        said = self._spoken(cell)
        if said is None:
            how = f" written as {self.written}" if "%" in self.written else f" {_HOW.get(self.written, '')}".rstrip()
            raise Bad(f'"{cut(cell)}" is no {_ONE[self.kind]}{how}')
        return said

    def _spoken(self, cell: str) -> str | None:
        if "%" in self.written:
            return self._by_format(cell)
        order: Order = "mdy" if self.written == "mdy" else "dmy"
        match self.kind:
            case "date":
                day = day_in(cell, order)
                return f"{day:%Y-%m-%d}" if day else None
            case "datetime":
                return moment_in(cell, order)
            case "time":
                return clock_in(cell)
            case "number" | "money":
                return number_in(cell, self.written or ".")
            case "yes/no":
                return yes_or_no(cell)
            case "country":
                return cell if country_called(cell) else None
            case "file":
                return str(file_beside(self.folder, cell, self.closed))
            case _:
                return cell

    def _by_format(self, cell: str) -> str | None:
        found = by_format(cell, self.written)
        if found is None:
            return None
        clock = f"{found.tm_hour:02d}:{found.tm_min:02d}" + (f":{found.tm_sec:02d}" if found.tm_sec else "")
        month = f"{found.tm_year:04d}-{found.tm_mon:02d}"
        match self.kind:
            case "time":
                return clock
            case "month":
                return month
            case "datetime":
                return f"{month}-{found.tm_mday:02d} {clock}"
            case _:
                return f"{month}-{found.tm_mday:02d}"

    def spellings(self, cell: Cell) -> tuple[str, ...]:
        """What else a list on the form may call it, the likeliest first; a list of choices has none."""
        if self.kind in ("file", "choices"):
            return ()
        said = self.spoken(cell)
        if isinstance(cell, tuple) or isinstance(said, tuple) or not cell:
            return ()
        others: tuple[str, ...] = ()
        match self.kind:
            case "country":
                country = country_called(cell)
                others = country.spellings if country else ()
            case "yes/no":
                others = _ANSWERS[said]
            case "time":
                clock = time_in(said)
                others = spellings_of(clock) if clock else ()
            case _:
                pass
        return tuple(each for each in dict.fromkeys((cell, *others)) if each != said)


def said_format(column: str, said: str, folder: str = "", closed: tuple[str, ...] = ()) -> Format:
    """What the job says of a column: a kind by its name, a decimal sign, or a way to write dates and times."""
    if said in SAYABLE:
        return Format(column, said, why="the job says so", folder=folder, closed=closed)  # pyright: ignore[reportArgumentType]
    if said in (",", "."):
        return Format(column, "number", said, why="the job says so")
    if "%" in said:
        return Format(column, _kind_of(column, said), said)
    pattern = pattern_in(said)
    if pattern is not None:
        meant = "".join(_OF_PATTERN.get(part, _OF_PATTERN.get(part[0], part)) for part in pattern.parts)
        raise BadInput(f'fields: {column}: the format "{said}" is written "{meant}"')
    kinds = ", ".join(SAYABLE)
    raise BadInput(
        f'fields: {column}: "{said}" is no format; write dates as "%d/%m/%Y", of numbers "," or ".", or one of: {kinds}'
    )


def _kind_of(column: str, said: str) -> Kind:
    parts = set(_DIRECTIVE.findall(said))
    if unknown := sorted(parts - _KNOWN):
        raise BadInput(
            f"fields: {column}: %{unknown[0]} is not known; there are: {' '.join(f'%{each}' for each in sorted(_KNOWN))}"
        )
    if "I" in parts and "p" not in parts:
        raise BadInput(f"fields: {column}: %I needs %p, for before or after noon; of 24 hours write %H")
    try:
        time.strptime(time.strftime(said, _EXAMPLE), said)
    except ValueError as error:
        raise BadInput(f'fields: {column}: "{said}" cannot be read back: {error}') from None
    has = tuple(bool(parts & each) for each in (_DAY, _MONTH, _YEAR, _HOUR))
    match has:
        case (True, True, True, True):
            return "datetime"
        case (True, True, True, False):
            return "date"
        case (False, True, True, False):
            return "month"
        case (False, False, False, True):
            return "time"
        case _:
            raise BadInput(f'fields: {column}: "{said}" is no whole date or time; write such as %d/%m/%Y or %H:%M')


def cut(text: str, most: int = 40) -> str:
    """As much of it as a line can show."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


assert set(_WORDS) == set(get_args(Kind))
