"""Job: a table and a form, as people write it down in YAML: one proven submission per row.

name: new-members
start: http://localhost:8000/join
rows: members.csv
key: email
fields:
  dob: {label: Date of birth, format: "%d/%m/%Y"}
submit: Create account
done_when: "Welcome"
capture: {number: "Member number"}
reconcile: {open: "http://localhost:8000/members?q={email}", seen: "'{email}' is visible"}
workers: 4
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from ...agent.reader.parse import parse_steps
from ...tools.errors import BadInput, nearest
from ...tools.hosts import parse_host
from ..brains import parse_spec
from ..spec import Asking, LookedUp, On, Several, Words
from ..yaml_text import load

Review = Literal["none", "first", "all"]
NAME = re.compile(r"[\w][\w .-]{0,99}")
PLACE = re.compile(r"\{([^{}]+)\}")
"""`{column}` in steps, addresses and claims stands for what the row says there."""


def _field(said: object) -> object:
    return {"label": said} if isinstance(said, str) else said


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSaid(_Strict):
    """What a column is called on the form, and how it is written in the table, where that has to be said."""

    label: str = ""
    format: str = ""
    """Of dates and times, as strftime has it; of numbers the decimal sign."""
    value: str = ""
    """The same for every row, for what the table has no column for; `{name}` in it may be a column or a secret."""


class Limits(_Strict):
    seconds_per_row: float = Field(default=120.0, gt=0)
    rows_per_minute: float | None = Field(default=None, gt=0)
    """Over all workers."""
    max_failures: int = Field(default=5, ge=1)
    """So many rows in a row that failed, and the job stops."""
    attempts: int = Field(default=3, ge=1)
    """So often a row is tried that a site in trouble did not take, and that surely was not stored."""
    settle_s: float = Field(default=10.0, ge=0)
    """So long after a submission of unknown fate its absence in `reconcile` is believed, where another row is to be seen."""


class Job(_Strict):
    """One job; what a column, a step or a claim says of `{column}` is filled in for each row."""

    name: str
    start: str
    rows: Path | None = None
    key: str
    """The column that makes a row itself, within this job's name: at most one submission per key, ever."""
    fields: Mapping[str, Annotated[FieldSaid, BeforeValidator(_field)]] = Field(default_factory=dict)
    ignore: Several = ()
    """Columns that are not for the form."""
    before: Words = ""
    """Steps for each row before the form is there."""
    next: str = ""
    """A wizard's way on, where its words are not the usual ones."""
    submit: str
    done_when: str
    """Words, or /a pattern/, that are to be seen when it is done and not before."""
    capture: Mapping[str, str] = Field(default_factory=dict)
    """Names of result columns, each with what is read off the screen for it."""
    reconcile: LookedUp | None = None
    """How to find out after a crash whether a row was stored."""
    review: Review = "none"
    workers: int = Field(default=1, ge=1, le=64)
    limits: Limits = Limits()
    model: str = "reader"
    login: Words = ""
    """Steps that each worker takes once, before its first row."""
    secrets: Path | None = None
    allow: Several = ()
    ask: Asking = "risky"
    on: On = "browser"
    ledger: str = ""
    """A database URL; beside the job file where it is not said."""

    @field_validator("name")
    @classmethod
    def _is_name(cls, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ValueError("a name is letters, digits, blanks, dots and dashes, such as new-members")
        return name

    @field_validator("submit", "done_when", "key", "start")
    @classmethod
    def _is_said(cls, said: str) -> str:
        if not said.strip():
            raise ValueError("it is empty")
        return said

    def check(self) -> None:
        """Refuses what makes no sense before anything is opened."""
        parse_spec(self.model)
        for host in self.allow:
            parse_host(host)
        for steps in (self.login, self.before):
            if steps.strip():
                parse_steps(steps)
        if len(self.done_when) > 1 and self.done_when.startswith("/") and self.done_when.endswith("/"):
            try:
                re.compile(self.done_when[1:-1])
            except re.error as error:
                raise BadInput(f"done_when: {self.done_when} is no pattern: {error}") from None

    def label(self, column: str) -> str:
        """What a column is called on the form."""
        said = self.fields.get(column)
        return said.label if said is not None and said.label else column


def read_job(file: Path) -> Job:
    """A job from its file; paths in it are meant from where it lies. BadInput says what is wrong, with the file."""
    try:
        told = load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the job in {file} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f":{where.line + 1}" if where is not None else ""
        raise BadInput(f"{file}{line} is not YAML: {getattr(error, 'problem', None) or 'it cannot be taken apart'}") from None
    if not isinstance(told, dict):
        raise BadInput(f"{file} is no job; it begins with lines such as: name: new-members")
    try:
        job = Job.model_validate(told)
        job.check()
    except ValidationError as error:
        raise BadInput(f"{file}: {_complaint(error)}") from None
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from None
    beside = {name: file.parent / path for name in ("rows", "secrets") if (path := getattr(job, name)) is not None}
    return job.model_copy(update=beside)


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = tuple(Limits.model_fields if first["loc"][0] == "limits" else Job.model_fields)
        return f'a job has no "{place}".{nearest(place.rpartition(".")[2], known)} There are: {", ".join(known)}'
    if first["type"] == "missing":
        return f'"{place}" is missing'
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {said[:1].lower()}{said[1:]}"
