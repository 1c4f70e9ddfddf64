"""Parting: what is one value and several fields, or the other way: names of people, dates, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ...tools.errors import Ambiguous
from ...tools.find.likeness import SURE, likeness
from ...tools.find.wording import Wording
from . import people
from .belonging import fields_after
from .dates import dates_in, doubtful_date, names_of_month
from .fields import Field, Fields
from .placing import Matching, Placed
from .times import halves_of

NAMES_OF_PARTS = {
    "day": ("day", "dd", "d", "tag", "tt", "jour", "jj", "día", "dzień", "日"),
    "month": ("month", "mm", "m", "monat", "mois", "mes", "miesiąc", "月"),
    "year": ("year", "yyyy", "yy", "jahr", "jjjj", "année", "aaaa", "año", "rok", "rrrr", "年"),
}
NAMES_OF_HALVES = {
    "date": ("date", "day", "datum", "tag", "jour", "fecha", "data", "dzień", "日期"),
    "time": ("time", "time of day", "hour", "uhrzeit", "zeit", "heure", "hora", "godzina", "czas", "时间"),
}
CODES = (
    "country code", "dialling code", "dial code", "phone prefix", "code", "prefix", "vorwahl", "ländervorwahl", "indicatif",
    "prefijo", "kierunkowy", "numer kierunkowy", "区号",
)  # fmt: skip
_INTERNATIONAL = re.compile(r"(\+\d{1,3})[ \-/(]+(.+)")


def names_split_or_joined(matching: Matching) -> None:
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
            matching.put(used, people.joined(parts), homes["whole"], f"joined for {Wording.of(homes['whole'].label).bare}")
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


def dates_in_parts(matching: Matching) -> None:
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
        text, others = _of_date(part, next(iter(days)))
        matching.put(named, text, field, f"{part} of {named[0]}", others)


def moments_side_by_side(matching: Matching) -> None:
    """A date's field and a time's, both of the name that was said."""
    for key in matching.left:
        value = matching.values[key]
        halves = halves_of(value) if isinstance(value, str) else None
        named = [each for _, each in matching.fields.named(key)] if halves else []
        homes = {half: [each for each in named if each.said_kind == half] for half in NAMES_OF_HALVES}
        if halves and all(len(some) == 1 for some in homes.values()):
            for half, text in zip(homes, halves, strict=True):
                matching.put([key], text, homes[half][0], f"{half} of {key}")


def moments_in_two(matching: Matching) -> None:
    """A date and its time in fields of their own, under one label; or the only ones of this kind."""
    for at, each in enumerate(matching.placed):
        halves = halves_of(each.value) if isinstance(each.value, str) else None
        if halves and each.field is not None and (clock := _clock_beside(matching, each.field)) is not None:
            key = each.keys[0]
            matching.placed[at] = Placed(each.keys, halves[0], each.field, None, (), f"date of {key}")
            matching.put(each.keys, halves[1], clock, f"time of {key}")
    said = {key: _halves(value) for key in matching.left if isinstance(value := matching.values[key], str)}
    moments = [key for key, (day, _) in said.items() if day]
    for key in moments:
        homes = _halves_of_label(matching, key)
        if not homes and moments == [key] and said[key][1]:
            homes = _the_only_halves(matching)
        for half, text in zip(NAMES_OF_HALVES, said[key], strict=True):
            if homes and text:
                matching.put([key], text, homes[half], f"{half} of {key}")


def _halves(value: str) -> tuple[str, str]:
    return halves_of(value) or ((value, "") if dates_in(value) else ("", ""))


def _clock_beside(matching: Matching, day: Field) -> Field | None:
    """A time's field right of a date's that has no name of its own."""
    if day.said_kind != "date":
        return None
    near = [
        each
        for each in matching.fields.written
        if each.said_kind == "time"
        and matching.free(each)
        and abs(each.box.center.y - day.box.center.y) < 0.5 * day.box.h
        and 0 <= each.box.x - day.box.right < 2 * day.box.h
    ]
    return near[0] if len(near) == 1 else None


def _halves_of_label(matching: Matching, key: str) -> dict[str, Field]:
    for heading in matching.fields.called(key):
        after = fields_after(matching.fields, heading, names_half)
        homes = {half: each for half in NAMES_OF_HALVES for each in reversed(after) if _is_half(each, half, heading.text)}
        if len(homes) == 2 and all(matching.free(each) for each in homes.values()):
            return homes
    return {}


def _the_only_halves(matching: Matching) -> dict[str, Field]:
    free = [each for each in matching.fields.written if matching.free(each)]
    found = {half: [each for each in free if _is_half(each, half)] for half in NAMES_OF_HALVES}
    return {half: some[0] for half, some in found.items()} if all(len(some) == 1 for some in found.values()) else {}


def half_named(text: str) -> list[str]:
    """Whether it says `date` or `time`, and nothing of what."""
    return [half for half, names in NAMES_OF_HALVES.items() if any(likeness(name, text) >= 0.95 for name in names)]


def names_half(text: str) -> bool:
    """Whether a line says of a field that it takes the date, or the time, of something else."""
    return bool(half_named(text))


def _is_half(field: Field, half: str, label: str = "") -> bool:
    if field.said_kind in NAMES_OF_HALVES and not any(names_half(called) for called, _ in field.names):
        return field.said_kind == half
    said = [f"{before}{name}" for name in NAMES_OF_HALVES[half] for before in ("", *([f"{label} "] if label else []))]
    return any(likeness(name, called) >= 0.95 for called, _ in field.names for name in said)


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


def phones_in_parts(matching: Matching) -> None:
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
