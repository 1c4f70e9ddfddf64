"""Formulas: a cell that a spreadsheet would compute gets an apostrophe before it, and loses it where a table is read again.

    =1+1, @SUM(A1), -A1, +1-800-555-0199, ＝1        '=1+1, '@SUM(A1), …
    -12.50, - €5, +3 %, +44 20 7946 0958, --         as they are: nothing in them can be computed but themselves

A phone number whose parts are joined by signs alone gets one as well: a spreadsheet would show what they make, -1553. A
spreadsheet that takes another sign between cells than the table has may begin a cell in the middle of one, so what could do
harm there gets its apostrophe as well.
"""

from __future__ import annotations

import re

_BLANK = r"[\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*"
_SPACE = r"[ \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\ufeff]*"
_COMPUTES = r"=＝﹦@＠﹫"
_COUNTS = r"+＋﹢\-－﹣"
_BEGINS = re.compile(rf"[\t\r\n]|{_BLANK}[{_COMPUTES}{_COUNTS}]")
_GAP = r"[ \u00a0\u202f]"
_NUMBER = re.compile(
    rf"[+-]{_GAP}?[$€£¥]?{_GAP}?[.,]?\d(?:\d|[.,'’]|{_GAP})*(?:[eE][+-]?\d{{1,3}})?(?:{_GAP}?[%$€£¥])?", re.ASCII
)
_PHONE = re.compile(rf"\+(?=.*[\d)]{_GAP}+[\d(])(?:[\d()./-]|{_GAP})+", re.ASCII)
"""No formula has two numbers with nothing but a blank between them."""
_RULE = re.compile(r"[-+=]+")
_WITHIN = re.compile(
    rf"(?<=[,;\t\r\n])'*(?={_SPACE}(?![-+=]+(?:[,;\t\r\n]|\Z))(?:[{_COMPUTES}]|[{_COUNTS}](?=[^,;\t\r\n]*[(|=!])))"
)


def guarded(cell: str) -> str:
    cell = _WITHIN.sub(lambda found: f"{found[0]}'", cell)
    return f"'{cell}" if _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    if cell.startswith("'") and _is_formula(cell):
        cell = cell[1:]
    return _WITHIN.sub(lambda found: found[0][1:], cell)


def _is_formula(cell: str) -> bool:
    bare = cell.lstrip("'")
    return _BEGINS.match(bare) is not None and not any(harmless.fullmatch(bare) for harmless in (_NUMBER, _PHONE, _RULE))
