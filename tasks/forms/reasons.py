"""Reasons: why rows did not get through, without what is each row's own, so that those that failed alike are counted together.

'Email: "ada@example.org" is taken', of three rows      ->      Email: … is taken      3
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

GAP = "…"
LEAST_LETTERS = 3
"""Shorter values of a row stand in too many words of everybody's."""
LEAST_DIGITS = 5
"""Shorter numbers may be a status or a page, which tell reasons apart."""
LONGEST = 200

_QUOTED = re.compile(r"""“[^”]*”|‘[^’]*’|«[^»]*»|„[^“”]*[“”]|"[^"]*"|(?<!\w)'[^']*'(?!\w)|`[^`]*`""")
_OWN = re.compile(
    r"""[\w.+-]+@[\w-]+(?:\.[\w-]+)*                # a mail address
    |   (?<![\w.])\d+(?:\.\d+)?(?=\s?(?:ms|s|min)\b)  # how long it took
    |   (?<![\w.])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?
    |   (?<!\w)[+]?\d[\d ()./-]{3,}\d(?!\w)           # a phone or another long number
    """,
    re.VERBOSE,
)
_GAPS = re.compile(rf"""["'“”‘’«»„`]?{GAP}(?:[\s,;]*{GAP})*["'“”‘’«»„`]?""")


def group_of(why: str, cells: Mapping[str, str | Iterable[str]] | None = None) -> str:
    """The reason without the row's own values, quoted or not."""
    said = _QUOTED.sub(GAP, " ".join(why.split()))
    for value in sorted(_values(cells or {}), key=len, reverse=True):
        if value in said:
            said = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", GAP, said)
    said = _GAPS.sub(GAP, _OWN.sub(GAP, said))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}{GAP}"


def _values(cells: Mapping[str, str | Iterable[str]]) -> Iterable[str]:
    for cell in cells.values():
        for value in (cell,) if isinstance(cell, str) else cell:
            value = " ".join(value.split())
            if len(value) >= (LEAST_DIGITS if value.isdigit() else LEAST_LETTERS):
                yield value
