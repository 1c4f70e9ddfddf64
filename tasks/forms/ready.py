"""Ready: a job checked as a whole before anything is opened: its file, its table, its secrets, where its results go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...agent.forms.order import Order
from ...agent.secret import Secret
from ...tools.browser.addresses import normal_url
from ...tools.errors import BadInput
from ...tools.hosts import host_of, words_to_allow
from ..keeping import Keep
from ..secrets import read_secrets
from .checked import Checked
from .desk import Terms
from .entry import Entry
from .formats import Format
from .intake import check_rows
from .job import Job, Review, read_job
from .places import Places
from .values import files_of, labels_of, spellings_of, values_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """The options of `handeye fill`; what is empty was not said."""

    file: Path
    rows: Path | None = None
    workers: int | None = None
    review: Review | None = None
    model: str = ""
    dry_run: bool = False
    skip_bad: bool = False
    headed: bool = False
    sight_only: bool = False
    out: Path | None = None
    report: bool = True
    keep: Keep = "evidence"
    runs: Path = Path("runs")
    as_json: bool = False
    as_lines: bool = False

    @property
    def map(self) -> Path:
        return self.file.with_suffix(".map.yaml")

    @property
    def results(self) -> Path | None:
        """None: a try writes none, unless it is said where."""
        return self.out or (None if self.dry_run else self.file.with_suffix(".results.csv"))

    def check(self) -> None:
        """Refuses what could only be told once all is done."""
        if self.results is not None and self.results.is_dir():
            raise BadInput(f"{self.results} is a folder; name a file for the results with --out")
        if self.results is not None and not self.results.absolute().parent.is_dir():
            raise BadInput(f"there is no folder {self.results.parent} for the results; make it, or say another --out")
        if self.runs.exists() and not self.runs.is_dir():
            raise BadInput(f"{self.runs} is no folder to keep records in; say another one with --runs")


AS_WRITTEN = frozenset({"text", "phone", "e-mail", "yes/no", "country", "choices"})
"""What a field that takes any text gets to the letter; a date would be taken for another one, and is written year first."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    job: Job
    checked: Checked
    secrets: tuple[Secret, ...] = field(repr=False)
    terms: Terms

    @property
    def names(self) -> frozenset[str]:
        """Of the secrets."""
        return frozenset(secret.name for secret in self.secrets)

    @property
    def columns(self) -> dict[str, str]:
        """From what a field is called to its column."""
        return {label: column for column, label in labels_of(self.job, self.checked.columns).items()}

    def order(self, entry: Entry, *, submits: bool = True) -> Order:
        job, formats, cells = self.job, self.checked.formats, entry.cells
        places = Places(cells, self.names)
        return Order(
            values=tuple(values_of(job, formats, cells, self.names).items()),
            columns=self.columns,
            written={
                job.label(column): cell
                for column, cell in cells.items()
                if isinstance(cell, str) and formats.get(column, Format(column)).kind in AS_WRITTEN
            },
            may_lack=frozenset({job.label(job.key)}),
            files=files_of(job, formats, cells),
            spellings=spellings_of(job, formats, cells, self.names),
            # Parted first: what a row says may hold line breaks, and none of it is a step.
            before=tuple(places.in_steps(line) for line in job.before.splitlines() if line.strip()),
            submit=places.in_text(job.submit),
            next=places.in_text(job.next),
            done=places.in_words_to_see(job.done_when),
            submits=submits,
        )


def prepared(given: Given, environ: Mapping[str, str]) -> Ready:
    """BadInput where it cannot start; nothing was written then."""
    given.check()
    job = read_job(given.file)
    over: dict[str, Any] = {"rows": given.rows, "workers": given.workers, "review": given.review, "model": given.model}
    job = job.model_copy(update={name: value for name, value in over.items() if value})
    job.check()
    secrets = read_secrets(job.secrets, environ)
    checked = check_rows(job, [secret.name for secret in secrets])
    checked.refuse(skip_bad=given.skip_bad)
    hosts = _hosts(job)
    secrets = tuple(replace(secret, hosts=secret.hosts or hosts) for secret in secrets)
    terms = Terms(hosts=hosts, secrets=secrets, ask=job.ask, sight_only=given.sight_only, headed=given.headed)
    return Ready(job=job, checked=checked, secrets=secrets, terms=terms)


def _hosts(job: Job) -> tuple[str, ...]:
    """The form's own, and those that the job allows beside it."""
    if job.on != "browser":
        return ()
    own = host_of(normal_url(job.start.replace("{", "").replace("}", "")))
    return tuple(dict.fromkeys((*([words_to_allow(*own)] if own else []), *job.allow)))
