"""Comparing: sentences that compare: numbers, states, places, order, the address, downloads."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import cast

from .claim import Address, Claim, Compared, Downloaded, InState, Part, Placed, Sign, Sorted, State, Title, Way
from .numbers import numbers_in
from .parts import thing_of, value_of
from .quotes import PIECE, Pieces
from .refusal import NotUnderstood

_IS = r"(?:is|are|be)(?P<not>n['’]t| not)?(?: now| still| already)?"
_SIGNS: dict[str, Sign] = {
    "more than": ">", "greater than": ">", "higher than": ">", "over": ">",
    "less than": "<", "fewer than": "<", "lower than": "<", "smaller than": "<", "under": "<",
    "at least": ">=", "at most": "<=", "exactly": "=", "equal to": "=",
}  # fmt: skip
OPPOSITE: dict[Sign, Sign] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_COMPARED = re.compile(rf"(?P<thing>.+?) {_IS}(?: (?P<sign>{'|'.join(_SIGNS)}))? (?P<number>\S*\d\S*(?: ?\S{{1,3}})?)", re.I)

_STATES: dict[str, State] = {
    "enabled": "enabled", "disabled": "disabled", "greyed out": "disabled", "focused": "focused", "expanded": "expanded",
    "collapsed": "collapsed", "invalid": "invalid", "marked as invalid": "invalid", "required": "required",
}  # fmt: skip
_STATE = re.compile(rf"(?P<thing>.+?) (?:{_IS} (?P<state>{'|'.join(_STATES)})|(?P<focus>has the focus))", re.I)

_WAYS: dict[str, Way] = {
    "above": "above", "over": "above", "below": "below", "under": "below", "beneath": "below",
    "left of": "left of", "to the left of": "left of", "right of": "right of", "to the right of": "right of",
}  # fmt: skip
_PLACED = re.compile(rf"(?P<thing>.+?) (?:is|are|stands?) (?P<way>{'|'.join(_WAYS)}) (?P<other>.+)", re.I)

_DOWN = r"descending|from high to low|from highest to lowest|from z to a|from newest to oldest|in reverse"
_UP = r"ascending|from low to high|from lowest to highest|from a to z|alphabetically|from oldest to newest|in order"
_SORTED = re.compile(
    rf"(?P<thing>.+?) (?:is|are) (?:sorted|ordered|in order)(?: by (?P<by>.+?))?(?:,? (?:(?P<down>{_DOWN})|{_UP}))?", re.I
)
_COLUMN = re.compile(r"(?:the )?(?P<name>.+?) column", re.I)

_PARTS: dict[str, Part] = {
    "is": "is", "equals": "is", "contains": "contains", "begins with": "begins with", "starts with": "begins with",
    "ends with": "ends with", "ends in": "ends with",
}  # fmt: skip
_ADDRESS = re.compile(
    rf"(?:the )?(?:page['’]s |page )?(?P<what>address|url|title) (?P<does>(?:does(?: not|n['’]t)|is not|isn['’]t) )?"
    rf"(?P<how>{'|'.join(_PARTS)}|contain|end with|end in|begin with|start with)?\s*(?P<text>\S.*)",
    re.I,
)
_DOWNLOADED = re.compile(
    rf"(?:(?:a|the) )?(?:file )?(?:called |named )?(?P<name>{PIECE}|\S+\.\w+) (?:is|was|has been|gets) downloaded", re.I
)


def compares(said: str, pieces: Pieces) -> list[Claim]:
    """The claim that a sentence makes by comparing; none where it is no such sentence."""
    for reading in (_address, _downloaded, _sorted, _placed, _state, _compared):
        if (claim := reading(said, pieces)) is not None:
            return [claim]
    return []


def _address(said: str, pieces: Pieces) -> Claim | None:
    found = _ADDRESS.fullmatch(said)
    if not found or not (found["how"] or (found["does"] or "").startswith("is")):
        return None
    how = re.sub(r"^(contain|begin|start|end)(?= |$)", r"\1s", (found["how"] or "is").casefold())
    of = Title if found["what"].casefold() == "title" else Address
    return of(_PARTS[how], value_of(found["text"], pieces), not found["does"])


def _downloaded(said: str, pieces: Pieces) -> Claim | None:
    found = _DOWNLOADED.fullmatch(said)
    return Downloaded(value_of(found["name"], pieces)) if found else None


def _sorted(said: str, pieces: Pieces) -> Claim | None:
    found = _SORTED.fullmatch(said)
    if not found:
        return None
    column = _COLUMN.fullmatch(found["thing"])
    name = found["by"] or (column["name"] if column else "")
    if not name:
        raise NotUnderstood(pieces.written(said), "say by which column: the Price column is sorted ascending")
    return Sorted(pieces.quote(name) or pieces.written(name), bool(found["down"]))


def _placed(said: str, pieces: Pieces) -> Claim | None:
    found = _PLACED.fullmatch(said)
    if not found or (re.fullmatch(r"\D?\d.*", found["other"]) and not pieces.has_quote(found["other"])):
        return None
    return Placed(thing_of(found["thing"], pieces), _WAYS[found["way"].casefold()], thing_of(found["other"], pieces))


def _state(said: str, pieces: Pieces) -> Claim | None:
    found = _STATE.fullmatch(said)
    if not found:
        return None
    state = "focused" if found["focus"] else _STATES[found["state"].casefold()]
    return InState(thing_of(found["thing"], pieces), state, not found["not"])


def _compared(said: str, pieces: Pieces) -> Claim | None:
    found = _COMPARED.fullmatch(said)
    if not found or pieces.has_quote(found["number"]):
        return None
    numbers = numbers_in(found["number"].rstrip("."))
    if len(numbers) > 1:
        either = " or ".join(str(each) for each in numbers)
        raise NotUnderstood(found["number"], f"it may be {either}; write it as one of them")
    if not numbers:
        return None
    sign = _SIGNS[found["sign"].casefold()] if found["sign"] else "="
    return Compared(thing_of(found["thing"], pieces), OPPOSITE[sign] if found["not"] else sign, Decimal(numbers[0]))


def sign_before(words: str) -> tuple[Sign, str]:
    """`at least 3 rows` → `>=`, and the rest."""
    for said, sign in _SIGNS.items():
        if words.casefold().startswith(f"{said} "):
            return sign, words[len(said) + 1 :]
    return cast("Sign", "="), words
