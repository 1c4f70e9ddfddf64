"""Reader: the built-in brain: does what plain-English steps say, by sight, without weights."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import assert_never

from ...tools import action as do
from ...tools.errors import NotFound, Unsupported
from ...tools.find import parse_phrase
from ...tools.sight import Sight
from ...tools.target import Target
from ..state import Changes, Goal, Intent, Plan, Says, Situation, Verdict
from ..witness import read_in, widget_at
from . import steps
from .fill import Filling
from .ground import TICKED, WRITTEN, one, several, without_the_task
from .intents import append, click, enter, focus, further_down, is_open_list, pick, scroll, tick
from .lists import Choosing
from .parse import parse_steps

LISTS = ("select", "list", *WRITTEN)
CHECKED_S, WAITED_S = 1.0, 20.0
"""How long a claim may take to come true where it is checked, and where it is waited for."""


class Reader:
    """Follows steps to the letter; what it cannot parse it refuses before anything is touched."""

    def __init__(self) -> None:
        self._filling: dict[int, Filling] = {}
        """By the part of the plan: what was put into a form and is out of sight now."""
        self._lists: dict[tuple[int, str], Choosing] = {}
        """By the part of the plan and the name of a list: the entry that is being chosen from it."""
        self._chosen: dict[int, set[str]] = {}
        """By the part of the plan: entries of a list that were picked, and may be out of sight now."""
        self._scrolled: set[str] = set()
        """Pictures that something was looked for further down from: nothing more is found by doing so again."""

    async def plan(self, situation: Situation) -> Plan:
        return tuple(Goal(str(step)) for step in parse_steps(situation.task))

    async def act(self, situation: Situation) -> list[Intent]:
        (step,) = parse_steps(situation.goal.words)
        situation = replace(situation, sight=without_the_task(situation.sight, situation.task))
        try:
            return self._intents(step, situation)
        except NotFound:
            name = situation.sight.frame.sha256
            if name in self._scrolled:
                raise
            self._scrolled.add(name)
            return [further_down(situation, in_list=isinstance(step, steps.Select))]

    def _intents(self, step: steps.Step, situation: Situation) -> list[Intent]:
        """What one step asks for on this sight; nothing where it is so already."""
        sight, said = situation.sight, steps.one_line(step)
        match step:
            case steps.Open(url):
                return [_plainly(do.Goto(url), said)]
            case steps.GoBack():
                return [_plainly(do.Back(), said)]
            case steps.Click(thing, button, count):
                return [click(sight, target, said, button, count) for target in several(sight, thing)]
            case steps.Focus(thing):
                return [click(sight, one(sight, thing, WRITTEN), said)]
            case steps.Enter(value, ""):
                return [_plainly(do.Type(value), said)]
            case steps.Enter(value, thing):
                fields = several(sight, thing, WRITTEN)
                return [each for target in fields for each in self._enter(situation, target, value, said)]
            case steps.Append(value, thing):
                return append(situation, one(sight, thing, WRITTEN), value, said)
            case steps.Clear(thing):
                return enter(situation, one(sight, thing, WRITTEN), "", said)
            case steps.Select():
                return self._select(situation, step, self._chosen.setdefault(situation.at, set()))
            case steps.Tick(names, on):
                return tick(situation, [mark for name in _apart(sight, names) for mark in _marks(sight, name)], said, on=on)
            case steps.Press(keys):
                return [_plainly(do.Press(keys), said)]
            case steps.Scroll(way, thing):
                return [scroll(sight, way, one(sight, thing) if thing else None, said)]
            case steps.ScrollTo(thing) | steps.Hover(thing):
                target = one(sight, thing)
                return [
                    Intent(do.bind(do.Move(target.point), sight.frame, target.box, target.hint), said, target, None, named=True)
                ]
            case steps.Drag(thing, to):
                start, end = one(sight, thing), one(sight, to)
                path = do.bind(do.Drag((start.point, end.point)), sight.frame, start.box, start.hint)
                return [Intent(path, said, start, Changes(), named=True)]
            case steps.Upload(files, thing):
                return [focus(sight, one(sight, thing), said), _plainly(do.Upload(files), said)]
            case steps.Dialog(accept, text):
                return [_plainly(do.Dialog(accept, text), said)]
            case steps.Close(thing, by):
                return [click(sight, one(sight, by or f"close {thing}"), said)]
            case steps.Wait(seconds):
                return [Intent(do.Wait(seconds), said, named=True)]
            case steps.Check(claim):
                return [Intent(do.Wait(0.0), said, None, Says(str(claim)), CHECKED_S, named=True)]
            case steps.WaitFor(claim):
                return [Intent(do.Wait(0.0), said, None, Says(str(claim)), WAITED_S, named=True)]
            case steps.Read(thing):
                return [Intent(do.Answer(_read(sight, one(sight, thing))), said, named=True)]
            case steps.Fill(values):
                return self._filling.setdefault(situation.at, Filling(values)).intents(situation, said)
            case steps.FillRow():
                raise Unsupported(f"{said}: rows of files are for jobs; say: fill the form with {{…}}")
            case _:
                assert_never(step)

    def _enter(self, situation: Situation, target: Target, value: str, said: str) -> list[Intent]:
        widget = widget_at(situation.sight, target.box)
        if widget is None or widget.kind != "select":
            return enter(situation, target, value, said)
        return self._choosing(situation, target, value).intents(situation, said)

    def _select(self, situation: Situation, step: steps.Select, chosen: set[str]) -> list[Intent]:
        """From a list whose entries stand on the screen they are picked there, some before others; a closed one is opened."""
        sight, said = situation.sight, steps.one_line(step)
        if (begun := self._lists.get((situation.at, step.thing))) is not None:
            return begun.intents(situation, said)
        try:
            target = list_named(sight, step.thing)
        except NotFound:
            return _pick(sight, step, chosen)
        if len(step.names.each) != 1 or is_open_list(sight, target):
            return _pick(sight, step, chosen)
        return self._choosing(situation, target, step.names.each[0], step.thing).intents(situation, said)

    def _choosing(self, situation: Situation, target: Target, value: str, thing: str = "") -> Choosing:
        """What is being chosen from a list, and goes on from look to look."""
        return self._lists.setdefault((situation.at, thing or target.words), Choosing(target, (value,)))

    async def judge(self, claim: str, *_looks: object) -> Verdict:
        return Verdict("unsure", f"by sight alone it cannot be told whether {claim}")

    async def read(self, question: str, *_asked: object) -> object:
        raise Unsupported(f"the reader cannot answer {question!r}; ask for a label or a table that is to be seen")


def _plainly(action: do.Action, said: str) -> Intent:
    return Intent(action, said, None, Changes(), named=True)


def _pick(sight: Sight, step: steps.Select, chosen: set[str]) -> list[Intent]:
    seen: dict[str, Target] = {}
    left = [name for name in step.names.each if name not in chosen]
    for name in left:
        with suppress(NotFound):
            seen[name] = one(sight, name, ("option", "menu item"), whole=True)
    if left and not seen:
        raise NotFound(f"{' and '.join(left)} is in no list that is to be seen")
    intents = pick(sight, list(seen.values()), steps.one_line(step), more=bool(chosen))
    chosen.update(seen)
    if len(seen) < len(left):
        intents[-1] = replace(intents[-1], goes_on=True)
    return intents


def _apart(sight: Sight, names: steps.Names) -> tuple[str, ...]:
    """Where the words may be one name, the screen decides."""
    if not names.whole:
        return names.each
    try:
        one(sight, names.whole, TICKED)
    except NotFound:
        return names.each
    return (names.whole,)


def _marks(sight: Sight, name: str) -> tuple[Target, ...]:
    try:
        return (one(sight, name, TICKED, whole=True),)
    except NotFound:
        if parse_phrase(name).every:
            return several(sight, name)
        raise


def _read(sight: Sight, target: Target) -> str:
    widget = widget_at(sight, target.box)
    if widget is not None and widget.value:
        return widget.value
    return read_in(sight, target.box.grow(2)) or target.words
