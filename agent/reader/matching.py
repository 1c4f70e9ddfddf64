"""Matching: keys to the fields of a form: each to its own, several to one, one to several; what is done with it is said."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...tools.errors import Ambiguous
from ...tools.find.likeness import SURE, likeness
from ...tools.geometry import Box
from . import people
from .dates import dates_in, names_of_month
from .fields import Field, Fields
from .groups import NO, YES, Group, group_named

Value = str | tuple[str, ...]
ALIKE, ALIKE_WHEN_CLEAR, CLEAR = 0.045, 0.012, 0.93
"""Names that fit nearly as well as the best are as good; among exact ones small differences count."""
GROUP = 0.97
"""How good a name a heading is for its choices: a field of just that name is better."""
NAMES_OF_PARTS = {
    "day": ("day", "dd", "d", "tag", "tt", "jour", "jj", "día", "dzień", "日"),
    "month": ("month", "mm", "m", "monat", "mois", "mes", "miesiąc", "月"),
    "year": ("year", "yyyy", "yy", "jahr", "jjjj", "année", "aaaa", "año", "rok", "rrrr", "年"),
}
CODES = (
    "country code", "dialling code", "dial code", "phone prefix", "code", "prefix", "vorwahl", "ländervorwahl", "indicatif",
    "prefijo", "kierunkowy", "numer kierunkowy", "区号",
)  # fmt: skip
_INTERNATIONAL = re.compile(r"(\+\d{1,3})[ \-/(]+(.+)")


@dataclass(frozen=True)
class Placed:
    """Where a value goes."""

    keys: tuple[str, ...]
    """The keys it came from; several where they were joined."""
    value: Value
    field: Field | None = None
    group: Group | None = None
    others: tuple[str, ...] = ()
    """Other spellings of the value that a list may use."""
    how: str = ""
    """What was done to the value, for people who watch."""


@dataclass
class Matching:
    """The keys that are still to be placed, and the fields of this sight that are still free."""

    fields: Fields
    values: Mapping[str, Value]
    placed: list[Placed]

    @property
    def left(self) -> list[str]:
        done = {key for each in self.placed for key in each.keys}
        return [key for key in self.values if key not in done]

    def free(self, field: Field) -> bool:
        return not any(each.field is field or (each.group and field in each.group.choices) for each in self.placed)

    def put(self, keys: Sequence[str], value: Value, field: Field, how: str = "", others: tuple[str, ...] = ()) -> None:
        self.placed.append(Placed(tuple(keys), value, field, None, others, how))


def matched(fields: Fields, values: Mapping[str, Value], wanted: Container[str]) -> list[Placed]:
    """All keys that have a field on this sight, in the order they were said; Ambiguous where a wanted one may mean several."""
    matching = Matching(fields, values, [])
    _surely(matching, wanted)
    for way in (_names_split_or_joined, _dates_in_parts, _phones_in_parts):
        way(matching)
    order = {key: at for at, key in enumerate(values)}
    return sorted(matching.placed, key=lambda each: order[each.keys[0]])


def _surely(matching: Matching, wanted: Container[str]) -> None:
    """By their names, the best fits first: what one key is called in full is not taken by another."""
    offers: list[tuple[float, str, list[tuple[float, Field]], Group | None]] = []
    for key, value in matching.values.items():
        named = matching.fields.named(key)
        group = group_named(matching.fields, key)
        best = named[0][0] if named else 0.0
        if group and not (best > GROUP and _is_answered_by_itself(named[0][1], value)):
            offers.append((GROUP, key, named, group))
        elif named:
            offers.append((best, key, named, None))
    doubtful: list[tuple[str, list[Field]]] = []
    for _, key, named, group in sorted(offers, key=lambda offer: -offer[0]):
        alike = _alike([(score, field) for score, field in named if matching.free(field)])
        if group:
            matching.placed.append(Placed((key,), matching.values[key], None, group))
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


def _is_answered_by_itself(field: Field, value: Value) -> bool:
    return not field.is_mark or (isinstance(value, str) and value.casefold() in YES | NO)


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


def _names_split_or_joined(matching: Matching) -> None:
    """A person's name in one field or in several, however it was given."""
    keys = {part: key for key in matching.left if isinstance(matching.values[key], str) and (part := people.part_of(key))}
    homes = {part: field for field in matching.fields.written if matching.free(field) and (part := people.part_of(field.label))}
    if people.LAST in keys and people.LAST not in homes and "whole" in homes and people.FIRST not in keys:
        # A bare "Name" beside a field for the given name is the family name.
        matching.put([keys[people.LAST]], matching.values[keys[people.LAST]], homes["whole"])
    elif (people.FIRST in keys or people.LAST in keys) and "whole" in homes:
        parts = {part: str(matching.values[key]) for part, key in keys.items() if part != "whole"}
        if people.FIRST in parts and people.LAST in parts:
            used = [keys[part] for part in (people.FIRST, people.MIDDLE, people.LAST) if part in parts]
            matching.put(used, people.joined(parts), homes["whole"], f"joined for {homes['whole'].label}")
    _split_whole(matching, keys.get("whole", ""), homes)


def _split_whole(matching: Matching, key: str, homes: Mapping[str, Field]) -> None:
    first, last = homes.get(people.FIRST), homes.get(people.LAST)
    if not key and first is not None and last is None:
        # "Name" took all of it although the given name has a field of its own.
        bare = [each for each in matching.placed if each.field and len(each.keys) == 1 and people.is_bare(each.field.label)]
        if len(bare) == 1 and people.part_of(bare[0].keys[0]) == "whole":
            key, last = bare[0].keys[0], bare[0].field
            matching.placed.remove(bare[0])
    if not key or first is None or last is None:
        return
    name = str(matching.values[key])
    parts = people.split(name)
    if parts is None:
        raise Ambiguous(f'{key}: "{name}" is one word, and the form asks for {first.label} and {last.label}; say both')
    matching.put([key], parts[0], first, f"{first.label} of {key}")
    matching.put([key], parts[1], last, f"{last.label} of {key}")


def _dates_in_parts(matching: Matching) -> None:
    """Day, month and year in fields of their own."""
    homes = {part: field for part in NAMES_OF_PARTS for field in matching.fields.written if _is_part(field, part)}
    if len(homes) < 3 or not all(matching.free(field) for field in homes.values()):
        return
    keys = [key for key in matching.left if dates_in(str(matching.values[key]))]
    named = [key for key in keys if _stands_over(matching.fields, key, homes["day"])] or keys
    if len(named) != 1:
        return
    days = dates_in(str(matching.values[named[0]]))
    if len(days) > 1:
        raise Ambiguous(doubtful_date(named[0], str(matching.values[named[0]]), days))
    for part, field in homes.items():
        text, others = _of_date(part, days[0])
        matching.put(named, text, field, f"{part} of {named[0]}", others)


def doubtful_date(key: str, value: str, days: Sequence[date]) -> str:
    said = " or ".join(f"{day:%Y-%m-%d}" for day in days)
    return f'{key}: "{value}" may be {said}; write it as {days[0]:%Y-%m-%d}'


def _is_part(field: Field, part: str) -> bool:
    return any(likeness(name, called) >= 0.95 for called, _ in field.names[:2] for name in NAMES_OF_PARTS[part])


def _stands_over(fields: Fields, key: str, field: Field) -> bool:
    if likeness(key, field.widget.group) >= SURE:
        return True
    return any(line.box.y < field.box.bottom and field.box.y - line.box.bottom < 6 * line.box.h for line in fields.called(key))


def _of_date(part: str, day: date) -> tuple[str, tuple[str, ...]]:
    """As it is typed, and what else a list may call it."""
    match part:
        case "day":
            return str(day.day), (f"{day.day:02d}",)
        case "month":
            return str(day.month), names_of_month(day.month)
        case _:
            return str(day.year), ()


def _phones_in_parts(matching: Matching) -> None:
    """A country's code in a field of its own, beside the number's."""
    for at, each in enumerate(matching.placed):
        found = _INTERNATIONAL.fullmatch(each.value) if isinstance(each.value, str) else None
        if not found or each.field is None or max(likeness("phone", name) for name, _ in each.field.names) < SURE:
            continue
        code = [other for other in matching.fields.written if matching.free(other) and _is_code_beside(other, each.field)]
        if len(code) == 1:
            matching.placed[at] = Placed(each.keys, found[2].strip(), each.field, None, (), f"number of {each.keys[0]}")
            matching.put(each.keys, found[1], code[0], f"code of {each.keys[0]}", (found[1].removeprefix("+"),))
            return


def _is_code_beside(field: Field, phone: Field) -> bool:
    level = abs(field.box.center.y - phone.box.center.y) < 0.5 * phone.box.h
    beside = level and 0 <= phone.box.x - field.box.right < 2 * phone.box.h
    shown = field.widget.value.strip()
    called = any(likeness(name, code) >= 0.9 for name, _ in field.names for code in CODES)
    return beside and (called or bool(re.search(r"\+\d{1,3}\b", shown)))
