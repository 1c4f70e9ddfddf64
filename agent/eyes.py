"""Eyes: a settled picture of the screen, understood only as far as somebody asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

from ..tools.computer import Computer, Effect, Hinting, Steady
from ..tools.frame import Frame
from ..tools.geometry import Box
from ..tools.motion import TOLD_S, is_same, settle
from ..tools.reading.reader import read
from ..tools.reading.shows import Shown, shows
from ..tools.reading.written import read_ahead, text_in
from ..tools.sight import Eyes, Sight, merge
from ..tools.target import Hint
from ..tools.widgets.picture import Picture
from ..tools.widgets.ticks import AROUND_PX, WITHIN_RING_PX, Tick, tick_of

T = TypeVar("T")

HOLDING = frozenset({"field", "text area", "number field", "date", "time", "select", "list"})
"""What stands in these is a value."""

QUIET_S = 0.034
"""Two pictures of a screen that draws sixty a second."""

Ahead: TypeAlias = "Callable[[Looked, Awaitable[Looked]], Awaitable[object]]"
"""What will be asked of a look, worked out before it is asked for: given the picture, and the same with what stands there."""


@runtime_checkable
class Telling(Protocol):
    """A computer that can tell where an action itself changed what is shown, as a browser can."""

    async def touched(self) -> tuple[Box, ...] | None:
        """Where the last action changed something the moment it arrived; None: nobody can tell."""
        ...


@dataclass(eq=False)
class Looked:
    """One look. Text and widgets are worked out when first asked for: proof of one field needs neither."""

    frame: Frame
    hints: tuple[Hint, ...]
    effect: Effect
    eyes: Looker = field(repr=False)
    still: bool = True
    why: str = ""
    """What still moved, where the picture did not hold still in time."""
    _sight: Sight | None = field(default=None, repr=False)
    _told: Sight | None = field(default=None, repr=False)
    _read: list[Sight] = field(default_factory=list[Sight], repr=False)
    """What was read of this picture, once it was, whoever asks."""
    _shown: dict[tuple[Box, str, bool | None], Shown] = field(
        default_factory=dict[tuple[Box, str, bool | None], Shown], repr=False
    )

    async def sight(self) -> Sight:
        if self._sight is None:
            self._sight = await self.eyes.understand(self.frame, self.hints)
        return self._sight

    async def told(self) -> Sight | None:
        """What the computer says can be used, with what can be read; None where it says nothing, or more is known already."""
        if not self.hints or self._sight is not None:
            return None
        if self._told is None:
            self._told = await self.eyes.told(self.frame, self.hints)
        return self._told

    def told_anew(self, hints: tuple[Hint, ...]) -> Looked:
        """The same picture, and what the computer says of it now."""
        return replace(self, hints=hints, _sight=None, _told=None)

    def named(self) -> Sight | None:
        """What the computer says can be used, and nothing that would have to be read; None where it says nothing."""
        return self._told or self._sight or (Sight(self.frame, (), merge((), self.hints)) if self.hints else None)

    def field_boxes(self) -> list[Box]:
        """Where values stand, as far as that is known by now."""
        known = self._sight or self.named()
        return [] if known is None else [widget.box for widget in known.widgets if widget.kind in HOLDING]

    async def read(self) -> Sight:
        """What can be read, and nothing else that the eyes would have to look for."""
        known = self._sight or self._told or next(iter(self._read), None)
        if known is None:
            known = await self.eyes.read(self.frame)
            self._read.append(known)
        return known

    async def written(self, box: Box) -> str:
        """What is to be read in one place; of the rest of the picture nothing is read for that."""
        known = self._sight or self._told or next(iter(self._read), None)
        if known is not None:
            return " ".join(line.text for line in known.lines if box.contains(line.box.center))
        return await self.eyes.blocking(lambda: text_in(self.frame, box))

    async def read_in(self, box: Box) -> Sight:
        """What can be read in one place, as on a picture of its own; what stands beside it is not read for that."""
        part = Frame.of(self.frame.crop(box).copy(), self.frame.source, view=self.frame.view)
        return Sight(part, await self.eyes.blocking(lambda: read(part)), ())

    async def read_ahead(self, boxes: Sequence[Box]) -> None:
        """So that `shows` knows what stands there."""
        await self.eyes.blocking(lambda: read_ahead(self.frame, boxes))

    async def tick(self, box: Box, *, in_ring: bool = False) -> Tick:
        """Whether a small box is ticked, by its pixels alone; `in_ring`: the ring of the focus is around it."""
        # The ring is so near that the box must be where it is drawn, which is at whole px.
        there, around = (Box(*map(round, (box.x, box.y, box.w, box.h))), WITHIN_RING_PX) if in_ring else (box, AROUND_PX)
        return await self.eyes.blocking(lambda: tick_of(Picture(self.frame, ()), there, around))

    async def shows(self, box: Box, text: str, *, masked: bool | None = None) -> Shown:
        """Whether exactly this text stands in a place; by sight alone."""
        asked = (box, text, masked)
        if asked not in self._shown:
            self._shown[asked] = await self.eyes.blocking(lambda: shows(self.frame, box, text, masked=masked))
        return self._shown[asked]


class Looker:
    """Looks at one computer. Reading and seeing block, so they have a thread of their own."""

    def __init__(self, computer: Computer, *, sight_only: bool = False, limit_s: float = 5.0, eyes: Eyes | None = None) -> None:
        """`eyes`: those that have looked at other screens before, and read nothing a second time that looks the same."""
        self.computer = computer
        self.sight_only = sight_only
        self.limit_s = limit_s
        self._eyes = eyes or Eyes()
        self._last: Looked | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="handeye-eyes")

    async def look(self, *, ahead: Ahead | None = None, limit_s: float | None = None) -> Looked:
        """Once it holds still. `ahead` is done with the first picture, usually the last, while that is waited for."""
        first, early = list[Frame](), list[asyncio.Task[Looked]]()

        async def look() -> Frame:
            frame = await self.computer.look()
            if ahead is not None and not first:
                early.append(asyncio.ensure_future(self._prepared(frame, ahead)))
            first.append(frame)
            return frame

        try:
            limit_s, stands = limit_s or self.limit_s, self._stands if isinstance(self.computer, Steady) else None
            settled = await settle(look, self.computer.watch, quiet_s=QUIET_S, limit_s=limit_s, stands=stands)
            why, effect = "" if settled.still else settled.why, await self.computer.effect()
            if early and shows_the_same(first[0], settled.frame):
                self._last = replace(await early[0], effect=effect, still=settled.still, why=why)
                return self._last
        finally:
            for task in early:
                task.cancel()
        self._last = await self.asked(Looked(settled.frame, (), effect, self, settled.still, why))
        return self._last

    def _stands(self, frame: Frame) -> bool:
        return isinstance(self.computer, Steady) and self.computer.stands(frame)

    async def _prepared(self, frame: Frame, ahead: Ahead) -> Looked:
        looked = Looked(frame, (), Effect(), self)
        asked = asyncio.ensure_future(self.asked(looked))
        try:
            await ahead(looked, asked)
            return await asked
        finally:
            asked.cancel()

    async def glance(self) -> Looked:
        """What is to be seen this very moment, settled or not; the computer is not asked what stands where."""
        frame = await self.computer.look()
        self.computer.watch.add(frame)
        return Looked(frame, (), await self.computer.effect(), self)

    async def peek(self, *, ahead: Callable[[Looked], Awaitable[object]] | None = None) -> Looked:
        """One picture, whether or not it holds still, with what the computer says stands there."""
        if (last := await self._what_stands()) is not None:
            if ahead is not None:
                await ahead(last)
            return last
        asking = asyncio.ensure_future(self._hints())
        try:
            frame = await self.computer.look()
            self.computer.watch.add(frame)
            looked = Looked(frame, (), Effect(), self, still=False)
            if ahead is not None:
                await ahead(looked)
            self._last = replace(looked, hints=await asking, effect=await self.computer.effect())
            return self._last
        finally:
            asking.cancel()

    async def _what_stands(self) -> Looked | None:
        """The last look, where nobody has done anything since and nothing was drawn."""
        last = self._last
        if last is None or not self._stands(last.frame):
            return None
        # What can be used may change without being drawn, as the entries of a closed list do.
        hints, effect, now_s = await self._hints(), await self.computer.effect(), time.monotonic()
        if not self._stands(last.frame):
            return None
        self.computer.watch.stood(last.frame, now_s)
        if hints != last.hints:
            last = last.told_anew(hints)
        is_still = last.still or (not last.frame.busy and now_s - last.frame.taken_s >= QUIET_S + TOLD_S)
        if effect != last.effect or is_still != last.still:
            last = replace(last, effect=effect, still=is_still)
        self._last = last
        return last

    @property
    def asks(self) -> bool:
        """Whether the computer is asked what stands where: then what it does not tell of is not there to be used."""
        return isinstance(self.computer, Hinting) and not self.sight_only

    async def _hints(self) -> tuple[Hint, ...]:
        return await self.computer.hints() if self.asks and isinstance(self.computer, Hinting) else ()

    async def touched(self) -> tuple[Box, ...] | None:
        """Where the computer says that the last action itself changed something, if it can say and may be asked."""
        return await self.computer.touched() if isinstance(self.computer, Telling) and not self.sight_only else None

    async def asked(self, looked: Looked) -> Looked:
        """With what the computer says stands there, if it may be asked."""
        hints = await self._hints()
        return replace(looked, hints=hints) if hints else looked

    async def blocking(self, work: Callable[[], T]) -> T:
        """Runs what reads or sees on the eyes' thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def understand(self, frame: Frame, hints: tuple[Hint, ...]) -> Sight:
        return await self.blocking(lambda: self._eyes.understand(frame, hints))

    async def told(self, frame: Frame, hints: tuple[Hint, ...]) -> Sight:
        return await self.blocking(lambda: self._eyes.told(frame, hints))

    async def read(self, frame: Frame) -> Sight:
        return Sight(frame, await self.blocking(lambda: self._eyes.read(frame)), ())

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def shows_the_same(one: Frame, other: Frame) -> bool:
    if (one.size, one.url, one.dialog) != (other.size, other.url, other.dialog):
        return False
    return is_same(one, other) or one.sha256 == other.sha256
