"""Typed: texts to the values that a schema asks for: numbers, dates, yes and no, choices; what is in doubt is refused."""

from __future__ import annotations

import enum
import re
import types
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal, Union, cast, get_args, get_origin

from ...tools.errors import Ambiguous, Unsupported
from ...tools.find.likeness import SURE, likeness
from .dates import dates_in, doubtful_date
from .groups import NO, YES
from .numbers import numbers_in
from .times import moment_in, time_in

_LIST = re.compile(r"\s*[;,\n•·]\s*")
_WITH_UNIT = re.compile(r"\s*([+\-−–]?\s?\d[\d.,'’ \u00a0\u202f]*)\s?[^\W\d]{1,12}\.?\s*")
_YES, _NO = YES | {"✔", "☑"}, NO | {"✗", "✘", "☐", "—", "-"}


def bare_type(kind: object) -> object:
    """Without what only says that it may be missing, or is checked in some way."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        some = [each for each in get_args(kind) if each is not type(None)]
        return bare_type(some[0]) if len(some) == 1 else kind
    return kind


def fits(kind: object, text: str) -> bool:
    """Whether a text can be such a value."""
    try:
        return typed(kind, text, "it", ".") is not None
    except (Ambiguous, Unsupported):
        return False


def typed(kind: object, text: str, name: str, sign: str = "") -> object:
    """The value that a text says; a text where nothing else is asked for, which the schema itself then checks.

    `sign`: the decimal sign, where it is known from elsewhere."""
    kind = bare_type(kind)
    if get_origin(kind) is Literal:
        return _one_of(tuple(str(each) for each in get_args(kind)), get_args(kind), text, name)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        members = list(kind)
        return _one_of(tuple(str(each.value) for each in members), members, text, name)
    if get_origin(kind) in (list, tuple, set, frozenset):
        inner = get_args(kind)[0] if get_args(kind) else str
        return [typed(inner, part, name, sign) for part in _LIST.split(text) if part]
    if kind is bool:
        return _yes_or_no(text, name)
    if kind in (int, float, Decimal):
        return _number(kind, text, name, sign)
    if kind in (date, datetime, time):
        return _when(kind, text, name)
    return text


def _one_of(words: tuple[str, ...], values: object, text: str, name: str) -> object:
    scored = sorted(((likeness(text, word), at) for at, word in enumerate(words)), reverse=True)
    if not scored or scored[0][0] < SURE:
        raise Unsupported(f'{name} is read as "{text}", and that is none of: {", ".join(words)}')
    return cast("tuple[object, ...]", values)[scored[0][1]]


def _yes_or_no(text: str, name: str) -> bool:
    folded = text.strip().casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise Unsupported(f'{name} is read as "{text}", which is neither yes nor no')


def _number(kind: type[int] | type[float] | type[Decimal], text: str, name: str, sign: str) -> object:
    found = numbers_in(text, sign)
    if not found and (unit := _WITH_UNIT.fullmatch(text)):
        found = numbers_in(unit[1], sign)
    if kind is int:
        found = tuple(number for number in found if number == number.to_integral_value())
    if not found:
        raise Unsupported(f'{name} is read as "{text}", which is no {"whole number" if kind is int else "number"}')
    number, *others = found
    if others:
        raise Ambiguous(f'{name} is read as "{text}", which may be {number:f} or {others[0]:f}')
    return kind(number)


def _when(kind: object, text: str, name: str) -> object:
    if kind is time:
        clock = time_in(text)
        if clock is None:
            raise Unsupported(f'{name} is read as "{text}", which is no time')
        return clock
    days, clock = moment_in(text)
    if not days:
        days = dates_in(text)
    if len(days) > 1:
        raise Ambiguous(doubtful_date(name, text, days).partition(";")[0])
    if not days or (kind is datetime and clock is None):
        raise Unsupported(f'{name} is read as "{text}", which is no {"date with a time" if kind is datetime else "date"}')
    return datetime.combine(days[0], clock) if kind is datetime and clock is not None else days[0]
