"""Checking: a claim is looked at until it is so, or its time is up; what should not be there is looked for a while longer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..tools.computer import Locating, Titled
from ..tools.errors import BadInput
from ..tools.find import parse_phrase
from ..tools.geometry import Box
from ..tools.motion import is_same
from ..tools.sight import Sight
from .brain import Costly
from .exactly import out_of_view
from .eyes import Looked
from .out_of_view import bring
from .reader.claim import Address, Claim, Compared, Count, Downloaded, InState, Placed, Shows, Sorted, Ticked, Title, Visible
from .reader.parse import parse_claims
from .run import Run, verdict_to
from .state import Verdict
from .witness import witness

WITHIN_S = 5.0
"""So long a claim may take to come true, unless somebody says otherwise."""
BETWEEN_LOOKS_S = 0.05
LONGER_S = 0.2
"""So long a settled screen is watched before it is believed that something will not come up."""
WORST_FIRST = ("wrong", "no_effect", "unsure", "confirmed")


async def checked(run: Run, claim: str, *, within_s: float = WITHIN_S) -> Verdict:
    """The verdict, written down with the picture that it was given on."""
    began_s = time.monotonic()
    check = _Check(run, _claims(run, claim), claim)
    verdict = await check.awaited(began_s + within_s)
    assert run.now is not None
    await note(run, f"check that {claim}", run.now, verdict, began_s)
    return verdict


async def note(run: Run, said: str, looked: Looked, verdict: Verdict, began_s: float) -> None:
    """A verdict on what was to be seen, and on nothing that was done, with the picture it was given on."""
    run.tell(
        "verdict",
        said=said,
        frame=await run.keep(looked),
        url=looked.frame.url,
        proven=True,
        checked=True,
        commits=False,
        seconds={"check": round(time.monotonic() - began_s, 3)},
        **verdict_to(verdict),
    )


def _claims(run: Run, claim: str) -> tuple[Claim, ...]:
    """None where only a model can judge it; without a model it is refused."""
    try:
        return parse_claims(claim)
    except BadInput:
        if isinstance(run.brain, Costly):
            return ()
        raise


@dataclass(eq=False)
class _Check:
    run: Run
    claims: tuple[Claim, ...]
    words: str
    title: str | None = None
    unproven: str = ""
    """The picture on which it was not so, a moment ago."""
    closely: set[str] = field(default_factory=set[str])
    """Pictures that were looked at as closely as can be."""
    sought: set[str] = field(default_factory=set[str])
    """What was scrolled to already."""

    async def awaited(self, until_s: float) -> Verdict:
        verdict = await self._first()
        while verdict.status != "confirmed":
            if await self._scrolled_there():
                verdict = await self._settled()
                continue
            if time.monotonic() >= until_s:
                return await self._judged(verdict)
            if (closer := await self._looked_closer()) is not None and closer.status == "confirmed":
                return closer
            await asyncio.sleep(BETWEEN_LOOKS_S)
            verdict = await self._now()
        return verdict

    async def _first(self) -> Verdict:
        """What is so on one picture is so; that something is not there is believed of a screen that holds still."""
        return await (self._settled() if any(map(is_absence, self.claims)) else self._now())

    async def _now(self) -> Verdict:
        if any(map(is_absence, self.claims)):
            return await self._settled()
        self.run.now = await self.run.looker.peek()
        return await self._verdict(self.run.now)

    async def _settled(self) -> Verdict:
        verdict = await self._verdict(await self.run.look())
        if verdict.status == "confirmed" and any(map(is_absence, self.claims)):
            if await self._scrolled_there():
                return await self._settled()
            return await self._stays(verdict)
        return verdict

    async def _stays(self, verdict: Verdict) -> Verdict:
        """What has not come up by now does not come up shortly after either."""
        until_s = time.monotonic() + LONGER_S
        while verdict.status == "confirmed" and time.monotonic() < until_s:
            await asyncio.sleep(BETWEEN_LOOKS_S)
            assert self.run.now is not None
            before = self.run.now.frame
            glance = await self.run.looker.peek()
            if not is_same(before, glance.frame) and before.sha256 != glance.frame.sha256:
                self.run.now = glance
                verdict = await self._verdict(glance)
        return verdict

    async def _verdict(self, now: Looked) -> Verdict:
        if isinstance(self.run.computer, Titled) and any(isinstance(claim, Title) for claim in self.claims):
            self.title = await self.run.computer.title()
        if not self.claims:
            return Verdict("unsure", f"nobody but a model can tell whether {self.words}")
        verdict = self._on(await now.told() or await now.sight(), now)
        if verdict.status != "confirmed" and (sight := await self._with_written(now)) is not None:
            verdict = self._on(sight, now)
        return verdict

    async def _with_written(self, now: Looked) -> Sight | None:
        """The computer's own word, where it may be asked, settles doubts of the eyes."""
        computer = self.run.computer
        if not self.run.looker.asks or not isinstance(computer, Locating):
            return None
        written = await computer.written(now.frame)
        return replace(await now.told() or await now.sight(), written=written) if written else None

    def _on(self, sight: Sight, now: Looked) -> Verdict:
        verdicts = [witness(claim, sight, now.effect, self.title) for claim in self.claims]
        worst = min(verdicts, key=lambda each: WORST_FIRST.index(each.status))
        return replace(worst, evidence=tuple(part for each in verdicts for part in each.evidence))

    async def _scrolled_there(self) -> bool:
        """Whether what is claimed is known to stand elsewhere on the page, and now is in view."""
        now = self.run.now
        if now is None or (sight := await self._with_written(now)) is None:
            return False
        for words in _names_in(self.claims):
            place = out_of_view(words, sight) if words not in self.sought else None
            if place is not None:
                self.sought.add(words)
                await self._scroll(place)
                return True
        return False

    async def _scroll(self, place: Box) -> None:
        run = self.run
        assert run.now is not None
        await run.computer.do(bring(place, run.now.frame))

    async def _looked_closer(self) -> Verdict | None:
        """By all that the eyes can see, once for each picture that stays for two looks."""
        now, before = self.run.now, self.unproven
        assert now is not None
        self.unproven = now.frame.sha256
        if not self.claims or before != self.unproven or self.unproven in self.closely:
            return None
        self.closely.add(self.unproven)
        written = await self._with_written(now)
        return self._on(replace(await now.sight(), written=() if written is None else written.written), now)

    async def _judged(self, verdict: Verdict) -> Verdict:
        """The last word is the brain's, where the eyes leave a doubt."""
        if verdict.status != "unsure":
            return verdict
        now = await self.run.look()
        shown = await self.run.shown(now)
        async with self.run.thinking() as brain:
            judged = await brain.judge(self.words, shown, shown, verdict.evidence)
        return verdict if judged.status == "unsure" else replace(judged, evidence=(*verdict.evidence, *judged.evidence))


def is_absence(claim: Claim) -> bool:
    """Whether it says that something is not so: what is not there yet may still come."""
    match claim:
        case Visible(there=there):
            return not there
        case Shows(does=does) | Address(does=does) | Title(does=does):
            return not does
        case Count(number, _, sign):
            return sign in ("<", "<=", "!=") or number == 0
        case Compared(sign=sign):
            return sign == "!="
        case InState(so=so):
            return not so
        case _:
            return False


def _names_in(claims: Sequence[Claim]) -> list[str]:
    """The words by which a page may be searched for what claims are about."""
    things: list[str] = []
    for claim in claims:
        match claim:
            case Placed(thing, _, other):
                things += [thing, other]
            case Sorted(column):
                things.append(column)
            case Visible() | Shows() | Ticked() | Count() | Compared() | InState():
                things.append(claim.thing)
            case Address() | Title() | Downloaded():
                pass
    return [words for thing in things if (words := parse_phrase(thing).words)]
