"""Known: one field of a form as it was found, with what it is known by: its name, its label as it looks, its place."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...tools.find.likeness import SURE, likeness
from ...tools.frame import Frame, Pixels, alike
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.sight import Sight
from ...tools.target import Hint
from ..reader.fields import Field
from ..reader.groups import Group
from ..reader.placing import Placed

AROUND_PX = 20
"""What is to be seen so near around a field without a label of its own belongs to it."""
FAR_LINES = 14.0
"""So many lines' heights from its field a label may stand."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the computer calls it, and which one of those of this name it is."""

    role: str
    name: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Looks:
    """What stands at a place beside a field: its label, or what is around it."""

    dx: float
    dy: float
    """From the field's corner."""
    pixels: Pixels = field(repr=False, compare=False)

    def are_there(self, frame: Frame, box: Box) -> bool:
        height, width = self.pixels.shape[:2]
        return alike(self.pixels, frame.crop(Box(round(box.x + self.dx), round(box.y + self.dy), width, height)))


@dataclass(frozen=True, slots=True)
class Known:
    keys: tuple[str, ...]
    """What the table calls what goes there."""
    words: str
    """What stands beside it."""
    kind: str
    box: Box
    """Where it was last, in the view that it was seen in."""
    named: tuple[Named, ...] = ()
    """One, or each of several choices; none where the computer says nothing."""
    looks: Looks | None = None
    how: str = ""
    """What is done to a value before it goes there, such as taking a part of it."""
    asks: str = ""
    """How it wants dates to be written, where that stands beside it: `DD.MM.YYYY`."""
    view: str = ""
    group: str = ""
    """What its choices answer, where it has several."""

    @property
    def is_simple(self) -> bool:
        """Whether a value goes there as it is."""
        return not self.how and len(self.keys) == 1

    def found(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """The things of these names, if all of them are there."""
        found = [thing for each in self.named if (thing := _nth(each, fields)) is not None]
        return tuple(found) if len(found) == len(self.named) else ()

    def holds(self, frame: Frame, at: Field) -> bool:
        """Whether what stands beside it looks as it did: the second witness, beside the name that it was found by."""
        return self.looks is not None and self.looks.are_there(frame, _place(at))


def _nth(named: Named, fields: tuple[Field, ...]) -> Field | None:
    alike_ = [
        each for each in fields if (hint := each.thing.hint) is not None and (hint.role, hint.name) == (named.role, named.name)
    ]
    return alike_[named.nth] if named.nth < len(alike_) else None


def _place(at: Field) -> Box:
    """As the computer tells it, where it does: what eyes see of an edge may come out a little otherwise each time."""
    return at.thing.hint.box if at.thing.hint is not None else at.box


def place_of(found: tuple[Field, ...]) -> Box:
    """Of one field, or of all choices under one heading."""
    return _place(found[0]) if len(found) == 1 else Box.union(each.box for each in found)


def known_of(placed: Placed, sight: Sight, fields: tuple[Field, ...], asks: str = "") -> Known:
    """What is to be remembered of where a value goes."""
    if placed.group is not None:
        return _of_group(placed, placed.group, sight, fields)
    at = placed.field
    assert at is not None
    return Known(
        placed.keys,
        at.label,
        at.said_kind,
        _place(at),
        _names((at,), fields),
        _looks(at.label, _place(at), sight),
        placed.how,
        asks,
    )


def _of_group(placed: Placed, group: Group, sight: Sight, fields: tuple[Field, ...]) -> Known:
    around = Box.union(each.box for each in group.choices)
    kind = group.choices[0].said_kind
    looks = _looks(group.name, _place(group.choices[0]), sight)
    return Known(placed.keys, group.name, kind, around, _names(group.choices, fields), looks, placed.how, group=group.name)


def _names(those: tuple[Field, ...], fields: tuple[Field, ...]) -> tuple[Named, ...]:
    named: list[Named] = []
    for each in those:
        hint = each.thing.hint
        if hint is None or not hint.name:
            return ()
        same = [other for other in fields if _is_same(other.thing.hint, hint)]
        named.append(Named(hint.role, hint.name, next(at for at, other in enumerate(same) if other is each)))
    return tuple(named)


def _is_same(one: Hint | None, other: Hint) -> bool:
    return one is not None and one.same_thing(other)


def _looks(words: str, box: Box, sight: Sight) -> Looks:
    region = _label(words, box, sight.lines)
    region = (box.grow(AROUND_PX) if region is None else region.grow(2)).clip(sight.frame.size) or box
    left, top, right, bottom = region.pixels(sight.frame.size)
    pixels = np.ascontiguousarray(sight.frame.rgb[top:bottom, left:right])
    return Looks(left - box.x, top - box.y, pixels)


def _label(words: str, box: Box, lines: tuple[Line, ...]) -> Box | None:
    """Where its label stands, the nearest one of these words."""
    near = [
        (_gap(box, line.box), line.box)
        for line in lines
        if likeness(words, line.text) >= SURE and _gap(box, line.box) < FAR_LINES * line.box.h
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _gap(box: Box, other: Box) -> float:
    aside = max(0.0, other.x - box.right, box.x - other.right)
    return aside + max(0.0, other.y - box.bottom, box.y - other.bottom)
