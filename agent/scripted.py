"""Scripted: a brain that does what a list says, for tests and demonstrations; it looks for what the list names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from .state import Goal, Intent, Plan, Situation, Verdict

Deed = Callable[[Situation], list[Intent]]


@dataclass(eq=False)
class Scripted:
    """`deeds` says what to do for each part of the plan, tried again as often as the loop asks."""

    deeds: Sequence[tuple[str, Deed]]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict[str, Verdict])
    """What it judges of a claim; of all others it is unsure."""
    asked: list[Situation] = field(default_factory=list[Situation])

    async def plan(self, _situation: Situation) -> Plan:
        return tuple(Goal(words) for words, _ in self.deeds)

    async def act(self, situation: Situation) -> list[Intent]:
        self.asked.append(situation)
        return self.deeds[situation.at][1](situation)

    async def judge(self, claim: str, *_looks: object) -> Verdict:
        return self.verdicts.get(claim, Verdict("unsure", f"nothing in the list tells whether {claim}"))

    async def read(self, *_asked: object) -> object:
        return None
