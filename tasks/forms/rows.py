"""Rows: a table from CSV, TSV, JSON, JSONL or XLSX, read row by row; a bad row is one of them, with its line and what is wrong.

for row in rows_of(Path("members.csv")):    # Row(1, 2, (("Name", "Ada"), ("Drinks", ("Tea", "Milk")))) or BadRow(2, 3, "…")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ...agent.reader.steps import Fill, FillRow, Step, Values
from ...tools.errors import BadInput
from ...tools.keys import untypable
from .read_json import read_json, read_lines
from .read_text import encoding_of, read_separated, sign_of
from .read_xlsx import read_xlsx
from .row import BadRow, Row

FORMATS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class About:
    """How a table is read, for people."""

    encoding: str = ""
    separator: str = ""
    """What parts the cells, where a sign does."""
    note: str = ""
    """What was guessed, and may be wrong; "" where nothing was."""


def about(path: Path) -> About:
    """How it would be read. BadInput where it cannot be."""
    _check(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return About()
    encoding = encoding_of(path)
    guessed = f"{path.name} is not UTF-8, so it is read as Windows-1252" if encoding == "cp1252" else ""
    match path.suffix.lower():
        case ".tsv":
            separator = "\t"
        case ".csv" | ".txt":
            separator = sign_of(path, encoding)
        case _:
            separator = ""
    return About(encoding, separator, guessed)


def rows_of(path: Path) -> Iterator[Row | BadRow]:
    """Every row below the headings, counted from 1; lines that are empty are none. BadInput where there is no table."""
    _check(path)
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            yield from read_xlsx(path)
        case ".json":
            yield from read_json(path, encoding_of(path))
        case ".jsonl" | ".ndjson":
            yield from read_lines(path, encoding_of(path))
        case suffix:
            yield from read_separated(path, encoding_of(path), "\t" if suffix == ".tsv" else "")


def row(path: Path, number: int) -> Row:
    """One row. BadInput where it is not there, or is bad."""
    count = 0
    for each in rows_of(path):
        count = each.number
        if count != number:
            continue
        match each:
            case Row():
                return each
            case BadRow(_, line, why):
                raise BadInput(f"{path}:{line}: {why}")
    raise BadInput(f"{path} has no row {number}; it has {count}, without the headings")


def with_rows(steps: tuple[Step, ...], folder: Path) -> tuple[Step, ...]:
    """The same steps, with the values of its row in place of each `fill the form from FILE row N`."""
    return tuple(_filled(step, folder) if isinstance(step, FillRow) else step for step in steps)


def _filled(step: FillRow, folder: Path) -> Fill:
    path = folder / Path(step.file).expanduser()
    found = row(path, step.row)
    values: Values = tuple((name, value) for name, value in found.cells if value)
    if not values:
        raise BadInput(f"{path}:{found.line}: row {step.row} is empty")
    for name, value in values:
        if what := untypable(value if isinstance(value, str) else " ".join(value)):
            raise BadInput(f"{path}:{found.line}: {name}: {what} cannot be typed")
    return replace(Fill(values), said=step.said)


def _check(path: Path) -> None:
    if path.suffix.lower() == ".xls":
        raise BadInput(f"{path} is in Excel's old format; save it as .xlsx or .csv")
    if path.suffix.lower() not in FORMATS:
        raise BadInput(f"{path} is no table that can be read; its name ends in one of: {', '.join(FORMATS)}")
    if not path.is_file():
        raise BadInput(f"there is no file {path}")
