"""Results: the table that came in with what became of each row, written row by row, and whole or not at all.

email,status,reason,number,receipt
ada@example.org,confirmed,,M-17,2026-03-01T10:15:02+0100 · POST localhost:8000/join 303 · 'Welcome' is visible · runs/…
"""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ..report.told import mapping, number, several, text
from ..terminal import plain
from .entry import Entry
from .formulas import guarded
from .rows import about
from .written import written

STATUS, REASON, RECEIPT = "status", "reason", "receipt"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Results:
    """What was written."""

    path: Path
    rows: int
    renamed: tuple[tuple[str, str], ...]
    """Columns of ours, and what they are called instead, where there is one of that name already."""


def write_results(
    path: Path,
    entries: Iterable[Entry],
    columns: Sequence[str],
    captures: Iterable[str],
    *,
    bom: bool = False,
    sign: str = ",",
) -> Results:
    """In the order of `entries`, of which one at a time is held. Excel takes a file for UTF-8 only where it has its `bom`."""
    captures = tuple(captures)
    ours = (STATUS, REASON, *captures, RECEIPT)
    names = _names(columns, ours)
    count = 0
    with _whole(path) as file:
        if bom:
            file.write(BOM)
        heading = [guarded(name) for name in (*columns, *names)]
        # Excel takes a file that begins with these two letters for one of another kind.
        quoting = csv.QUOTE_ALL if heading[0].startswith("ID") else csv.QUOTE_MINIMAL
        csv.writer(file, delimiter=sign, quoting=quoting).writerow(heading)
        table = csv.writer(file, delimiter=sign)
        for entry in entries:
            table.writerow(guarded(cell.replace("\0", "")) for cell in _row(entry, columns, captures))
            count += 1
    return Results(path, count, tuple((name, said) for name, said in zip(ours, names, strict=True) if name != said))


def wants_bom(rows: Path) -> bool:
    """Whether a table came from Excel, where its results will be opened again."""
    encoding = about(rows).encoding
    return not encoding or encoding in ("utf-8-sig", "cp1252") or encoding.startswith("utf-16")


def receipt_in_short(receipt: Mapping[str, object] | None, run: str = "") -> str:
    """When, what was sent and answered, what was seen, and where the record is.

    Of `{"at": "2026-03-01T10:15:02+0100", "requests": [{"method": "POST", "to": "localhost:8000/join", "status": 303}],
    "seen": "'Welcome' is visible"}`; the time may be in seconds since 1970, and a request a text.
    """
    told = receipt or {}
    requests = several(told.get("requests")) or [told.get("request")]
    parts = (_moment(told.get("at")), *map(_request, requests), text(told.get("seen")), run)
    return " · ".join(part for part in map(plain, parts) if part)


def _row(entry: Entry, columns: Sequence[str], captures: Sequence[str]) -> Iterator[str]:
    for column in columns:
        yield written(entry.cells.get(column, ""))
    yield entry.state
    yield plain(entry.why)
    for name in captures:
        yield plain(entry.captured.get(name, ""))
    yield receipt_in_short(entry.receipt, entry.run)


def _names(columns: Sequence[str], ours: Sequence[str]) -> tuple[str, ...]:
    """What each column of ours is called, so that no two of the table are alike to anybody, Excel included."""
    taken = {column.casefold() for column in columns}
    names: list[str] = []
    for name in ours:
        said, count = name, 1
        while said.casefold() in taken:
            said = f"{name} (result)" if count == 1 else f"{name} (result {count})"
            count += 1
        taken.add(said.casefold())
        names.append(said)
    return tuple(names)


def _moment(said: object) -> str:
    if (at := number(said)) is None:
        return said if isinstance(said, str) else ""
    try:
        return datetime.fromtimestamp(at, UTC).astimezone().isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return ""


def _request(said: object) -> str:
    if not (request := mapping(said)):
        return text(said)
    return " ".join(filter(None, (text(request.get(part)) for part in ("method", "to", "status"))))


@contextmanager
def _whole(path: Path) -> Generator[IO[str]]:
    """A file that is there once all of it is, for nobody but its owner."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(3)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # What no encoding has was torn in the table already.
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
