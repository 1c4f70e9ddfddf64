"""`handeye run`: plain words to proven steps, told line by line while they are taken, kept as a record."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from ..agent.drive import drive
from ..agent.recorder import Recorder, new_run, read_events
from ..agent.redactor import Redactor
from ..agent.resume import Standing, check_reply, standing
from ..agent.state import Outcome
from ..tools.errors import BadInput, HandeyeError
from .going_on import go_on
from .keeping import Keep, keep_only
from .live import Live
from .prepare import Ready, prepare
from .report.report import write_report
from .session import STORAGE, Ways, at_work
from .spec import Task

EXIT = {"done": 0, "failed": 1, "unsure": 3, "refused": 4, "waiting": 5, "interrupted": 130}

Reply = bool | str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What was asked for on the command line beside the task itself."""

    ways: Ways = field(default_factory=Ways)
    runs: Path = Path("runs")
    keep: Keep = "all"
    as_json: bool = False
    as_lines: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Errand:
    """One run of a task, from its opening to its record."""

    task: Task
    ready: Ready
    asked: Asked
    environ: Mapping[str, str] = field(repr=False)
    folder: Path
    stands: Standing | None = None
    """Where it stands, if it was begun before."""
    reply: Reply = None

    async def run(self) -> int:
        """The exit code."""
        live = Live(as_json=self.asked.as_json, as_lines=self.asked.as_lines)
        try:
            outcome = await self._outcome(live)
        except asyncio.CancelledError:
            self._close(Outcome(status="interrupted", code="interrupted", why="it was interrupted"), live)
            raise
        except BadInput as error:
            close_the_record(self.folder, self.ready, Outcome(status="failed", why=str(error)))
            raise
        self._close(outcome, live)
        return EXIT[outcome.status]

    async def _outcome(self, live: Live) -> Outcome:
        if self.stands is not None and self.reply is False:
            return Outcome(status="refused", code="refused", why=f"no was said to: {self.stands.question}")
        start = (self.stands.url or None) if self.stands is not None else None
        try:
            async with at_work(
                self.task, self.ready, self.asked.ways, self.environ, self.folder, watcher=live.watch, start=start
            ) as run:
                if self.stands is None:
                    outcome = await drive(run, self.ready.words)
                else:
                    outcome = await go_on(run, self.ready, self.stands, self.reply)
                while outcome.status == "waiting" and (answer := await live.ask(outcome.why)) is not None:
                    outcome = await drive(run, self.ready.words, reply=answer)
                return outcome
        except BadInput:
            raise
        except HandeyeError as error:
            status = "refused" if error.exit_code == 4 else "failed"
            return Outcome(status=status, why=str(error), code=error.code)

    def _close(self, outcome: Outcome, live: Live) -> None:
        result = close_the_record(self.folder, self.ready, outcome)
        keep_only(self.folder, self.asked.keep, is_done=outcome.status == "done")
        live.end(outcome, result)


def record_of(folder: Path, task: Task, ready: Ready, ways: Ways) -> None:
    """What was asked for, so that it can be read, and be gone on with."""
    recorder = Recorder(folder, Redactor(ready.secrets, ready.words))
    recorder.about(
        task=ready.words,
        start=ready.start,
        on=task.on,
        brain=task.model,
        sight_only=ways.sight_only,
        spec=task.model_dump(mode="json"),
        ways=asdict(ways),
    )
    recorder.close()


def close_the_record(folder: Path, ready: Ready, outcome: Outcome) -> dict[str, object]:
    """What came of it is written down, in short and as a report."""
    recorder = Recorder(folder, Redactor(ready.secrets, ready.words))
    result = recorder.clean(result_of(outcome, folder))
    recorder.about(result=result)
    if outcome.status != "waiting" and _last_event(folder) != "ended":
        recorder.event("ended", status=outcome.status, code=outcome.code, why=outcome.why)
    recorder.close()
    if outcome.status not in ("waiting", "interrupted"):
        (folder / STORAGE).unlink(missing_ok=True)
    write_report(folder)
    return result


async def perform(task: Task, asked: Asked, environ: Mapping[str, str]) -> int:
    """The exit code; what is wrong with the words is said before anything is opened."""
    ready = prepare(task, environ)
    folder = new_run(asked.runs)
    record_of(folder, task, ready, asked.ways)
    return await Errand(task=task, ready=ready, asked=asked, environ=environ, folder=folder).run()


async def resume(name: str, reply: Reply, asked: Asked, environ: Mapping[str, str]) -> int:
    """Goes on with a run that waits for an answer, or was cut off."""
    folder = folder_of(name, asked.runs)
    task, ways = _as_it_was(folder)
    stands = standing(read_events(folder))
    check_reply(stands, reply)
    asked = replace(asked, ways=ways)
    ready = prepare(task, environ)
    return await Errand(task=task, ready=ready, asked=asked, environ=environ, folder=folder, stands=stands, reply=reply).run()


def folder_of(name: str, runs: Path) -> Path:
    """A run by its name or by its folder."""
    for folder in (runs / name, Path(name)):
        if (folder / "run.json").is_file():
            return folder
    raise BadInput(f'there is no run "{name}" in {runs}; "handeye runs list" tells which there are')


def _as_it_was(folder: Path) -> tuple[Task, Ways]:
    try:
        about = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return Task.model_validate(about["spec"]), Ways(**about["ways"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        raise BadInput(f"{folder} does not tell what was asked for, so it cannot go on; begin it anew") from None


def _last_event(folder: Path) -> str:
    return next((str(each["event"]) for each in reversed(list(read_events(folder)))), "")


def result_of(outcome: Outcome, folder: Path) -> dict[str, object]:
    spent = outcome.spent
    return {
        "status": outcome.status,
        "code": outcome.code,
        "why": outcome.why,
        "proof": outcome.proof,
        "answer": outcome.answer,
        "steps": spent.steps,
        "seconds": round(spent.seconds, 2),
        "model_calls": spent.model_calls,
        "tokens": spent.tokens,
        **({} if spent.price is None else {"price": round(spent.price, 6)}),
        "run": str(folder),
    }
