"""Brain: what plans, acts, judges and reads; a new one is written in one file."""

from __future__ import annotations

from typing import Protocol

from ..tools.sight import Sight
from .state import Evidence, Intent, Plan, Situation, Verdict


class Brain(Protocol):
    async def plan(self, situation: Situation, /) -> Plan:
        """The parts of the task, each with what should then be seen. BadInput where it is not understood."""
        ...

    async def act(self, situation: Situation, /) -> list[Intent]:
        """What to do next for the part that is on; several where all were decided on this one frame. Empty: it is reached."""
        ...

    async def judge(self, claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...], /) -> Verdict:
        """Whether something is so, where cheap witnesses left doubt."""
        ...

    async def read(self, question: str, sight: Sight, schema: type | None = None, /) -> object:
        """What the screen says; a value of the schema where one is given."""
        ...
