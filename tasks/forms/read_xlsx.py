"""Tables in Excel's files: the sheet that is open, its values as a form would have them."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from ...tools.errors import BadInput
from .row import Bad, BadRow, Row, headings_of, spoken, under

BROKEN = (OSError, KeyError, TypeError, ValueError, BadZipFile, ParseError, zlib.error)
"""What a file that only looks like Excel's makes its reader raise."""


def read_xlsx(path: Path) -> Iterator[Row | BadRow]:
    try:
        book = _opened(path)
        try:
            sheet = book.active
            if sheet is None or not hasattr(sheet, "iter_rows"):
                raise BadInput(f"{path} has no sheet with cells")
            sheet.reset_dimensions()  # what other programs write there is often wrong
            yield from _rows(path, sheet)
        finally:
            book.close()
    except BROKEN as error:
        raise BadInput(f"{path} cannot be read as an Excel file: {error}") from None


def _opened(path: Path) -> Any:
    openpyxl = cast("Any", import_module("openpyxl"))
    with warnings.catch_warnings():
        # It tells of drop-downs and colours that it leaves out; only values are wanted.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, read_only=True, data_only=True)


def _rows(path: Path, sheet: Any) -> Iterator[Row | BadRow]:
    headings: tuple[str, ...] = ()
    number = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if all(cell.value is None for cell in cells):
            continue
        if headings:
            number += 1
        try:
            texts = [_text(cell) for cell in cells]
            if headings:
                yield Row(number, line, under(headings, _padded(texts, len(headings))))
            else:
                headings = headings_of(texts, f"{path}:{line}")
        except Bad as bad:
            if not headings:
                raise BadInput(f"{path}:{line}: {bad}") from None
            yield BadRow(number, line, str(bad))
    if not headings:
        raise BadInput(f"{path} is empty; the first row names the columns")


def _padded(texts: Sequence[str], count: int) -> list[str]:
    """A sheet does not keep the empty cells at the end of a row."""
    return [*texts, *[""] * (count - len(texts))]


def _text(cell: Any) -> str:
    value = cell.value
    if getattr(cell, "data_type", "") == "e":
        raise Bad(f"a cell holds the error {value}")
    match value:
        case datetime() if value.time() == time():
            return f"{value:%Y-%m-%d}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case int() if not isinstance(value, bool) and re.fullmatch("0+", str(cell.number_format or "")):
            return str(value).zfill(len(str(cell.number_format)))
        case _:
            return cast("str", spoken(value))
