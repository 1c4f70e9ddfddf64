"""Native: dates and times that are entered part by part, in the order that the empty field shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time

from ...tools import action as do
from ...tools.errors import Ambiguous, Unsupported
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from ..sighted import read_in
from ..state import Holds, Intent, Situation
from .asks import in_pattern
from .dates import Pattern, dates_in, doubtful_date, month_in, pattern_in, pattern_of, says_date
from .times import moment_in, spellings_of, time_in

FIRST_PART = 0.45
"""Where the first part stands, from the field's left edge, per px of its height."""
POPUP_COMES_S = 0.3
_HALVES = re.compile(r"\b[AP]M\b|--:-- --")
_EMPTY_TIME = re.compile(r"[-–—]{1,2}:[-–—]{1,2}(?: ?[-–—]{1,2})?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def is_in_parts(widget: Widget, value: str, *, again: bool = False) -> bool:
    """Whether it is a date or a time that is entered part by part, or one that is empty and shows what parts it wants.

    `again`: typing over all of it did not do, so that a date that is shown may be such a one."""
    role = widget.hint.role if widget.hint is not None else widget.kind
    shown = " ".join((widget.value or widget.placeholder or widget.label).split())
    if role in ("date", "time") or _pattern_alone(shown) or _EMPTY_TIME.fullmatch(shown):
        return True
    return again and says_date(shown) and says_date(value)


def enter_in_parts(
    situation: Situation, target: Target, widget: Widget, value: str, said: str, asked: Pattern | None = None
) -> list[Intent]:
    """Each part is typed over; a click in the middle of the field would begin with another than the first.

    `asked`: the order of its parts, where that was to be seen before something was typed."""
    x = target.box.x + FIRST_PART * target.box.h
    first = do.bind(do.Click(do.Point(x, target.point.y)), situation.sight.frame, target.box, target.hint)
    typed, shown = _typed(situation, target, widget, value, asked)
    # A page may open the browser's own calendar once the field was clicked: it takes all keys until it is closed.
    closes: list[do.Action] = [do.Wait(POPUP_COMES_S), do.Press(("escape",))] if situation.closer else []
    actions: list[do.Action] = [first, *closes, do.Type(typed[0])]
    for part in typed[1:]:
        # A year may have more than four digits, so that it does not end by itself.
        actions += [do.Press(("right",)), do.Type(part)]
    if shown.endswith(("AM", "PM")):
        # While that part is marked it is hardly to be read.
        actions.append(do.Press(("tab",)))
    intents = [Intent(action, said, target, None, named=True) for action in actions]
    return [*intents[:-1], replace(intents[-1], hope=Holds(shown))]


def _typed(situation: Situation, target: Target, widget: Widget, value: str, asked: Pattern | None) -> tuple[list[str], str]:
    """What is typed, one part after the other, and what the field then shows."""
    key, halves = target.words, not situation.closer or bool(_HALVES.search(read_in(situation.sight, target.box)))
    days, clock = moment_in(value)
    is_time = widget.hint is not None and widget.hint.role == "time"
    if is_time or (not days and time_in(value)):
        return _typed_time(key, value, time_in(value), halves=halves)
    pattern = pattern_shown(situation.sight, target, widget) or asked
    if clock is not None and pattern is not None:
        day = in_pattern(key, f"{_one(key, value, days):%Y-%m-%d}", pattern)
        (typed,), shown = _typed_time(key, value, clock, halves=halves)
        return [day, typed], f"{day}, {shown}"
    month = month_in(value)
    if pattern is None and month is not None:
        return [f"{month:%m}", f"{month:%Y}"], f"{month:%B %Y}"
    if pattern is None or not (pattern.read(value) or days):
        return [value], value
    written = in_pattern(key, value, pattern)
    return [written], written


def _typed_time(key: str, value: str, clock: time | None, *, halves: bool) -> tuple[list[str], str]:
    """`halves`: the field asks for AM or PM; whether it does is known only afterwards. A blank would open its picker."""
    if clock is None:
        raise Unsupported(f'{key} is a time, and "{value}" is none; write it as 14:30')
    shown = spellings_of(clock)[0 if halves else 1]
    return [shown.replace(" ", "")], shown


def _one(key: str, value: str, days: tuple[date, ...]) -> date:
    day, *others = days
    if others:
        raise Ambiguous(doubtful_date(key, value, days))
    return day


def pattern_shown(sight: Sight, target: Target, widget: Widget) -> Pattern | None:
    """The order of its parts: as it shows it while it is empty, or by the date that stands in it."""
    shown = read_in(sight, target.box)
    known = widget.hint.value[:10] if widget.hint is not None and _ISO.match(widget.hint.value) else ""
    if known and (found := re.search(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}", shown)):
        return _written_as(found[0], dates_in(known)[0])
    return pattern_in(widget.placeholder) or pattern_in(shown) or pattern_in(widget.label)


def _written_as(text: str, day: date) -> Pattern | None:
    """In what order a text shows a day that is known from elsewhere."""
    gap = next(char for char in text if not char.isdigit())
    orders = (("mm", "dd", "yyyy"), ("dd", "mm", "yyyy"), ("yyyy", "mm", "dd"))
    patterns = [Pattern((a, gap, b, gap, c)) for a, b, c in orders]
    return next((pattern for pattern in patterns if pattern.read(text) == day), None) or pattern_of(text)


def _pattern_alone(text: str) -> Pattern | None:
    """A pattern that is all there is, but for what stands for a time."""
    pattern = pattern_in(text)
    return pattern if pattern and not any(char.isdigit() for char in text) and len(text) <= len(str(pattern)) + 12 else None
