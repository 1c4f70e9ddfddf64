"""Numbers: read as people write them, written with the decimal sign that a field asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_MONEY = r"(?:[€$£¥₹₽]|zł|kr\.?|Fr\.?|(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|JPY|CNY|RMB|US\$)(?![A-Za-z]))"
_NUMBER = re.compile(
    rf"(?:{_MONEY}\s?)?(?P<sign>[+\-−–]?)\s?(?:{_MONEY}\s?)?(?P<body>\d[\d.,'’ \u00a0\u202f]*?)\s?(?:{_MONEY}|%)?", re.I
)
_GROUPED = re.compile(r"\d{1,3}(?:([ .,'’\u00a0\u202f])\d{3})(?:\1\d{3})*")
_SAMPLE = re.compile(r"(?<![\d.,])\d*(?:(?P<thousands>[ .,'’])\d{3})*(?P<decimal>[.,])(?P<digits>\d{1,2})(?!\d)")

_CLEAR = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[ .,'’]\d{3})*|\d+)([.,])\d{1,2}(?![\d.,])")


def numbers_in(text: str, sign: str = "") -> tuple[Decimal, ...]:
    """The numbers that a whole text may mean: none, one, or two where its one sign may part thousands or decimals.

    `sign`: the decimal sign, where it is known."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return ()
    body = found["body"].strip()
    minus = "-" if found["sign"] and found["sign"] != "+" else ""
    readings = list(dict.fromkeys(_readings(body)))
    if len(readings) > 1 and sign:
        readings = [reading for reading in readings if ("." in reading) is (sign in body)]
    return tuple(Decimal(minus + plain) for plain in readings)


def sign_in(texts: Iterable[str]) -> str:
    """The one decimal sign that several texts show without a doubt; "" where they show none, or both."""
    signs = {found[1] for text in texts for found in _CLEAR.finditer(text)}
    return signs.pop() if len(signs) == 1 else ""


def _readings(body: str) -> list[str]:
    if body.isascii() and body.isdigit():
        return [body]
    signs = [char for char in body if char in ".,"]
    if not signs:
        return [_bare(body)] if _GROUPED.fullmatch(body) else []
    whole, _, rest = body.rpartition(signs[-1])
    is_decimal = signs.count(signs[-1]) == 1 and rest.isdigit() and (whole.isdigit() or bool(_GROUPED.fullmatch(whole)))
    readings = [_bare(body)] if _GROUPED.fullmatch(body) and not body.startswith("0") else []
    if is_decimal:
        readings.append(f"{_bare(whole)}.{rest}")
    return readings


def _bare(grouped: str) -> str:
    return re.sub(r"\D", "", grouped)


def decimal_sign(sample: str) -> str:
    """The decimal sign that a placeholder shows: "," in `0,00`; "" where it shows none."""
    found = _SAMPLE.search(sample)
    return found["decimal"] if found else ""


def write_like(number: Decimal, sample: str) -> str:
    """With the sample's decimal sign, and as many decimals where it has any; without thousands."""
    found = _SAMPLE.search(sample)
    plain = f"{number:f}"
    if not found:
        return plain
    whole, _, rest = plain.partition(".")
    return f"{whole}{found['decimal']}{rest.ljust(len(found['digits']), '0')}" if rest else whole
