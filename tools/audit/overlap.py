"""Overlap: texts whose letters lie over each other, and texts that stick out of their control over others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..frame import Frame
from ..geometry import Box
from ..reading.shows import shows
from ..sight import kind_of
from ..target import Hint
from .finding import Finding
from .lines import short
from .piece import Piece
from .told import Told, called

CORE = (0.22, 0.8)
"""Between these, of the height of a line, its letters are thick with ink."""

WIDE, HIGH = 0.4, 0.22
"""Two texts share so much, per px of the height of the lower one, or they only touch."""

SAME = 0.8
"""What is written twice in nearly the same place is a shadow of itself."""

OUT_PX = 2.0
WRITTEN_ON = frozenset({"button", "link", "tab", "menuitem", "option", "treeitem", "gridcell", "clickable"})
"""Their names stand on them; those of others stand beside them."""


def overlapping(frame: Frame, pieces: Sequence[Piece], hints: Sequence[Hint], told: Told | None) -> tuple[Finding, ...]:
    out = tuple(_running_into(pieces, hints, frame.view.scale))
    ways = {frozenset((id(lower), id(upper))): (lower, how) for lower, upper, how in (told.over if told else ())}
    over: list[Finding] = []
    said: set[frozenset[str]] = set()
    for one, other, shared in _pairs([piece for piece in pieces if piece.told is None or piece.told.field is None]):
        pair = frozenset((one.text, other.text))
        if pair in said or any(finding.box.intersect(shared) for finding in out):
            continue
        lower, how = ways.get(frozenset((id(one.told), id(other.told))), (None, ""))
        below, above = (one, other) if lower is one.told else (other, one)
        if how == "under":
            why = f'goes on under "{short(above.line)}", by {shared.w:.0f} px'
        elif how == "hidden" or _can_be_read(frame, one) or _can_be_read(frame, other):
            continue
        else:
            why = f'lies over "{short(above.line)}", {shared.w:.0f}x{shared.h:.0f} px of both'
        said.add(pair)
        over.append(Finding("overlap", short(below.line), why, Box.union((one.shown, other.shown))))
    return (*out, *over)


def _can_be_read(frame: Frame, piece: Piece) -> bool:
    """What can be read lies on top of something opaque."""
    return shows(frame, piece.shown, piece.line) == "yes"


def _pairs(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece, Box]]:
    if len(pieces) < 2:
        return
    sides = np.array([_core(piece) for piece in pieces])
    left, top = np.maximum(sides[:, None, 0], sides[:, 0]), np.maximum(sides[:, None, 1], sides[:, 1])
    right, bottom = np.minimum(sides[:, None, 2], sides[:, 2]), np.minimum(sides[:, None, 3], sides[:, 3])
    height = np.array([piece.box.h for piece in pieces])
    lower = np.minimum(height[:, None], height)
    shares = (right - left > WIDE * lower) & (bottom - top > HIGH * lower)
    for one, other in np.argwhere(np.triu(shares, 1)).tolist():
        a, b = pieces[one], pieces[other]
        if (a.told is not None and a.told is b.told) or (a.line == b.line and a.box.shared(b.box) > SAME):
            continue
        x, y = float(left[one, other]), float(top[one, other])
        yield a, b, Box(x, y, float(right[one, other]) - x, float(bottom[one, other]) - y)


def _core(piece: Piece) -> tuple[float, float, float, float]:
    box, shown = piece.box, piece.shown
    top, bottom = box.y + CORE[0] * box.h, box.y + CORE[1] * box.h
    return shown.x + 1, max(top, shown.y), shown.right - 1, min(bottom, shown.bottom)


def _running_into(pieces: Sequence[Piece], hints: Sequence[Hint], scale: float) -> Iterator[Finding]:
    """What is written on a button and sticks out of it over others, and labels that run into their field."""
    for piece in pieces:
        if piece.told is not None and piece.told.field is not None:
            continue
        left, top, right, bottom = _core(piece)
        core = Box(left, top, max(0.0, right - left), max(0.0, bottom - top))
        is_under = piece.told is not None and not piece.told.bare
        for hint in hints:
            shared = core.intersect(hint.box)
            if shared is None or piece.line not in hint.name or shared.h < HIGH * piece.box.h:
                continue
            out = max(core.right - hint.box.right, hint.box.x - core.x)
            if out <= OUT_PX * scale:
                continue
            if hint.role in WRITTEN_ON and (over := _other(piece, core, hint, pieces, hints)):
                why = f'its text "{short(piece.line)}" sticks out by {out:.0f} px into "{short(over)}"'
                yield Finding("overlap", called(short(hint.name), hint.role), why, Box.union((hint.box, piece.shown)))
            elif hint.role not in WRITTEN_ON and min(out, shared.w) > WIDE * piece.box.h and not is_under:
                why = f"runs into its {kind_of(hint)} by {shared.w:.0f} px"
                yield Finding("overlap", short(piece.line), why, Box.union((hint.box, piece.shown)))


def _other(piece: Piece, core: Box, own: Hint, pieces: Sequence[Piece], hints: Sequence[Hint]) -> str:
    """What else stands where a text does that sticks out of its own control."""
    texts = (each.line for each in pieces if each is not piece and each.told is not piece.told and each.shown.intersect(core))
    controls = (
        each.name or each.role
        for each in hints
        if each is not own and each.box.intersect(core) and each.box.shared(own.box) < SAME
    )
    return next(texts, "") or next(controls, "")
