"""At a screen: what a program asks of one that is open: to do, to check, to fill in, to read, to see."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, cast

from ..agent.checking import WITHIN_S, checked
from ..agent.drive import drive
from ..agent.eyes import Looked
from ..agent.reader.brain import WAITED_S
from ..agent.reader.parse import parse_steps
from ..agent.reader.steps import Check, WaitFor
from ..agent.run import Run
from ..agent.state import Outcome, Verdict
from ..tools.errors import Ambiguous, NotDone, NotFound, Refused, Unsure, Waiting
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
        ready = more(steps, self.ready)
        parts = [] if self.resumes else apart(ready)
        if any(isinstance(part, Look) for part in parts):
            return await self._one_by_one(parts, ready)
        return await self._driven(ready)

    async def _one_by_one(self, parts: Sequence[Look | str], ready: Ready) -> Any:
        """Claims are looked up at once, without the loop around them, which decides on actions."""
        answer: Any = None
        for part in parts:
            if isinstance(part, Look):
                await self._checked(part.claim, part.within_s)
            else:
                answer = await self._driven(replace(ready, words=part)) or answer
        return answer

    async def _driven(self, ready: Ready) -> Any:
        run = self.run
        run.policy = replace(run.policy, upload_from=ready.uploads)
        run.begin()
        self._told += 1
        thread = f"{run.recorder.folder.name}-{self._told}"
        self.last = outcome = await drive(run, ready.words, thread=thread, resumes=self.resumes)
        raise_unless_done(outcome)
        return outcome.answer

    async def check(self, claim: str, within_s: float = WITHIN_S) -> None:
        """Waits until it is so; raises `NotDone` where it is not in time, and `Unsure` where nobody can tell."""
        await self._checked(self.ready.inputs.in_words(claim), within_s)

    async def _checked(self, claim: str, within_s: float) -> None:
        verdict = await checked(self.run, claim, within_s=within_s)
        self.last = outcome = outcome_of(verdict)
        raise_unless_done(outcome)

    async def fill(self, values: Values) -> None:
        await self.do(f"fill the form with {json.dumps(plain(values), ensure_ascii=False)}")

    async def read(self, question: str, schema: type[Any] | None = None) -> Any:
        run = self.run
        answer = await self._read(await run.look_again(), question, schema)
        run.tell("answer", said=f"read {question}", answer=str(answer), frame=await run.keep(cast("Any", run.now)))
        return answer

    async def _read(self, looked: Looked, question: str, schema: type[Any] | None) -> Any:
        """What the computer says of itself is there at once; the eyes look where it does not tell enough."""
        if (told := await looked.told()) is not None:
            with suppress(NotFound, Ambiguous):
                return await self.run.brain.read(question, told, schema)
        sight = await looked.sight()
        async with self.run.thinking() as brain:
            return await brain.read(question, sight, schema)

    async def see(self) -> Sight:
        return await (await self.run.look()).sight()

    @property
    def page(self) -> Any:
        """Playwright's own page of the tab in front."""
        return cast("Any", self.run.computer).page


@dataclass(frozen=True, slots=True)
class Look:
    """A claim among steps."""

    claim: str
    within_s: float


def apart(ready: Ready) -> list[Look | str]:
    """Steps that act, as many as follow one another, and claims in between; nothing where only a model knows."""
    parts: list[Look | str] = []
    for step in parse_steps(ready.words) if ready.task.is_for_reader else ():
        match step:
            case Check(claim):
                parts.append(Look(str(claim), WITHIN_S))
            case WaitFor(claim):
                parts.append(Look(str(claim), WAITED_S))
            case _ if parts and isinstance(before := parts[-1], str):
                parts[-1] = f"{before}\n{step}"
            case _:
                parts.append(str(step))
    return parts


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
