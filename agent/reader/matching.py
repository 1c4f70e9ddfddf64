"""Matching: keys to the fields of a form: each to its own, several to one, one to several; what is done with it is said."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from ...tools.errors import Ambiguous, HandeyeError
from ...tools.find import parse_phrase
from ...tools.find.likeness import SURE, likeness
from ...tools.find.places import reading_order
from ...tools.find.wording import tokens_of
from ...tools.geometry import Box
from .belonging import fields_after
from .dual import lists_side_by_side
from .fields import Field, Fields, spellings
from .groups import NO, YES, Group, group_named
from .parting import (
    dates_in_parts,
    half_named,
    moments_in_two,
    moments_side_by_side,
    names_half,
    names_split_or_joined,
    phones_in_parts,
)
from .placing import Matching, Placed, Value

ALIKE, ALIKE_WHEN_CLEAR, CLEAR = 0.045, 0.012, 0.93
"""Names that fit nearly as well as the best are as good; among exact ones small differences count."""
GROUP = 0.97
"""How good a name a heading is for its choices: a field of just that name is better."""

_OF = re.compile(r"(.+?) (?:of|for|in|under|von|für|de|pour|para|dla) (.+)", re.I)


def matched(fields: Fields, values: Mapping[str, Value], wanted: Container[str]) -> list[Placed]:
    """All keys that have a field on this sight, in the order they were said; Ambiguous where a wanted one may mean several."""
    matching = Matching(fields, values, [])
    lists_side_by_side(matching)
    moments_side_by_side(matching)
    _surely(matching, wanted)
    for way in (_by_place, _by_kind, names_split_or_joined, dates_in_parts, moments_in_two, phones_in_parts):
        way(matching)
    order = {key: at for at, key in enumerate(values)}
    return sorted(matching.placed, key=lambda each: order[each.keys[0]])


def all_told(fields: Fields, values: Mapping[str, Value], wanted: Sequence[str]) -> bool:
    """Whether each wanted key has a field or choices that the computer itself tells of."""
    told: set[str] = set()
    try:
        placed = matched(fields, values, ())
    except HandeyeError:
        return False
    for each in placed:
        parts = each.group.choices if each.group is not None else (each.field,) if each.field is not None else ()
        # Of several choices the others go, and which these are is seen.
        is_one = each.group is None or isinstance(each.value, str)
        if is_one and parts and all(_is_told(part, fields) for part in parts):
            told.update(each.keys)
    return told.issuperset(wanted)


def _is_told(field: Field, fields: Fields) -> bool:
    """Not where words stand in it that are not its value: they may say how that is to be written."""
    if field.thing.hint is None:
        return False
    inside = any(line.words and field.box.contains(line.box.center) for line in fields.sight.lines)
    return field.is_mark or bool(field.widget.value) or not inside


def _surely(matching: Matching, wanted: Container[str]) -> None:
    """By their names, the best fits first: what one key is called in full is not taken by another."""
    offers: list[tuple[float, str, list[tuple[float, Field]], Group | None]] = []
    for key in matching.left:
        value = matching.values[key]
        named = matching.fields.named(key)
        group = group_named(matching.fields, key)
        best = named[0][0] if named else 0.0
        if group and not (best > GROUP and _is_answered_by_itself(named[0][1], value, group)):
            offers.append((GROUP, key, named, group))
        elif named:
            offers.append((best, key, named, None))
    alone = [named[0][1] for _, _, named, group in offers if group is None]
    doubtful: list[tuple[str, list[Field]]] = []
    for _, key, named, group in sorted(offers, key=lambda offer: -offer[0]):
        alike = _alike([(score, field) for score, field in named if matching.free(field)])
        choices = tuple(each for each in group.choices if not any(each is other for other in alone)) if group else ()
        if group and choices:
            matching.placed.append(Placed((key,), matching.values[key], None, Group(group.name, choices)))
        elif len(alike) == 1:
            matching.put([key], matching.values[key], alike[0])
        elif alike and key in wanted:
            doubtful.append((key, alike))
    for key, alike in doubtful:
        matching.put([key], matching.values[key], _the_one_among(matching, key, alike))


def _alike(named: Sequence[tuple[float, Field]]) -> list[Field]:
    best = named[0][0] if named else 0.0
    near = ALIKE_WHEN_CLEAR if best >= CLEAR else ALIKE
    return [field for score, field in named if score > best - near]


def _is_answered_by_itself(field: Field, value: Value, group: Group) -> bool:
    is_alone = len(group.choices) == 1 and group.choices[0] is field
    if not field.is_mark and field.thing.hint is None:
        # Eyes may take a frame around choices for a field.
        return any(group.choice(each) is None for each in ((value,) if isinstance(value, str) else value))
    return not field.is_mark or is_alone or (isinstance(value, str) and value.casefold() in YES | NO)


def _the_one_among(matching: Matching, key: str, alike: Sequence[Field]) -> Field:
    """Of several of one name the one among the other fields that are filled in: the rest is of another form."""
    boxes = [each.field.box for each in matching.placed if each.field]
    around = Box.union(boxes).grow(60) if len(boxes) > 1 else None
    inside = [field for field in alike if around is not None and around.contains(field.box.center)]
    if len(inside) == 1:
        return inside[0]
    groups = [field.widget.group for field in alike]
    say = f"{groups[0]} {key}" if all(groups) and len(set(groups)) == len(groups) else f"the second {key}"
    raise Ambiguous(f"{key} may be any of {len(alike)} fields; say which, as in: {say}")


def _by_place(matching: Matching) -> None:
    """`the second City`, `Billing city`, `City of Billing`: one of several of a name, by its number or by its heading."""
    for key in matching.left:
        phrase = parse_phrase(key)
        named = [field for _, field in matching.fields.named(phrase.words)] if phrase.ordinal else []
        ordered = [named[at] for at in reading_order([field.box for field in named])]
        if ordered and -len(ordered) <= phrase.ordinal <= len(ordered):
            matching.put([key], matching.values[key], ordered[phrase.ordinal - (phrase.ordinal > 0)])
        elif (field := _under_heading(matching.fields, key)) is not None and matching.free(field):
            matching.put([key], matching.values[key], field)


def _by_kind(matching: Matching) -> None:
    """`Date`, where one field takes a date and nothing says what it is called."""
    for key in matching.left:
        free = [each for each in matching.fields.written if each.said_kind in half_named(key) and matching.free(each)]
        nameless = [each for each in free if each.thing.hint is not None and not each.thing.hint.name]
        if len(nameless) == 1:
            matching.put([key], matching.values[key], nameless[0])


def _under_heading(fields: Fields, key: str) -> Field | None:
    """Of the fields of one name the one that belongs to the heading which the rest of the key says."""
    words = tokens_of(spellings(key)[-1])
    ways = [(" ".join(words[at:]), " ".join(words[:at])) for at in range(1, len(words))]
    ways += [(found[1], found[2])] if (found := _OF.fullmatch(key)) else []
    for name, of in ways:
        named = [field for _, field in fields.named(name)]
        headings = fields.called(of) if named else []
        if len(headings) != 1:
            continue
        own = fields_after(fields, headings[0], lambda text, name=name: names_half(text) or likeness(name, text) >= SURE)
        below = [field for field in named if field.box.y > headings[0].box.y]
        if found := next((field for field in own if field in named), min(below, key=lambda field: field.box.y, default=None)):
            return found
    return None
