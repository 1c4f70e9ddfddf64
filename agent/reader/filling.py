"""Forms of filling a whole form: from pairs, from JSON, from a row of a file."""

from __future__ import annotations

import json
import re
from typing import cast

from ...tools.keys import untypable
from .form import Form
from .parts import value_of
from .quotes import PIECE, Pieces, set_aside
from .refusal import NotUnderstood
from .steps import Fill, FillRow, Step, Values

THE_FORM = r"(?:the |this |that )?(?:[\w-]+ )?form"

KEY = rf"(?:{PIECE}|[^\s\x00,:][^\x00,:\n]*?) ?:(?= |$|\x00)"
"""`Name:` before a value; after a comma or on a new line it begins the next pair."""

NO_VALUE = "a field's value is a text, a number, yes or no, or a list of these"

_WITH = re.compile(rf"{THE_FORM}(?P<how> with| using| as follows)?:?(?:\s+(?P<pairs>.+))?", re.I | re.S)
_ROW = re.compile(
    rf"{THE_FORM} (?:from|with|using) (?:(?:the )?row (?P<early>\d{{1,9}}) (?:of|from|in) )?"
    r"(?P<file>\S.*?)(?:,? ?(?:the )?row (?P<row>\d{1,9}))?\.?",
    re.I,
)
_PAIR = re.compile(rf"(?P<key>{KEY})(?P<value>.*)", re.S)
_NEXT = re.compile(rf"(?: ?, ?(?:and )?|\s*\n\s*| and )(?={KEY})")


def read_row(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    found = _ROW.fullmatch(tail)
    number = found["early"] or found["row"] if found else None
    if not found or not number:
        return None
    if int(number) == 0:
        raise NotUnderstood("row 0", "rows are counted from 1")
    return (FillRow(value_of(found["file"], pieces), int(number)),)


def read_pairs(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    found = _WITH.fullmatch(tail)
    if not found:
        return None
    pairs = (found["pairs"] or "").strip()
    piece = pieces.piece(pairs.rstrip("."))
    if piece and piece.kind == "braces":
        return (Fill(_checked(_from_json(piece.written) or _from_braces(piece.inner))),)
    if _PAIR.match(pairs):
        return (Fill(_checked(_from_pairs(pairs, pieces))),)
    if found["how"] or not pairs:
        raise NotUnderstood(pieces.written(pairs), "a label, a colon and a value are wanted")
    return None


def _checked(values: Values) -> Values:
    keys = [key for key, _ in values]
    if not keys or not all(key.strip() for key in keys):
        raise NotUnderstood("", "a label, a colon and a value are wanted")
    if twice := next((key for key in keys if keys.count(key) > 1), ""):
        raise NotUnderstood(twice, "it is said twice")
    for key, value in values:
        if what := untypable(value if isinstance(value, str) else " ".join(value)):
            raise NotUnderstood(key, f"{what} of its value cannot be typed")
    return values


def _from_json(written: str) -> Values:
    """Empty where it is no JSON; numbers stay as they were written."""
    try:
        pairs = json.loads(written, object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return ()
    return tuple((key, _plain(key, value)) for key, value in cast("tuple[tuple[str, object], ...]", pairs))


def _plain(key: str, value: object) -> str | tuple[str, ...]:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            each = tuple(_plain(key, one) for one in cast("list[object]", value))
            if all(isinstance(one, str) for one in each):
                return cast("tuple[str, ...]", each)
        case _:
            pass
    raise NotUnderstood(key, NO_VALUE)


def _from_braces(inner: str) -> Values:
    """`{Name: Ada, "Drinks": [Tea, Milk]}`: as people write it, keys and values bare or in any quotes."""
    masked, pieces = set_aside(inner)
    lines = re.sub(r"\s*,?\s*$", "", masked.strip())
    return _from_pairs(lines, pieces) if lines else ()


def _from_pairs(said: str, pieces: Pieces) -> Values:
    values: list[tuple[str, str | tuple[str, ...]]] = []
    for pair in _NEXT.split(said):
        found = _PAIR.fullmatch(pair.strip())
        if not found:
            raise NotUnderstood(pieces.written(pair.strip()), "no pair of a label and a value")
        key = found["key"].rstrip(" :").strip()
        name = pieces.quote(key)
        values.append((pieces.written(key) if name is None else name, _value(found["value"].strip(), pieces)))
    return tuple(values)


def _value(said: str, pieces: Pieces) -> str | tuple[str, ...]:
    if said.startswith("[") and said.endswith("]"):
        inner = said[1:-1].strip()
        return tuple(value_of(one, pieces) for one in re.split(r" ?, ?", inner)) if inner else ()
    piece = pieces.piece(said)
    if piece and piece.kind == "braces":
        raise NotUnderstood(piece.written, NO_VALUE)
    return value_of(said, pieces) if said else ""


_FILL = ("fill", "fill in", "fill out")

FORMS = (
    Form("fill the form from FILE row N", "fill the form from members.csv row 2", _FILL, read_row),
    Form(
        "fill the form with {…}",
        'fill the form with {Name: Ada, "E-mail": "ada@example.org"}',
        _FILL,
        read_pairs,
    ),
    Form("fill the form with X: V, Y: W", "fill the form with Name: Ada, Age: 36", _FILL, read_pairs),
)
