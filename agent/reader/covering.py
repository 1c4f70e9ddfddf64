"""Covering: an open list of one field that lies over another: it is closed first, or another part of that field is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...tools import action as do
from ...tools.geometry import Box, Point
from ...tools.sight import Sight
from ..state import Intent

OPENED = frozenset({"option", "listbox", "menu", "menuitem", "menuitemradio", "menuitemcheckbox", "treeitem", "gridcell"})
"""What lies over fields only as long as it is open."""
WAYS = (("tab",), ("escape",))
"""Whoever leaves a field by Tab closes its list; Escape may close more than that."""
PARTS = (0.08, 0.25, 0.75, 0.92)


def is_open(sight: Sight) -> bool:
    """Whether entries of a list are offered, which may lie over whatever else there is."""
    return any(widget.hint is not None and widget.hint.role == "option" for widget in sight.widgets)


def covers(sight: Sight, intent: Intent) -> list[Box]:
    """What lies over the place that is to be clicked, as far as the computer tells."""
    action, target = intent.action, intent.target
    if not isinstance(action, do.Click) or target is None or target.hint is None or target.hint.role in OPENED:
        return []
    boxes = [widget.hint.box for widget in sight.widgets if widget.hint is not None and widget.hint.role in OPENED]
    return [box for box in boxes if box.contains(action.point) or box.contains(target.hint.box.center)]


def uncovered(sight: Sight, intents: list[Intent], tries: int) -> list[Intent]:
    """The same on a part of it that is free; what closes the list where its middle is to be clicked, or all is covered."""
    if not intents or not (over := covers(sight, intents[0])):
        return intents
    first, *rest = intents
    action, target = first.action, first.target
    assert isinstance(action, do.Click)
    assert target is not None
    assert target.hint is not None
    is_free = not any(box.contains(action.point) for box in over)
    if not is_free and tries < len(WAYS):
        return [Intent(do.Press(WAYS[tries]), first.said, goes_on=True, named=True)]
    at = next((at for at in (action.point, *_parts(target.box)) if not any(box.contains(at) for box in over)), None)
    if at is None:
        return intents
    # It is asked for where it is clicked: in its middle there is something else.
    there = Box(at.x - 2, at.y - 2, 4, 4)
    return [replace(first, action=do.bind(do.Click(at), sight.frame, there, replace(target.hint, box=there))), *rest]


def _parts(box: Box) -> Iterator[Point]:
    for part in PARTS:
        yield Point(box.x + part * box.w, box.center.y)
    for part in PARTS:
        yield Point(box.center.x, box.y + part * box.h)
