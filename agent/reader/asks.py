"""Asks: how a field wants its value written, by its placeholder, its label and the help beside it; doubts are refused."""

from __future__ import annotations

from decimal import Decimal

from ...tools.errors import Ambiguous, Unsupported
from ...tools.geometry import Box
from .dates import Pattern, dates_in, doubtful_date, month_in, pattern_in
from .fields import Field, Fields
from .numbers import decimal_sign, numbers_in, write_like

HELP_LINES = 2.2
"""So many lines' heights around a field its help stands."""


def as_asked(fields: Fields, field: Field, key: str, value: str) -> str:
    """The value in the field's own way of writing; as it was said where the field asks for nothing in particular."""
    widget = field.widget
    if field.said_kind == "number field":
        return _as_number(key, value)
    sample = widget.placeholder or widget.value
    if decimal_sign(sample) and numbers_in(value):
        return _like_sample(key, value, sample)
    if not value or not (dates_in(value) or month_in(value)):
        return value
    pattern = pattern_asked(fields, field)
    return value if pattern is None else in_pattern(key, value, pattern)


def pattern_asked(fields: Fields, field: Field) -> Pattern | None:
    # What the computer says of its own fields for dates is told in its own way, however they show it.
    is_told = field.widget.hint is not None and field.widget.hint.role in ("date", "time")
    own = (field.widget.placeholder, *(name for name, _ in field.names), "" if is_told else field.widget.value)
    found = next((pattern for text in own if text and (pattern := pattern_in(text))), None)
    return found or _pattern_beside(fields, field)


def in_pattern(key: str, value: str, pattern: Pattern) -> str:
    """A date as the pattern has it. What is written in just its way is read in its way."""
    if own := pattern.read(value):
        return pattern.write(own)
    days = dates_in(value)
    if not pattern.has_day and (month := month_in(value)):
        days = (month,)
    if len(days) > 1:
        raise Ambiguous(doubtful_date(key, value, days))
    return pattern.write(days[0]) if days else value


def _pattern_beside(fields: Fields, field: Field) -> Pattern | None:
    """A help text belongs to the field it stands nearest to."""
    for line in fields.lines:
        pattern = pattern_in(line.text)
        if pattern is None or _gap(field.box, line.box) > HELP_LINES * line.box.h:
            continue
        if min(fields.written, key=lambda other: _gap(other.box, line.box)) is field:
            return pattern
    return None


def _gap(field: Box, line: Box) -> float:
    aside = max(0.0, line.x - field.right, field.x - line.right)
    return aside + max(0.0, line.y - field.bottom, field.y - line.bottom)


def _as_number(key: str, value: str) -> str:
    if not value or (value.isascii() and value.removeprefix("-").replace(".", "", 1).isdigit() and len(numbers_in(value)) == 1):
        return value
    return write_like(_one_number(key, value), "")


def _like_sample(key: str, value: str, sample: str) -> str:
    return write_like(_one_number(key, value), sample)


def _one_number(key: str, value: str) -> Decimal:
    found = numbers_in(value)
    if not found:
        raise Unsupported(f'{key}: a number is asked for, and "{value}" is none')
    number, *others = found
    if others:
        raise Ambiguous(f'{key}: "{value}" may be {number:f} or {others[0]:f}; write it as {number:f} or as {others[0]:f}0')
    return number
