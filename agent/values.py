"""Values: where the value of a named thing stands: in a field, beside a label, where a column and a row meet, in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..tools.find import Phrase, find, parse_phrase
from ..tools.find.likeness import SURE, part_likeness
from ..tools.find.things import ACTS
from ..tools.geometry import Box
from ..tools.reading.text import Line
from ..tools.sight import Sight
from ..tools.target import Target
from .exactly import names_of, says, says_only
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
    found = find(sight, thing)
    target = found.target or _held_so(found.targets, sight, thing)
    words = parse_phrase(thing).words
    is_label = any(says_only(line.text, words) for line in sight.lines)
    is_called_so = target is not None and any(says_only(name, words) for name in names_of(target, sight))
    if target is not None and target.kind in HOLDING and (is_called_so or not is_label):
        return (Spot(named(target), "", target.box, target),)
    if target is not None and (rest := _rest_of(target, words, sight)) is not None:
        return (rest,)
    if (cell := cell_or_heading(page, thing)) is not None:
        return (_spot(thing, cell),)
    phrase = parse_phrase(thing)
    if (held := _held_in_row(phrase, sight)) is not None:
        return (held,)
    if phrase.relation is None and not phrase.ordinal and phrase.words:
        values = values_of(page, [words])
        if values:
            return _each_once(thing, values)
    if target is not None and target.kind:
        return (Spot(named(target), "", target.box, target, is_whole=False),)
    text = text_itself(page, thing)
    if text is not None:
        return (_spot(thing, text),)
    return () if target is None else (Spot(named(target), "", target.box, target, is_whole=False),)


def _held_in_row(phrase: Phrase, sight: Sight) -> Spot | None:
    """The field under a head of a column, level with a name: `Quantity in the row of Kettle`."""
    relation = phrase.relation
    if relation is None or relation.how != "in the row of" or not phrase.words:
        return None
    heads = [line.box for line in sight.lines if says_only(line.text, phrase.words)]
    rows = [line.box for line in sight.lines if says(line.text, relation.of.words)]
    rows += [widget.box for widget in sight.widgets if widget.kind in ACTS and says(widget.label, relation.of.words)]
    held = [each for each in sight.widgets if each.kind in HOLDING]
    crossing = [each for each in held if any(_is_under(each.box, head) for head in heads)]
    crossing = [each for each in crossing if any(_is_beside(each.box, row) for row in rows)]
    if len(crossing) != 1:
        return None
    (widget,) = crossing
    target = Target(phrase.words, widget.box, widget.source, widget.kind, phrase.place, hint=widget.hint)
    return Spot(named(target), widget.value, widget.box, target)


def _is_under(box: Box, head: Box) -> bool:
    return box.y > head.y and box.x < head.right and head.x < box.right


def _is_beside(box: Box, row: Box) -> bool:
    return box.y < row.center.y < box.bottom and not box.contains(row.center)


def _held_so(targets: Sequence[Target], sight: Sight, thing: str) -> Target | None:
    """The one field among several things that are called so."""
    words = parse_phrase(thing).words
    held = [each for each in targets if each.kind in HOLDING]
    so = [each for each in held if any(says_only(name, words) for name in names_of(each, sight))]
    return so[0] if len(so) == 1 else None


def _rest_of(target: Target, words: str, sight: Sight) -> Spot | None:
    """What stands on a link or a tab behind the words that it is called by, as a count does."""
    if target.kind not in ACTS or target.hint is None or not begins(target.hint.name, words):
        return None
    inside = [word for line in sight.lines for word in line.words if target.box.contains(word.box.center)]
    said = [word for word in inside if says(words, word.text)]
    if not said:
        return None
    right = max(word.box.right for word in said)
    box = Box(right + 1, target.box.y, target.box.right - right - 1, target.box.h)
    text = " ".join(word.text for word in inside if word.box.x >= right)
    return Spot(words, text, box)


def begins(name: str, words: str) -> bool:
    """Whether more follows the words in a name."""
    return says(name, words) and " ".join(name.split()).casefold().startswith(f"{' '.join(words.split()).casefold()} ")


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
