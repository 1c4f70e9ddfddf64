"""At a screen: what a program asks of one that is open: to do, to check, to fill in, to read, to see."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ..agent.checking import WITHIN_S, checked
from ..agent.drive import drive
from ..agent.run import Run
from ..agent.state import Outcome, Verdict
from ..tools.errors import NotDone, Refused, Unsure, Waiting
from ..tools.sight import Sight
from .prepare import Ready, more

Values = Mapping[str, str | int | float | bool | Sequence[str] | None]


@dataclass(eq=False)
class AtScreen:
    run: Run
    ready: Ready
    resumes: bool = True
    """Whether what it does can be gone on with by another process."""
    last: Outcome | None = None
    _told: int = 0

    async def do(self, steps: str) -> Any:
        """Does what plain words say, each step proven, and returns what they read; raises where something is not so."""
        ready, run = more(steps, self.ready), self.run
        run.policy = replace(run.policy, upload_from=ready.uploads)
        run.begin()
        self._told += 1
        thread = f"{run.recorder.folder.name}-{self._told}"
        self.last = outcome = await drive(run, ready.words, thread=thread, resumes=self.resumes)
        raise_unless_done(outcome)
        return outcome.answer

    async def check(self, claim: str, within_s: float = WITHIN_S) -> None:
        """Waits until it is so; raises `NotDone` where it is not in time, and `Unsure` where nobody can tell."""
        verdict = await checked(self.run, self.ready.inputs.in_words(claim), within_s=within_s)
        self.last = outcome = outcome_of(verdict)
        raise_unless_done(outcome)

    async def fill(self, values: Values) -> None:
        await self.do(f"fill the form with {json.dumps(plain(values), ensure_ascii=False)}")

    async def read(self, question: str, schema: type[Any] | None = None) -> Any:
        run = self.run
        sight = await (await run.look()).sight()
        answer = await run.brain.read(question, sight, schema)
        run.tell("answer", said=f"read {question}", answer=str(answer), frame=await run.keep(cast("Any", run.now)))
        return answer

    async def see(self) -> Sight:
        return await (await self.run.look()).sight()

    @property
    def page(self) -> Any:
        """Playwright's own page of the tab in front."""
        return cast("Any", self.run.computer).page


def outcome_of(verdict: Verdict) -> Outcome:
    match verdict.status:
        case "confirmed":
            return Outcome(status="done", why=verdict.why, proof="checked")
        case "unsure":
            return Outcome(status="unsure", why=verdict.why)
        case "wrong" | "no_effect":
            return Outcome(status="failed", why=verdict.why, code="wrong")


def raise_unless_done(outcome: Outcome) -> None:
    match outcome.status:
        case "done":
            return
        case "unsure":
            raise Unsure(outcome.why)
        case "refused":
            raise Refused(outcome.why)
        case "waiting":
            raise Waiting(f"{outcome.why} Say it in the steps, or allow it with ask='never'")
        case "failed" | "interrupted":
            raise NotDone(outcome.why, outcome.code)


def plain(values: Values) -> dict[str, object]:
    """As JSON has it."""
    told: dict[str, object] = {}
    for name, value in values.items():
        match value:
            case str() | bool() | None:
                told[name] = value
            case int() | float():
                told[name] = str(value)
            case _:
                told[name] = [str(each) for each in value]
    return told
