"""People: names that are one value and two fields, or two values and one field."""

from __future__ import annotations

from ...tools.find.likeness import SURE, likeness
from .fields import spellings

FIRST, MIDDLE, LAST = "first name", "middle name", "last name"
WHOLE = (
    "full name",
    "name",
    "first and last name",
    "name and surname",
    "vor- und nachname",
    "nom et prénom",
    "nombre y apellidos",
)
"""What is called by one of these takes all of a name."""
BARE = ("name", "nom", "nome")
"""And by one of these the family name alone, where the given name has a field of its own."""

SHORT = {"first": FIRST, "given": FIRST, "middle": MIDDLE, "last": LAST, "family": LAST}


def part_of(key: str) -> str:
    """FIRST, MIDDLE, LAST or "whole", by what something is called; "" where it is no name of a person."""
    if short := SHORT.get(key.strip(" *:").casefold()):
        return short
    for part in (FIRST, MIDDLE, LAST):
        if any(likeness(said, part) >= SURE for said in spellings(key)):
            return part
    return "whole" if any(likeness(said, name) >= 0.85 for said in spellings(key) for name in WHOLE) else ""


def is_bare(key: str) -> bool:
    return any(likeness(said, name) >= 0.95 for said in spellings(key) for name in BARE)


def joined(parts: dict[str, str]) -> str:
    """As it is said in most of Europe and America: the family name last."""
    return " ".join(parts[part] for part in (FIRST, MIDDLE, LAST) if parts.get(part))


def split(name: str) -> tuple[str, str] | None:
    """Given and family name; `Lovelace, Ada` says itself which is which, else the last space parts them. None for one word."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        return given, family
    given, _, family = name.strip().rpartition(" ")
    return (given.strip(), family) if given else None
