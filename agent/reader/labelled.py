"""Labelled: the value that stands beside, below or behind its label: in lists of facts, on cards, in lines, in fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...tools.find.likeness import SURE, likeness
from ...tools.geometry import Box
from ...tools.reading.text import Line, Word
from ..exactly import says_only
from .fields import Field, spellings
from .groups import Group, group_named
from .page import Page, Value

AS_GOOD = 0.02
"""A label that fits so little worse than the best is as good."""
NEAR = 0.6
"""Of the frame's width, how far to the right of its label a value may stand."""
BELOW_LINES = 2.0
"""So many lines' heights below its label a value may begin, and the lines of one value below each other."""
INDENT_LINES = 4.0
"""So many lines' heights a value may stand further in than the label above it."""
PLAIN_GAP = 0.55
"""What is wider between two words, per px of their height, parts a label from its value."""
ALIGNED_PX = 2.5
ALIKE = 0.2
"""Texts no further apart in their looks tell nothing by them."""
MOST_LINES = 12

Fits = Callable[[str], bool]


def values_of(page: Page, names: Sequence[str], fits: Fits | None = None) -> list[Value]:
    """All values that are called so; fields before texts. `fits`: whether a text can be such a value."""
    fields = _in_fields(page, names)
    if fields and not _is_literal(page, names):
        # A text that says it to the letter comes before a field that is only called something like it.
        return values_beside(page, names, fits) or fields
    return fields or values_beside(page, names, fits)


def _is_literal(page: Page, names: Sequence[str]) -> bool:
    """Whether a field is called so to the letter, or no text is."""
    if not any(says_only(line.text, name) for line in page.lines for name in names):
        return True
    called = [said for each in page.fields.all for said, _ in each.names] + [each.widget.group for each in page.fields.all]
    if any(says_only(said, name) for said in called for name in names):
        return True
    groups = [group for name in names if (group := group_named(page.fields, name)) is not None]
    return any(
        _heads(line.box, group) for group in groups for line in page.lines for name in names if says_only(line.text, name)
    )


def _heads(heading: Box, group: Group) -> bool:
    """Whether choices stand right under a heading, or right beside it."""
    first = Box.union(choice.box for choice in group.choices)
    is_above = 0 <= first.y - heading.bottom < 3 * heading.h and abs(first.x - heading.x) < 4 * heading.h
    is_beside = 0 <= first.x - heading.right < 8 * heading.h and first.y - heading.h < heading.center.y < first.bottom
    return is_above or is_beside


def values_beside(page: Page, names: Sequence[str], fits: Fits | None = None) -> list[Value]:
    """What stands beside texts that are called so."""
    labels = [(max(likeness_of(name, line.text) for name in names), line) for line in page.lines]
    best = max((score for score, _ in labels), default=0.0)
    whole = [line for score, line in labels if score >= max(SURE, best - AS_GOOD)]
    beside = [value for line in whole for value in _beside(page, line, fits)]
    behind = [value for line in page.lines if (value := _behind(page, line, names)) is not None]
    return _each_once([*beside, *behind])


def likeness_of(name: str, text: str) -> float:
    return max(likeness(said, text) for said in spellings(name))


def _each_once(values: Sequence[Value]) -> list[Value]:
    return list({(value.text, round(value.box.x), round(value.box.y)): value for value in values}.values())


def _in_fields(page: Page, names: Sequence[str]) -> list[Value]:
    for name in names:
        named = [(score, each) for score, each in page.fields.named(name) if each.thing.kind not in ("button", "clickable")]
        best = named[0][0] if named else 0.0
        group = group_named(page.fields, name)
        if group is not None and best < 0.97:
            chosen = [each.label for each in group.choices if {"checked", "selected"} & set(each.widget.state)]
            return [Value(", ".join(chosen), Box.union(each.box for each in group.choices))]
        if named:
            return [_held(page, each) for score, each in named if score >= best - AS_GOOD]
    return []


def _held(page: Page, field: Field) -> Value:
    widget = field.widget
    told = widget.hint is not None
    if field.is_mark:
        return Value("yes" if {"checked", "selected"} & set(widget.state) else "no", field.box, 1.0, told)
    scores = [line.score for line in page.sight.lines if line.words and field.box.contains(line.box.center)]
    return Value(widget.value, field.box, min(scores, default=1.0), told)


def _behind(page: Page, line: Line, names: Sequence[str]) -> Value | None:
    """`Label: value` in one line, or a label that only looks otherwise than what follows it."""
    for count in range(1, len(line.words)):
        label, rest = line.words[:count], line.words[count:]
        said = " ".join(word.text for word in label)
        if max(likeness_of(name, said) for name in names) < SURE:
            continue
        colon = said.rstrip().endswith((":", "："))
        if colon or _parts(label[-1], rest[0]) or _is_column(page, line, rest[0].box.x) or _look_otherwise(page, label, rest):
            return _joined(page, [Line(rest)], Line(label))
    return None


def _look_otherwise(page: Page, label: tuple[Word, ...], rest: tuple[Word, ...]) -> bool:
    return page.style(Line(label)).differs(page.style(Line(rest)))


def _is_column(page: Page, line: Line, x: float) -> bool:
    """Whether the values of the lines above or below begin at the same place."""
    box = line.box
    near = [
        other
        for other in page.lines
        if other is not line and abs(other.box.y - box.y) < 3 * box.h and abs(other.box.x - box.x) < 3
    ]
    return any(abs(word.box.x - x) < ALIGNED_PX for other in near for word in other.words[1:])


def _parts(before: Word, after: Word) -> bool:
    return after.box.x - before.box.right > PLAIN_GAP * max(before.box.h, after.box.h)


def _beside(page: Page, label: Line, fits: Fits | None) -> list[Value]:
    """What stands to its right or below it, whichever looks like its value; all of a column, under its head."""
    right, below = _right(page, label), _below(page, label)
    if right is None and below is not None and _right(page, below) is not None:
        # It begins a row of its own: a label, or the first cell of a table.
        below = None
    chosen = right if below is None else below if right is None else _choose(page, label, right, below, fits)
    if chosen is None:
        return []
    column = _column(page, label, chosen) if chosen is below and right is not None else []
    return column or [_joined(page, [chosen], label)]


def _column(page: Page, head: Line, first: Line) -> list[Value]:
    """The cells under a head, where there are several rows; of a card there is one."""
    cells = [first]
    while (
        (more := _below(page, cells[-1])) is not None
        and _aligned(head.box, more.box)
        and not page.style(first).differs(page.style(more))
    ):
        level = [line for line in page.lines if abs(line.box.center.y - more.box.center.y) < 0.5 * more.box.h]
        if len(level) < 2:
            break
        cells.append(more)
    return [Value(line.text, line.box, line.score) for line in cells] if len(cells) > 1 else []


def _choose(page: Page, label: Line, right: Line, below: Line, fits: Fits | None) -> Line:
    """Labels are labels' neighbours one way, and values' the other way."""
    if re.search(r"[:：]\s*$", label.text):
        return right
    cues: list[tuple[bool, bool]] = [(page.is_label(below.text), page.is_label(right.text))]
    if fits is not None:
        cues.append((fits(right.text), fits(below.text)))
    for to_right, to_below in cues:
        if to_right != to_below:
            return right if to_right else below
    own = page.style(label)
    to_right, to_below = own.distance(page.style(right)), own.distance(page.style(below))
    if max(to_right, to_below) > ALIKE:
        return below if to_below > to_right else right
    figures = [any(char.isdigit() for char in line.text) for line in (right, below)]
    if figures[0] != figures[1]:
        return right if figures[0] else below
    level = [line for line in page.lines if abs(line.box.center.y - label.box.center.y) < 0.5 * label.box.h]
    return below if len(level) > 2 else right


def _right(page: Page, label: Line) -> Line | None:
    box, wide = label.box, page.sight.frame.size.w
    level = [
        line
        for line in page.lines
        if line is not label
        and 0 < line.box.x - box.right < NEAR * wide
        and min(box.bottom, line.box.bottom) - max(box.y, line.box.y) > 0.4 * min(box.h, line.box.h)
    ]
    found = min(level, key=lambda line: line.box.x, default=None)
    return None if found is not None and found.text.rstrip().endswith((":", "：")) else found


def _below(page: Page, label: Line) -> Line | None:
    box = label.box
    near = [
        line
        for line in page.lines
        if line is not label and -0.2 * box.h < line.box.y - box.bottom < BELOW_LINES * max(box.h, line.box.h)
    ]
    under = [line for line in near if _aligned(box, line.box)]
    if _right(page, label) is None:
        # In a list of facts they stand further in.
        under += [line for line in near if 0 < line.box.x - box.x < INDENT_LINES * box.h]
    found = min(under, key=lambda line: line.box.y, default=None)
    return None if found is not None and found.text.rstrip().endswith((":", "：")) else found


def _aligned(a: Box, b: Box) -> bool:
    off = min(abs(a.x - b.x), abs(a.right - b.right), abs(a.center.x - b.center.x))
    return off < 0.8 * max(a.h, b.h)


def whole_text(page: Page, line: Line) -> Value:
    """A line to the end of its paragraph."""
    return _joined(page, [line], line)


def _joined(page: Page, lines: list[Line], label: Line) -> Value:
    """With the lines that it goes on in: under its beginning, close, of its looks, and with no label before them."""
    first = lines[0]
    while len(lines) < MOST_LINES and (more := _next(page, lines[-1], first, label)) is not None:
        lines.append(more)
    return _told(
        page,
        Value(" ".join(line.text for line in lines), Box.union(line.box for line in lines), min(line.score for line in lines)),
    )


def _next(page: Page, last: Line, first: Line, label: Line) -> Line | None:
    if len(last.words) < 3:
        # What ends so early was not broken.
        return None
    for line in page.lines:
        gap = line.box.y - last.box.bottom
        if abs(line.box.x - first.box.x) > 0.5 * first.box.h or not -0.2 * last.box.h < gap < 0.9 * last.box.h:
            continue
        beside = any(
            abs(other.box.center.y - line.box.center.y) < 0.5 * line.box.h and other.box.right < line.box.x
            for other in page.lines
        )
        own_label = label.box.right <= first.box.x and beside
        if not own_label and not page.is_label(line.text) and not page.style(first).differs(page.style(line)):
            return line
    return None


def _told(page: Page, value: Value) -> Value:
    """A link says itself what it is called."""
    for widget in page.sight.widgets:
        hint = widget.hint
        if (
            hint is not None
            and hint.role == "link"
            and widget.box.contains(value.box.center)
            and likeness(hint.name, value.text) >= 0.8
        ):
            return Value(hint.name, value.box, 1.0, told=True)
    return value
