"""Typed: letters into one field, written down as one step when the person leaves it; what is masked, by its name alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...agent.reader.ground import WRITTEN, one
from ...agent.reader.steps import Clear, Press
from .reports import Keyed, Typed
from .seen import Seen
from .steps import Steps
from .words import Way, typing_in

CLEAR = Way(Clear, lambda sight, phrase: [one(sight, phrase, WRITTEN, pressed=False)])
ENTER = ("enter",)
IN_SUGGESTIONS = (ENTER, ("down",), ("up",))
"""Keys that go through what a field suggests; what the field holds in the end is what counts."""


@dataclass(frozen=True, slots=True)
class Field:
    """One that has the keyboard, and what was typed into it so far."""

    seen: Seen
    value: str = ""
    masked: bool = False
    same_as: str = ""
    is_typed: bool = False
    is_entered: bool = False
    """Enter was pressed on what it suggests: that took a suggestion, or sent the form off."""


class Typing:
    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._field: Field | None = None
        self._secrets: dict[str, str] = {}
        """Their names, by the key of the field."""

    @property
    def field(self) -> Seen | None:
        return self._field.seen if self._field is not None else None

    def is_in(self, key: str) -> bool:
        return self._field is not None and self._field.seen.key == key

    def begin(self, seen: Seen) -> None:
        self._field = Field(seen)

    def typed(self, report: Typed) -> None:
        if self._field is not None:
            self._field = replace(self._field, value=report.value, masked=report.masked, same_as=report.same_as, is_typed=True)

    def takes(self, report: Keyed) -> bool:
        """Whether a key is the field's own business."""
        field = self._field
        if field is None or field.seen.role != "combobox" or report.values not in IN_SUGGESTIONS:
            return False
        self._field = replace(field, is_entered=field.is_entered or report.values == ENTER)
        return True

    def drop(self) -> None:
        """What was typed only led to what was then chosen."""
        self._field = None

    async def sent(self) -> None:
        """A form was sent off, or another page came."""
        field = self._field
        await self.end()
        if field is not None and field.is_entered:
            self._steps.add(str(Press(ENTER)), field.seen.look)

    async def end(self) -> None:
        """The field was left, or something else is done."""
        field, self._field = self._field, None
        if field is None or not field.is_typed or field.seen.thing.hint is None:
            return
        if not field.masked and field.value == field.seen.thing.hint.value:
            return
        way = typing_in(field.value or "x") if field.value or field.masked else CLEAR
        phrase = await self._steps.phrase(field.seen, way)
        if phrase is None:
            self._steps.miss(field.seen, "what was typed")
        elif way is CLEAR:
            self._steps.add(way.said(phrase), field.seen.look)
        else:
            self._steps.add(f"type {{{self._name(field, phrase)}}} into {phrase}", field.seen.look)

    def _name(self, field: Field, phrase: str) -> str:
        params, hint = self._steps.flow.params, field.seen.thing.hint
        label = hint.name if hint is not None and hint.name else phrase
        if not field.masked:
            return params.name_for(label, field.value)
        name = self._secrets.get(field.same_as) or params.secret_for(label)
        self._secrets[field.seen.key] = name
        return name
