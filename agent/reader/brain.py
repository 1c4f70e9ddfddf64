"""Reader: the built-in brain: does what plain-English steps say, by sight, without weights."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import assert_never

from ...tools import action as do
from ...tools.errors import Ambiguous, NotFound, Unsupported
from ...tools.find import parse_phrase
from ...tools.geometry import Box
from ...tools.sight import Sight
from ...tools.target import Target
from ..brain import WantsEyes
from ..sighted import widget_at
from ..state import SCROLLED_ON, SCROLLED_THERE, Changes, Goal, Intent, Plan, Situation, Typed, Verdict
from . import steps
from .answers import read, text_of
from .clocks import Clock, is_unclear
from .fields import Fields
from .fill import Filling
from .ground import TICKED, WRITTEN, another, one, several, without_the_task
from .intents import CARET_KEYS, append, check, click, enter, focus, further_down, is_open_list, pick, scroll, tick
from .lists import Choosing
from .matching import all_told
from .native import is_in_parts
from .parse import parse_steps
from .picking import Picking
from .submitting import Unfinished, refuse_unfinished
from .unforeseen import answered, question_on

TOLD = (
    steps.Open, steps.GoBack, steps.Focus, steps.Enter, steps.Append, steps.Clear, steps.Tick, steps.Hover, steps.Dialog,
    steps.Wait, steps.WaitFor, steps.Check,
)  # fmt: skip
"""Steps for which it is enough, as a rule, what the computer says can be used."""
LISTS = ("select", "list", *WRITTEN)
Work = Choosing | Clock | Picking
WAITED_S = 20.0
"""How long a claim may take to come true where it is waited for."""
COMES_S = 0.7
"""So long something may take to come up before it is looked for elsewhere."""
TYPED_S = 2.0
"""How long a program may take to show what was typed; it is never typed a second time."""


@dataclass(slots=True)
class Memory:
    """What was begun for the plan that is on."""

    filling: dict[int, Filling] = field(default_factory=dict[int, Filling])
    """By the part of the plan: what was put into a form and is out of sight now."""
    begun: dict[tuple[int, str], Work] = field(default_factory=dict[tuple[int, str], Work])
    """By the part of the plan and the name of a field: what takes several looks to put in."""
    chosen: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    """By the part of the plan: entries of a list that were picked, and may be out of sight now."""
    read: frozenset[str] | None = None
    """What was to be read when the step before was decided."""
    questions: set[str] = field(default_factory=set[str])
    """Those that came up and were put to a person."""
    awaited: set[int] = field(default_factory=set[int])
    """Parts of the plan whose thing was waited for."""
    tried: dict[int, list[Box]] = field(default_factory=dict[int, list[Box]])
    """By the part of the plan: where was clicked for it."""
    scrolled: set[str] = field(default_factory=set[str])
    """Pictures that something was looked for further down from: nothing more is found by doing so again."""


class Reader:
    """Follows steps to the letter; what it cannot parse it refuses before anything is touched."""

    def __init__(self) -> None:
        self._memory = Memory()

    async def plan(self, situation: Situation) -> Plan:
        self._memory = Memory()
        return tuple(Goal(str(step)) for step in parse_steps(situation.task))

    async def act(self, situation: Situation) -> list[Intent]:
        (step,) = parse_steps(situation.goal.words)
        if situation.is_told and not self._is_enough(step, situation):
            raise WantsEyes(f"{step}: the eyes are wanted for that")
        if answer := self._unforeseen(step, situation):
            return [answer]
        if isinstance(step, steps.Fill):
            # Its words name fields, and their labels stand there for that.
            filling = self._memory.filling.setdefault(situation.at, Filling(step.values))
            return filling.intents(situation, steps.one_line(step))
        if isinstance(step, steps.Read):
            return self._read(situation, step)
        situation = replace(situation, sight=without_the_task(situation.sight, situation.task))
        try:
            return self._intents(step, situation)
        except Unfinished:
            raise
        except NotFound:
            name = situation.sight.frame.sha256
            if situation.is_told:
                raise
            if situation.at not in self._memory.awaited:
                self._memory.awaited.add(situation.at)
                return [Intent(do.Wait(COMES_S), "wait for it to come up", goes_on=True, named=True)]
            if name in self._memory.scrolled:
                raise
            self._memory.scrolled.add(name)
            return [further_down(situation, in_list=isinstance(step, steps.Select))]

    def _is_enough(self, step: steps.Step, situation: Situation) -> bool:
        """Whether what the computer says can be used, and what can be read, is all that this step needs."""
        match step:
            case steps.Click() | steps.Press():
                return not self._memory.filling
            case steps.Select(names, thing):
                begun = (situation.at, thing) in self._memory.begun
                return len(names.each) == 1 and not begun and _is_told_list(situation.sight, thing)
            case steps.Fill(values):
                filling = self._memory.filling.get(situation.at)
                left = filling.left if filling is not None else [key for key, _ in values]
                return not (filling and filling.open) and all_told(Fields.of(situation.sight), dict(values), left)
            case _:
                return isinstance(step, TOLD)

    def _unforeseen(self, step: steps.Step, situation: Situation) -> Intent | None:
        """What to do about a question that the last action has brought up and no step to come answers."""
        before, self._memory.read = self._memory.read, frozenset(line.text for line in situation.sight.lines)
        is_answered = isinstance(step, steps.Close | steps.Dialog) or situation.sight.frame.dialog is not None
        if situation.history and situation.history[-1].said in (SCROLLED_THERE, SCROLLED_ON):
            # What came into view has not come up.
            return None
        question = question_on(situation.sight) if situation.history and not is_answered else None
        if question is None or question.is_spoken_of([goal.words for goal in situation.plan[situation.at :]]):
            return None
        if before is not None and question.ends_with in before and question.words not in self._memory.questions:
            return None
        self._memory.questions.add(question.words)
        return answered(question, situation)

    def _intents(self, step: steps.Step, situation: Situation) -> list[Intent]:
        """What one step asks for on this sight; nothing where it is so already."""
        sight, said = situation.sight, steps.one_line(step)
        match step:
            case steps.Open(url):
                return [_plainly(do.Goto(url), said)]
            case steps.GoBack():
                return [_plainly(do.Back(), said)]
            case steps.Click(thing, button, count):
                tried = self._memory.tried.setdefault(situation.at, [])
                targets = (another(sight, thing, tried),) if situation.is_undone and tried else several(sight, thing)
                refuse_unfinished(situation, self._memory.filling, targets)
                tried += [target.box for target in targets]
                return [click(sight, target, said, button, count) for target in targets]
            case steps.Focus(thing):
                return [click(sight, one(sight, thing, WRITTEN, pressed=False), said)]
            case steps.Enter(value, ""):
                hope = Typed(value) if value.strip() else Changes()
                return [Intent(do.Type(value), said, None, hope, TYPED_S, named=True)]
            case steps.Enter(value, thing):
                return self._enter(situation, value, thing, said)
            case steps.Append(value, thing):
                return append(situation, one(sight, thing, WRITTEN, pressed=False), value, said)
            case steps.Clear(thing):
                return enter(situation, one(sight, thing, WRITTEN, pressed=False), "", said)
            case steps.Select():
                return self._select(situation, step, self._memory.chosen.setdefault(situation.at, set()))
            case steps.Tick(names, on):
                return tick(situation, [mark for name in _apart(sight, names) for mark in _marks(sight, name)], said, on=on)
            case steps.Press(keys):
                if keys[-1] == "enter":
                    refuse_unfinished(situation, self._memory.filling)
                moves = set(keys) <= CARET_KEYS
                return [Intent(do.Press(keys), said, None, None if moves else Changes(), named=True)]
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
                return [check(str(claim), said)]
            case steps.WaitFor(claim):
                return [check(str(claim), said, WAITED_S)]
            case steps.Read() | steps.Fill():
                raise AssertionError("these see the whole sight")
            case steps.FillRow():
                raise Unsupported(f"{said}: its row was not read from its file before the run began")
            case _:
                assert_never(step)

    def _enter(self, situation: Situation, value: str, thing: str, said: str) -> list[Intent]:
        begun = self._memory.begun.get((situation.at, thing))
        fields = several(situation.sight, thing, WRITTEN, pressed=False) if begun is None else ()
        widget = widget_at(situation.sight, fields[0].box) if fields else None
        if situation.is_told and (widget is None or widget.kind == "select" or is_in_parts(widget, value)):
            raise WantsEyes(f"{thing}: what it shows is wanted for that")
        if begun is not None:
            return begun.intents(situation, said)
        if len(fields) == 1 and widget is not None and widget.kind == "select":
            return self._begin(situation, thing, Choosing(fields[0], (value,)), said)
        if len(fields) == 1 and is_unclear(widget, value):
            return self._begin(situation, thing, Clock(fields[0], value), said)
        return [each for target in fields for each in enter(situation, target, value, said)]

    def _select(self, situation: Situation, step: steps.Select, chosen: set[str]) -> list[Intent]:
        """From a list whose entries stand on the screen they are picked there, some before others; a closed one is opened."""
        sight, said = situation.sight, steps.one_line(step)
        if (begun := self._memory.begun.get((situation.at, step.thing))) is not None:
            return begun.intents(situation, said)
        try:
            target = _list(sight, step.thing)
        except NotFound:
            return _pick(sight, step, chosen)
        if target.hint is not None and target.hint.role == "listbox" and target.hint.options:
            return self._begin(situation, step.thing, Picking(target, step.names.each), said)
        if len(step.names.each) != 1 or is_open_list(sight, target):
            return _pick(sight, step, chosen)
        return self._begin(situation, step.thing, Choosing(target, step.names.each), said)

    def _begin(self, situation: Situation, thing: str, work: Work, said: str) -> list[Intent]:
        self._memory.begun[situation.at, thing] = work
        return work.intents(situation, said)

    async def judge(self, claim: str, *_looks: object) -> Verdict:
        return Verdict("unsure", f"by sight alone it cannot be told whether {claim}")

    async def read(self, question: str, sight: Sight, schema: object = None) -> object:
        return read(question, sight, schema)

    def _read(self, situation: Situation, step: steps.Read) -> list[Intent]:
        """What is not to be seen may be further down."""
        try:
            text = text_of(step.thing, situation.sight)
        except NotFound:
            name = situation.sight.frame.sha256
            if name in self._memory.scrolled:
                raise
            self._memory.scrolled.add(name)
            return [further_down(situation)]
        return [Intent(do.Answer(text), steps.one_line(step), name=step.name, named=True)]


def _plainly(action: do.Action, said: str) -> Intent:
    return Intent(action, said, None, Changes(), named=True)


def _list(sight: Sight, thing: str) -> Target:
    """A list, whatever it looks like; a button is one where a label beside it says so."""
    try:
        return one(sight, thing, LISTS)
    except NotFound:
        named = [field for _, field in Fields.of(sight).named(parse_phrase(thing).words or thing) if not field.is_mark]
        if len(named) != 1:
            raise
        return named[0].target


def _is_told_list(sight: Sight, thing: str) -> bool:
    """Whether it is a list that closes, whose entries the computer tells, so that keys alone choose one."""
    try:
        target = _list(sight, thing)
    except (NotFound, Ambiguous):
        return False
    return target.hint is not None and bool(target.hint.options) and target.hint.role != "listbox"


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
