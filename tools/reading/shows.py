"""Shows: whether a text stands in a place: yes, no, or unsure. It compares with what is expected instead of transcribing."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import ne
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..frame import Frame
from ..geometry import Box
from .crops import Crop
from .lookalikes import spelled
from .masked import dots, shows_dots
from .oneline import DOUBLE, Opinion, are_alike, compare
from .plain import plain_rows, stands_beside
from .written import Written, joined, read_rows, rows_in, sticks_out, without_caret, without_icons

Shown = Literal["yes", "no", "unsure"]

LEAST_DOTS = 3
"""Fewer dots are no masked value where nobody says so."""

SIGNS = frozenset("•●*·.∙⚫oO0。")

MOST_PARTS = 6
"""More parts side by side than this are not tried together."""

WIDE = 0.6

ICONS = frozenset("QOoVvAXx口日回凸")
"""Letters that magnifiers, arrows, crosses and calendars are read as."""

SURE_SIGN = 0.95
"""A letter is read more surely than this, what is like one less."""

NEAR = 3
"""Rows that differ in no more characters than this may have a caret or an icon beside them."""

LIKE, MOST_EXTRA = 0.5, 1.5
"""So much of a text must have been read, among not more than so much, to look at its place in another way."""

LEAST_PART = 2
ICON = 1.3
"""What is no wider than this, per px of the height of a text beside it, may be an icon."""

FAR = 2.5
"""Parts of a line stand no further apart than this, per px of its height."""

EDGE = 2.5
"""A text that is cut ends so near the edge of its place or an icon there, per px of its height."""


MOST_TIED, TIED, INK = 2, 1.2, 64
"""So many letters may be lost so near the end of a row, per px of its height, where so much contrast stands."""


@dataclass(frozen=True, slots=True)
class Place:
    box: Box
    caret_px: int
    """No caret is thicker."""


def shows(frame: Frame, box: Box, expected: str, *, hint_value: str | None = None, masked: bool | None = None) -> Shown:
    """Whether exactly this text stands in the box, as far as pixels can tell; a hint's value may settle what they leave open.

    `masked`: whether the place shows a dot for each character; None where nobody knows."""
    seen = by_sight(frame, box, expected, masked=masked)
    return seen if hint_value is None or masked else _with_hint(seen, expected, hint_value)


def _with_hint(seen: Shown, expected: str, hint_value: str) -> Shown:
    """A hint confirms what was left open, or lowers; what was clearly not there it cannot bring back."""
    if spelled(hint_value) == spelled(expected):
        return "yes" if seen == "unsure" else seen
    return "unsure" if seen == "yes" else "no"


def by_sight(frame: Frame, box: Box, expected: str, *, masked: bool | None = None) -> Shown:
    wanted = spelled(expected)
    if masked and wanted:
        return shows_dots(dots(frame, box), wanted)
    bands = rows_in(frame, box)
    if not wanted.strip():
        # A label or a placeholder may stand in an empty field; blanks leave no trace.
        return "yes" if not bands and not wanted else "unsure"
    place = Place(box, caret_px=math.ceil(2 * frame.view.scale))
    opinion = _of_rows(frame, bands, wanted.strip(), place, masked=masked)
    if opinion != "yes" and _lost_some(bands, wanted.strip()):
        again = _of_rows(frame, plain_rows(frame, box), wanted.strip(), place, masked=masked)
        opinion = again if again == "yes" else "unsure" if "unsure" in (again, opinion) else "no"
    if opinion == "no" and _ends_in_more(frame, bands, wanted.strip(), place):
        return "unsure"
    return "unsure" if opinion == "yes" and wanted != wanted.strip() else opinion


def _ends_in_more(frame: Frame, bands: Sequence[Sequence[Crop]], wanted: str, place: Place) -> bool:
    """Whether all was read but its end, and there something stands: a letter that a caret ties to the frame around it."""
    bare = "".join(wanted.split())
    for band in bands:
        for seen in read_rows(band):
            row, left_out = seen.crop.row, len(bare) - len(seen.bare)
            if not 0 < left_out <= MOST_TIED or len(seen.bare) < LEAST_PART or not bare.startswith(seen.bare):
                continue
            right = min(math.ceil(row.right + TIED * (row.bottom - row.top)), math.floor(place.box.right))
            beside = frame.rgb[row.top : row.bottom, row.right + 1 : right].astype(int)
            if beside.size and int(_inked(beside).sum()) > place.caret_px + 2:
                return True
    return False


def _inked(pixels: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Of each column, whether it is anything but plain ground."""
    ground = np.median(pixels.reshape(-1, 3), axis=0)
    return (np.abs(pixels - ground).max(axis=2) > INK).any(axis=0)


def _lost_some(bands: Sequence[Sequence[Crop]], wanted: str) -> bool:
    """Whether what was read is nearly the text, but not as long: the finder may have lost a letter, or taken too much."""
    rows = [seen.bare for band in bands for seen in read_rows(band)]
    bare = "".join(wanted.split())
    if any(len(row) == len(bare) and sum(map(ne, row, bare)) <= NEAR for row in rows):
        return False
    if len("".join(rows)) > MOST_EXTRA * len(bare) + NEAR:
        return False
    matching = SequenceMatcher(None, "".join(rows), bare, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) >= LIKE * len(bare)


def _of_rows(frame: Frame, bands: Sequence[Sequence[Crop]], wanted: str, place: Place, *, masked: bool | None) -> Opinion:
    """The best opinion over all rows, over parts of them joined, and over several lines."""
    read: dict[int, list[Written]] = {}
    opinions: list[Opinion] = ["no"]
    rows = [(crop, band) for band in bands for crop in band]
    for crop, band in sorted(rows, key=lambda row: _unlikeliness(row[0], wanted)):
        read[id(crop)] = read_rows([crop])
        for seen in read[id(crop)] if "\n" not in wanted else ():
            opinion = compare(seen, wanted)
            if opinion == "yes" and not _goes_on(crop, band) and not _lost_beside(frame, crop, rows, place):
                return "yes"
            opinions.append("unsure" if opinion == "yes" or _is_cut(seen, wanted, place.box) else opinion)
    written = [[seen for crop in band for seen in read[id(crop)]] for band in bands]
    if masked is None and _may_be_dots(written) and (marks := dots(frame, place.box)) and marks.count >= LEAST_DOTS:
        return shows_dots(marks, wanted)
    for opinion in _of_several(written, wanted, place):
        if opinion == "yes":
            return "yes"
        opinions.append(opinion)
    return "unsure" if "unsure" in opinions else "no"


def _goes_on(crop: Crop, band: Sequence[Crop]) -> bool:
    """Whether more text stands close beside it: it was read in parts."""
    row = crop.row
    high = row.bottom - row.top
    return any(
        other is not crop
        and other.row.surface == row.surface
        and max(row.left - other.row.right, other.row.left - row.right) < FAR * high
        and other.row.right - other.row.left > ICON * high
        for other in band
    )


def _lost_beside(frame: Frame, crop: Crop, rows: Sequence[tuple[Crop, Sequence[Crop]]], place: Place) -> bool:
    """Whether a letter stands beside a row that the finder took for none."""
    return stands_beside(frame, place.box, crop.row, [other.row for other, _ in rows], place.caret_px)


def _unlikeliness(crop: Crop, wanted: str) -> float:
    """Characters are about so wide, per px of the height of their row; a row of another length is read last."""
    wide = (crop.row.right - crop.row.left) / (crop.row.bottom - crop.row.top)
    return abs(math.log(wide / (WIDE * len(wanted))))


def _may_be_dots(written: Sequence[Sequence[Written]]) -> bool:
    """Rows of dots are read as dots, as nothing, or as a few round letters; an icon beside them as one of any kind."""
    return all(len(seen.bare) < 2 or SIGNS.issuperset(seen.bare) for parts in written for seen in parts)


def _of_several(written: Sequence[Sequence[Written]], wanted: str, place: Place) -> Iterator[Opinion]:
    """Of parts side by side as one, of what is left without carets and icons, of one line after the other."""
    if "\n" not in wanted:
        near = [seen for parts in written for seen in parts]
        for parts in written:
            for some in _side_by_side(parts, wanted):
                near += read_rows([joined([seen.crop for seen in some])])
                yield compare(near[-1], wanted)
        for seen in near:
            if _distance(seen.bare, wanted) <= NEAR:
                yield from _without_company(seen, wanted, place)
    if len(written) > 1 and ("\n" in wanted or len(wanted) > 8):
        yield _of_lines([_whole(parts) for parts in written if parts], wanted, place.box)


def _without_company(seen: Written, wanted: str, place: Place) -> Iterator[Opinion]:
    """What is left when a caret, an icon, or both are thought away; an icon is higher than letters or read as nothing."""
    yield from _without_caret(seen.crop, wanted, place)
    for rest, gone in without_icons(seen.crop):
        for again in read_rows([rest]):
            bare = without_caret(rest, wanted, place.caret_px) or rest
            sign, sure = _sign(seen, again)
            stands_out = sticks_out(gone, bare) or _gap(gone, rest) > DOUBLE * _pitch(again)
            unlike = sign != "" and (not _is_typed(sign) or sure < SURE_SIGN)
            is_icon = again.bare == seen.bare or (stands_out and _may_be_icon(sign)) or unlike
            for opinion in (compare(again, wanted), *_without_caret(rest, wanted, place)):
                yield opinion if is_icon or opinion == "no" else "unsure"


def _sign(whole: Written, rest: Written) -> tuple[str, float]:
    """What the one sign that is gone was read as, and how surely; "" if more is gone."""
    at_the_end = whole.bare.startswith(rest.bare)
    gone = whole.bare.removeprefix(rest.bare) if at_the_end else whole.bare.removesuffix(rest.bare)
    return (gone, whole.reading.scores[-1 if at_the_end else 0]) if len(gone) == 1 else ("", 1.0)


def _may_be_icon(sign: str) -> bool:
    return sign != "" and (not sign.isalnum() or sign in ICONS)


def _is_typed(sign: str) -> bool:
    """Whether a keyboard has it."""
    return sign.isalnum() or sign in string.punctuation or sign in "€£¥§°–—…„“”‘’«»¿¡"


def _gap(one: Crop, other: Crop) -> int:
    return max(one.row.left - other.row.right, other.row.left - one.row.right)


def _pitch(seen: Written) -> float:
    return (seen.crop.row.right - seen.crop.row.left) / max(len(seen.bare), 1)


def _without_caret(crop: Crop, wanted: str, place: Place) -> Iterator[Opinion]:
    rest = without_caret(crop, wanted, place.caret_px)
    for seen in read_rows([rest] if rest is not None else []):
        yield compare(seen, wanted)


def _is_cut(seen: Written, wanted: str, box: Box) -> bool:
    """Whether only a part of the text may be visible: a field that is too short shows its beginning or its end."""
    bare, row = "".join(wanted.split()), seen.crop.row
    reach = EDGE * (row.bottom - row.top)
    if not LEAST_PART <= len(seen.bare) <= len(bare):
        return False
    begins = are_alike(seen.bare[:-1], bare[: len(seen.bare) - 1]) and box.right - row.right < reach
    ends = are_alike(seen.bare[1:], bare[len(bare) - len(seen.bare) + 1 :]) and row.left - box.x < reach
    return begins or ends


def _side_by_side(parts: Sequence[Written], wanted: str) -> Iterator[Sequence[Written]]:
    """Neighbours that together are about as long as the text and begin and end as it does, likeliest first."""
    some = [parts[a:b] for a in range(len(parts)) for b in range(a + 2, min(len(parts), a + MOST_PARTS) + 1)]
    some.sort(key=lambda each: _distance("".join(seen.bare for seen in each), wanted))
    for each in some[:2]:
        if _distance("".join(seen.bare for seen in each), wanted) <= 3:
            yield each


def _distance(read: str, wanted: str) -> int:
    """How many characters the one has that the other has not in the same order, from both ends."""
    bare = "".join(wanted.split())
    shorter = min(len(read), len(bare))
    front = next((n for n in range(shorter) if read[n] != bare[n]), shorter)
    back = next((n for n in range(shorter - front) if read[-1 - n] != bare[-1 - n]), shorter - front)
    return max(len(read), len(bare)) - front - back


def _whole(parts: Sequence[Written]) -> Written:
    """Parts side by side as one line, without what stands far from them."""
    kept = [parts[0]]
    for seen in parts[1:]:
        row, last = seen.crop.row, kept[-1].crop.row
        if row.left - last.right > FAR * (last.bottom - last.top):
            break
        kept.append(seen)
    return kept[0] if len(kept) == 1 else (read_rows([joined([seen.crop for seen in kept])]) or kept)[0]


def _of_line(seen: Written, wanted: str, box: Box) -> Opinion:
    opinion = compare(seen, wanted)
    return "unsure" if opinion == "no" and _is_cut(seen, wanted, box) else opinion


def _of_lines(lines: Sequence[Written], wanted: str, box: Box) -> Opinion:
    """A text over several lines: each must show its part."""
    best: Opinion = "no"
    for first in range(len(lines)):
        for broken in _broken(lines[first:], wanted):
            opinions = [_of_line(seen, part, box) for seen, part in zip(lines[first:], broken, strict=False)]
            if all(opinion == "yes" for opinion in opinions):
                return "yes"
            if "no" not in opinions:
                best = "unsure"
    return best


def _broken(lines: Sequence[Written], wanted: str) -> Iterator[list[str]]:
    """The text as broken by these lines, each part about as long as what was read there."""
    parts: list[str] = []
    rest = wanted
    for seen in lines:
        ends = [at for at, char in enumerate(rest) if char.isspace()]
        if not ends or any(char >= "\u2e80" for char in rest):
            ends = sorted({*ends, *range(1, len(rest))})
        newline = rest.find("\n")
        ends = [at for at in (*ends, len(rest)) if newline < 0 or at <= newline]
        end = min(ends, key=lambda at: abs(len("".join(rest[:at].split())) - len(seen.bare)))
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
        if not rest:
            yield parts
            return
