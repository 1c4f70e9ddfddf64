"""Intake: a table is checked as a whole before anything starts, and then goes into the ledger row by row.

checked = check_rows(job)                    # what is wrong, and what its columns are taken for; nothing is written
taken = take_in(job, ledger.add, checked=checked, skip_bad=True)
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...agent.secret import Secret
from ...tools.errors import BadInput
from ...tools.keys import untypable
from .bad_lines import BadLines
from .checked import Checked
from .deciding import Column
from .entry import Added, NewRow
from .formats import Format, cut, said_format
from .guess import Undecided
from .job import Job
from .once import Once
from .places import check_places, places_in
from .row import Bad, BadRow, Cell, Row
from .rows import about, rows_of
from .values import check_labels, folder_of

Add = Callable[[Iterable[NewRow], str], Added]

MOST_COLUMNS = 1000
MOST_WRONG = 3
"""So much of what is wrong with one row is told."""
_BY_NAME = frozenset({".json", ".jsonl", ".ndjson"})
"""Tables whose rows name their columns each: what the first one lacks may come later."""


@dataclass(frozen=True, slots=True)
class Taken:
    checked: Checked
    added: Added


def take_in(
    job: Job,
    add: Add,
    *,
    skip_bad: bool = False,
    secrets: Collection[str] = (),
    checked: Checked | None = None,
    show: Callable[[Checked], object] = lambda _: None,
) -> Taken:
    """The good rows go into the ledger. BadInput where one is bad, unless these are left out; nothing was written then."""
    checked = checked or check_rows(job, secrets)
    show(checked)
    checked.refuse(skip_bad=skip_bad)
    return Taken(checked, add(new_rows(job, checked), str(checked.path)))


def check_rows(job: Job, secrets: Collection[str] = ()) -> Checked:
    """Reads all of it and keeps almost nothing. BadInput where it is no table, or not the one the job speaks of."""
    path = _path_of(job)
    checking = _Checking(job, path, secrets)
    with _readable(path), Once() as once:
        how = about(path)
        for each in rows_of(path):
            checking.see(each, once)
    return checking.end(how.encoding, how.separator, how.note)


def new_rows(job: Job, checked: Checked) -> Iterator[NewRow]:
    """The good ones, read once more. BadInput where the file is no longer what was checked."""
    bad = iter(checked.bad)
    next_bad = next(bad, 0)
    for each in _the_same(checked):
        if each.number == next_bad:
            next_bad = next(bad, 0)
        elif isinstance(each, Row):
            cells = dict.fromkeys(checked.columns, "") | dict(each.cells)
            yield NewRow(str(cells[job.key]), each.number, each.line, hash_of(cells, job.ignore), cells)


def hash_of(cells: Mapping[str, Cell], ignore: Collection[str] = ()) -> str:
    """The same for rows that fill a form alike: neither the order of the columns counts nor one that is empty."""
    told = {name: cell for name, cell in cells.items() if cell and name not in ignore}
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class _Checking:
    def __init__(self, job: Job, path: Path, secrets: Collection[str]) -> None:
        self.job, self.path, self.secrets = job, path, secrets
        self._folder = folder_of(job)
        self._names: dict[str, None] = {}
        self._columns: dict[str, Column] = {}
        self._said = {
            name: said_format(name, said.format, *self._folder)
            for name, said in job.fields.items()
            if said.format and not said.value and name not in job.ignore
        }
        self._used = places_in(job)
        self._marks = array("q")
        self._bad = BadLines()
        self._secret_words = tuple(Secret(name, "").said for name in secrets)

    def see(self, each: Row | BadRow, once: Once) -> None:
        self._marks.append(_mark(each))
        if isinstance(each, BadRow):
            self._bad.add(each.number, each.line, each.why)
            return
        self._meet(each)
        if wrong := [*self._wrong_key(each, once), *self._wrong_cells(each)]:
            self._bad.add(each.number, each.line, "; ".join(wrong[:MOST_WRONG]))
            return
        for name, cell in each.cells:
            if (column := self._columns.get(name)) is not None:
                column.see(each, cell)

    def end(self, encoding: str, separator: str, note: str) -> Checked:
        if not self._marks:
            raise BadInput(f"{self.path} has no rows below its headings")
        if self._names:
            self._check_columns()
        formats: dict[str, Format] = {}
        undecided: list[str] = []
        for name in self._names:
            if name in self._said:
                formats[name] = self._said[name]
            elif name in self._columns:
                try:
                    formats[name] = self._columns[name].format()
                except Undecided as error:
                    undecided.append(str(error))
        for name, found in formats.items():
            if found.kind == "file" and name in self._columns:
                self._bad.update(self._columns[name].bad)
        columns = tuple(self._names)
        return Checked(
            self.path, len(self._marks), columns, formats, self._bad, tuple(undecided), encoding, separator, note, self._marks
        )

    def _meet(self, row: Row) -> None:
        """What the table lacks is told at the first row, not after the last."""
        new = [name for name, _ in row.cells if name not in self._names]
        if not new:
            return
        is_first = not self._names
        self._names |= dict.fromkeys(new)
        if len(self._names) > MOST_COLUMNS:
            raise BadInput(f"{self.path}:{row.line}: these are more than {MOST_COLUMNS} columns")
        if is_first and self.path.suffix.lower() not in _BY_NAME:
            self._check_columns()
        for name in new:
            constant = name in self.job.fields and self.job.fields[name].value
            if name not in self.job.ignore and name not in self._said and not constant:
                self._columns[name] = Column(name, *self._folder)

    def _check_columns(self) -> None:
        check_labels(self.job, self._names)
        check_places(self.job, self._names, self.secrets)

    def _wrong_key(self, row: Row, once: Once) -> Iterator[str]:
        key = next((cell for name, cell in row.cells if name == self.job.key), "")
        if not key:
            yield f"its {self.job.key} is empty, and that is its key"
        elif isinstance(key, tuple):
            yield f"its {self.job.key} is a list, and that is its key"
        elif (before := once.before(key, row.number, row.line)) is not None:
            yield f'its {self.job.key} "{cut(key)}" is that of row {before[0]} in line {before[1]} as well'

    def _wrong_cells(self, row: Row) -> Iterator[str]:
        for name, cell in row.cells:
            if not cell or (name in self.job.ignore and name not in self._used):
                continue
            text = cell if isinstance(cell, str) else "\n".join(cell)
            if not text.isprintable() and (what := untypable(text)):
                yield f"{name}: {what} cannot be typed"
            elif any(word in text for word in self._secret_words):
                yield f"{name}: it says the name of a secret as the job does"
            elif (said := self._said.get(name)) is not None:
                try:
                    said.spoken(cell)
                except Bad as bad:
                    yield f"{name}: {bad}"


def _path_of(job: Job) -> Path:
    if job.rows is None:
        raise BadInput("the job names no table; write rows: members.csv, or say --rows FILE")
    return job.rows


@contextmanager
def _readable(path: Path) -> Generator[None]:
    try:
        yield
    except (OSError, UnicodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from None


def _the_same(checked: Checked) -> Iterator[Row | BadRow]:
    changed = BadInput(f"{checked.path} was changed while it was read; nothing was sent, so start again")
    count = 0
    with _readable(checked.path):
        for count, each in enumerate(rows_of(checked.path), start=1):
            if count > checked.rows or _mark(each) != checked.marks[count - 1]:
                raise changed
            yield each
    if count != checked.rows:
        raise changed


def _mark(each: Row | BadRow) -> int:
    return hash(each.cells) if isinstance(each, Row) else -each.line
