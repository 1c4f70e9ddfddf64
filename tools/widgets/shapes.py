"""Shapes: candidates among closed outlines: fields, text areas, selects, buttons, and what is underlined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..geometry import Box
from ..reading.text import Line, Word
from .candidate import Candidate
from .picture import Outline, Picture, far_apart, luminance

LEAST_H_PX, MOST_H_PX = 16, 72
"""How high a field or button of one row is."""
AREA_H_PX = 44
"""From here on a box may be a text area."""
DARK = 1.7
"""What is written on stands out from its ground by this contrast; a line between rows is fainter."""
STRONG = 70
"""A fill that differs so much from what is around it is a button's."""


def words_in(box: Box, words: Sequence[Word]) -> list[Word]:
    return [word for word in words if box.contains(word.box.center)]


def boxed(picture: Picture, lines: Sequence[Line]) -> list[Candidate]:
    """Fields, text areas, selects and buttons that have an outline or a fill of their own."""
    words = [word for line in lines for word in line.words]
    unit = picture.unit
    shapes = [shape for shape in picture.outlines if _could_be_control(shape, unit)]
    boxes = [shape for shape in shapes if not _is_container(shape, shapes, unit)]
    return [found for shape in boxes if (found := _judge(picture, shape, words_in(shape.outer, words), unit))]


def _could_be_control(shape: Outline, unit: float) -> bool:
    box = shape.outer
    return box.h >= LEAST_H_PX * unit and box.w >= LEAST_H_PX * unit and shape.filled > 0.78


def _is_container(shape: Outline, shapes: Sequence[Outline], unit: float) -> bool:
    """Whether another control lies within it with room around."""
    box = shape.inner
    for other in shapes:
        inside = other.outer
        if other is shape or inside.area > box.area * 0.8 or inside.w < 24 * unit or inside.h < 14 * unit:
            continue
        if box.contains(inside.center) and inside.x >= box.x - 1 and inside.right <= box.right + 1 and inside.h < box.h * 0.9:
            return True
    return False


def _judge(picture: Picture, shape: Outline, words: list[Word], unit: float) -> Candidate | None:
    box = shape.outer
    if not words:
        return _wordless(picture, shape, unit)
    text = Box.union(word.box for word in words)
    rows = len({round(word.box.center.y / (10 * unit)) for word in words})
    left, right = text.x - box.x, box.right - text.right
    chevron = has_chevron(picture, shape.inner, words)
    if chevron and box.h <= MOST_H_PX * unit:
        return Candidate("select", box, 0.8)
    if box.h > MOST_H_PX * unit or (rows > 1 and box.h > AREA_H_PX * unit):
        plain = rows <= 12 and left < 40 * unit and _is_paper(picture, shape)
        return Candidate("text area", box, 0.5) if plain and shape.outer != shape.inner and box.w > 100 * unit else None
    centred = abs(left - right) <= max(6 * unit, 0.12 * box.w)
    strong = far_apart(shape.colour, _around(picture, box)) >= STRONG
    if centred and (strong or max(left, right) < 90 * unit):
        return Candidate("button", box, 0.8 if strong else 0.6)
    if not strong and right > left and left < 60 * unit:
        return Candidate("field", box, 0.7)
    return Candidate("button", box, 0.4) if text.w < box.w and box.w < 320 * unit else None


def _wordless(picture: Picture, shape: Outline, unit: float) -> Candidate | None:
    box = shape.outer
    bordered = shape.outer != shape.inner
    if box.w >= 44 * unit and box.w > box.h * 1.6 and box.h <= MOST_H_PX * unit:
        if not (bordered or _is_paper(picture, shape)):
            return None
        return Candidate("select" if has_chevron(picture, shape.inner, ()) else "field", box, 0.6)
    if box.h > AREA_H_PX * unit and box.w > 100 * unit and bordered and _is_paper(picture, shape):
        return Candidate("text area", box, 0.5)
    squarish = 0.6 < box.w / box.h < 1.7 and 18 * unit <= box.h <= 60 * unit
    if squarish and shape.area < 0.97 * shape.inner.area * shape.filled:
        return Candidate("icon button", box, 0.5)
    return None


def _is_paper(picture: Picture, shape: Outline) -> bool:
    """Whether a fill is one that is written on: close to what is around it, without colour."""
    chroma = max(shape.colour) - min(shape.colour)
    return chroma < 40 and abs(luminance(shape.colour) - luminance(_around(picture, shape.outer))) < 0.35


def _around(picture: Picture, box: Box) -> tuple[int, int, int]:
    """The colour just outside a box."""
    left, top, right, bottom = box.grow(2).pixels(picture.size)
    rgb = picture.rgb
    ring = np.concatenate([rgb[top, left:right], rgb[bottom - 1, left:right]])
    r, g, b = np.median(ring, axis=0)
    return int(r), int(g), int(b)


def has_chevron(picture: Picture, inside: Box, words: Sequence[Word]) -> bool:
    """Whether a field ends in an arrow that points down, or in one up and one down."""
    unit = picture.unit
    if any(word.text in "▾▼⌄˅∨🔽" and word.box.x > inside.center.x for word in words):
        return True
    reach = min(44 * unit, inside.w * 0.45)
    text_end = max((word.box.right for word in words if word.box.x < inside.right - reach), default=inside.x)
    spot = Box(max(text_end + 2, inside.right - reach), inside.y + 2, 0, inside.h - 4)
    spot = Box(spot.x, spot.y, inside.right - 2 - spot.x, spot.h)
    if spot.w < 6 * unit or spot.h < 6:
        return False
    left, top, right, bottom = spot.pixels(picture.size)
    crop = picture.rgb[top:bottom, left:right].astype(np.int16)
    ground = np.median(crop.reshape(-1, 3), axis=0)
    ink = np.abs(crop - ground).max(axis=2) > 40
    columns = np.flatnonzero(ink.any(axis=0))
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(columns):
        return False
    w, h = int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
    if not (5 * unit <= w <= 18 * unit and 3 * unit <= h <= 18 * unit):
        return False
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _points_down(ink) or _points_both_ways(ink)


def _spans(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    return [(int(row.argmax()), len(row) - int(row[::-1].argmax())) for row in ink if row.any()]


def _points_down(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    spans = _spans(ink)
    w, h = ink.shape[1], ink.shape[0]
    if len(spans) < h or h > w * 1.05:
        return False
    (first, last), (low_first, low_last) = spans[min(1, h - 1)], spans[-1]
    narrow = low_last - low_first <= max(3, 0.55 * w) and abs((low_first + low_last) / 2 - w / 2) <= max(1.5, 0.15 * w)
    return narrow and last - first >= 0.65 * w


def _points_both_ways(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    h, w = ink.shape
    if h < w or h < 8:
        return False
    lower, upper = ink[h // 2 :], ink[: h // 2][::-1]
    return _points_down(_trimmed(lower)) and _points_down(_trimmed(upper))


def _trimmed(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink


def underlined(picture: Picture, lines: Sequence[Line], taken: Sequence[Box]) -> list[Candidate]:
    """Fields that are nothing but a line to write on."""
    unit = picture.unit
    words = [word for line in lines for word in line.words]
    rules = [rule for rule in picture.rules if 60 * unit <= rule.w <= 0.7 * picture.size.w]
    found: list[Candidate] = []
    for rule in rules:
        if picture.ink(rule).contrast < DARK or any(box.grow(3).contains(rule.center) for box in taken):
            continue
        if _is_underline_of_text(rule, words, unit):
            continue
        near = [w for w in words if 0 <= rule.y - w.box.bottom < 14 * unit and rule.x - 2 <= w.box.x <= rule.right]
        peers = sum(1 for other in rules if other.w == rule.w and abs(other.x - rule.x) < 2)
        if near and max(w.box.right for w in near) > rule.right - 0.06 * rule.w:
            continue  # what stands at its far end makes it the line under a row
        if near and peers < 12 and min(w.box.x for w in near) - rule.x < 30 * unit:
            top = min(w.box.y for w in near) - 8 * unit
            found.append(Candidate("field", Box(rule.x, top, rule.w, rule.bottom - top), 0.5))
    return found


def _is_underline_of_text(rule: Box, words: Sequence[Word], unit: float) -> bool:
    return any(abs(rule.y - w.box.bottom) < 6 * unit and w.box.x <= rule.x + 4 and w.box.right >= rule.right - 4 for w in words)
