"""Filling: `handeye fill job.yaml`: a table in, one proven submission per row out, and what became of each told at the end."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...agent.brain import Brain
from ...agent.forms.form import Form
from ...agent.forms.order import Order
from ...agent.reader.brain import Reader
from ...agent.secret import Secret
from ...tools.browser.addresses import normal_url
from ...tools.browser.shared import SharedChromium
from ...tools.errors import NotDone
from ...tools.hosts import host_of, words_to_allow
from ..brains import opened_brain
from ..keeping import Keep
from ..report.job import write_job_report
from ..report.job_told import JobTold
from ..secrets import read_secrets
from .approval import Approval
from .crew import Crew
from .desk import Desk, Terms, chromium_for, desk_in, desk_on
from .entry import Entry, LedgerGone, State
from .intake import Checked, check_rows, take_in
from .job import Job, Review, read_job
from .ledger import Ledger
from .login import logged_in
from .map_file import lines_of, read_map, write_map
from .owner import owner_name
from .places import Places
from .results import wants_bom, write_results
from .values import files_of, labels_of, spellings_of, values_of
from .watching import Watching
from .work import JobWork

EXIT = {"done": 0, "failed": 1, "unsure": 3, "waiting": 5, "interrupted": 130}


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


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A job that was checked, before anything is opened."""

    job: Job
    checked: Checked
    secrets: tuple[Secret, ...] = field(repr=False)
    terms: Terms

    @property
    def names(self) -> frozenset[str]:
        return frozenset(secret.name for secret in self.secrets)

    @property
    def columns(self) -> dict[str, str]:
        """From what a field is called to its column."""
        return {label: column for column, label in labels_of(self.job, self.checked.columns).items()}

    def label(self, column: str) -> str:
        return self.job.label(column)

    def order(self, entry: Entry, *, submits: bool = True) -> Order:
        job, formats, cells = self.job, self.checked.formats, entry.cells
        places = Places(cells, self.names)
        return Order(
            values=tuple(values_of(job, formats, cells, self.names).items()),
            columns=self.columns,
            written={self.label(column): cell for column, cell in cells.items() if isinstance(cell, str)},
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
    job = read_job(given.file)
    over: dict[str, Any] = {"rows": given.rows, "workers": given.workers, "review": given.review, "model": given.model}
    job = job.model_copy(update={name: value for name, value in over.items() if value})
    secrets = read_secrets(job.secrets, environ)
    checked = check_rows(job, [secret.name for secret in secrets])
    hosts = _hosts(job)
    secrets = tuple(replace(secret, hosts=secret.hosts or hosts) for secret in secrets)
    terms = Terms(hosts=hosts, secrets=secrets, ask=job.ask, sight_only=given.sight_only, headed=given.headed)
    return Ready(job=job, checked=checked, secrets=secrets, terms=terms)


def _hosts(job: Job) -> tuple[str, ...]:
    opened = [job.start, *([job.reconcile.open] if job.reconcile else [])]
    own = [host_of(normal_url(url.replace("{", "").replace("}", ""))) for url in opened]
    return tuple(dict.fromkeys((*(words_to_allow(*each) for each in own[:1] if each), *job.allow)))


def ledger_of(job: Job, file: Path) -> str:
    return job.ledger or str(file.with_suffix(".ledger.sqlite"))


async def fill(given: Given, environ: Mapping[str, str]) -> int:
    """The exit code."""
    return EXIT[str((await filled(given, environ))["status"])]


async def filled(given: Given, environ: Mapping[str, str]) -> dict[str, object]:
    """What came of it, as it is told with --json."""
    with Watching(as_json=given.as_json, as_lines=given.as_lines) as watching:
        ready = prepared(given, environ)
        with ExitStack() as stack:
            url = ledger_of(ready.job, given.file)
            if given.dry_run:
                url = str(Path(stack.enter_context(TemporaryDirectory(prefix="handeye-dry-"))) / "dry.sqlite")
            ledger = stack.enter_context(Ledger(url, ready.job.name))
            return await Filling(given, ready, ledger, watching, environ).run()


@dataclass(eq=False)
class Filling:
    given: Given
    ready: Ready
    ledger: Ledger
    watching: Watching
    environ: Mapping[str, str] = field(repr=False)
    chromium: SharedChromium | None = None
    notes: list[str] = field(default_factory=list[str])

    async def run(self) -> dict[str, object]:
        given, job = self.given, self.ready.job
        began_s = time.time()
        taken = take_in(job, self.ledger.add, skip_bad=given.skip_bad, checked=self.ready.checked)
        counts = self.ledger.counts()
        self.watching.begin(job.name, [self.ready.checked.reading], list(self.ready.checked.lines)[1:], counts)
        if taken.added.changed_count:
            first = taken.added.changed[0]
            self._note(
                f"{taken.added.changed_count} rows have other values than when they were first taken in, and are not sent again "
                f'(the first: "{first.key}", line {first.line}, {first.state})'
            )
        folder = given.runs / f"{time.strftime('%Y%m%d-%H%M%S')}-{job.name.replace(' ', '-')}-{os.getpid()}"
        map_path = given.file.with_suffix(".map.yaml")
        form = read_map(map_path, {column: label for label, column in self.ready.columns.items()})
        form.note = self._note
        form.changed = lambda: write_map(map_path, form, job.name, job.start, self.ready.columns)
        async with AsyncExitStack() as stack:
            self.chromium = await stack.enter_async_context(chromium_for(self.ready.terms, self.environ))
            brain = await opened_brain(job.model, self.environ, stack, self._heard)
            crew, work = self._crew(form, folder, None if isinstance(brain, Reader) else brain)
            self._listen(crew)
            try:
                await crew.run()
            except (LedgerGone, NotDone, OSError) as error:
                # What is in the ledger holds; the job goes on from there when it is started again.
                crew.stop(str(error))
            if work.first_picture is not None:
                self.watching.note(f"the first row, filled in: {work.first_picture}")
            return self._end(crew, work, folder, began_s)

    def _heard(self, event: str, /, **more: object) -> None:
        """What is told of a model; a job's models are told of once."""
        if event in ("model ready", "model note", "pictures leave", "model failed"):
            self.watching.note(": ".join(str(more[part]) for part in ("model", "where", "why") if more.get(part)))

    def _crew(self, form: Form, folder: Path, mapper: Brain | None) -> tuple[Crew, JobWork]:
        job, ready, owner = self.ready.job, self.ready, owner_name()
        order = partial(ready.order, submits=not self.given.dry_run)
        approval = Approval("none" if self.given.dry_run else job.review, self.ledger, job.name, self.watching.aside)
        work = JobWork(
            job, self.ledger, owner, form, order, folder / "rows", approval, self.given.keep, mapper=mapper, secrets=ready.names
        )
        work.is_dry, work.films = self.given.dry_run, self.given.report
        crew = Crew(job, self.ledger, owner, form, order, self._desk, work, self.watching, looks_up=job.reconcile is not None)
        return crew, work

    @asynccontextmanager
    async def _desk(self) -> AsyncGenerator[Desk]:
        job, terms = self.ready.job, self.ready.terms
        assert self.chromium is not None
        opened = desk_in(self.chromium, terms) if job.on == "browser" else desk_on(job.start, terms, self.environ)
        async with opened as desk:
            await logged_in(desk, self.ready.job, self.ready.names, self.watching.aside)
            yield desk

    def _listen(self, crew: Crew) -> None:
        """Ctrl-C lets what is under way come to its end; a second one does not."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def interrupted() -> None:
            if crew.is_over:
                task.cancel()
                return
            self.watching.note("stopping: the rows under way are brought to their end; once more stops them at once")
            crew.stop("it was interrupted", "interrupted")

        loop.add_signal_handler(signal.SIGINT, interrupted)

    def _note(self, text: str) -> None:
        self.notes.append(text)
        self.watching.note(text)

    def _end(self, crew: Crew, work: JobWork, folder: Path, began_s: float) -> dict[str, object]:
        job, counts = self.ready.job, self.ledger.counts()
        status, why = self._status(crew, work, counts)
        out = self.given.out or self.given.file.with_suffix(".results.csv")
        checked = self.ready.checked
        written = write_results(
            out, self.ledger.entries(), checked.columns, job.capture, bom=wants_bom(checked.path), sign=checked.separator or ","
        )
        cpu_s = _cpu_seconds()
        report = self._report(folder, status, why, work, began_s, cpu_s, written.path) if self.given.report else None
        result: dict[str, object] = {
            "status": status,
            "why": why,
            "rows": sum(counts.values()),
            **{state: counts.get(state, 0) for state in ("confirmed", "rejected", "failed", "unknown")},
            "seconds": round(time.time() - began_s, 2),
            "cpu_seconds": cpu_s,
            "model_calls": work.cost.calls,
            "tokens": work.cost.tokens,
            "results": str(written.path),
            "report": None if report is None else str(report),
            "ledger": ledger_of(job, self.given.file),
            "map": str(self.given.file.with_suffix(".map.yaml")),
            "notes": self.notes,
        }
        self.watching.end(result)
        return result

    def _report(
        self, folder: Path, status: str, why: str, work: JobWork, began_s: float, cpu_s: float, results: Path
    ) -> Path | None:
        job, checked = self.ready.job, self.ready.checked
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = JobTold(
            name=job.name,
            status=status,
            why=why,
            entries=self.ledger.entries(),
            began_s=began_s,
            ended_s=time.time(),
            facts={"form": job.start, "table": checked.reading, "workers": str(job.workers), "proof": job.done_when},
            model_calls=work.cost.calls,
            tokens=work.cost.tokens,
            cpu_seconds=cpu_s,
            key=job.key,
            columns=checked.columns,
            captures=tuple(job.capture),
            hidden=frozenset(column for column in checked.columns if _is_secret(column)),
            formats=tuple(str(checked.formats[column]) for column in checked.columns if column in checked.formats),
            map=tuple(lines_of(work.form, self.ready.columns)),
            notes=tuple(self.notes),
            results=results,
            files={"map": self.given.file.with_suffix(".map.yaml"), "job": self.given.file},
            shown=(("the first row, filled in", work.first_picture),) if work.first_picture is not None else (),
        )
        return write_job_report(folder / "report.html", told)

    def _status(self, crew: Crew, work: JobWork, counts: Mapping[State, int]) -> tuple[str, str]:
        if crew.ends == "interrupted":
            return "interrupted", crew.why
        if crew.ends == "stopped":
            return "failed", crew.why
        if work.waiting:
            return (
                "waiting",
                f'{len(work.waiting)} rows are filled in and wait for a yes: handeye job approve "{self.ready.job.name}" --row N',
            )
        if counts.get("failed", 0) + counts.get("rejected", 0):
            return "failed", "not every row went through"
        if counts.get("unknown", 0):
            return "unsure", "of some rows it is not known whether they were stored"
        return "done", ""


def _cpu_seconds() -> float:
    """Of this process and of what it started, as far as that has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(each.ru_utime + each.ru_stime for each in used), 2)


def _is_secret(column: str) -> bool:
    return any(
        word in column.casefold() for word in ("password", "passwort", "kennwort", "contraseña", "hasło", "mot de passe", "pin")
    )
