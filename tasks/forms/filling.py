"""Filling: `handeye fill job.yaml`: a table in, one proven submission per row out, and what became of each told at the end."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ...agent.brain import Brain
from ...agent.forms.form import Form
from ...agent.reader.brain import Reader
from ...tools.browser.shared import SharedChromium
from ...tools.errors import HandeyeError
from ..brains import opened_brain
from ..report.job import write_job_report
from ..report.job_told import JobTold
from .approval import Approval
from .crew import Crew
from .desk import Desk, chromium_for, desk_in, desk_on
from .entry import Added, JobSeen, State
from .intake import take_in
from .ledger import Ledger
from .ledger_view import jobs_in
from .login import logged_in
from .map_file import lines_of, read_map, write_map
from .owner import owner_name
from .ready import Given, Ready, prepared
from .results import wants_bom, write_results
from .unsaid import secret_columns
from .watching import Watching
from .which_job import ledger_of, shown
from .work import JobWork

EXIT = {"done": 0, "failed": 1, "unsure": 3, "waiting": 5, "interrupted": 130}


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
                # Nothing of a try is remembered.
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
    began_s: float = 0.0
    notes: list[str] = field(default_factory=list[str])
    unwritten: str = ""
    """What could not be written down at the end, and why."""

    async def run(self) -> dict[str, object]:
        given, job = self.given, self.ready.job
        self.began_s = time.time()
        taken = take_in(job, self.ledger.add, skip_bad=given.skip_bad, checked=self.ready.checked)
        about, *formats = self.ready.checked.lines
        self.watching.begin(job.name, [about], formats, self.ledger.counts())
        self._tell_what_is_amiss(taken.added)
        form = read_map(given.map, {column: label for label, column in self.ready.columns.items()})
        form.note = self._note
        form.changed = lambda: write_map(given.map, form, job.name, job.start, self.ready.columns)
        async with AsyncExitStack() as stack:
            self.chromium = await stack.enter_async_context(chromium_for(self.ready.terms, self.environ))
            brain = await opened_brain(job.model, self.environ, stack, self._heard)
            crew, work = self._crew(form, None if isinstance(brain, Reader) else brain)
            self._listen(crew)
            await self._work(crew)
        return self._end(crew, work)

    @cached_property
    def folder(self) -> Path:
        """Where the records of this run of the job are kept; from wherever somebody looks."""
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{self.ready.job.name.replace(' ', '-')}-{os.getpid()}"
        return self.given.runs.absolute() / name

    async def _work(self, crew: Crew) -> None:
        try:
            await crew.run()
        except (HandeyeError, OSError) as error:
            # What is in the ledger holds; the job goes on from there when it is started again.
            crew.stop(str(error))
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if crew.ends != "interrupted" or task is None:
                raise
            task.uncancel()

    def _tell_what_is_amiss(self, added: Added) -> None:
        if count := added.changed_count:
            first = added.changed[0]
            rows = "1 row has" if count == 1 else f"{count} rows have"
            self._note(
                f"{rows} other values than when first taken in, and what was taken in counts "
                f'(the first: "{first.key}", line {first.line}, {first.state})'
            )
        if added.new and (others := [each.name for each in self._others()]):
            self._note(f'this ledger has rows of "{others[0]}", which is another job: what was sent by it is not known here')

    def _others(self) -> list[JobSeen]:
        url = ledger_of(self.ready.job, self.given.file)
        return (
            []
            if self.given.dry_run or self.ready.job.ledger
            else [each for each in jobs_in(url) if each.name != self.ready.job.name]
        )

    def _heard(self, event: str, /, **more: object) -> None:
        """What is told of a model; a job's models are told of once."""
        if event in ("model ready", "model note", "pictures leave", "model failed"):
            self.watching.note(": ".join(str(more[part]) for part in ("model", "where", "why") if more.get(part)))

    def _crew(self, form: Form, mapper: Brain | None) -> tuple[Crew, JobWork]:
        job, ready, owner = self.ready.job, self.ready, owner_name()
        order = partial(ready.order, submits=not self.given.dry_run)
        approval = Approval(
            "none" if self.given.dry_run else job.review,
            self.ledger,
            str(self.given.file),
            self.watching.aside,
            approved=self.ledger.has_approved(),
        )
        work = JobWork(
            job,
            self.ledger,
            owner,
            form,
            order,
            self.folder / "rows",
            approval,
            self.given.keep,
            films=self.given.report,
            mapper=mapper,
            secrets=ready.names,
            is_dry=self.given.dry_run,
            unsaid=secret_columns(ready.checked.columns, job, self.given.map),
        )
        crew = Crew(
            job,
            self.ledger,
            owner,
            self._desk,
            work,
            self.watching,
            is_first_alone=lambda: not form.pages or approval.is_first_awaited,
            looks_up=job.reconcile is not None,
        )
        work.is_down = lambda: crew.is_down
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

    def _end(self, crew: Crew, work: JobWork) -> dict[str, object]:
        job, counts = self.ready.job, self.ledger.counts()
        if work.first_picture is not None:
            self._note(f"the first row, filled in: {work.first_picture}")
        results = self._written(self._results, self.given.results) if self.given.results is not None else None
        status, why = self._status(crew, counts)
        cpu_s = _cpu_seconds()
        report = None
        if self.given.report:
            report = self._written(lambda: self._report(status, why, work, cpu_s, results), self.folder / "report.html")
        if self.unwritten and status != "interrupted":
            status, why = "failed", self.unwritten
        self.watching.recount(counts)
        result: dict[str, object] = {
            "status": status,
            "why": why,
            "rows": sum(counts.values()),
            **{state: counts.get(state, 0) for state in ("confirmed", "rejected", "failed", "unknown")},
            "seconds": round(time.time() - self.began_s, 2),
            "cpu_seconds": cpu_s,
            "model_calls": work.cost.calls,
            "tokens": work.cost.tokens,
            "results": None if results is None else str(results),
            "report": None if report is None else str(report),
            "ledger": None if self.given.dry_run else shown(ledger_of(job, self.given.file)),
            "map": str(self.given.map),
            "notes": self.notes,
        }
        self.watching.end(result)
        return result

    def _written(self, write: Callable[[], Path], path: Path) -> Path | None:
        try:
            return write()
        except OSError as error:
            self.unwritten = (
                f"{path} cannot be written: {error.strerror or error}; what was done is in the ledger: "
                "mend that and start the same job again"
            )
            return None

    def _results(self) -> Path:
        checked, path = self.ready.checked, self.given.results
        assert path is not None
        sign = checked.separator or ","
        written = write_results(
            path, self.ledger.entries(), checked.columns, self.ready.job.capture, bom=wants_bom(checked.path), sign=sign
        )
        for name, instead in written.renamed:
            self._note(f'the results call ours "{instead}", because the table has a column "{name}"')
        return written.path

    def _report(self, status: str, why: str, work: JobWork, cpu_s: float, results: Path | None) -> Path:
        job, checked = self.ready.job, self.ready.checked
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = JobTold(
            name=job.name,
            status=status,
            why=why,
            entries=self.ledger.entries(),
            began_s=self.began_s,
            ended_s=time.time(),
            facts={"form": job.start, "table": checked.reading, "workers": str(job.workers), "proof": job.done_when},
            model_calls=work.cost.calls,
            tokens=work.cost.tokens,
            cpu_seconds=cpu_s,
            key=job.key,
            columns=checked.columns,
            captures=tuple(job.capture),
            hidden=work.unsaid,
            formats=tuple(str(checked.formats[column]) for column in checked.columns if column in checked.formats),
            map=tuple(lines_of(work.form, self.ready.columns)),
            notes=tuple(self.notes),
            results=results,
            files={"map": self.given.map, "job": self.given.file},
            shown=(("the first row, filled in", work.first_picture),) if work.first_picture is not None else (),
        )
        return write_job_report(self.folder / "report.html", told)

    def _status(self, crew: Crew, counts: Mapping[State, int]) -> tuple[str, str]:
        job = self.given.file
        if crew.ends in ("stopped", "interrupted"):
            return ("interrupted" if crew.ends == "interrupted" else "failed"), crew.why
        if self.given.dry_run:
            failed = counts.get("failed", 0) + counts.get("rejected", 0)
            return (
                ("failed", "not every row could be filled in")
                if failed
                else ("done", "filled in and read back; nothing was sent off")
            )
        if counts.get("ready", 0):
            return (
                "waiting",
                f"{counts['ready']} filled in and waiting for a yes: handeye job approve {job} --row N, then fill again",
            )
        if crew.ends == "waiting":
            return "waiting", "somebody has said yes meanwhile: fill again"
        if counts.get("failed", 0) + counts.get("rejected", 0):
            return "failed", f"not every row went through; to try those that failed again: handeye job retry {job} --all"
        if counts.get("unknown", 0):
            return "unsure", f"of {counts['unknown']} it is not known whether they were stored: handeye job status {job}"
        return "done", ""


def _cpu_seconds() -> float:
    """Of this process and of what it started, as far as that has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(each.ru_utime + each.ru_stime for each in used), 2)
