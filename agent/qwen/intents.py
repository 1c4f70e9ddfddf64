"""Intents: what a model wants done → actions tied to what was seen, and what should then be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

from ...tools import action as do
from ...tools.find.wording import tokens_of
from ...tools.sight import Sight
from ...tools.target import Target
from ..policy import WRITTEN
from ..reader.intents import CARET_KEYS, check
from ..sighted import widget_at
from ..state import Changes, Goal, Holds, Intent, Situation, Typed
from .aim import Aim
from .hands import Deed

SELECTS = "shift"
"""With it, the keys that move a caret select what it passes."""
COMES_S = 2.0
"""So long a program may take to show what was typed or led to; it is never done a second time."""
AT_ONCE = "ctrl"
"""With it, keys may change what nobody sees, as copying does."""


@dataclass(slots=True)
class Typing:
    """The field that was clicked last, where what is typed next should show."""

    field: Target | None = None
    before: str = ""
    """What it showed then."""


async def intents_of(deeds: tuple[Deed, ...], situation: Situation, aim: Aim, said: str, typing: Typing) -> list[Intent]:
    """All of one reply; each goes on, because only the model can tell when the part is done."""
    intents: list[Intent] = []
    for deed in deeds:
        intent = await _intent(deed.action, situation, aim, said, typing)
        intents.append(replace(intent, goes_on=True, named=is_named(situation.task, intent, situation.sight)))
    return intents


async def _intent(action: do.Action, situation: Situation, aim: Aim, said: str, typing: Typing) -> Intent:
    frame = situation.sight.frame
    match action:
        case do.Click(point, button, count):
            target = await aim.at(point, said)
            bound = do.bind(replace(action, point=target.point), frame, target.box, target.hint)
            is_written = target.kind in WRITTEN and (button, count) == ("left", 1)
            typing.field, typing.before = (target, _value(situation.sight, target)) if is_written else (None, "")
            # Where the caret is already, nothing changes; what is typed next is the proof.
            return Intent(bound, said, target, None if is_written and _has_focus(situation.sight, target) else Changes())
        case do.Drag(path):
            target = await aim.at(path[0], said)
            return Intent(do.bind(replace(action, path=(target.point, *path[1:])), frame, target.box), said, target, Changes())
        case do.Move() | do.Scroll():
            return Intent(do.bind(action, frame), said)
        case do.Type(text):
            return _typed(action, text, said, typing)
        case do.Press(keys):
            typing.field = None if set(keys) & {"tab", "enter"} else typing.field
            moves = set(keys) <= CARET_KEYS | {SELECTS} or AT_ONCE in keys
            typing.before = "" if moves and "a" in keys else typing.before
            return Intent(action, said, None, None if moves else Changes(), COMES_S)
        case do.Goto() | do.Back() | do.Tab() | do.Upload() | do.Dialog():
            return Intent(action, said, None, Changes(), COMES_S)
        case do.Wait() | do.Ask() | do.Answer() | do.Done():
            return Intent(action, said)
        case _:
            assert_never(action)


def _typed(action: do.Type, text: str, said: str, typing: Typing) -> Intent:
    if "\n" in text:
        return Intent(action, said, typing.field, Changes(), COMES_S)
    if typing.field is None:
        return Intent(action, said, None, Typed(text) if text.strip() else Changes(), COMES_S)
    hope = Holds(typing.before + text)
    typing.before += text
    return Intent(action, said, typing.field, hope, COMES_S)


def reached(goal: Goal, *, is_last: bool, why: str) -> list[Intent]:
    """What a model says is done is looked for: what its part of the plan should show; the last is for the end of the run."""
    if is_last:
        return [Intent(do.Done(True, why), f"it says that it is done: {why}".rstrip(": "))]
    if goal.then:
        return [check(goal.then, f"check that {goal.then}")]
    return []


def _has_focus(sight: Sight, target: Target) -> bool:
    widget = widget_at(sight, target.box)
    return widget is not None and "focused" in widget.state


def _value(sight: Sight, target: Target) -> str:
    widget = widget_at(sight, target.box)
    return widget.value if widget is not None else ""


def is_named(task: str, intent: Intent, sight: Sight) -> bool:
    """Whether the user's own words speak of it: then a risky one need not be asked."""
    match intent.action:
        case do.Click() | do.Drag():
            widget = widget_at(sight, intent.target.box) if intent.target is not None else None
            words = widget.label if widget is not None and widget.label else intent.target.words if intent.target else ""
            return _says(task, words)
        case do.Press(keys):
            return all(_says(task, key) for key in keys)
        case do.Upload(files):
            return all(Path(file).name in task for file in files)
        case do.Goto(url):
            return url in task
        case _:
            return False


def _says(task: str, words: str) -> bool:
    """Whether all of these words stand in it, one after the other."""
    said, meant = list(tokens_of(task)), list(tokens_of(words))
    return bool(meant) and any(said[at : at + len(meant)] == meant for at in range(len(said) - len(meant) + 1))
