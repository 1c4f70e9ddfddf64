"""Places: where a grounding answer says that things are: boxes and points in frame px, from 0..1000.

[{"bbox_2d": [391, 288, 640, 322], "label": "the Name field"}]   → Place("the Name field", Point(…), Box(…))
[{"point_2d": [447, 81], "label": "Save"}]                       <points x1="447" y1="81">Save</points>
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...tools.geometry import Box, Point, Size
from ..models.model import Reply
from .badreply import BadReply, short
from .lenient import NotJson, Value, read_value
from .parse import spoken, without_thoughts
from .slips import number

KEYS = ("bbox_2d", "point_2d")
MOST_TRIES = 20
_POINTS = re.compile(r"<points?\b([^<>]{0,4000})>([^<>]{0,300})", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\w.])-?\d{1,9}(?:\.\d{1,9})?(?![\w.])")
_PAIRS = re.compile(r"\bx\d*\s?=\s?[\"']?(-?[\d.]{1,12})[\"']?,?\s{1,3}y\d*\s?=\s?[\"']?(-?[\d.]{1,12})")
_ALONE = re.compile(r"\s*[\[(]([-\d., \t]{3,60})[\])]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    point: Point
    """Of a box, its middle."""
    box: Box | None
    """None where only a point was said."""
    said: tuple[float, ...]
    """The model's own two or four numbers, for records."""


def places_in(reply: Reply, size: Size) -> tuple[Place, ...]:
    """All it names, in order; none where it says that there are none. Of an answer that was cut off, those that are whole.
    BadReply where no answer is to be found in it, or a place is outside 0..1000."""
    is_cut = reply.finish == "length"
    text = without_thoughts(reply.text[:20_000]) if is_cut else spoken(reply)
    named = list(_in_json(text)) or list(_in_tags(text)) or list(_alone(text))
    found = [_place(label, said, size) for label, said in named]
    if not found and (is_cut or not re.search(r"\[\s*\]", text)):
        raise BadReply("no_answer", 'no place in the reply; answer [{"bbox_2d": [x1, y1, x2, y2], "label": …}], or [] for none')
    return tuple(found)


def _in_json(text: str) -> Iterator[tuple[str, list[Value]]]:
    """From every object that is whole, also where the list around it is not."""
    at, tries = 0, 0
    while (at := text.find("{", at)) >= 0 and tries < MOST_TRIES:
        try:
            value, at = read_value(text, at)
        except NotJson:
            at, tries = at + 1, tries + 1
        else:
            yield from _placed(value, 0)


def _placed(value: Value, depth: int) -> Iterator[tuple[str, list[Value]]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for each in value:
            yield from _placed(each, depth + 1)
    if not isinstance(value, dict):
        return
    keys = [key for key in KEYS if key in value]
    for key in keys[:1]:
        yield short(value.get("label", ""), 200), _flat(value[key])
    if not keys:
        for each in value.values():
            yield from _placed(each, depth + 1)


def _flat(said: Value) -> list[Value]:
    """`[[447, 81]]` and `"[447, 81]"` are one pair, too."""
    match said:
        case str():
            return [float(each) for each in _NUMBERS.findall(said[:200])]
        case [[*only]]:
            return only
        case [*numbers]:
            return numbers
        case _:
            return [said]


def _in_tags(text: str) -> Iterator[tuple[str, list[Value]]]:
    for attributes, label in _POINTS.findall(text):
        pairs: list[tuple[str, str]] = _PAIRS.findall(attributes)
        bare: list[str] = _NUMBERS.findall(attributes)
        for x, y in pairs or list(zip(bare[::2], bare[1::2], strict=False)):
            yield short(label, 200), [number(x), number(y)]


def _alone(text: str) -> Iterator[tuple[str, list[Value]]]:
    """Nothing but a pair, or two."""
    if found := _ALONE.fullmatch(text[:200]):
        yield "", [float(each) for each in _NUMBERS.findall(found.group(1))]


def _place(label: str, said: list[Value], size: Size) -> Place:
    numbers = tuple(value for each in said if (value := _thousandths(each)) is not None)
    if len(numbers) != len(said) or len(numbers) not in (2, 4):
        raise BadReply("bad_argument", f"{short(said, 60)} is no place; say two or four numbers from 0 to 1000")
    if len(numbers) == 2:
        return Place(label, size.from_thousandths(*numbers), None, numbers)
    left, right = sorted(numbers[::2])
    top, bottom = sorted(numbers[1::2])
    point = size.from_thousandths((left + right) / 2, (top + bottom) / 2)
    box = Box(left / 1000 * size.w, top / 1000 * size.h, (right - left) / 1000 * size.w, (bottom - top) / 1000 * size.h)
    return Place(label, point, box if box.area > 0 else None, numbers)


def _thousandths(said: Value) -> float | None:
    value = number(said)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
        return None
    return float(value) if math.isfinite(value) else None
