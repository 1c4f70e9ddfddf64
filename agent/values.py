"""Values: where the value of a named thing stands: in a field, beside a label, where a column and a row meet, in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..tools.find import find, parse_phrase
from ..tools.find.likeness import SURE, part_likeness
from ..tools.geometry import Box
from ..tools.reading.text import Line
from ..tools.sight import Sight
from ..tools.target import Target
from .reader.asked_text import cell_or_heading, text_itself
from .reader.labelled import likeness_of, values_of
from .reader.page import Page, Value
from .sighted import named

HOLDING = frozenset({"field", "number field", "text area", "date", "time", "select", "list", "slider", "color", "file"})
_ROW = re.compile(r"(?:the )?(?:row|line) (?:of|with) (?P<name>.+)", re.I)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that shows a value."""

    name: str
    text: str
    """As it was read."""
    box: Box
    target: Target | None = None
    """The control that it is, where it is one."""
    is_whole: bool = True
    """Whether what it shows is all there is, as in a field; of a row only a part may be meant."""


def spots_of(thing: str, sight: Sight) -> tuple[Spot, ...]:
    """All places that are meant: none where it is not there, several where it may be any of them."""
    page = Page(sight)
    if (found := _ROW.fullmatch(thing)) is not None:
        return tuple(_row(page, parse_phrase(found["name"]).words, thing))
    target = find(sight, thing).target
    if target is not None and target.kind in HOLDING:
        return (Spot(named(target), "", target.box, target),)
    if (cell := cell_or_heading(page, thing)) is not None:
        return (_spot(thing, cell),)
    phrase = parse_phrase(thing)
    if phrase.relation is None and not phrase.ordinal and phrase.words:
        values = values_of(page, [phrase.words])
        if values:
            return _each_once(thing, values)
    if target is not None and target.kind:
        return (Spot(named(target), "", target.box, target, is_whole=False),)
    text = text_itself(page, thing)
    if text is not None:
        return (_spot(thing, text),)
    return () if target is None else (Spot(named(target), "", target.box, target, is_whole=False),)


def _spot(thing: str, value: Value) -> Spot:
    return Spot(thing, value.text, value.box)


def _each_once(thing: str, values: Sequence[Value]) -> tuple[Spot, ...]:
    """Several places that show the same are as good as one."""
    apart = {value.text: value for value in values}
    return tuple(_spot(thing, value) for value in apart.values())


def _row(page: Page, name: str, thing: str) -> list[Spot]:
    """All that stands level with a name, as far as the next one above and below does not."""
    lines = [line for line in page.sight.lines if line.words]
    named_so = [line for line in lines if likeness_of(name, line.text) >= SURE or part_likeness(name, line.text)[0]]
    return [_level(line, lines, thing) for line in named_so]


def _level(line: Line, lines: Sequence[Line], thing: str) -> Spot:
    level = [each for each in lines if abs(each.box.center.y - line.box.center.y) < 0.8 * max(each.box.h, line.box.h)]
    ordered = sorted(level, key=lambda each: each.box.x)
    return Spot(thing, " ".join(each.text for each in ordered), Box.union(each.box for each in ordered), None, is_whole=False)
