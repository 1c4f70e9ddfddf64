"""Which job: by its job.yaml, its ledger or its name, together with the ledger that has its rows.

found = job_called("new-members")       # one ledger in this folder has it
found = job_called("members.yaml")      # or any ledger that its file names
"""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ...tools.errors import BadInput, HandeyeError
from .entry import JobSeen
from .job import Job, read_job
from .ledger import Ledger
from .ledger_tables import rows
from .ledger_view import jobs_in
from .places import meant
from .unsaid import Unsaid

JOB_FILES = (".yaml", ".yml")
LEDGERS = (".sqlite", ".sqlite3", ".db")
BESIDE = ".ledger.sqlite"
LOCKED_S = 2.0
"""Nobody who only looks waits longer for a file that another program has to itself."""
MOST_NAMED = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A job that has rows."""

    seen: JobSeen
    ledger: str
    """A path, or the URL of a database."""
    said: str
    """What to type for it in a command line."""
    file: Path | None = None
    job: Job | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return self.seen.name

    @property
    def rows(self) -> int:
        return sum(self.seen.counts.values())

    @property
    def fill(self) -> str:
        return f"handeye fill {shlex.quote(str(self.file)) if self.file else 'JOB.yaml'}"

    def command(self, what: str, *more: str) -> str:
        return " ".join(["handeye job", what, self.said, *more])

    @property
    def unsaid(self) -> Unsaid:
        return Unsaid(self.job, self.file.with_suffix(".map.yaml") if self.file else None)

    def opened(self) -> Ledger:
        return Ledger(self.ledger, self.name)


@dataclass(frozen=True, slots=True)
class Unreadable:
    ledger: str
    why: str


def ledger_of(job: Job, file: Path) -> str:
    """Beside the job's file, or where it says; a path is meant from where the file lies."""
    if not job.ledger:
        return str(file.with_suffix(BESIDE))
    return job.ledger if "://" in job.ledger else str(file.parent / Path(job.ledger).expanduser())


def shown(ledger: str) -> str:
    """For people: without the password that may stand in it."""
    try:
        return make_url(ledger).render_as_string(hide_password=True) if "://" in ledger else ledger
    except ArgumentError:
        return ledger


def job_called(said: str, ledger: str = "", folder: Path = Path()) -> Found:
    """BadInput where there is no such job, or more than one."""
    path = Path(said)
    if path.suffix.lower() in JOB_FILES:
        return _of_file(path, ledger)
    if ledger:
        return _in_ledger(said, ledger)
    if "://" in said or path.is_file():
        return _in_ledger("", said)
    return _named(said, folder)


def jobs_of(folder: Path) -> tuple[list[Found], list[Unreadable]]:
    """Those whose ledger, or whose file, lies in a folder, the latest first; and ledgers that cannot be read."""
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}")
    files = list(_job_files(folder))
    there = {ledger: ledger.endswith(BESIDE) for ledger in _ledgers_in(folder)}
    known = {_same(ledger) for ledger in there}
    for file, job in files:
        if _same(ledger := ledger_of(job, file)) not in known:
            known.add(_same(ledger))
            there[ledger] = True
    found: list[Found] = []
    unreadable: list[Unreadable] = []
    for ledger, is_ours in there.items():
        try:
            jobs = _jobs(ledger)
        except HandeyeError as error:
            if is_ours:
                unreadable.append(Unreadable(shown(ledger), str(error)))
            continue
        found += [_found(seen, ledger, files) for seen in jobs]
    return sorted(found, key=lambda each: each.seen.updated_s, reverse=True), unreadable


def _of_file(file: Path, another: str) -> Found:
    """`another` ledger than the file's own, where that is said."""
    if not file.exists():
        near = meant(file.name, [each.name for each in file.absolute().parent.glob("*") if each.suffix in JOB_FILES])
        raise BadInput(f"there is no file {file}.{near}".rstrip("."))
    job = read_job(file)
    ledger, said = another or ledger_of(job, file), shlex.quote(str(file))
    jobs = _jobs(ledger)
    for seen in jobs:
        if seen.name == job.name:
            typed = f"{said} --ledger {shlex.quote(shown(another))}" if another else said
            return Found(seen=seen, ledger=ledger, said=typed, file=file, job=job)
    if not jobs:
        raise BadInput(f'the job "{job.name}" has no rows yet in {shown(ledger)}; begin it with: handeye fill {said}')
    others = ", ".join(f'"{each.name}"' for each in jobs[:MOST_NAMED])
    raise BadInput(
        f'{shown(ledger)} has no rows of "{job.name}", only of {others}; '
        f"if that is what it was called before, call it so again in {file}: under another name all is sent once more"
    )


def _in_ledger(name: str, ledger: str) -> Found:
    jobs = _jobs(ledger)
    if not jobs:
        raise BadInput(f'{shown(ledger)} has no jobs; "handeye job list" tells which there are in a folder')
    if not name and len(jobs) > 1:
        raise BadInput(f"{shown(ledger)} has {len(jobs)} jobs; say which: {_either(jobs, ledger)}")
    for seen in jobs:
        if not name or seen.name == name:
            return _found(seen, ledger, _job_files(_folder_of(ledger)))
    names = [each.name for each in jobs]
    said = ", ".join(f'"{each}"' for each in names[:MOST_NAMED])
    raise BadInput(f'{shown(ledger)} has no job "{name}".{meant(name, names)} There is: {said}')


def _either(jobs: Iterable[JobSeen], ledger: str) -> str:
    return ", or ".join(f"{shlex.quote(each.name)} --ledger {shlex.quote(shown(ledger))}" for each in jobs)


def _named(name: str, folder: Path) -> Found:
    found, unreadable = jobs_of(folder)
    of_name = [each for each in found if each.name == name]
    if len(of_name) == 1:
        return of_name[0]
    if of_name:
        said = ", or ".join(each.said for each in of_name[:MOST_NAMED])
        raise BadInput(f'{len(of_name)} ledgers have a job "{name}"; say which: {said}')
    if not found and unreadable:
        raise BadInput(unreadable[0].why)
    names = [each.name for each in found]
    known = f"There is: {', '.join(names[:MOST_NAMED])}" if names else "None has a ledger in this folder"
    raise BadInput(f'there is no job "{name}".{meant(name, names)} {known}; say its job.yaml, its ledger, or --ledger URL')


def _found(seen: JobSeen, ledger: str, files: Iterable[tuple[Path, Job]]) -> Found:
    """What to type for it: its file where that is known, else its ledger, else both its name and its ledger."""
    own = next(
        (each for each in files if each[1].name == seen.name and _same(ledger_of(each[1], each[0])) == _same(ledger)), None
    )
    if own is not None:
        file, job = own
        return Found(seen=seen, ledger=ledger, said=shlex.quote(str(file)), file=file, job=job)
    return Found(seen=seen, ledger=ledger, said=f"{shlex.quote(seen.name)} --ledger {shlex.quote(shown(ledger))}")


def _jobs(ledger: str) -> list[JobSeen]:
    """None where there is no such file yet; BadInput where it is one of another kind, which is left as it is."""
    path = _path_of(ledger)
    if path is not None:
        if not path.exists():
            return []
        _check(path)
    return jobs_in(ledger)


def _check(path: Path) -> None:
    """Asked without writing anything: opened as a ledger, another program's database would be made into one."""
    if not path.is_file():
        raise BadInput(f"the ledger {path} is no file")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=LOCKED_S)) as connection:
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (rows.name,)).fetchone()
    except sqlite3.Error as error:
        match error.sqlite_errorname.split("_")[1]:
            case "NOTADB":
                raise BadInput(f"{path} is no ledger: it is no SQLite file") from None
            case "BUSY":
                raise BadInput(f"the ledger {path} is locked by another program; try again once that is done") from None
            case _:
                raise BadInput(f"the ledger {path} cannot be read: {error}") from None
    if there is None:
        raise BadInput(f"{path} is no ledger: it is a SQLite file of something else")


def _path_of(ledger: str) -> Path | None:
    if "://" not in ledger:
        return Path(ledger).expanduser()
    with suppress(ArgumentError):
        url = make_url(ledger)
        if url.get_backend_name() == "sqlite" and url.database:
            return Path(url.database).expanduser()
    return None


def _same(ledger: str) -> str:
    """Two that say the same place are alike in this."""
    path = _path_of(ledger)
    return ledger if path is None else os.path.realpath(path)


def _folder_of(ledger: str) -> Path:
    path = _path_of(ledger)
    return Path() if path is None else path.parent


def _ledgers_in(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in LEDGERS and path.is_file():
            yield str(path)


def _job_files(folder: Path) -> Iterator[tuple[Path, Job]]:
    """Files that are no jobs, or no good ones, are passed over."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in JOB_FILES and path.is_file() and "done_when" in path.read_text("utf-8", "replace"):
            with suppress(BadInput):
                yield path, read_job(path)
