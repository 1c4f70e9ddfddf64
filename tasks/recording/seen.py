"""Seen: a thing at the moment that something was done to it, with all that was to be seen just before."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from ...tools.geometry import Box
from ...tools.sight import Eyes, Sight
from ...tools.target import Hint
from .look import Look
from .reports import Checked, Dropped, Into, Pressed
from .tab import Heard, Tab
from .words import Thing

ARRIVED_S = 1.0
"""What came up so soon after a thing was clicked, or the pointer came over it, was brought up by that."""


@dataclass(frozen=True, eq=False)
class Seen:
    thing: Thing
    look: Look
    sight: Sight
    tab: Tab
    at_s: float

    @property
    def key(self) -> str:
        return self.thing.hint.key if self.thing.hint is not None else ""

    @property
    def role(self) -> str:
        return self.thing.hint.role if self.thing.hint is not None else ""

    def other(self, thing: Thing) -> Seen:
        """Another thing of the same look."""
        return replace(self, thing=thing)

    def has_brought_up(self, other: Seen) -> bool:
        """Whether that thing was not there before this was used, and was soon after."""
        if other.key:
            came = next(
                (look.taken_s for look in other.tab.looks if look.taken_s > self.at_s and look.has(other.key)), other.at_s
            )
            return not self.look.has(other.key) and came - self.at_s < ARRIVED_S
        there = {line.text for line in other.sight.lines if line.box.grow(2).contains(other.thing.point)}
        return bool(there) and not there & {line.text for line in self.sight.lines}


class Sights:
    """Reads pictures, each once, on a thread of its own."""

    def __init__(self) -> None:
        self._eyes = Eyes()

    async def of(self, look: Look) -> Sight:
        """As a run sees it first: what the page says can be used, and what can be read; where a page says nothing, all."""
        if not look.every:
            return await asyncio.to_thread(self._eyes.understand, look.frame)
        return look.sight(await asyncio.to_thread(self._eyes.read, look.frame))

    async def seen(self, heard: Heard) -> Seen | None:
        """None where the page was gone before anybody saw it."""
        report = cast("Pressed | Into | Checked", heard.report)
        look = heard.look or await heard.tab.first_look()
        if look is None:
            return None
        now = look.with_hints(heard.frame_id, heard.now)
        # On a page that has moved since, only the page itself knows what stands where.
        still = heard.look is not None and (not report.key or look.shows_still(report.key, now))
        sight = await self.of(now) if still else now.sight(())
        point, around = report.place(heard.window)
        return Seen(Thing(now.hint(report.key), point, report.text, around), now, sight, heard.tab, report.at_ms / 1000)


def dropped_on(seen: Seen, report: Dropped, window: Box) -> Thing:
    """What something was let go of over: the smallest thing there in this look, else the text."""
    point, around = report.place(window)
    there = [hint for hint in seen.look.every if hint.box.contains(point) and hint.key != seen.key]
    hint = min(there, key=lambda hint: hint.box.area, default=None)
    return Thing(hint, point, report.text, around)


def brought_up_by(seen: Seen, since_s: float, not_by: Sequence[str]) -> tuple[Hint, Look] | None:
    """What the pointer had come over when this thing came up; None where it was there before, or came by itself."""
    looks = [look for look in seen.tab.looks if since_s < look.taken_s and look.taken_s < seen.look.same_until_s + ARRIVED_S]
    came = next((at for at, look in enumerate(looks) if look.has(seen.key)), 0)
    if not seen.key or came == 0:
        return None
    over = looks[came].hint(looks[came].over)
    if over is None or over.key in (seen.key, *not_by) or not looks[came - 1].has(over.key):
        return None
    entered = came
    while entered > 0 and looks[entered - 1].over == over.key:
        entered -= 1
    return (over, looks[came]) if looks[came].taken_s - looks[entered].taken_s < ARRIVED_S else None
