"""Audit of one picture: contrast, texts cut off or over each other, controls that something lies over."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..computer import Written
from ..frame import Frame
from ..reading.text import Line
from ..target import Hint
from .contrast import too_faint
from .cut import cut_off
from .finding import KINDS, Finding, Kind
from .lines import short
from .overlap import overlapping
from .piece import pieces_of
from .told import Told


def audit_picture(
    frame: Frame,
    lines: Sequence[Line] = (),
    written: Sequence[Written] = (),
    hints: Sequence[Hint] = (),
    told: Told | None = None,
    only: Collection[Kind] = KINDS,
) -> tuple[Finding, ...]:
    """What pixels show, from the top down. `told`, what the page says of itself, lets off and settles doubts;
    without it only what is sure from the picture is found, and nothing that is covered."""
    pieces = pieces_of(frame, lines, written, hints, told)
    found: list[Finding] = []
    if "contrast" in only:
        found += too_faint(frame, pieces)
    if "cut off" in only:
        found += cut_off(frame, pieces, told)
    if "overlap" in only:
        found += overlapping(frame, pieces, hints, told)
    if "covered" in only and told is not None:
        found += _covered(told)
    return tuple(sorted(found, key=lambda each: (round(each.box.y / 8), each.box.x)))


def _covered(told: Told) -> list[Finding]:
    found: list[Finding] = []
    for each in told.covered:
        by = f'"{short(each.by)}"' if each.by else "something" if each.is_drawn else "something that cannot be seen"
        found.append(Finding("covered", each.control, f"{by} lies over its middle and would take the click", each.box))
    return found
