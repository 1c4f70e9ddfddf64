"""During: what is to be seen only briefly: every picture from before some steps until after them is looked at for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from ...agent.checking import WORST_FIRST, note
from ...agent.eyes import Looked
from ...agent.reader.parse import parse_claims, parse_steps
from ...agent.run import Run
from ...agent.state import Verdict
from ...agent.witness import witness
from ...tools.computer import Effect
from ...tools.errors import ComputerGone, Unsure
from ...tools.frame import Frame
from ...tools.motion import is_same
from ...tools.sight import Sight
from ..at_screen import AtScreen
from ..prepare import more

BETWEEN_S = 0.04
"""Between two pictures; what is shown for less time than it takes to make one may be missed."""
MOST = 400
"""So many different pictures are kept; of more the oldest go."""


@dataclass(eq=False)
class Film:
    """The pictures of a screen, each that differs from the one before."""

    run: Run
    frames: list[Frame] = field(default_factory=list[Frame])

    async def take(self) -> None:
        frame = await self.run.computer.look()
        if not self.frames or not is_same(self.frames[-1], frame):
            self.frames = [*self.frames[1 - MOST :], frame]

    async def go_on(self) -> None:
        while True:
            await self.take()
            await asyncio.sleep(BETWEEN_S)


async def seen_during(at: AtScreen, claim: str, steps: str, within_s: float) -> Verdict:
    """Whether the claim came true at any moment from before the steps on, and was not true before them."""
    words = at.ready.inputs.in_words(claim)
    claims = parse_claims(words)
    run = at.run
    began_s = time.monotonic()
    looked = await run.look_again()
    first = await looked.told() or await looked.sight()
    if all(witness(each, first).status == "confirmed" for each in claims):
        return await _told(run, words, Verdict("wrong", f"{words}: it was so already before: {steps}"), first.frame, began_s)
    async with _filming(run) as film:
        await _do(at, steps)
        verdict, frame = Verdict("wrong", "nothing was seen"), first.frame
        looked_at = 0
        until_s = time.monotonic() + within_s
        while True:
            # Those that were taken while the steps were done are looked at now, in their order.
            while looked_at < len(film.frames):
                frame = film.frames[looked_at]
                looked_at += 1
                verdict = await _on(run, frame, words)
                if verdict.status == "confirmed":
                    return await _told(run, words, verdict, frame, began_s)
            if time.monotonic() >= until_s:
                return await _told(
                    run, words, replace(verdict, why=f"{verdict.why}, at no time during: {steps}"), frame, began_s
                )
            await asyncio.sleep(BETWEEN_S)


async def _do(at: AtScreen, steps: str) -> None:
    """Whether anything came of a single step, which was done, the claim about it tells better than a change that may have come
    by itself."""
    try:
        await at.do(steps)
    except Unsure:
        was_done = at.last is not None and at.last.code is None
        if not was_done or not at.ready.task.is_for_reader or len(parse_steps(more(steps, at.ready).words)) > 1:
            raise


async def _on(run: Run, frame: Frame, words: str) -> Verdict:
    """By what can be read on one picture; what the computer says now is not what it would have said then."""
    sight: Sight = await run.looker.read(frame)
    verdicts = [witness(each, sight) for each in parse_claims(words)]
    return min(verdicts, key=lambda each: WORST_FIRST.index(each.status))


async def _told(run: Run, words: str, verdict: Verdict, frame: Frame, began_s: float) -> Verdict:
    looked = Looked(frame, (), Effect(), run.looker)
    await note(run, f"check that {words}", looked, verdict, began_s)
    return verdict


@asynccontextmanager
async def _filming(run: Run) -> AsyncGenerator[Film]:
    film = Film(run)
    await film.take()
    going = asyncio.ensure_future(film.go_on())
    try:
        yield film
        if going.done() and (error := going.exception()):
            raise ComputerGone(f"the screen could not be filmed: {error}") from None
    finally:
        going.cancel()
        await asyncio.wait({going})
