"""Claiming: sentences to claims: what is visible, shown or checked, and how many there are."""

from __future__ import annotations

import re

from .claim import Claim, Count, Shows, Ticked, Visible
from .comparing import OPPOSITE, compares, sign_before
from .parts import clauses, cut, items_of, thing_of, value_of
from .quotes import PIECE, Pieces
from .refusal import NotUnderstood

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_BE = r"(?:(?P<early>not )?to be|is|are|be)(?P<not>n['’]t| not| no longer)?(?: now| still| already)?"
_DOES = r"(?:(?P<not>do(?:es)?(?: not|n['’]t)|not to) )?(?:to )?"
_SHOWS = r"(?:shows?|says?|reads?|displays?|equals?|has the value)"
_SHOWN = "visible|shown|displayed|present|there|seen|on (?:the )?(?:screen|page)"
_GONE = "gone|hidden|invisible"
_ON = "checked|ticked|selected|chosen|on|switched on|turned on"
_OFF = "unchecked|unticked|unselected|off|switched off|turned off"

PREDICATE = re.compile(
    rf"(?<!that )(?<!which )(?<![\w-])(?:(?:is|are|to be)(?:n['’]t)?|{_SHOWS}|contains?|(?:dis)?appears?|sees?"
    r"|has the focus|(?:begins?|starts?|ends?) with)"
    r"(?![\w-])",
    re.I,
)
"""What makes a claim of words; "the box that is on the left" is none."""

_WHERE = "(?:next to|near|under|below|above|(?:to the )?(?:left|right) of|in|on)"
_THERE = re.compile(
    r"there (?:is|are|to be)(?P<not>n['’]t| not)?(?: exactly| only)? (?P<none>no |any )?"
    r"(?:(?P<number>\d{1,9}|[a-z]+) (?=\S))?(?P<thing>.+)",
    re.I,
)
_COUNTED = re.compile(r"(?P<number>\d{1,9}|[a-z]+) (?P<thing>.+)", re.I)
_PAGE = re.compile(
    rf"(?:(?:the |this )?(?:page|screen|window|site)|you|i|we) {_DOES}(?:can )?"
    rf"(?:{_SHOWS}|contains?|has|have|sees?) (?P<thing>.+)",
    re.I,
)
_STATE = re.compile(rf"(?P<thing>.+?) {_BE} (?P<how>{_SHOWN}|{_GONE}|{_ON}|{_OFF}|empty|blank)(?P<where> {_WHERE} .+)?", re.I)
_COMES = re.compile(rf"(?P<thing>.+?) {_DOES}(?P<how>appears?|disappears?|vanish(?:es)?)", re.I)
_SHOWING = re.compile(rf" {_DOES}{_SHOWS} | (?:is|are)(?: not|n['’]t)? (?={PIECE}$)", re.I)
_CONTAINING = re.compile(r" (?:contains|do(?:es)?(?: not|n['’]t) contain) ", re.I)
_LESS_SURE = re.compile(r"(?:more|fewer|less|about|over|under) ", re.I)


def claims_of(text: str, pieces: Pieces) -> tuple[Claim, ...]:
    """`A is visible and B shows "5"`."""
    claims: list[Claim] = []
    for clause in clauses(text.rstrip("."), PREDICATE, pieces):
        said = re.sub(r"^(?:that|if|whether) ", "", clause.strip(), flags=re.I)
        readings = (read(said, pieces) for read in (_there, _on_page, _state, _comes, compares, _contains, _shows))
        found = next((reading for reading in readings if reading), None)
        if not found:
            raise NotUnderstood(pieces.written(said) or "that", "nothing that can be looked at")
        claims += found
    return tuple(claims)


def _there(said: str, pieces: Pieces) -> list[Claim]:
    found = _THERE.fullmatch(said)
    if not found:
        return []
    sign, rest = sign_before(f"{found['number'] or ''} {found['thing']}".strip())
    if sign != "=" and (counted := _COUNTED.fullmatch(rest)) and (number := _number(counted["number"])) is not None:
        return [Count(number, thing_of(counted["thing"], pieces), OPPOSITE[sign] if found["not"] else sign)]
    word = (found["number"] or "").casefold()
    thing = f"{found['number']} {found['thing']}" if word else found["thing"]
    if found["not"] or (found["none"] or "").casefold() == "no ":
        return [Visible(thing_of(thing, pieces), there=False)]
    if _LESS_SURE.match(thing):
        raise NotUnderstood(pieces.written(thing), "say the exact number")
    if (number := _number(word)) is not None:
        return [Count(number, thing_of(found["thing"], pieces))]
    return [Visible(thing_of(thing, pieces))]


def _number(word: str) -> int | None:
    word = word.casefold()
    return int(word) if word.isdigit() else NUMBERS.index(word) if word in NUMBERS else None


def _on_page(said: str, pieces: Pieces) -> list[Claim]:
    found = _PAGE.fullmatch(said)
    return _seen(found["thing"], not found["not"], pieces) if found else []


def _state(said: str, pieces: Pieces) -> list[Claim]:
    found = _STATE.fullmatch(said)
    if not found:
        return []
    where = re.sub(r" (?:in|on) the (?:page|screen)$", "", found["where"] or "", flags=re.I)
    so, how = not (found["not"] or found["early"]), found["how"]
    if re.fullmatch(f"{_SHOWN}|{_GONE}", how, re.I):
        return _seen(f"{found['thing']}{where}", so is not bool(re.fullmatch(_GONE, how, re.I)), pieces)
    if where:
        return []
    thing = thing_of(found["thing"], pieces)
    if how.casefold() in ("empty", "blank"):
        return [Shows(thing, "", so)]
    return [Ticked(thing, so is not bool(re.fullmatch(_OFF, how, re.I)))]


def _comes(said: str, pieces: Pieces) -> list[Claim]:
    found = _COMES.fullmatch(said)
    if not found:
        return []
    return _seen(found["thing"], (not found["not"]) is found["how"].casefold().startswith("appear"), pieces)


def _seen(thing: str, there: bool, pieces: Pieces) -> list[Claim]:
    """One thing, or several where each is in quotes."""
    items = items_of(thing)
    apart = len(items) > 1 and all(pieces.has_quote(item) for item in items)
    return [Visible(thing_of(item, pieces), there) for item in (items if apart else [thing])]


def _contains(said: str, pieces: Pieces) -> list[Claim]:
    """`the Total row contains '12'`: more may stand there."""
    found = _CONTAINING.search(said)
    if not found:
        return []
    thing, value = cut(said, _CONTAINING, "after", pieces)
    return [Shows(thing_of(thing, pieces), value_of(value, pieces), "contains" in found[0].casefold(), part=True)]


def _shows(said: str, pieces: Pieces) -> list[Claim]:
    if not _SHOWING.search(said):
        return []
    thing, value = cut(said, _SHOWING, "after", pieces)
    between = said[len(thing) : len(said) - len(value)]
    return [Shows(thing_of(thing, pieces), value_of(value, pieces), not re.search(r"n['’]t|not", between, re.I))]
