"""Fill: a form from labels and values: each field by its kind, what is right already left alone, the rest further down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...tools.errors import Ambiguous, NotFound
from ...tools.find import find
from ...tools.target import Target
from ..state import Intent, Situation
from ..witness import widget_at
from . import steps
from .ground import TICKED, WRITTEN, one
from .intents import enter, tick

YES = frozenset({"yes", "true", "on", "1", "y", "ja", "oui", "sí", "si", "tak", "是", "x", "checked"})
NO = frozenset({"no", "false", "off", "0", "n", "nein", "non", "nie", "否", "", "unchecked"})


@dataclass(eq=False)
class Filling:
    """One form that is being filled: what was put in is not looked for again once it is out of sight."""

    values: steps.Values
    done: set[str] = field(default_factory=set[str])

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        """For all that is to be seen now and lacks its value; NotFound where nothing of the rest is to be seen."""
        intents: list[Intent] = []
        for key, value in self.values:
            if key in self.done:
                continue
            try:
                intents += self._of_one(situation, key, value, f"{said.partition('{')[0].strip()}: {key}")
            except NotFound:
                continue
            self.done.add(key)
        left = [key for key, _ in self.values if key not in self.done]
        if left and not intents:
            raise NotFound(f"no field on this form is called {' or '.join(left)}")
        if left:
            intents[-1] = replace(intents[-1], goes_on=True)
        return intents

    def _of_one(self, situation: Situation, key: str, value: str | tuple[str, ...], said: str) -> list[Intent]:
        if isinstance(value, tuple):
            return tick(situation, tuple(_choice(situation, key, each) for each in value), said, on=True)
        target = _field(situation, key)
        if target is None:
            return tick(situation, (_choice(situation, key, value),), said, on=True)
        if target.kind in TICKED:
            if value.casefold() not in YES | NO:
                return tick(situation, (_choice(situation, key, value),), said, on=True)
            return tick(situation, (target,), said, on=value.casefold() in YES)
        widget = widget_at(situation.sight, target.box)
        if widget is not None and widget.value == value:
            return []
        return enter(situation, target, value, said)


def _field(situation: Situation, key: str) -> Target | None:
    """What bears the name itself; None where only a group of choices does."""
    try:
        target = one(situation.sight, key, (*WRITTEN, *TICKED))
    except (NotFound, Ambiguous):
        return None
    return target if target.kind in (*WRITTEN, *TICKED) else None


def _choice(situation: Situation, key: str, value: str) -> Target:
    """One of the choices under a heading: the one of that name, of several alike the one that belongs to it."""
    for kind in TICKED:
        for relation in (f"in {key}", None):
            found = find(situation.sight, f'"{value}"', kind=kind, relation=relation)
            if found.target is not None:
                return found.target
    raise NotFound(f'{key} has no choice "{value}" that is to be seen')
