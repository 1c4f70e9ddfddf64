"""Approval: a person looks at a row that is filled in and says yes before it is sent off; silence is never a yes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ...tools.errors import Refused
from ..terminal import plain
from .entry import Entry
from .job import Review
from .ledger import Ledger

ASKED_AGAIN_S = 0.5
"""How often the ledger is asked whether somebody approved it there."""

Answer = Literal["yes", "no", "waits"]


class NotApproved(Refused):
    """Nobody said yes; nothing was sent."""


@dataclass(eq=False)
class Approval:
    review: Review
    ledger: Ledger
    job: str
    aside: Callable[[], AbstractContextManager[None]]
    """Gives the terminal to the question."""
    approved: bool = False
    """Somebody has said yes to a row of this job."""
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_wanted(self, entry: Entry) -> bool:
        self.approved = self.approved or entry.approved
        if self.review == "none" or entry.approved:
            return False
        return self.review == "all" or not self.approved

    @property
    def is_first_awaited(self) -> bool:
        """Whether no row goes on before somebody said yes to one."""
        return self.review == "first" and not self.approved

    async def asked(self, entry: Entry, picture: Path, shown: tuple[str, ...]) -> Answer:
        """On a terminal it is asked there, and whoever approves it in the ledger answers as well."""
        async with self._one:
            if not self.is_wanted(entry):
                return "yes"
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                return "waits"
            with self.aside():
                print(f"row {entry.number} ({plain(entry.key)}) is filled in: {picture}", file=sys.stderr)
                for line in shown:
                    print(f"  {plain(line)}", file=sys.stderr)
                print(
                    f'send it off? yes or no (or: handeye job approve "{self.job}" --row {entry.number}) ',
                    end="",
                    file=sys.stderr,
                    flush=True,
                )
                answer = await self._first_answer(entry)
            if answer == "yes":
                await asyncio.to_thread(self.ledger.approve, entry.number)
                self.approved = True
            return answer

    async def _first_answer(self, entry: Entry) -> Answer:
        loop, said = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()
        loop.add_reader(sys.stdin.fileno(), lambda: said.done() or said.set_result(sys.stdin.readline()))
        try:
            while not said.done():
                await asyncio.wait((said,), timeout=ASKED_AGAIN_S)
                if (await asyncio.to_thread(self.ledger.find, entry.number)).approved:
                    print("approved", file=sys.stderr)
                    return "yes"
        finally:
            loop.remove_reader(sys.stdin.fileno())
        match str(said.result()).strip().casefold():
            case "y" | "yes":
                return "yes"
            case "n" | "no":
                return "no"
            case _:
                return "waits"
