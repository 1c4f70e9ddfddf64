"""Places: how well a thing stands where it was said to: next to, under, in the row of, in a section."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from ..geometry import Box
from ..sight import Sight
from .likeness import likeness, part_likeness
from .phrase import How, Relation
from .things import Thing

NEAR_PX = 12.0
"""Added to every distance, so that two that both touch are equally near."""

AS_NEAR = 1.2
"""Up to so many times the distance of the nearest is just as near."""

FURTHER = 0.55
"""What stands on the right side but further away than another."""

NEXT_TO_AT_MOST = 0.4
"""Of the width of the frame: what is further away is not next to anything."""

Distance = Callable[[Box, Box], float | None]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What others are placed by: a text, or a widget with the text beside it that names it."""

    things: tuple[Thing, ...]
    score: float

    def boxes_for(self, thing: Thing) -> tuple[Box, ...]:
        """What a thing is held against; a field that is itself named by these words only against its label."""
        return tuple(part.box for part in self.things if part.box != thing.box or part.kind != thing.kind)

    @property
    def box(self) -> Box:
        return self.things[-1].box


def place(sight: Sight, things: list[Thing], relation: Relation, anchors: list[Anchor]) -> list[float]:
    """For each thing 0..1: how surely it is the one in that place."""
    how, name = relation.how, relation.of.words
    named = [_named(thing, how, name, relation.of.exact) for thing in things]
    if how == "in the row of" and relation.of.ordinal and not name:
        return _in_nth_row(things, relation.of.ordinal)
    if how == "in the row of":
        seen = _best(things, anchors, lambda anchor: [_any(_same_row, thing, anchor) for thing in things])
        return [max(pair) for pair in zip(named, seen, strict=True)]
    if how == "in the column":
        seen = _best(things, anchors, lambda anchor: [_any(_same_column, thing, anchor) for thing in things])
        return [max(pair) for pair in zip(named, seen, strict=True)]
    if how in ("in", "below") and max(named, default=0.0) >= 0.9:
        return named
    if how == "in":
        return _best(things, anchors, lambda anchor: _in_section(sight, things, anchor))
    if how in ("after", "before"):
        return _in_order(things, anchors, how)
    distance = _DISTANCES[how]
    limit = sight.frame.size.w * NEXT_TO_AT_MOST if how == "next to" else float("inf")
    return _best(things, anchors, lambda anchor: _nearest(things, anchor, distance, limit))


def _named(thing: Thing, how: How, name: str, exact: bool) -> float:
    """By the names of its group, row and column, where the eyes have found them."""
    widget = thing.widget
    if widget is None or not name:
        return 0.0
    of: dict[How, tuple[str, ...]] = {
        "in the row of": (widget.row,),
        "in the column": (widget.column,),
        "in": (widget.group, widget.column, widget.row),
        "below": (widget.group,),
    }
    return max((_like_name(name, text, exact) for text in of.get(how, ()) if text), default=0.0)


def _like_name(name: str, text: str, exact: bool) -> float:
    score = likeness(name, text)
    part, _ = part_likeness(name, text)
    return max(score if score >= 0.75 else 0.0, 0.9 if part else 0.0) if not exact or score or part else 0.0


def _best(things: list[Thing], anchors: Iterable[Anchor], scores: Callable[[Anchor], list[float]]) -> list[float]:
    best = [0.0] * len(things)
    for anchor in anchors:
        for at, score in enumerate(scores(anchor)):
            best[at] = max(best[at], score * anchor.score)
    return best


def _nearest(things: list[Thing], anchor: Anchor, distance: Distance, limit_px: float) -> list[float]:
    far = [_least(distance(thing.box, box) for box in anchor.boxes_for(thing)) for thing in things]
    nearest = min((px for px in far if px is not None and px <= limit_px), default=None)
    if nearest is None:
        return [0.0] * len(things)
    scores: list[float] = []
    for px in far:
        ratio = (px + NEAR_PX) / (nearest + NEAR_PX) if px is not None and px <= limit_px else None
        scores.append(0.0 if ratio is None else 1.0 if ratio <= AS_NEAR else FURTHER)
    return scores


def _least(distances: Iterable[float | None]) -> float | None:
    return min((px for px in distances if px is not None), default=None)


def _any(same: Callable[[Box, Box], float], thing: Thing, anchor: Anchor) -> float:
    return max((same(thing.box, box) for box in anchor.boxes_for(thing)), default=0.0)


def _same_thing(thing: Thing, anchor: Anchor) -> bool:
    return not anchor.boxes_for(thing) or any(thing.box == part.box and thing.kind == part.kind for part in anchor.things)


def _apart(a: Box, b: Box) -> tuple[float, float]:
    return max(0.0, a.x - b.right, b.x - a.right), max(0.0, a.y - b.bottom, b.y - a.bottom)


def _shared(low: float, high: float, other_low: float, other_high: float) -> float:
    """How much of the shorter of two stretches lies in the other, 0..1."""
    shorter = min(high - low, other_high - other_low)
    return max(0.0, min(high, other_high) - max(low, other_low)) / shorter if shorter > 0 else 0.0


def _next_to(box: Box, anchor: Box) -> float | None:
    dx, dy = _apart(box, anchor)
    return (dx + 2.5 * dy) * (2.0 if dx and dy else 1.0)


def _below(box: Box, anchor: Box) -> float | None:
    if box.center.y < anchor.bottom or box.y < anchor.center.y:
        return None
    dx, dy = _apart(box, anchor)
    return dy + 1.5 * dx + 0.3 * min(abs(box.x - anchor.x), abs(box.center.x - anchor.center.x))


def _above(box: Box, anchor: Box) -> float | None:
    return _below(anchor, box)


def _right_of(box: Box, anchor: Box) -> float | None:
    if box.center.x < anchor.right or _shared(box.y, box.bottom, anchor.y, anchor.bottom) < 0.4:
        return None
    return _apart(box, anchor)[0]


def _left_of(box: Box, anchor: Box) -> float | None:
    if box.center.x > anchor.x or _shared(box.y, box.bottom, anchor.y, anchor.bottom) < 0.4:
        return None
    return _apart(box, anchor)[0]


_DISTANCES: dict[How, Distance] = {
    "next to": _next_to, "below": _below, "above": _above, "left of": _left_of, "right of": _right_of,
}  # fmt: skip


def _same_row(box: Box, anchor: Box) -> float:
    return 1.0 if _shared(box.y, box.bottom, anchor.y, anchor.bottom) >= 0.5 else 0.0


def _same_column(box: Box, anchor: Box) -> float:
    is_under = box.center.y > anchor.bottom and _shared(box.x, box.right, anchor.x, anchor.right) >= 0.5
    return 1.0 if is_under else 0.0


def _in_section(sight: Sight, things: list[Thing], anchor: Anchor) -> list[float]:
    """Under a heading, as far as the next heading that is at least as large."""
    groups = {thing.widget.group for thing in things if thing.widget is not None and thing.widget.group}
    usual = median([line.box.h for line in sight.lines if line.words] or [anchor.box.h])
    large = max(anchor.box.h * 0.92, usual * 1.15)
    end = min(
        (
            line.box.y
            for line in sight.lines
            if line.words
            and line.box.y > anchor.box.bottom
            and abs(line.box.x - anchor.box.x) < 2.5 * anchor.box.h
            and (line.box.h >= large or any(likeness(line.text, group) >= 0.9 for group in groups))
        ),
        default=float("inf"),
    )
    scores: list[float] = []
    for thing in things:
        inside = anchor.box.y - 4 <= thing.box.center.y < end and thing.box.right > anchor.box.x - 2 * anchor.box.h
        scores.append(1.0 if inside and not _same_thing(thing, anchor) else 0.0)
    return scores


def reading_order(boxes: list[Box]) -> list[int]:
    """The boxes' numbers, row after row, each from left to right."""
    left = sorted(range(len(boxes)), key=lambda at: boxes[at].center.y)
    order: list[int] = []
    while left:
        first = boxes[left[0]]
        row = [at for at in left if abs(boxes[at].center.y - first.center.y) < 0.5 * max(first.h, 8.0)]
        order += sorted(row, key=lambda at: boxes[at].x)
        left = [at for at in left if at not in row]
    return order


def _in_nth_row(things: list[Thing], number: int) -> list[float]:
    rows: list[list[int]] = []
    for at in reading_order([thing.box for thing in things]):
        middle = things[at].box.center.y
        if rows and abs(things[rows[-1][0]].box.center.y - middle) < 0.5 * max(things[at].box.h, 8.0):
            rows[-1].append(at)
        else:
            rows.append([at])
    there = -len(rows) <= number <= len(rows)
    wanted = rows[number - 1 if number > 0 else number] if there and rows else []
    return [1.0 if at in wanted else 0.0 for at in range(len(things))]


def _in_order(things: list[Thing], anchors: list[Anchor], how: How) -> list[float]:
    """The next, or the one before, in reading order."""

    def scores(anchor: Anchor) -> list[float]:
        order = reading_order([anchor.box, *(thing.box for thing in things)])
        at = order.index(0)
        near = order[at + 1 :] if how == "after" else order[:at][::-1]
        near = [number - 1 for number in near if not _same_thing(things[number - 1], anchor)]
        return [1.0 if near and number == near[0] else FURTHER if number in near else 0.0 for number in range(len(things))]

    return _best(things, anchors, scores)
