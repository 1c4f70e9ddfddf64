"""Places: the heading or question a control stands under, and in a table the words of its row and column."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from ..geometry import Box
from .labels import MARKS, Named
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
    found: list[Place] = []
    for control in controls:
        cluster = next((c for c in clusters if control in c), [control])
        group = _question(cluster, free) if control.kind in MARKS and len(cluster) > 1 else ""
        row, column = cell(control.box, texts, controls, unit)
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


def cell(box: Box, texts: Sequence[Text], controls: Sequence[Named], unit: float) -> tuple[str, str]:
    """The words that name a box's row and its column in a table; "" twice where it stands in none.

    A table is known by its head: a row of words and nothing else, its first over the first words of several rows."""
    level = [t for t in texts if abs(t.box.center.y - box.center.y) < max(0.5 * box.h, 7 * unit) and t.box.right <= box.x + 2]
    if not level:
        return "", ""
    row = min(level, key=lambda text: text.box.x)
    firsts = [t for t in texts if abs(t.box.x - row.box.x) < 3 * unit]
    over = [t for t in texts if t.box.center.y < row.box.y and _over(t.box, row.box)]
    for corner in sorted(over, key=lambda text: -text.box.y):
        heads = [t for t in texts if abs(t.box.center.y - corner.box.center.y) < 3 * unit and t is not corner]
        if any(abs(c.box.center.y - corner.box.center.y) < 0.5 * c.box.h for c in controls):
            continue
        head = min(heads, key=lambda text: _aside(text.box, box), default=None)
        body = [t for t in firsts if corner.box.bottom < t.box.center.y <= row.box.bottom]
        like = [c.box for c in controls if _aside(c.box, box) < 3 * unit]
        filled = sum(any(each.y < t.box.center.y < each.bottom for each in like) for t in body)
        several = sum(text.box.y > corner.box.bottom for text in firsts) > 1
        if head is not None and several and filled == len(body) and _aside(head.box, box) < 14 * unit:
            return cleaned(row.said), cleaned(head.said)
    return "", ""


def _over(head: Box, first: Box) -> bool:
    return min(head.right, first.right) - max(head.x, first.x) > 0.5 * min(head.w, first.w)


def _aside(head: Box, box: Box) -> float:
    """How far a box is from standing in the column of a head, whatever way the column is aligned."""
    return min(abs(head.x - box.x), abs(head.center.x - box.center.x), abs(head.right - box.right))
