"""Work: whether a guest has more to do than one that waits for somebody, by what its processors take of this computer's."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterable
from pathlib import Path

from .qmp import Qmp

LITTLE = 0.35
"""So much of a processor a guest takes that waits; one that starts a program takes all it can get."""
NOTED_EVERY_S = 1.0
OVER_S = 0.2
"""Over so long it is seen whether it works; over less nothing can be told."""

Noted = tuple[float, float]
"""When it was asked, and how much the guest had worked by then."""


class Work:
    def __init__(self) -> None:
        self._threads: tuple[int, ...] = ()
        """Of its processors; they are the same as long as it runs."""
        self._noted: Noted | None = None
        self._was_on = False
        """Before the last action already: then it is no witness of what comes of that."""

    async def begin(self, qmp: Qmp) -> None:
        self._threads = await threads_of(qmp)

    def forget(self) -> None:
        self._noted = None

    def note(self) -> None:
        """With each look."""
        if self._noted is None or time.monotonic() - self._noted[0] > NOTED_EVERY_S:
            self._noted = self._so_far()

    def before_action(self) -> None:
        self._was_on = self._noted is not None and self._is_on_since(self._noted)

    async def came_of_it(self) -> bool:
        """Whether it works now, and did not before the last action."""
        return not self._was_on and await self.is_on()

    async def is_on(self) -> bool:
        noted = self._so_far()
        await asyncio.sleep(OVER_S)
        return self._is_on_since(noted)

    def _is_on_since(self, noted: Noted) -> bool:
        now_s, worked_s = self._so_far()
        return now_s - noted[0] >= OVER_S / 2 and worked_s - noted[1] > LITTLE * (now_s - noted[0])

    def _so_far(self) -> Noted:
        return time.monotonic(), worked_s(self._threads)


async def threads_of(qmp: Qmp) -> tuple[int, ...]:
    """Those of this computer's that are its processors."""
    return tuple(each["thread-id"] for each in await qmp.ask("query-cpus-fast"))


def worked_s(threads: Iterable[int]) -> float:
    """For how many seconds they have had something to do; always 0 where the system does not tell."""
    return sum(map(_worked_s, threads))


def _worked_s(thread: int) -> float:
    try:
        said = Path(f"/proc/{thread}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
