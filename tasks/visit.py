"""Visit: one run as LangGraph's server asks for it: a task begun, or one gone on with that asked something or was cut off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from langgraph.types import Command
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..agent.recorder import Recorder, new_run, read_events
from ..agent.resume import Standing, check_reply, flow_from, standing
from ..agent.run import Flow, Run
from ..agent.state import Outcome, Spent
from ..tools.errors import BadInput, HandeyeError
from .live import NO, YES
from .prepare import BLANK, Ready, prepare
from .running import Reply, close_the_record, record_of
from .session import Ways
from .spec import Asking, Task, complaint

RUNS = Path("runs")

AFRESH: Flow = {
    "plan": [],
    "at": 0,
    "tries": 0,
    "history": [],
    "verdict": {},
    "frame": "",
    "spent": {},
    "approved": "",
    "question": {},
    "outcome": {},
    "answer": None,
    "past": "",
    "moved": 0,
    "undone": 0,
    "undone_at": -1,
    "claimed": cast("str", None),
}
"""A thread keeps what flowed in its last run; the next one begins with nothing of it."""


class Settings(BaseModel):
    """What may be said for a run beside its task."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    start: str = ""
    """The URL that is open when the first step is taken."""
    allow: tuple[str, ...] = Field(default=())
    """Hosts beside the start's own."""
    ask: Asking = "risky"
    """When a person is asked before something is done."""
    sight_only: bool = False
    """By what is to be seen alone, with no help from the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    task: Task
    ready: Ready
    ways: Ways
    folder: Path
    stands: Standing | None = None
    """Where it stands, if it was begun before."""
    reply: Reply = None

    @classmethod
    def of(cls, given: object, context: object, *, thread: str, call: str, environ: Mapping[str, str]) -> Visit:
        """`call` names this one run of the server's; what it was cut off in, it asks for once more by itself."""
        if call and (folder := _found(call=call)):
            return _again(folder, None, environ)
        match given:
            case Command(resume=said) if said is not None:
                folder = _found(thread=thread)
                if folder is None:
                    raise BadInput(f"no record of this thread is in {RUNS.resolve()}, so it cannot go on; begin it anew")
                visit = _again(folder, reply_of(said), environ)
            case {"task": str(words)}:
                visit = _anew(words, context, environ)
            case _:
                raise BadInput('a run begins with {"task": "open localhost:8000, click Save"}, never in the middle of one')
        _note(visit.folder, thread=thread, call=call)
        return visit

    @property
    def start(self) -> str | None:
        if self.stands is None:
            return None
        return BLANK if self._settled(self.stands) else self.stands.url or None

    def begin(self, run: Run) -> Flow:
        """What the graph begins with."""
        flow: Flow = {**AFRESH, "task": run.clean(self.ready.words)}
        if self.stands is None:
            return flow
        run.tell("resumed", part=self.stands.at, url=self.stands.url, why=self.stands.doubt or self.stands.past)
        return {**flow, **flow_from(self.stands, self.reply, run), **self._settled(self.stands)}

    def _settled(self, stands: Standing) -> Flow:
        """How it ends without going on."""
        if self.reply is False:
            return {"outcome": {"status": "refused", "code": "refused", "why": f"no was said to: {stands.question}"}}
        if stands.doubt:
            return {"outcome": {"status": "unsure", "code": "uncertain_delivery", "why": stands.doubt}}
        return {}

    def close(self, broken: HandeyeError | None) -> None:
        close_the_record(self.folder, self.ready, came_of(self.folder, broken))


def reply_of(said: Any) -> bool | str:
    """What was answered in Studio, where people type, or by a program."""
    match said:
        case bool():
            return said
        case str() if (word := said.strip().lower()) in {*YES, *NO, "true", "false"}:
            return word in YES or word == "true"
        case str() if said.strip():
            return said
        case dict() if len(cast("dict[str, Any]", said)) == 1:
            return reply_of(*cast("dict[str, Any]", said).values())
        case _:
            raise BadInput("the answer is true, false or words")


def came_of(folder: Path, broken: HandeyeError | None) -> Outcome:
    """As its record tells."""
    told = list(read_events(folder))
    stands = standing(told)
    spent = Spent(steps=stands.steps, seconds=stands.seconds)
    if (ended := stands.ended) is not None:
        answer = next((each["answer"] for each in reversed(told) if each["event"] == "answer"), None)
        known = {name: ended[name] for name in ("status", "why", "code", "proof") if ended.get(name)}
        return Outcome(**cast("Any", known), answer=answer, spent=spent)
    if stands.question:
        return Outcome(status="waiting", code="waiting", why=stands.question, spent=spent)
    why = str(broken) if broken is not None else "it was interrupted"
    if stands.doubt:
        return Outcome(status="unsure", code="uncertain_delivery", why=f"{why}; {stands.doubt}", spent=spent)
    if broken is None:
        return Outcome(status="interrupted", code="interrupted", why=why, spent=spent)
    return Outcome(status="refused" if broken.exit_code == 4 else "failed", code=broken.code, why=why, spent=spent)


def _anew(words: str, context: object, environ: Mapping[str, str]) -> Visit:
    try:
        settings = Settings.model_validate(context or {})
        task = Task(steps=words, start=settings.start, allow=settings.allow, ask=settings.ask)
    except ValidationError as error:
        raise BadInput(complaint(error)) from None
    ready = prepare(task, environ)
    ways = Ways(sight_only=settings.sight_only)
    folder = new_run(RUNS)
    record_of(folder, task, ready, ways)
    return Visit(task=task, ready=ready, ways=ways, folder=folder)


def _again(folder: Path, reply: Reply, environ: Mapping[str, str]) -> Visit:
    stands = standing(read_events(folder))
    check_reply(stands, reply)
    about = _about(folder / "run.json")
    task = Task.model_validate(about["spec"])
    ready = prepare(task, environ)
    return Visit(task=task, ready=ready, ways=Ways(**about["ways"]), folder=folder, stands=stands, reply=reply)


def _note(folder: Path, *, thread: str, call: str) -> None:
    served = _about(folder / "run.json").get("served", {"thread": thread, "calls": []})
    recorder = Recorder(folder)
    recorder.about(served={**served, "calls": [*served["calls"], call]})
    recorder.close()


def _found(*, thread: str = "", call: str = "") -> Path | None:
    """The newest record of that thread, or the one that this call had begun."""
    for file in sorted(RUNS.glob("*/run.json"), reverse=True):
        served = _about(file).get("served", {})
        if call in served.get("calls", ()) or served.get("thread") == thread:
            return file.parent
    return None


def _about(file: Path) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
