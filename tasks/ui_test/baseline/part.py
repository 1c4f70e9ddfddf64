"""Part: a part of a screen by words: "the cart table", "the dialog", "the order summary": what a person would frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from ....tools.find import find
from ....tools.geometry import Box
from ....tools.reading.text import Line
from ....tools.sight import Sight
from ....tools.widgets.labels import Named
from ....tools.widgets.picture import Picture, picture_of
from ....tools.widgets.tables import tables
from ....tools.widgets.texts import texts_outside

TABLES = ("table", "grid")
PANELS = (
    "dialog",
    "dialogue",
    "popup",
    "pop-up",
    "window",
    "panel",
    "card",
    "box",
    "section",
    "area",
    "form",
    "block",
    "sidebar",
)
_CONTAINER = re.compile(rf"^(?:the |an? )?(?P<name>.*?)\s*\b(?P<kind>{'|'.join((*TABLES, *PANELS))})$", re.I)

WHOLE = 0.9
"""What covers more of the picture than this, each way, is the page itself."""
MOST_STEPS = 4
"""So many grounds may lie on one another: the head of a card, the card, the column it is in."""
HEADING = 1.15
"""A line so many times higher than usual is a heading."""
AS_LARGE = 0.92
ROOM_EM = 0.6
"""The room around the cells of a table, per px of their letters."""


def container_in(said: str) -> str:
    """The word for a part of a screen that a phrase ends in: table, dialog, panel; "" where there is none."""
    found = _CONTAINER.match(said.strip())
    return found["kind"].casefold() if found else ""


def part_of(said: str, sight: Sight) -> Box | None:
    """None where no part is called so."""
    found = _CONTAINER.match(said.strip())
    name, kind = (found["name"].strip(), found["kind"].casefold()) if found else (said, "")
    picture = picture_of(sight.frame, sight.lines)
    heading = _heading(said, sight) or (_heading(name, sight) if name else None)
    if kind in TABLES:
        return _table(heading, bool(name), picture, sight)
    if heading is not None:
        return panel_around(heading, sight) or _section(heading, sight)
    return None if name else _only_panel(picture, sight)


def _heading(name: str, sight: Sight) -> Box | None:
    found = find(sight, name, kind="text")
    if found.outcome == "absent":
        return None
    # Of several that say so, a heading is written largest, and stands first.
    return max((target.box for target in found.targets[:3] if target.score > 0.7), key=lambda box: box.h, default=None)


def _table(heading: Box | None, is_named: bool, picture: Picture, sight: Sight) -> Box | None:
    boxes = _tables(picture, sight)
    if is_named:
        if heading is None:
            return None
        within = [box for box in boxes if box.contains(heading.center)]
        below = [box for box in boxes if box.y >= heading.y - heading.h and box.right > heading.x]
        return min(within or below, key=lambda box: box.y, default=None)
    return boxes[0] if len(boxes) == 1 else None


def _tables(picture: Picture, sight: Sight) -> list[Box]:
    """Each panel is searched by itself: what stands beside it on a level is no part of its rows."""
    lines = [line for line in sight.lines if line.words]
    panels = {panel for line in lines if (panel := panel_around(line.box, sight)) is not None}
    inside = [[line for line in lines if panel.contains(line.box.center)] for panel in panels]
    outside = [line for line in lines if not any(panel.contains(line.box.center) for panel in panels)]
    found = [box for group in (*inside, outside) for box in _tables_among(group, picture, sight)]
    return list(dict.fromkeys(found))


def _tables_among(lines: Sequence[Line], picture: Picture, sight: Sight) -> Iterator[Box]:
    controls = [Named(widget.kind, widget.box) for widget in sight.widgets]
    for table in tables(texts_outside(picture, lines, [], []), controls, picture.unit):
        first = Box.union((*(head.box for head in table.heads), *(row.box for row in table.rows)))
        em = median(row.box.h for row in table.rows)
        room = Box(first.x - em, first.y - em, first.w + 3 * em, first.h + 1.5 * em)
        cells = [line.box for line in lines if room.contains(line.box.center)]
        used = [widget.box for widget in sight.widgets if room.contains(widget.box.center)]
        yield Box.union((first, *cells, *used)).grow(ROOM_EM * em)


def panel_around(inside: Box, sight: Sight) -> Box | None:
    """The ground that something stands on with other things; None where that is the page."""
    box, picture = inside, picture_of(sight.frame, sight.lines)
    for _ in range(MOST_STEPS):
        ground = _ground(box, picture)
        if ground is None or _is_page(ground, sight):
            return None
        if len(_lines_in(ground, sight)) > 1 and ground.area > 1.5 * inside.area:
            return ground
        box = ground
    return None


def _ground(box: Box, picture: Picture) -> Box | None:
    """The flat region right around a box, as far as it goes."""
    labels, stats = picture.regions
    left, top, right, bottom = box.grow(2 * picture.unit).pixels(picture.size)
    edge = [
        *labels[top, left:right],
        *labels[bottom - 1, left:right],
        *labels[top:bottom, left],
        *labels[top:bottom, right - 1],
    ]
    around = [int(label) for label in edge if label]
    if not around:
        return None
    x, y, w, h, _ = (int(value) for value in stats[max(set(around), key=around.count)])
    ground = Box(x, y, w + 1, h + 1)
    return ground if ground.area > box.area else None


def _is_page(box: Box, sight: Sight) -> bool:
    size = sight.frame.size
    return box.w > WHOLE * size.w and box.h > WHOLE * size.h


def _lines_in(box: Box, sight: Sight) -> list[Line]:
    return [line for line in sight.lines if line.words and box.contains(line.box.center)]


def _section(heading: Box, sight: Sight) -> Box:
    """From a heading down to the next one that is as large."""
    lines = [line.box for line in sight.lines if line.words]
    large = max(AS_LARGE * heading.h, HEADING * median(box.h for box in lines))
    ends = [box.y for box in lines if box.y > heading.bottom and box.h >= large and abs(box.x - heading.x) < 2.5 * heading.h]
    end = min(ends, default=float(sight.frame.size.h))
    used = [*lines, *(widget.box for widget in sight.widgets)]
    below = [box for box in used if heading.y <= box.center.y < end and box.right > heading.x - heading.h]
    return Box.union((heading, *below)).grow(ROOM_EM * heading.h)


def _only_panel(picture: Picture, sight: Sight) -> Box | None:
    """The one part that stands out of the page, with several lines in it."""
    panels = [outline.outer for outline in picture.outlines if _is_panel(outline.outer, sight)]
    outermost = [
        box for box in panels if not any(other != box and other.shared(box) > 0.9 and other.area > box.area for other in panels)
    ]
    return outermost[0] if len(outermost) == 1 else None


def _is_panel(box: Box, sight: Sight) -> bool:
    return not _is_page(box, sight) and len(_rows(_lines_in(box, sight))) > 1


def _rows(lines: Sequence[Line]) -> set[int]:
    return {round(line.box.center.y / max(line.box.h, 1.0)) for line in lines}
