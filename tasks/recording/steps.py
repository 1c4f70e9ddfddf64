"""Steps: what is written down, word for word what a reader understands, with a check once the page has answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from .checks import newly_there
from .flow import Flow, Line
from .look import Look
from .seen import Seen, Sights
from .words import Way, phrase_for

STILL_S = 0.6
"""A page that shows the same for so long has answered."""
ANSWERS_S = 6.0
"""One that never holds still is taken as it is then."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something was done that the page will answer."""

    before: Look | None
    since_s: float
    only_news: bool = True
    """Nothing was sent off, and no page came: what else is new may have come by itself."""


class Steps:
    def __init__(self, flow: Flow, tell: Callable[[str], None], sights: Sights) -> None:
        self.flow = flow
        self.acted_s = 0.0
        """When the person did the last thing."""
        self.last: tuple[str, Seen] | None = None
        """What kind of step the last one was, where the next may change it."""
        self.last_s = 0.0
        self._tell = tell
        self._sights = sights
        self._awaited: Awaited | None = None

    async def say(self, seen: Seen, way: Way | None, what: str, kind: str = "") -> bool:
        """A step about a thing; where no words name it, a remark that it is missing."""
        phrase = None if way is None else await self.phrase(seen, way)
        if way is None or phrase is None:
            self.miss(seen, what)
            return False
        self.add(way.said(phrase), seen.look)
        self.last = (kind, seen)
        return True

    async def phrase(self, seen: Seen, way: Way) -> str | None:
        return await asyncio.to_thread(phrase_for, seen.thing, seen.sight, way, seen.look.said)

    def add(self, step: str, before: Look | None = None, *, is_optional: bool = False) -> None:
        """`before`: how the page looked until then. `is_optional`: where no reader understands it, it is left out."""
        params = self.flow.params
        said = next((each for each in (params.woven(step), step) if params.is_understood(each)), None)
        self.last = None
        if said is None:
            if not is_optional:
                self.remark(f"this was done, and no step says it: {step}")
            return
        self.flow.add(Line(said))
        self._tell(said)
        self.last_s = self.acted_s
        self._awaited = Awaited(before, self.acted_s)

    def check(self, step: str) -> None:
        """Nothing is done by it, and the same is not said twice."""
        if self.flow.lines[-1:] == [Line(self.flow.params.woven(step))]:
            return
        self.add(step)
        self._awaited = None

    def take_back(self) -> None:
        """The last step is said otherwise, in the next one."""
        self.flow.take_back()

    def miss(self, seen: Seen, what: str) -> None:
        point = seen.thing.point
        self.remark(f"{what} at {point.x:.0f},{point.y:.0f} px is missing here: no words name that place alone")

    def remark(self, text: str) -> None:
        self.last = None
        self.flow.add(Line(text, is_step=False))
        self._tell(f"# {text}")

    def sent(self) -> None:
        """A form was sent off, or another page came: whatever is new is an answer."""
        if self._awaited is not None:
            self._awaited = replace(self._awaited, only_news=False)

    async def rest(self, look: Look | None) -> None:
        """Nothing happens: the page may have answered by now."""
        awaited = self._awaited
        if awaited is None or look is None:
            return
        if look.still_s >= STILL_S or time.time() > awaited.since_s + ANSWERS_S:
            await self.answered(look)

    async def answered(self, look: Look | None) -> None:
        """A check of what has come up since the last step, once; it leaves that step the last one."""
        awaited = self._awaited
        if awaited is None or look is None or look.taken_s <= awaited.since_s:
            return
        self._awaited = None
        sight = await self._sights.of(look)
        before = await self._sights.of(awaited.before) if awaited.before is not None and not awaited.only_news else None
        lines = [line.text for line in before.lines] if before is not None else []
        check = await asyncio.to_thread(newly_there, awaited.before, look, sight, lines, only_news=awaited.only_news)
        if check is not None:
            self.check(check)
