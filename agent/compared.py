"""Compared: claims that compare what is seen: numbers, how many there are, states, places, order, the address, downloads."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import eq, ge, gt, le, lt, ne
from typing import Any
from urllib.parse import urlsplit

from ..tools.computer import Effect
from ..tools.find import find, parse_phrase
from ..tools.sight import Sight
from ..tools.target import Target
from .exactly import exactly, shows_words
from .reader.claim import SIGNS, Address, Compared, Count, Downloaded, InState, Part, Placed, Sign, Sorted, Title
from .reader.dates import dates_in
from .reader.grid import Grid, grid_of
from .reader.numbers import numbers_in, sign_in
from .reader.page import Page, Value
from .sighted import evidence_at, evidence_in, named, read_in, the_one, widget_at
from .state import Evidence, Verdict
from .values import Spot, spots_of

_COMPARE: dict[Sign, Callable[[Decimal, Decimal], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_NUMBER = re.compile(r"(?:[€$£¥]\s?)?[+\-−–]?\s?(?:[€$£¥]\s?)?\d(?:[\d.,'’]*\d)?(?:\s?[€$£¥%])?")
_ROWS = re.compile(r"rows?(?: (?:in|of|under|with) (?:the )?(?P<column>.+?)(?: column)?)?", re.I)
_TOLD = frozenset({"focused", "expanded", "collapsed", "invalid", "required"})
"""States that only the computer tells."""


def compared(claim: Compared, sight: Sight) -> Verdict:
    spots = spots_of(claim.thing, sight)
    if not spots:
        return the_one(claim.thing, sight)[1] if find(sight, claim.thing).target is None else _no_number(claim, sight)
    verdicts = [_number_at(claim, spot, sight) for spot in spots]
    if len({verdict.status for verdict in verdicts}) == 1:
        return verdicts[0]
    several = " and ".join(f'"{spot.text}"' for spot in spots[:3])
    return Verdict("unsure", f"{claim.thing} may be any of several that show {several}; say which")


def _no_number(claim: Compared, sight: Sight) -> Verdict:
    return Verdict("wrong", f"{claim.thing} shows no number", evidence_at(sight, find(sight, claim.thing).targets[:1]))


def _number_at(claim: Compared, spot: Spot, sight: Sight) -> Verdict:
    text = spot.text or read_in(sight, spot.box) or (spot.target.hint.value if spot.target and spot.target.hint else "")
    evidence = evidence_in(sight, spot.name, spot.box)
    shown = _NUMBER.findall(text)
    if len(shown) != 1:
        how = "no number" if not shown else "several numbers"
        return Verdict("wrong", f'{spot.name} shows {how}: "{text}"', evidence)
    numbers = numbers_in(shown[0], sign_in(line.text for line in sight.lines))
    if len(numbers) != 1 or shows_words(text, spot.box, sight) == "no":
        return Verdict("unsure", f'it cannot be told which number {spot.name} shows; it is read as "{text}"', evidence)
    is_so = _COMPARE[claim.sign](numbers[0], claim.number)
    instead = "" if is_so else f", not {SIGNS[claim.sign]}{claim.number}"
    return Verdict("confirmed" if is_so else "wrong", f'{spot.name} shows "{text}"{instead}', evidence)


def counted(claim: Count, sight: Sight) -> Verdict:
    if (rows := _ROWS.fullmatch(claim.thing)) is not None:
        return _rows(claim, rows["column"] or "", sight)
    found = find(sight, f"all {claim.thing}")
    if found.outcome == "absent":
        texts = find(sight, f"all {claim.thing}", kind="text")
        found = texts if texts.outcome != "absent" else found
    targets = found.targets if found.outcome != "absent" else ()
    phrase = parse_phrase(claim.thing)
    if phrase.exact:
        answers = [exactly(phrase.words, target, sight) for target in targets]
        if "unsure" in answers:
            return Verdict("unsure", f"it cannot be told of all that they are {claim.thing}", evidence_at(sight, targets))
        targets = tuple(target for target, answer in zip(targets, answers, strict=True) if answer == "yes")
    return _of_number(claim, len(targets), evidence_at(sight, targets))


def _rows(claim: Count, column: str, sight: Sight) -> Verdict:
    if not column:
        return Verdict("unsure", "say under which column the rows are counted, as in: there are 3 rows under Price")
    grid = _grid(column, sight)
    boxes = () if grid is None else tuple(cell.box for (cell,) in grid.rows if cell is not None)
    return _of_number(claim, len(boxes), evidence_in(sight, claim.thing, *boxes))


def _of_number(claim: Count, number: int, evidence: tuple[Evidence, ...]) -> Verdict:
    is_so = _COMPARE[claim.sign](Decimal(number), Decimal(claim.number))
    instead = "" if is_so else f", not {SIGNS[claim.sign]}{claim.number}"
    why = f"there {'is' if number == 1 else 'are'} {number} {claim.thing}{instead}"
    return Verdict("confirmed" if is_so else "wrong", why, evidence)


def in_state(claim: InState, sight: Sight) -> Verdict:
    target, doubt = the_one(claim.thing, sight)
    if target is None:
        return doubt
    evidence = evidence_at(sight, [target])
    phrase = parse_phrase(claim.thing)
    if phrase.exact and (answer := exactly(phrase.words, target, sight)) != "yes":
        return Verdict(
            "wrong" if answer == "no" else "unsure", f"{claim.thing} is not there; nearest is {named(target)}", evidence
        )
    widget = widget_at(sight, target.box)
    if widget is None or (claim.state in _TOLD and widget.hint is None):
        return Verdict("unsure", f"it cannot be told by sight whether {named(target)} is {claim.state}", evidence)
    wanted = claim.state if claim.state != "enabled" else "disabled"
    is_on = (wanted in widget.state) is (claim.state != "enabled")
    why = f"{named(target)} is {'' if is_on else 'not '}{claim.state}"
    return Verdict("confirmed" if is_on is claim.so else "wrong", why, evidence)


def placed(claim: Placed, sight: Sight) -> Verdict:
    (thing, doubt), (other, no_other) = _thing_or_text(claim.thing, sight), _thing_or_text(claim.other, sight)
    if thing is None or other is None:
        return doubt if thing is None else no_other
    a, b = thing.box, other.box
    is_so = {
        "above": a.center.y < b.center.y and a.bottom <= b.y + b.h / 2,
        "below": b.center.y < a.center.y and b.bottom <= a.y + a.h / 2,
        "left of": a.center.x < b.center.x and a.right <= b.x + b.w / 2,
        "right of": b.center.x < a.center.x and b.right <= a.x + a.w / 2,
    }[claim.way]
    why = f"{named(thing)} is {'' if is_so else 'not '}{claim.way} {named(other)}"
    return Verdict("confirmed" if is_so else "wrong", why, evidence_at(sight, [thing, other]))


def _thing_or_text(thing: str, sight: Sight) -> tuple[Target | None, Verdict]:
    target, doubt = the_one(thing, sight)
    return target or find(sight, thing, kind="text").target, doubt


def sorted_so(claim: Sorted, sight: Sight) -> Verdict:
    grid = _grid(claim.column, sight)
    cells = [] if grid is None else [cell for (cell,) in grid.rows if cell is not None]
    if len(cells) < 2:
        return Verdict("wrong", f'no column "{claim.column}" with at least two rows is to be seen')
    keys = _keys([cell.text for cell in cells], sight)
    how = "descending" if claim.down else "ascending"
    for (one, cell), (other, following) in pairwise(zip(keys, cells, strict=True)):
        if (one < other) if claim.down else (other < one):
            return _disordered(claim, how, cell, following, sight)
    shown = ", ".join(cell.text for cell in cells)
    evidence = evidence_in(sight, claim.column, *(cell.box for cell in cells))
    return Verdict("confirmed", f"the {claim.column} column is sorted {how}: {shown}", evidence)


def _disordered(claim: Sorted, how: str, cell: Value, following: Value, sight: Sight) -> Verdict:
    evidence = evidence_in(sight, claim.column, cell.box, following.box)
    if any(shows_words(each.text, each.box, sight) == "no" for each in (cell, following)):
        return Verdict("unsure", f'it cannot be told whether "{cell.text}" and "{following.text}" are read rightly', evidence)
    why = f'the {claim.column} column is not sorted {how}: "{cell.text}" stands before "{following.text}"'
    return Verdict("wrong", why, evidence)


def _keys(texts: Sequence[str], sight: Sight) -> Sequence[Any]:
    """Numbers as numbers, days as days, words as words: as what all of them are."""
    sign = sign_in(line.text for line in sight.lines)
    numbers = [numbers_in(found[0], sign) if len(found := _NUMBER.findall(text)) == 1 else () for text in texts]
    if all(len(each) == 1 for each in numbers) and all(not re.search(r"[^\W\d]{4,}", text) for text in texts):
        return [number for each in numbers for number in each]
    days = [tuple(dates_in(text)) for text in texts]
    if all(len(each) == 1 for each in days):
        return [day for each in days for day in each]
    return [text.casefold() for text in texts]


def _grid(column: str, sight: Sight) -> Grid | None:
    return grid_of(Page(sight), [[column]])


def address(claim: Address, sight: Sight) -> Verdict:
    """What follows the host is enough to say which page it is."""
    url = sight.frame.url
    if not url:
        return Verdict("unsure", "nobody can tell an address here")
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    bare = (parts.path, f"{parts.netloc}{path}") if claim.how == "is" else ()
    is_so = any(_fits(claim.how, claim.text, each) for each in (url, path, *bare))
    return Verdict("confirmed" if is_so is claim.does else "wrong", f"the address is {url}")


def titled(claim: Title, title: str | None) -> Verdict:
    if title is None:
        return Verdict("unsure", "nobody can tell a title here")
    return Verdict("confirmed" if _fits(claim.how, claim.text, title) is claim.does else "wrong", f'the title is "{title}"')


def _fits(how: Part, wanted: str, text: str) -> bool:
    match how:
        case "is":
            return text == wanted
        case "contains":
            return wanted in text
        case "begins with":
            return text.startswith(wanted)
        case "ends with":
            return text.endswith(wanted)


def downloaded(claim: Downloaded, effect: Effect | None) -> Verdict:
    """A browser that finds a file of that name there already puts a number behind it."""
    if effect is None:
        return Verdict("unsure", "nobody can tell here what was downloaded")
    names = [path.name for path in effect.downloads]
    if claim.name in names:
        return Verdict("confirmed", f'"{claim.name}" was downloaded')
    instead = f"; what came is {', '.join(names)}" if names else "; nothing was"
    return Verdict("wrong", f'"{claim.name}" was not downloaded{instead}')
