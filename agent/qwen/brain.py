"""Brain: Qwen3-VL at the screen: Thinking plans, Instruct finds and acts; what they say is tied to what is seen, and proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from ...tools.action import Done, points_of
from ...tools.errors import NotFound
from ...tools.find import find
from ...tools.frame import Frame
from ...tools.geometry import Point
from ...tools.sight import Sight
from ..brain import Cost, Tell
from ..models.model import Reply
from ..policy import WRITTEN
from ..reader.intents import enter
from ..state import Evidence, Goal, Intent, Plan, Situation, Verdict
from .aim import Aim
from .answers import FieldValue, Judged, Planned, Seen, answer_in, asked_as
from .conversation import Turn, let_go, messages_for_act
from .functions import EVERY, calls_of, functions_for
from .hands import Deed, deeds_of
from .intents import Typing, intents_of, reached
from .judging import messages_for_judging, verdict_of
from .mapping import mapped
from .parse import Said, parse_reply
from .prompt import prompt
from .roles import Roles

SHORT = 12
"""A task of no more words, in one sentence, is its own plan."""
JOINTS = (",", ";", "\n", " then ", " and ")
SAME_AGAIN = 2
"""So often the same may be wanted on the same picture; a third time it is given up."""
FAILURES = 2
"""After so many steps in a row that did not do what they should, Thinking is asked for the next one."""
CALLS = 1


@dataclass(slots=True)
class Memory:
    """What was done for the plan that is on."""

    turns: list[Turn] = field(default_factory=list[Turn])
    fields: dict[int, tuple[FieldValue, ...]] = field(default_factory=dict[int, tuple[FieldValue, ...]])
    """By the part of the plan: what goes into a form, all at once."""
    typing: Typing = field(default_factory=Typing)
    pointer: Point | None = None
    same: int = 0
    """How often in a row the same was wanted of the same picture."""
    failures: int = 0


class QwenBrain:
    """Takes one model for all, or two: the second one thinks."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self._memory = Memory()

    @property
    def tell(self) -> Tell:
        return self.roles.tell

    @tell.setter
    def tell(self, tell: Tell) -> None:
        self.roles.tell = tell

    @property
    def cost(self) -> Cost:
        return self.roles.cost

    async def close(self) -> None:
        await self.roles.close()

    async def plan(self, situation: Situation) -> Plan:
        self._memory = Memory()
        if _is_one_step(situation.task):
            return (Goal(situation.task),)
        messages = prompt("plan").messages((situation.shown,), task=situation.task, notes="")
        planned = await self.roles.ask("plan", messages, lambda reply: answer_in(reply, Planned), schema=asked_as(Planned))
        self._memory.fields = {at: part.fields for at, part in enumerate(planned.parts) if part.fields}
        return tuple(Goal(part.words, part.then) for part in planned.parts)

    async def act(self, situation: Situation) -> list[Intent]:
        memory = self._memory
        self._look_back(situation)
        if (fields := memory.fields.pop(situation.at, ())) and (batch := _into_fields(fields, situation)):
            return batch
        goal, frame = situation.goal, situation.sight.frame
        words = f"{goal.words} (to be seen then: {goal.then})" if goal.then else goal.words
        functions = functions_for(situation.allowed) if situation.allowed else EVERY
        messages = messages_for_act(
            task=situation.task,
            goal=words,
            frame=situation.shown,
            functions=functions,
            turns=memory.turns,
            notes="The last two tries did not do it: find another way." if memory.failures >= FAILURES else "",
        )

        def read(reply: Reply) -> tuple[Reply, Said, tuple[Deed, ...]]:
            said = parse_reply(reply, functions)
            return reply, said, deeds_of(said.calls[:CALLS], frame.size, memory.pointer, said.thought or said.action)

        reply, said, deeds = await self.roles.ask(
            "act", messages, read, schema=calls_of(functions, CALLS), harder=memory.failures >= FAILURES
        )
        if self._is_going_round(situation, reply):
            return [Intent(Done(False, "the same was wanted again and again, and nothing came of it"), "give up")]
        self._remember(Turn(situation.shown, words, reply.text, ""), deeds)
        if isinstance(done := deeds[0].action, Done) and done.success:
            return reached(goal, is_last=situation.at == len(situation.plan) - 1, why=done.why)
        aim = Aim(self.roles, situation.sight, situation.shown, closer=situation.closer)
        return await intents_of(deeds, situation, aim, said.action or goal.words, memory.typing)

    def _look_back(self, situation: Situation) -> None:
        """What came of the last step, which the next reply is to know."""
        memory = self._memory
        if not memory.turns or memory.turns[-1].outcome or not situation.history:
            return
        verdict = situation.history[-1].verdict
        memory.turns[-1] = replace(memory.turns[-1], outcome=f"{_IN_WORDS[verdict.status]}: {verdict.why}")
        memory.failures = 0 if verdict.status == "confirmed" else memory.failures + 1

    def _remember(self, turn: Turn, deeds: tuple[Deed, ...]) -> None:
        memory = self._memory
        memory.turns.append(turn)
        gone = let_go(len(memory.turns))
        # Nobody is shown those any more.
        memory.turns[:gone] = [replace(each, frame=turn.frame) for each in memory.turns[:gone]]
        for deed in deeds:
            if deed.at is not None:
                memory.pointer = points_of(cast("Any", deed.action))[-1]

    def _is_going_round(self, situation: Situation, reply: Reply) -> bool:
        memory = self._memory
        last = memory.turns[-1] if memory.turns else None
        again = last is not None and last.reply == reply.text and last.frame.sha256 == situation.shown.sha256
        memory.same = memory.same + 1 if again else 0
        return memory.same >= SAME_AGAIN

    async def places(self, columns: Mapping[str, str], labels: Sequence[str], shown: Frame) -> dict[str, str]:
        """Which columns of a table belong into which fields of a form; `columns` have an example each."""
        return await mapped(self.roles, columns, labels, shown)

    async def judge(self, claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...]) -> Verdict:
        messages = messages_for_judging(claim, before, after, evidence)
        verdict = await self._judged(messages, evidence, harder=False)
        if verdict.status == "unsure" and self.roles.thinking is not None:
            return await self._judged(messages, evidence, harder=True)
        return verdict

    async def _judged(self, messages: Any, evidence: tuple[Evidence, ...], *, harder: bool) -> Verdict:
        judged = await self.roles.ask(
            "judge", messages, lambda reply: answer_in(reply, Judged), schema=asked_as(Judged), harder=harder
        )
        return verdict_of(judged, evidence, "Thinking" if harder else "the model")

    async def read(self, question: str, sight: Sight, schema: type | None = None) -> object:
        kind = cast("type[Seen[Any]]", Seen[schema or str])  # type: ignore[valid-type]
        messages = prompt("read").messages((sight.frame,), question=question)
        seen = await self.roles.ask("read", messages, lambda reply: answer_in(reply, kind), schema=asked_as(kind))
        if not seen.found or seen.value is None:
            raise NotFound(f"{question} is not to be seen")
        return seen.value


_IN_WORDS = {"confirmed": "done", "no_effect": "no effect", "wrong": "not as it should be", "unsure": "unsure"}


def _is_one_step(task: str) -> bool:
    """A short sentence needs no plan: nobody is asked for one."""
    return len(task.split()) <= SHORT and not any(joint in task for joint in JOINTS)


def _into_fields(fields: tuple[FieldValue, ...], situation: Situation) -> list[Intent]:
    """Texts into the fields of a form, in one go, each proven; none where one of them is not surely there."""
    intents: list[Intent] = []
    for each in fields:
        target = find(situation.sight, each.field).target
        if target is None or target.kind not in WRITTEN or target.kind in ("select", "list", "slider"):
            return []
        if each.point_2d is not None:
            point = situation.sight.frame.size.from_thousandths(*each.point_2d)
            if not target.box.grow(target.box.h).contains(point):
                return []
        intents += enter(situation, target, each.value, f'type "{each.value}" into {each.field}')
    return [replace(each, goes_on=True) for each in intents]
