"""Fava: the web interface of a bookkeeper, and what its ledger, a text file, holds afterwards."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .serving import Served

ENTRY = re.compile(r'(\d{4}-\d\d-\d\d) ([*!])((?: "(?:[^"\\]|\\.)*")+)((?: [#^]\S+)*)')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
POSTING = re.compile(r"  (\S+)(?: +(-?[\d.,]+ [A-Z]+))?")


@dataclass(frozen=True)
class Entry:
    date: str
    flag: str
    payee: str
    narration: str
    tags: tuple[str, ...]
    """As they are written: #holiday, ^invoice-7."""
    postings: tuple[tuple[str, str], ...]
    """Each an account and an amount with its currency; that is empty where it follows from the others."""


@dataclass(frozen=True)
class Fava:
    folder: Path
    url: str
    before: int
    """So many entries were there from the start."""

    def entries(self) -> list[Entry]:
        """Those that came after it was started, as they follow one another in the file."""
        return _read(self.folder / "house.beancount")[self.before :]


@contextmanager
def serve_fava(folder: Path) -> Generator[Fava]:
    with Served("books.py", folder, {"BOOKS_FOLDER": str(folder)}) as served:
        yield Fava(folder, f"{served.url}/house-books", len(_read(folder / "house.beancount")))


def _read(file: Path) -> list[Entry]:
    found: list[Entry] = []
    for block in re.split(r"\n(?=\d{4}-)", file.read_text(encoding="utf-8")):
        head, *lines = block.strip("\n").split("\n")
        if (entry := ENTRY.fullmatch(head)) is None:
            continue
        said = [re.sub(r"\\(.)", r"\1", words) for words in QUOTED.findall(entry[3])]
        payee, narration = said if len(said) == 2 else ("", said[0])
        postings = [line for text in lines if text.strip() and (line := POSTING.fullmatch(text.rstrip()))]
        assert len(postings) == sum(bool(text.strip()) for text in lines), block
        found.append(
            Entry(
                entry[1],
                entry[2],
                payee,
                narration,
                tuple(entry[4].split()),
                tuple((line[1], line[2] or "") for line in postings),
            )
        )
    return found
