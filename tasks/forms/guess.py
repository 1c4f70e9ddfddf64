"""Guess: one thing that a column may be, as long as every cell so far fits it; the simple ones."""

from __future__ import annotations

import json
import re
from typing import Protocol

from ...agent.reader.fields import spellings
from ...tools.find.likeness import SURE, likeness
from .bad_lines import BadLines
from .beside import file_beside
from .cells import NO, YES, choices_in, clock_in
from .countries import country_called, is_code
from .formats import Format, cut
from .row import Bad, Row

_PHONE = re.compile(r"\+?\(?\d[\d ()/.\u00a0–-]{4,}\d")
_DIGITS = range(6, 17)
_MAIL = re.compile(r"[^\s@;,]+@[^\s@;,]+\.[^\s@;,.]{2,}")
_BARE = re.compile(r"(?!(?:yes|no|on|off|true|false|null|y|n)$)[^\W\d][\w-]*(?: [\w-]+)*", re.I)
_FILE = re.compile(r"[^\n;:?*\"<>|@]{1,250}\.[A-Za-z][A-Za-z0-9]{1,4}")
_CHOICE_CHARS, _CHOICE_WORDS = 60, 5
_NO_CHOICE = re.compile(r"://|[=\n]|[.!?…]$")
_DOCUMENT = re.compile(r"\.(?:pdf|png|jpe?g|gif|webp|svg|docx?|odt|xlsx?|ods|csv|txt|zip|mp[34])$", re.I)
_SHORT_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
PATIENCE = 50
"""So many cells that name no file, and the column is none of files."""


class Undecided(ValueError):
    """What the column cannot decide, and what the job has to say."""


class Guess(Protocol):
    noun: str
    """What a cell is called that fits; "" where nobody is told of a column that nearly was one."""

    def fits(self, cell: str) -> bool: ...
    def see(self, row: Row, cell: str) -> None: ...
    def format(self) -> Format | None:
        """None where it fits by chance only."""
        ...


def to_write(column: str, format_: str) -> str:
    """What the job has to say, as YAML."""
    name = column if _BARE.fullmatch(column) else json.dumps(column, ensure_ascii=False)
    return f'fields: {{{name}: {{format: "{format_}"}}}}'


def is_called(column: str, *concepts: str) -> bool:
    return any(likeness(said, concept) >= SURE for said in spellings(column) for concept in concepts)


class Phones:
    noun = ""

    def __init__(self, column: str) -> None:
        self.column = column
        self._surely = is_called(column, "phone", "mobile", "fax")

    def fits(self, cell: str) -> bool:
        return bool(_PHONE.fullmatch(cell)) and sum(char.isdigit() for char in cell) in _DIGITS

    def see(self, row: Row, cell: str) -> None:  # noqa: ARG002
        self._surely = self._surely or cell.startswith(("+", "(+"))

    def format(self) -> Format | None:
        return Format(self.column, "phone") if self._surely else None


class Mails:
    noun = ""

    def __init__(self, column: str) -> None:
        self.column = column

    def fits(self, cell: str) -> bool:
        return bool(_MAIL.fullmatch(cell))

    def see(self, row: Row, cell: str) -> None: ...

    def format(self) -> Format | None:
        return Format(self.column, "e-mail")


class Clocks(Mails):
    noun = "time"

    def fits(self, cell: str) -> bool:
        return clock_in(cell) is not None

    def format(self) -> Format | None:
        return Format(self.column, "time")


class Answers:
    """Yes or no. A letter alone says so only where the other one is there as well."""

    noun = ""

    def __init__(self, column: str) -> None:
        self.column = column
        self._seen: set[str] = set()

    def fits(self, cell: str) -> bool:
        return cell.casefold() in YES | NO

    def see(self, row: Row, cell: str) -> None:  # noqa: ARG002
        self._seen.add(cell.casefold())

    def format(self) -> Format | None:
        is_country = self._seen == {"no"} and is_called(self.column, "country")
        both = self._seen & YES and self._seen & NO
        surely = both or any(len(each) > 1 for each in self._seen)
        return Format(self.column, "yes/no") if surely and not is_country else None


class Countries:
    """Names say so by themselves; codes may stand for languages or states as well."""

    noun = ""

    def __init__(self, column: str) -> None:
        self.column = column
        self._surely = is_called(column, "country", "nationality", "citizenship")

    def fits(self, cell: str) -> bool:
        return country_called(cell) is not None

    def see(self, row: Row, cell: str) -> None:  # noqa: ARG002
        self._surely = self._surely or not is_code(cell)

    def format(self) -> Format | None:
        return Format(self.column, "country") if self._surely else None


class Choices:
    """Short words divided by semicolons; sentences are none."""

    noun = ""

    def __init__(self, column: str) -> None:
        self.column = column
        self._several = False

    def fits(self, cell: str) -> bool:
        if ";" not in cell:
            return len(cell) <= _CHOICE_CHARS and cell.count(" ") < _CHOICE_WORDS and not _NO_CHOICE.search(cell)
        return all(
            len(part) <= _CHOICE_CHARS and len(part.split()) <= _CHOICE_WORDS and not _NO_CHOICE.search(part)
            for part in choices_in(cell)
        )

    def see(self, row: Row, cell: str) -> None:  # noqa: ARG002
        self._several = self._several or ";" in cell

    def format(self) -> Format | None:
        return Format(self.column, "choices") if self._several else None


class ShortDates(Mails):
    """Years of two digits are no dates until somebody says how they are meant."""

    def fits(self, cell: str) -> bool:
        return bool(_SHORT_DATE.fullmatch(cell))

    def format(self) -> Format | None:
        return Format(self.column, why='if these are dates, say how they are written: format: "%d/%m/%y"')


class Files:
    """Names of files, most of which are there; those that are not make their rows bad ones."""

    noun = ""

    def __init__(self, column: str, folder: str, closed: tuple[str, ...]) -> None:
        self.column, self._folder, self._closed = column, folder, closed
        self._seen = self._there = 0
        self._first = ""
        self._are_documents = True
        self.bad = BadLines()

    def fits(self, cell: str) -> bool:
        return bool(_FILE.fullmatch(cell)) and (self._there > 0 or self._seen < PATIENCE)

    def see(self, row: Row, cell: str) -> None:
        self._seen += 1
        self._first = self._first or cell
        self._are_documents = self._are_documents and bool(_DOCUMENT.search(cell))
        try:
            file_beside(self._folder, cell, self._closed)
            self._there += 1
        except Bad as bad:
            self.bad.add(row.number, row.line, f"{self.column}: {bad}")

    def format(self) -> Format | None:
        if self._there and self._there * 2 >= self._seen:
            return Format(self.column, "file", folder=self._folder, closed=self._closed)
        if self._are_documents:
            return Format(self.column, why=f'no file "{cut(self._first)}" is beside the table')
        return None
