"""Wording: candidates that are nothing but words: links, flat buttons, tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..geometry import Box
from ..reading.text import Line, Word
from .candidate import Candidate
from .lettering import line_box
from .picture import Ink, Picture, Rgb, far_apart

COLOURED = 60
"""The chroma from which text is coloured rather than grey."""


def worded(picture: Picture, lines: Sequence[Line], taken: Sequence[Box]) -> list[Candidate]:
    """Links by colour or underline, and rows of tabs. What lies in other controls is left alone."""
    free = [(word, line) for line in lines for word in line.words if not any(b.contains(word.box.center) for b in taken)]
    inks = {id(word): picture.ink(word.box) for word, _ in free}
    plain = _usual(inks.values())
    tabs = _tabs(picture, [line for line in lines if any(id(word) in inks for word in line.words)], taken)
    within = [tab.box for tab in tabs]
    found: list[Candidate] = []
    for line in lines:
        words = [word for word in line.words if id(word) in inks and not any(b.contains(word.box.center) for b in within)]
        for run, underlined in _runs(picture, words, inks, plain):
            box = line_box(run)
            if any(char.isalnum() for word in run for char in word.text):
                found.append(Candidate("link", box, 0.7 if underlined else 0.45))
    return tabs + found


def _usual(inks: Iterable[Ink]) -> Rgb | None:
    """The colour of most of the text."""
    counted = Counter((ink.colour[0] // 24, ink.colour[1] // 24, ink.colour[2] // 24) for ink in inks)
    for (r, g, b), _ in counted.most_common(1):
        return r * 24 + 12, g * 24 + 12, b * 24 + 12
    return None


def _runs(
    picture: Picture, words: Sequence[Word], inks: dict[int, Ink], plain: Rgb | None
) -> Iterator[tuple[list[Word], bool]]:
    """Neighbouring words of one line that look like one link."""
    run: list[Word] = []
    lined = False
    for word in words:
        ink = inks[id(word)]
        rule = _rule_under(picture, word.box, ink)
        coloured = ink.chroma >= COLOURED and not _reddish(ink.colour) and (plain is None or far_apart(ink.colour, plain) > 48)
        joins = bool(run) and far_apart(inks[id(run[-1])].colour, ink.colour) < 40
        joins = joins and word.box.x - run[-1].box.right < word.box.h
        if run and not (joins and (rule == lined) and (rule or coloured)):
            yield run, lined
            run = []
        if rule or coloured:
            run, lined = [*run, word], rule
    if run:
        yield run, lined


def _rule_under(picture: Picture, box: Box, ink: Ink) -> bool:
    """Whether a word is underlined in its own colour: descenders may interrupt the line."""
    left, top, right, bottom = Box(box.x + 1, box.bottom - box.h * 0.3, box.w - 2, box.h * 0.65 + 2).pixels(picture.size)
    rows = picture.rgb[top:bottom, left:right].astype(np.int16)
    if rows.size == 0 or far_apart(ink.colour, ink.ground) < 40:
        return False
    inked = np.abs(rows - np.array(ink.colour)).max(axis=2) < 48
    return bool((inked.mean(axis=1) >= 0.72).any())


def _reddish(colour: Rgb) -> bool:
    """Red words are errors and stars, not links."""
    r, g, b = colour
    return r > 150 and r > 1.8 * max(g, b)


def _tabs(picture: Picture, lines: Sequence[Line], taken: Sequence[Box]) -> list[Candidate]:
    """Words in a row of which exactly one stands on a bar of its own."""
    unit = picture.unit
    short = [line for line in lines if len(line.words) <= 4 and line.box.h < 30 * unit]
    found: list[Candidate] = []
    for chosen in short:
        level = [line for line in short if abs(line.box.center.y - chosen.box.center.y) < 4 * unit]
        row = _evenly(sorted(level, key=lambda line: line.box.x), chosen, unit)
        if len(row) < 2 or (bar := _bar_under(picture, chosen.box)) is None:
            continue
        if any(box.grow(2).contains(bar.center) for box in taken):
            continue  # the upper edge of a field
        if any(_bar_under(picture, line.box) for line in row if line is not chosen):
            continue
        top = chosen.box.center.y - (bar.bottom - chosen.box.center.y)
        pad = max(0.0, (bar.w - chosen.box.w) / 2)
        for line in row:
            box = Box(line.box.x - pad, top, line.box.w + 2 * pad, bar.bottom - top)
            found.append(Candidate("tab", box, 0.6, ("selected",) if line is chosen else ()))
    return found


def _bar_under(picture: Picture, text: Box) -> Box | None:
    """A bar below a word, about as wide as it and of a colour of its own."""
    unit = picture.unit
    x, y = round(text.center.x), round(text.bottom + 3 * unit)
    end = min(round(text.bottom + 22 * unit), picture.size.h)
    if not (0 <= x < picture.size.w and y + 2 < end):
        return None
    column = picture.rgb[y:end, x].astype(np.int16)
    other = np.abs(column - column[0]).max(axis=1) > 24
    if not other.any():
        return None
    at = y + int(other.argmax())
    row = np.abs(picture.rgb[at].astype(np.int16) - picture.rgb[at, x].astype(np.int16)).max(axis=1) <= 24
    left = x - int((~row[x::-1]).argmax()) + 1 if not row[x::-1].all() else 0
    right = x + int((~row[x:]).argmax()) if not row[x:].all() else picture.size.w
    thick = int((~other[at - y :]).argmax()) or 1
    if right - left > text.w + 90 * unit or right - left < 0.6 * text.w or thick > 5 * unit:
        return None
    if abs((left + right) / 2 - text.center.x) > 10 * unit:
        return None
    return Box(left, at, right - left, thick)


def _evenly(row: list[Line], chosen: Line, unit: float) -> list[Line]:
    """The neighbours of one line that follow each other without a wide gap."""
    at = next(n for n, line in enumerate(row) if line is chosen)
    first = last = at
    while first > 0 and 8 * unit < row[first].box.x - row[first - 1].box.right < 64 * unit:
        first -= 1
    while last + 1 < len(row) and 8 * unit < row[last + 1].box.x - row[last].box.right < 64 * unit:
        last += 1
    return row[first : last + 1]
