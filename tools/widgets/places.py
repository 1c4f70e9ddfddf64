"""Places: the heading or question a control stands under, and in a table the words of its row and column."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from ..geometry import Box
from .labels import MARKS, Named
from .tables import tables
from .texts import Text, cleaned

LARGE = 1.22
"""A text so many times higher than the usual is a heading."""


@dataclass(frozen=True, slots=True)
class Place:
    group: str = ""
    row: str = ""
    column: str = ""


def place(controls: Sequence[Named], texts: Sequence[Text], given: set[int], unit: float) -> list[Place]:
    free = [text for n, text in enumerate(texts) if n not in given and any(char.isalnum() for char in text.said)]
    headings = _headings(free, texts)
    clusters = _clusters(controls, unit)
    # The lowest first: of two tables the rows of the lower one look like more rows of the upper one.
    known = tables(texts, controls, unit)[::-1]
    found: list[Place] = []
    for control in controls:
        cluster = next((c for c in clusters if control in c), [control])
        group = _question(cluster, free) if control.kind in MARKS and len(cluster) > 1 else ""
        row, column = next((cell for table in known if any(cell := table.cell(control.box, unit))), ("", ""))
        found.append(Place(group or _heading_over(control.box, headings), row, column))
    return found


def _headings(free: Sequence[Text], texts: Sequence[Text]) -> list[Text]:
    if not texts:
        return []
    usual = statistics.median(text.em for text in texts)
    return [text for text in free if text.em > LARGE * usual]


def _heading_over(box: Box, headings: Sequence[Text]) -> str:
    over = [h for h in headings if h.box.bottom <= box.y + 2 and h.box.x <= box.x + 40 and box.y - h.box.bottom < 400]
    return cleaned(max(over, key=lambda h: (h.box.bottom, -h.box.x)).said) if over else ""


def _clusters(controls: Sequence[Named], unit: float) -> list[list[Named]]:
    """Marks of one kind that stand in a row or under one another."""
    clusters: list[list[Named]] = []
    for control in sorted((c for c in controls if c.kind in MARKS), key=lambda c: (c.box.y, c.box.x)):
        for cluster in clusters:
            last = cluster[-1]
            level = abs(last.box.center.y - control.box.center.y) < 4 * unit and control.box.x - last.box.right < 260 * unit
            under = abs(cluster[0].box.x - control.box.x) < 4 * unit and control.box.y - last.box.bottom < 36 * unit
            if last.kind == control.kind and (level or under):
                cluster.append(control)
                break
        else:
            clusters.append([control])
    return clusters


def _question(cluster: Sequence[Named], free: Sequence[Text]) -> str:
    """The text above or left of a cluster that none of it took."""
    box = Box.union(control.box for control in cluster)
    best, least = "", 3.0
    for text in free:
        line = text.box.h
        above = box.y - text.box.bottom
        left = box.x - text.box.right
        if -0.3 * line <= above <= 2.5 * line and abs(text.box.x - box.x) < 2 * line:
            cost = above / line + text.muted * 1.5
        elif 0 <= left <= 14 * line and abs(text.box.center.y - cluster[0].box.center.y) < 0.7 * line:
            cost = left / (10 * line) + text.muted * 1.5
        else:
            continue
        if cost < least:
            best, least = cleaned(text.said), cost
    return best
