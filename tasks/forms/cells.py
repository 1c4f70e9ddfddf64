"""Cells: what one cell may be read as, once it is known how its column is written; None where it is no such thing."""

from __future__ import annotations

import re
import time
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ...agent.reader.dates import dates_in
from ...agent.reader.numbers import numbers_in
from ...agent.reader.times import time_in

Order = Literal["dmy", "mdy"]

YEARS = range(1800, 2200)
"""What looks like a date of another year is more likely something else, such as the number of an article."""

YES = frozenset({"yes", "y", "true", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "verdadero", "tak", "prawda"})
NO = frozenset({"no", "n", "false", "nein", "falsch", "non", "faux", "falso", "nie", "fałsz"})
ON = frozenset({"1", "on", "x", "o", "s", "t", "✓", "✔", "☑", "checked"})
OFF = frozenset({"0", "off", "☐", "unchecked"})
"""Yes and no only where the job says that they are."""

_THREE = re.compile(r"(\d{1,2})(\s*[./–-]\s*|\s+)(\d{1,2})\2(\d{4})\.?")
_CLOCK = re.compile(
    r"\d{1,2}(?::\d\d(?::00(?:\.0+)?)?\s*(?:[ap]\.?m\.?|uhr|h)?|\.\d\d\s*(?:[ap]\.?m\.?|uhr)|\s*[ap]\.?m\.?)", re.I
)
"""What is surely a time of day, and not a length of time or a number; one with seconds would lose them."""
_MOMENT = re.compile(r"(?P<day>.+?)(?:T|,?\s+(?:at |um |à |a las |o )?)(?P<clock>\d{1,2}(?:[:.]\d|\s*[ap]\.?m).*)", re.I)
_LEADING_ZERO = re.compile(r"\D*0\d")
_BODY = re.compile(r"\d(?:.*\d)?")
_CURRENCY = re.compile(r"[\d\s.,'’+\-−–]")


def parts_of(cell: str) -> tuple[int, int, str] | None:
    """The two numbers before a year, and the sign between them: which is the day is another question."""
    found = _THREE.fullmatch(cell)
    return (int(found[1]), int(found[3]), found[2].strip()) if found else None


@lru_cache(maxsize=4096)
def day_in(cell: str, order: Order) -> date | None:
    if found := _THREE.fullmatch(cell):
        first, second = int(found[1]), int(found[3])
        day, month = (first, second) if order == "dmy" else (second, first)
        try:
            known = (date(int(found[4]), month, day),)
        except ValueError:
            return None
    else:
        known = dates_in(cell)
    return known[0] if len(known) == 1 and known[0].year in YEARS else None


def clock_in(cell: str) -> str | None:
    """As 14:30."""
    clock = time_in(cell) if _CLOCK.fullmatch(cell) else None
    return f"{clock:%H:%M}" if clock else None


def halves_of(cell: str) -> tuple[str, str] | None:
    """What stands for the day, and what for the time."""
    found = _MOMENT.fullmatch(cell)
    return (found["day"], found["clock"]) if found else None


def moment_in(cell: str, order: Order) -> str | None:
    """As 2001-05-17 14:30; without a time where none is said."""
    if day := day_in(cell, order):
        return f"{day:%Y-%m-%d}"
    halves = halves_of(cell)
    if halves is None:
        return None
    day, clock = day_in(halves[0], order), clock_in(halves[1])
    return f"{day:%Y-%m-%d} {clock}" if day and clock else None


def number_in(cell: str, sign: str) -> str | None:
    """With a point and without thousands; `sign` is the decimal sign it is written with. Digits alone stay as they are."""
    if cell.isascii() and cell.isdigit():
        return None if _LEADING_ZERO.match(cell) else cell
    if not looks_like_number(cell):
        return None
    known = numbers_in(cell, sign)
    if len(known) != 1 or not _agrees(known[0], body_of(cell), sign):
        return None
    plain = f"{known[0]:f}"
    # 1.234 may be read as thousands as well; 1.2340 may not.
    return plain if len(numbers_in(plain)) == 1 else f"{plain}0"


@lru_cache(maxsize=4096)
def looks_like_number(cell: str) -> bool:
    """A number, perhaps of money, however it is written; what begins with 0 or + is rather a code or a telephone number."""
    if "%" in cell or "+" in cell or _LEADING_ZERO.match(cell):
        return False
    return bool(numbers_in(cell))


def currency_in(cell: str) -> str:
    return _CURRENCY.sub("", cell).upper()


def yes_or_no(cell: str) -> str | None:
    folded = cell.casefold()
    return "yes" if folded in YES | ON else "no" if folded in NO | OFF else None


def choices_in(cell: str) -> tuple[str, ...]:
    """`a; b`"""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def by_format(cell: str, written: str) -> time.struct_time | None:
    """As strptime reads it."""
    try:
        return time.strptime(cell, written)
    except ValueError:
        return None


def has_decimals(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def body_of(cell: str) -> str:
    """From the first digit to the last."""
    found = _BODY.search(cell)
    return found[0] if found else ""


def _agrees(number: Decimal, body: str, sign: str) -> bool:
    """Whether the last sign is the decimal one where there are decimals, and there is no such sign where there are none."""
    signs = [char for char in body if char in ".,"]
    return (signs[-1] == sign) if has_decimals(number) else (sign not in signs)
