"""Parts: the things, values and lists within a step, and where one ends and the next begins."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from ...tools.find import parse_phrase
from ...tools.keys import untypable
from .quotes import PIECE, Pieces
from .refusal import NotUnderstood
from .steps import Names

IN_QUOTES = "put it in quotes"


def _mark(words: str, unless_before: str = "", unless_after: str = "") -> re.Pattern[str]:
    return re.compile(rf" ?{unless_before}(?<![\w-])(?:{words})(?![\w-]){unless_after} ?", re.I)


_OF_A_PLACE = r"(?! (?:(?!in\b|into\b|of\b|from\b|as\b)[^\s,]+ ){0,3}?(?:row|line|column)\b)"
INTO, AS, WITH, FROM = _mark("into|onto"), _mark("as"), _mark("with"), _mark("out of|from", unless_after=_OF_A_PLACE)
IN = _mark("in(?: to)?", unless_after=_OF_A_PLACE)
TO = _mark("to", r"(?<!next )(?<!close )(?<!closest )(?<!nearest )(?<!adjacent )(?<!second )", r"(?! the (?:left|right)\b)")

_JOINT = re.compile(r" ?, ?(?:and )?| and ", re.I)
_BAD_START = re.compile(r"(?:into|onto|to|with|as|from|and|or|until|by)\b", re.I)
_BAD_WITHIN = re.compile(r" (?:(?:into|if|unless|except|but)\b.*|(?:once|twice|(?:\d+|two|three|four|five) times)$)", re.I)
_PRONOUN = re.compile(r"it|them|this|that|these|those|there|here", re.I)
_SECOND = re.compile(r" and (?P<rest>.* (?:into|in|as|from|with|to) .*)", re.I)
_COMMA = re.compile(r",(?= |$)")
_AT_END = re.compile(r"(?<![.])[.]$")


def items_of(text: str) -> list[str]:
    """`A, B and C` apart."""
    return [item for item in (part.strip() for part in _JOINT.split(text)) if item]


def thing_of(text: str, pieces: Pieces) -> str:
    """A phrase for something on the screen, as it was written; what cannot be one is refused."""
    said = re.sub(r" please$", "", text.strip().rstrip(".!?").strip(), flags=re.I) or text.strip()
    written = pieces.written(said)
    if not said:
        raise NotUnderstood("", "what is it about?")
    if found := _COMMA.search(said):
        raise NotUnderstood(pieces.written(said[found.end() :].strip() or said), "what follows the comma is no step")
    if bad := _BAD_START.match(said) or _BAD_WITHIN.search(said):
        raise NotUnderstood(pieces.written(said[bad.start() :].strip()), f"if it is part of a name, {IN_QUOTES}")
    if names_nothing(written) or _PRONOUN.fullmatch(said) or pieces.has_empty_quote(said):
        raise NotUnderstood(written, "this names nothing")
    return written


def place_of(text: str, pieces: Pieces) -> str:
    """The thing that a value goes to; what begins a second value with another word than the first is refused."""
    if found := _SECOND.search(text):
        raise NotUnderstood(pieces.written(found["rest"]), f"it may be a name or a second value; {IN_QUOTES}")
    return thing_of(text, pieces)


def names_nothing(written: str) -> bool:
    """Number and place alone, such as `the second`."""
    phrase = parse_phrase(written)
    return not phrase.words.strip() and not phrase.kind


def is_nothing(text: str) -> bool:
    return text.strip().rstrip(".").casefold() in ("nothing", "none")


def value_of(text: str, pieces: Pieces) -> str:
    """What is to be typed: all in quotes, or all bare and without a comma."""
    said = text.strip()
    inner = pieces.quote(said)
    if inner is None:
        said = _AT_END.sub("", said)
        if pieces.has_quote(said):
            raise NotUnderstood(pieces.written(said), "a value is either all in quotes or has none")
        if not said:
            raise NotUnderstood("", "there is no value")
        if found := _COMMA.search(said):
            raise NotUnderstood(pieces.written(said[found.end() :].strip() or said), f"if a value goes on here, {IN_QUOTES}")
        inner = pieces.written(said)
    if what := untypable(inner):
        raise NotUnderstood(inner, f"{what} cannot be typed")
    return inner


def names_of(text: str, pieces: Pieces) -> Names:
    """`A, B and C`, each a phrase; bare words keep their other reading, as one name."""
    said = text.strip().rstrip(".!?").strip()
    items = items_of(said)
    if not items:
        raise NotUnderstood("", "what is it about?")
    each = tuple(name_of(item, pieces) for item in items)
    whole = pieces.written(said) if len(each) > 1 and not pieces.has_quote(said) else ""
    return Names(each, whole)


def name_of(text: str, pieces: Pieces) -> str:
    """One of a list: its place alone will do, as in `the last`."""
    if bad := _BAD_START.match(text) or _BAD_WITHIN.search(text):
        raise NotUnderstood(pieces.written(text[bad.start() :].strip()), f"if it is part of a name, {IN_QUOTES}")
    return pieces.written(text)


def first_said(text: str, *marks: re.Pattern[str]) -> re.Pattern[str] | None:
    """The first of these words, in the order of how clear they are, that the text has at all."""
    return next((mark for mark in marks if mark.search(text)), None)


def clauses(text: str, mark: re.Pattern[str], pieces: Pieces) -> list[str]:
    """`A into X and B into Y` apart; words that may belong to either side are refused."""
    joints = [0, *(found.end() for found in _JOINT.finditer(text)), len(text)]
    items = [text[start:end] for start, end in pairwise(joints)]
    marked = [bool(mark.search(item)) for item in items]
    if sum(marked) <= 1:
        return [text]
    first, last = marked.index(True), len(marked) - 1 - marked[::-1].index(True)
    if not all(marked[first : last + 1]):
        unclear = items[marked.index(False, first)]
        raise NotUnderstood(pieces.written(_bare(unclear)), f"it may belong to what is before it or after it; {IN_QUOTES}")
    parts = ["".join(items[: first + 1]), *items[first + 1 : last], "".join(items[last:])]
    return [*(_bare(part) for part in parts[:-1]), parts[-1].strip()]


def _bare(item: str) -> str:
    """An item without the joint behind it."""
    return re.sub(r"(?: ?, ?(?:and ?)?| and ?)$", "", item, flags=re.I).strip()


def cut(text: str, mark: re.Pattern[str], value: Literal["before", "after"], pieces: Pieces) -> tuple[str, str]:
    """A clause in two at its one mark; where there are several, at the one beside a value in quotes."""
    found = list(mark.finditer(text))
    if value == "before" and (quote := re.match(rf"{PIECE}(?= )", text)):
        beside = [each for each in found if each.start() == quote.end()]
    else:
        quote = re.search(rf"{PIECE}\.?$", text) if value == "after" else None
        beside = [each for each in found if quote and each.end() == quote.start()]
    at = beside[0] if beside else found[0]
    if len(found) > 1 and not beside:
        more = f'"{at[0].strip()}" is said more than once; put the value in quotes'
        raise NotUnderstood(pieces.written(text), more)
    return text[: at.start()].strip(), text[at.end() :].strip()
