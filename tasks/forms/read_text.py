"""Tables with a sign between their cells: which sign, and in which encoding, is found out."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TextIO

from ...tools.errors import BadInput
from .formulas import unguarded
from .row import Bad, BadRow, Row, headings_of, under

SIGNS = (",", ";", "\t", "|")
SAMPLE_ROWS, SAMPLE_CHARS = 30, 200_000
LONGEST_CELL = 10_000_000
CHUNK_BYTES = 1 << 20


class Lines(Protocol):
    """What the csv module returns."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...


def encoding_of(path: Path) -> str:
    """By its first bytes; without a mark UTF-8 if all of it is, else Windows-1252, in which every file can be read."""
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in head:
            return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def sign_of(path: Path, encoding: str) -> str:
    """What parts the cells."""
    with _opened(path, encoding) as file:
        sample = file.read(SAMPLE_CHARS)
    return _said_sign(sample)[0] or _sign_of(sample)


def read_separated(path: Path, encoding: str, sign: str = "") -> Iterator[Row | BadRow]:
    csv.field_size_limit(LONGEST_CELL)
    with _opened(path, encoding) as file:
        sample = file.read(SAMPLE_CHARS)
        said, skip = _said_sign(sample)
        sign = sign or said or _sign_of(sample)
        file.seek(0)
        for _ in range(skip):
            file.readline()
        yield from _rows(path, csv.reader(file, delimiter=sign, strict=True), skip)


def _opened(path: Path, encoding: str) -> TextIO:
    # Windows-1252 leaves five bytes undefined; what they stood for is lost already.
    return path.open(encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline="")


def _rows(path: Path, reader: Lines, skipped: int) -> Iterator[Row | BadRow]:
    headings: tuple[str, ...] = ()
    number = 0
    while True:
        line = skipped + reader.line_num + 1
        cells: list[str] = []
        why = ""
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            why = f"it is not written as tables are: {error}"
        if not why and not any(cell.strip() for cell in cells):
            continue
        if not headings:
            if why:
                raise BadInput(f"{path}:{line}: {why}")
            headings = headings_of([unguarded(cell) for cell in cells], f"{path}:{line}")
            continue
        number += 1
        try:
            yield BadRow(number, line, why) if why else Row(number, line, under(headings, [unguarded(cell) for cell in cells]))
        except Bad as bad:
            yield BadRow(number, line, str(bad))
    if not headings:
        raise BadInput(f"{path} is empty; the first row names the columns")


def _said_sign(sample: str) -> tuple[str, int]:
    """`sep=;`, as Excel writes it into a first line of its own."""
    first = sample.partition("\n")[0].strip().lstrip("\ufeff")
    return (first[4], 1) if len(first) == 5 and first.lower().startswith("sep=") else ("", 0)


def _sign_of(sample: str) -> str:
    """The sign that parts most rows into as many cells as the first, and into the most."""

    def fit(sign: str) -> tuple[float, int]:
        rows = [
            cells
            for cells, _ in zip(csv.reader(sample.splitlines(keepends=True), delimiter=sign), range(SAMPLE_ROWS), strict=False)
        ]
        rows = [cells for cells in rows if cells]
        columns = len(rows[0]) if rows else 1
        alike = sum(len(cells) == columns for cells in rows) / max(len(rows), 1)
        return (alike if columns > 1 else 0.0, columns)

    return max(SIGNS, key=fit)
