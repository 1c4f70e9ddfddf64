"""Strict: in a test a thing is called what its words say: a synonym that a person's errand may do with hides a wrong label."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ...agent.brain import Brain
from ...agent.exactly import names_of
from ...agent.reader.fields import spellings
from ...agent.reader.ground import WRITTEN
from ...agent.sighted import widget_at
from ...agent.state import Evidence, Goal, Intent, Plan, Situation, Verdict
from ...tools.errors import NotFound
from ...tools.find import parse_phrase
from ...tools.find.wording import Wording
from ...tools.sight import Sight
from ...tools.target import Target

FILLING = "fill the form with"


@dataclass(eq=False)
class Strict:
    """Another brain, whose targets must be called what the words of its step say."""

    brain: Brain

    async def plan(self, situation: Situation) -> Plan:
        return tuple(Goal(goal.words, goal.then) for goal in await self.brain.plan(situation))

    async def act(self, situation: Situation) -> list[Intent]:
        intents = await self.brain.act(situation)
        for intent in intents:
            if (target := _as_said(intent, situation)) is not None and (why := otherwise(target, situation.sight)):
                raise NotFound(why)
        return intents

    async def judge(self, claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...]) -> Verdict:
        return await self.brain.judge(claim, before, after, evidence)

    async def read(self, question: str, sight: Sight, schema: type | None = None) -> object:
        return await self.brain.read(question, sight, schema)


def _as_said(intent: Intent, situation: Situation) -> Target | None:
    """The target by the words of the test; what goes into a form is found by labels that are like its keys."""
    target, (_, _, key) = intent.target, intent.said.rpartition(": ")
    is_filled = intent.said.startswith(FILLING) and situation.goal.words.startswith(FILLING)
    if target is None or not is_filled or target.kind not in WRITTEN or f'"{key}":' not in situation.goal.words:
        return target
    return replace(target, words=spellings(key)[-1])


def otherwise(target: Target, sight: Sight) -> str:
    """Why a target is not called what it was found by; "" where it is."""
    wanted = _letters(parse_phrase(target.words).words or target.words)
    if not wanted:
        return ""
    names = [name for name in (*names_of(target, sight), *_by_place(target, sight)) if name]
    if any(_says(_letters(name), wanted) for name in names):
        return ""
    widget = f'"{names[0]}"' if names else "something without a name"
    return f'"{target.words}" is not there; nearest is {widget} {target.kind}'.rstrip()


def _by_place(target: Target, sight: Sight) -> list[str]:
    """Of a thing in a table or under a heading, what these call it."""
    widget = widget_at(sight, target.box)
    if widget is None:
        return []
    places = (widget.group, widget.row, widget.column)
    return [*places, *(f"{place} {widget.label}" for place in places), f"{widget.column} {widget.row}"]


def _says(name: str, wanted: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", name))


def _letters(text: str) -> str:
    """Without what nobody says: case, accents, signs."""
    return " ".join(re.findall(r"\w+", Wording.of(text).bare.casefold()))
