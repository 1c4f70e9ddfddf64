"""Forms of writing: type, enter, fill, set, add, clear, upload."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ...tools.find import parse_phrase
from .form import Form
from .parts import AS, IN, IN_QUOTES, INTO, TO, WITH, clauses, cut, first_said, items_of, place_of, thing_of, value_of
from .quotes import PIECE, Pieces
from .refusal import NotUnderstood
from .steps import Append, Clear, Enter, Step, Upload

_NOUN = r"(?:(?:the|a|an|my|your) )?(?P<noun>[^\x00,]*[^\x00,:\s]):? "
_PAIR = re.compile(rf"{_NOUN}(?P<value>{PIECE})", re.I)
_PAIRS = re.compile(rf"(?P<pairs>.*?{PIECE})(?: ?\b(?:into|in|on) (?P<place>.+?))?\.?", re.I)
_NO_NOUN = re.compile(r"(?:^|\b)(?:as|in|into|on|onto|to|with|for|of|from|at)$", re.I)
_ANYWHERE = re.compile(r"(?:the )?(?:\w+ )?(?:form|page|screen|window|dialog)", re.I)
_LETTERS = re.compile(
    r",? in (?:all )?"
    r"(?:(?P<way>upper|lower)[ -]?case(?: letters| characters)?|(?P<size>capital|small) letters|capitals|caps)(?!\S)",
    re.I,
)
_UNCLEAR = re.compile(r"\b(?:in|as)\b.* and .*|(?: and|^and) .*\b(?:in|as)\b", re.I)


def with_letters(read: Callable[[str, Pieces], tuple[Enter, ...] | None]) -> Callable[[str, Pieces], tuple[Step, ...] | None]:
    """`in upper case` may stand behind the value or at the end; it is the value that changes."""

    def read_letters(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
        found = _LETTERS.search(tail)
        if not found:
            return read(tail, pieces)
        steps = read(_LETTERS.sub("", tail).strip(), pieces)
        lower = (found["way"] or "").casefold() == "lower" or (found["size"] or "").casefold() == "small"
        change = str.lower if lower else str.upper
        return tuple(replace(step, value=change(step.value)) for step in steps) if steps else None

    return read_letters


@with_letters
def read_pairs(tail: str, pieces: Pieces) -> tuple[Enter, ...] | None:
    """`the username "ada" and the password "x1" into the fields`."""
    mark = first_said(tail, INTO, IN)
    steps: list[Enter] = []
    for clause in clauses(tail, mark, pieces) if mark else [tail]:
        found = _PAIRS.fullmatch(clause)
        pairs = [_PAIR.fullmatch(item) for item in items_of(found["pairs"])] if found else []
        if not found or not all(pair and not _NO_NOUN.search(pair["noun"]) for pair in pairs):
            return None
        values = [(pair["noun"], value_of(pair["value"], pieces)) for pair in pairs if pair]
        steps += _pairs(values, found["place"], pieces)
    return tuple(steps)


def _pairs(values: list[tuple[str, str]], place: str | None, pieces: Pieces) -> list[Enter]:
    """Each into the field of its name; one value alone goes where it is said to."""
    where = thing_of(place, pieces) if place else ""
    if not where or _ANYWHERE.fullmatch(where) or (len(values) > 1 and not parse_phrase(where).words):
        return [Enter(value, thing_of(noun, pieces)) for noun, value in values]
    if len(values) == 1:
        return [Enter(value, where, noun) for noun, value in values]
    raise NotUnderstood(where, "several values, one place; say where each goes")


@with_letters
def read_into(tail: str, pieces: Pieces) -> tuple[Enter, ...] | None:
    mark = first_said(tail, INTO, IN, AS)
    return _enter(tail, mark, pieces) if mark in (INTO, IN) else None


@with_letters
def read_as(tail: str, pieces: Pieces) -> tuple[Enter, ...] | None:
    return _enter(tail, AS, pieces) if AS.search(tail) else None


def _enter(tail: str, mark: re.Pattern[str] | None, pieces: Pieces) -> tuple[Enter, ...]:
    steps: list[Enter] = []
    for clause in clauses(tail, mark or INTO, pieces):
        value, thing = cut(clause, mark or INTO, "before", pieces)
        if _UNCLEAR.search(value):
            raise NotUnderstood(pieces.written(value), f"where does the value end? {IN_QUOTES}")
        steps.append(Enter(value_of(value, pieces), place_of(thing, pieces)))
    return tuple(steps)


@with_letters
def read_text(tail: str, pieces: Pieces) -> tuple[Enter, ...] | None:
    """No field is named: it goes where the focus is. Bare words must not look as if one were."""
    if pieces.quote(tail.rstrip(".")) is None and re.search(r"\b(?:into|onto|in|as|to)\b", tail, re.I):
        return None
    return (Enter(value_of(tail.rstrip(".") if "\x00" in tail else tail, pieces)),)


def read_with(tail: str, pieces: Pieces) -> tuple[Enter, ...] | None:
    return _set(tail, WITH, pieces)


def read_to(tail: str, pieces: Pieces) -> tuple[Enter, ...] | None:
    return _set(tail, TO, pieces)


def _set(tail: str, mark: re.Pattern[str], pieces: Pieces) -> tuple[Enter, ...] | None:
    """The thing first, then the value."""
    if not mark.search(tail):
        return None
    pairs = [cut(clause, mark, "after", pieces) for clause in clauses(tail, mark, pieces)]
    return tuple(Enter(value_of(value, pieces), thing_of(thing, pieces)) for thing, value in pairs)


def read_add(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    if not TO.search(tail):
        return None
    pairs = [cut(clause, TO, "before", pieces) for clause in clauses(tail, TO, pieces)]
    return tuple(Append(value_of(value, pieces), place_of(thing, pieces)) for value, thing in pairs)


def read_clear(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    return (Clear(thing_of(tail, pieces)),)


def read_upload(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    mark = first_said(tail, INTO, TO, IN, AS)
    if mark is None:
        return None
    names, thing = cut(tail, mark, "before", pieces)
    names = re.sub(rf"^(?:the )?files? (?={PIECE}|\S+$)", "", names, flags=re.I)
    return (Upload(tuple(value_of(name, pieces) for name in items_of(names)), thing_of(thing, pieces)),)


_TYPE = ("type", "enter", "write")
_FILL = ("fill", "fill in", "fill out")

FORMS = (
    Form(
        'enter the X "v" and the Y "w" (into the fields)',
        'enter the username "ada" and the password "x1"',
        (*_TYPE, *_FILL),
        read_pairs,
    ),
    Form("type V into X", 'type "Ada" into Name', _TYPE, read_into),
    Form("type V in upper/lower case into X", 'type "ada" in upper case into Name', _TYPE, read_into),
    Form("enter V as X", 'enter "07:30" as the time', _TYPE, read_as),
    Form("type V", 'type "Ada"', ("type", "enter", "write"), read_text),
    Form("fill X with V", 'fill Name with "Ada"', _FILL, with_letters(read_with)),
    Form("set X to V", 'set Volume to "40"', ("set", "change"), with_letters(read_to)),
    Form("add V to X", 'add ", please" to Notes', ("add", "append"), read_add),
    Form("clear X", "clear Notes", ("clear", "empty"), read_clear),
    Form("upload FILE to X", "upload cv.pdf to Résumé", ("upload", "attach"), read_upload),
)
