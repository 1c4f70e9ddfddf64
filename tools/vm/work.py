"""Work: whether a guest has more to do than one that waits for somebody, by what its processors take of this computer's."""

from __future__ import annotations

import asyncio
import os
import time
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
        self._noted: Noted | None = None
        self._was_on = False
        """Before the last action already: then it is no witness of what comes of that."""

    def forget(self) -> None:
        self._noted = None

    async def note(self, qmp: Qmp) -> None:
        """With each look."""
        if self._noted is None or time.monotonic() - self._noted[0] > NOTED_EVERY_S:
            self._noted = await _ask(qmp)

    async def before_action(self, qmp: Qmp) -> None:
        self._was_on = self._noted is not None and await _is_on_since(self._noted, qmp)

    async def came_of_it(self, qmp: Qmp) -> bool:
        """Whether it works now, and did not before the last action."""
        return not self._was_on and await is_on(qmp)


async def is_on(qmp: Qmp) -> bool:
    noted = await _ask(qmp)
    await asyncio.sleep(OVER_S)
    return await _is_on_since(noted, qmp)


async def _is_on_since(noted: Noted, qmp: Qmp) -> bool:
    now_s, worked_s = await _ask(qmp)
    return now_s - noted[0] >= OVER_S / 2 and worked_s - noted[1] > LITTLE * (now_s - noted[0])


async def _ask(qmp: Qmp) -> Noted:
    return time.monotonic(), await worked_s(qmp)


async def worked_s(qmp: Qmp) -> float:
    """For how many seconds its processors have had something to do; always 0 where the system does not tell."""
    threads = [each["thread-id"] for each in await qmp.ask("query-cpus-fast")]
    return sum(map(_worked_s, threads))


def _worked_s(thread: int) -> float:
    try:
        said = Path(f"/proc/{thread}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
