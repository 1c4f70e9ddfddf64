"""Eyes: a settled picture of the screen, understood only as far as somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from ..tools.computer import Computer, Effect, Hinting
from ..tools.frame import Frame
from ..tools.geometry import Box
from ..tools.motion import settle
from ..tools.reading.shows import Shown, shows
from ..tools.sight import Eyes, Sight
from ..tools.target import Hint

T = TypeVar("T")


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

    async def sight(self) -> Sight:
        if self._sight is None:
            self._sight = await self.eyes.understand(self.frame, self.hints)
        return self._sight

    async def shows(self, box: Box, text: str, *, masked: bool | None = None) -> Shown:
        """Whether exactly this text stands in a place; by sight alone."""
        return await self.eyes.blocking(lambda: shows(self.frame, box, text, masked=masked))


class Looker:
    """Looks at one computer. Reading and seeing block, so they have a thread of their own."""

    def __init__(self, computer: Computer, *, sight_only: bool = False, limit_s: float = 5.0) -> None:
        self.computer = computer
        self.sight_only = sight_only
        self.limit_s = limit_s
        self._eyes = Eyes()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="handeye-eyes")

    async def look(self) -> Looked:
        settled = await settle(self.computer.look, self.computer.watch, limit_s=self.limit_s)
        hints: tuple[Hint, ...] = ()
        if isinstance(self.computer, Hinting) and not self.sight_only:
            hints = await self.computer.hints()
        why = "" if settled.still else settled.why
        return Looked(settled.frame, hints, await self.computer.effect(), self, settled.still, why)

    async def blocking(self, work: Callable[[], T]) -> T:
        """Runs what reads or sees on the eyes' thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def understand(self, frame: Frame, hints: tuple[Hint, ...]) -> Sight:
        return await self.blocking(lambda: self._eyes.understand(frame, hints))

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
