"""Groups: choices that answer one question: radios, boxes, and buttons side by side, under or beside their heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...tools.find.likeness import SURE, likeness, part_likeness
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from .fields import Field, Fields, spellings

YES = frozenset({"yes", "true", "on", "1", "y", "ja", "oui", "sí", "si", "tak", "是", "x", "✓", "checked"})
NO = frozenset({"no", "false", "off", "0", "n", "nein", "non", "nie", "否", "", "unchecked"})
SEGMENTS = frozenset({"tab", "button"})
FAR_LINES = 4.0
"""So many lines' heights below its heading a choice may stand, and below the one before."""
ASIDE_LINES = 18.0
"""And so many to the right."""


@dataclass(frozen=True)
class Group:
    name: str
    choices: tuple[Field, ...]

    @property
    def is_of_radios(self) -> bool:
        return all(choice.thing.kind in ("radio", "menu radio") for choice in self.choices)

    def choice(self, value: str) -> Field | None:
        """The one that is called so; what a label says beyond the value does not count, where it leaves no doubt."""
        scored = [(_same(value, choice), choice) for choice in self.choices]
        best = max((score for score, _ in scored), default=0.0)
        found = [choice for score, choice in scored if score == best]
        return found[0] if best >= SURE and len(found) == 1 else None

    @property
    def words(self) -> str:
        return ", ".join(choice.label for choice in self.choices)


def group_named(fields: Fields, key: str) -> Group | None:
    said = spellings(key)
    named = [mark for mark in fields.marks if max(likeness(each, mark.widget.group) for each in said) >= SURE]
    if named:
        return Group(key, tuple(named))
    under = (_under(fields, heading, said) for heading in fields.called(key))
    return next((Group(key, choices) for choices in under if choices), None)


def segment(fields: Fields, key: str, value: str) -> Target | None:
    """A button of a row of buttons that are choices, such as `Monthly | Yearly`."""
    for heading in fields.called(key):
        near = [
            widget
            for widget in fields.sight.widgets
            if widget.kind in SEGMENTS and likeness(value, widget.label) >= SURE and _is_near(heading.box, widget.box)
        ]
        if len(near) == 1:
            return _target(near[0])
    return None


def _target(widget: Widget) -> Target:
    return Target(widget.label, widget.box, widget.source, widget.kind, hint=widget.hint, score=widget.score)


def _is_near(heading: Box, box: Box) -> bool:
    level = abs(box.center.y - heading.center.y) < heading.h
    below = 0 < box.center.y - heading.bottom < FAR_LINES * heading.h
    return box.x > heading.x - heading.h and (level or below)


def _same(value: str, choice: Field) -> float:
    label = choice.label
    folded, said = value.strip().casefold(), label.strip().casefold()
    if folded and ((folded in YES and said in YES) or (folded in NO and said in NO)):
        return 1.0
    best = max((likeness(value, name) * weight for name, weight in choice.names), default=0.0)
    part, begins = part_likeness(value, label)
    return max(best, SURE + 0.1 * part if begins else 0.0)


def _under(fields: Fields, heading: Line, said: Sequence[str]) -> tuple[Field, ...]:
    """The choices after a heading: one close to it, and those close to these, down to what begins something else."""
    box = heading.box
    after = [mark for mark in fields.marks if mark.box.center.y > box.y - 4 and mark.box.x > box.x - 2 * box.h]
    after = [mark for mark in after if _may_answer(mark, heading, said)]
    first = [mark for mark in after if _follows(box, mark.box)]
    if not first:
        return ()
    begin = min(mark.box.center.y for mark in first)
    ends = [line.box.y for line in fields.lines if _begins_another(line, heading, fields.marks) and line.box.y > begin]
    ends += [each.box.y for each in fields.written if each.box.bottom > box.y and -3 < (each.box.x - box.x) / box.h < 20]
    end = min(ends, default=float("inf"))
    left = [mark for mark in after if mark.box.center.y < end]
    found = [mark for mark in first if mark in left]
    while near := [mark for mark in left if mark not in found and any(_is_beside(mark.box, each.box, box.h) for each in found)]:
        found += near
    return tuple(mark for mark in left if mark in found)


def _may_answer(mark: Field, heading: Line, said: Sequence[str]) -> bool:
    """Whether the question it is known to answer is this one, or where this one begins."""
    group = mark.widget.group
    return not group or heading.text.startswith(group) or max(likeness(each, group) for each in said) >= SURE


def _follows(heading: Box, box: Box) -> bool:
    """Whether a choice is the first after its heading: right below it, or to its right."""
    level = abs(box.center.y - heading.center.y) < heading.h and 0 < box.x - heading.right < ASIDE_LINES * heading.h
    below = abs(box.x - heading.x) < 6 * heading.h and 0 < box.center.y - heading.bottom < FAR_LINES * heading.h
    return level or below


def _is_beside(a: Box, b: Box, line: float) -> bool:
    return abs(a.x - b.x) < ASIDE_LINES * line and abs(a.center.y - b.center.y) < FAR_LINES * line


def _begins_another(line: Line, heading: Line, marks: Sequence[Field]) -> bool:
    """Whether a line stands where headings stand and is no label of a choice."""
    box = line.box
    if abs(box.x - heading.box.x) > 1.5 * heading.box.h:
        return False
    return not any(
        abs(mark.box.center.y - box.center.y) < 0.7 * max(box.h, mark.box.h) and -4 < box.x - mark.box.right < 3 * box.h
        for mark in marks
    )
