"""What was understood of a screen, shown: drawn on its picture, as a table, as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ..tools.drawing import Colour, text_width, write
from ..tools.frame import Frame
from ..tools.geometry import Box, Size
from ..tools.reading.text import Line
from ..tools.sight import Sight
from ..tools.widgets.widget import Widget
from .terminal import plain

COLOURS: dict[str, Colour] = {
    "field": (29, 98, 240),
    "number field": (29, 98, 240),
    "text area": (29, 98, 240),
    "button": (214, 40, 90),
    "icon button": (190, 30, 150),
    "link": (0, 130, 148),
    "checkbox": (22, 138, 60),
    "radio": (22, 138, 60),
    "switch": (22, 138, 60),
    "select": (110, 64, 220),
    "slider": (176, 96, 0),
    "tab": (140, 90, 20),
}
OTHER: Colour = (90, 98, 110)
TEXT: Colour = (120, 150, 190)
WHITE: Colour = (255, 255, 255)

FLAG_PX = 10
LABEL_AT_MOST = 28
"""Letters of a label that are written on the picture."""

LESS = 0.5
"""A flag on another widget is not as bad as one on a text."""

TELLING = ("checked", "mixed", "selected", "disabled", "invalid", "focused", "expanded", "masked")
"""States that are written on the picture; the others can be read in the table."""


def as_dict(sight: Sight) -> dict[str, object]:
    size = sight.frame.size
    lines = [{"text": line.text, "box": _sides(line.box), "score": round(line.score, 3)} for line in sight.lines if line.words]
    return {"size": [size.w, size.h], "lines": lines, "widgets": [_widget(widget) for widget in sight.widgets]}


def _sides(box: Box) -> list[float]:
    return [round(float(side), 2) for side in (box.x, box.y, box.w, box.h)]


def _widget(widget: Widget) -> dict[str, object]:
    known = {
        "placeholder": widget.placeholder,
        "group": widget.group,
        "row": widget.row,
        "column": widget.column,
        "options": list(widget.options),
    }
    return {
        "kind": widget.kind,
        "label": widget.label,
        "box": _sides(widget.box),
        "state": list(widget.state),
        "value": widget.value,
        "score": round(float(widget.score), 3),
        "source": widget.source,
        **{name: said for name, said in known.items() if said},
    }


def drawn(sight: Sight) -> Frame:
    """The picture with all text underlined, and each widget outlined, numbered as in the table, and named."""
    frame = sight.frame
    image = Image.fromarray(frame.rgb)
    unit = max(1, round(frame.view.scale))
    draw = ImageDraw.Draw(image, "RGBA")
    for line in sight.lines:
        if line.words and (box := line.box.clip(frame.size)):
            draw.rectangle((box.x, box.bottom, box.right, box.bottom + unit - 1), fill=(*TEXT, 170))
    for widget in sight.widgets:
        _outline(draw, widget, frame.size, unit)
    taken = [line.box for line in sight.lines if line.words]
    for number, widget in enumerate(sight.widgets, 1):
        if widget.box.clip(frame.size):
            others = [other.box for other in sight.widgets if other is not widget]
            caption = _caption(widget, sight.lines)
            taken.append(_flag(draw, widget, f"{number}", caption, frame.size, unit, taken, others))
    return Frame.of(np.asarray(image), "drawn", view=frame.view, url=frame.url)


def _outline(draw: ImageDraw.ImageDraw, widget: Widget, size: Size, unit: int) -> None:
    box = widget.box.clip(size)
    if box is None:
        return
    left, top, right, bottom = box.pixels(size)
    if right - left > 1 and bottom - top > 1:
        draw.rectangle((left, top, right - 1, bottom - 1), outline=colour_of(widget), width=unit)


def colour_of(widget: Widget) -> Colour:
    return COLOURS.get(widget.kind, OTHER)


def _flag(
    draw: ImageDraw.ImageDraw,
    widget: Widget,
    badge: str,
    caption: str,
    size: Size,
    unit: int,
    taken: Sequence[Box],
    others: Sequence[Box],
) -> Box:
    """The number on its colour, and name and state beside it where that hides nothing."""
    px = FLAG_PX * unit
    short = text_width(badge, px) + 4 * unit
    texts = (caption, "") if caption else ("",)
    spots = [(place, text) for text in texts for place in _spots(widget.box, short, text, px, unit)]
    place, text = min(spots, key=lambda spot: _hidden(spot[0], size, taken) + LESS * _hidden(spot[0], size, others))
    colour = colour_of(widget)
    x, y = max(0.0, min(place.x, size.w - place.w)), max(0.0, min(place.y, size.h - place.h))
    draw.rounded_rectangle((x, y, x + short - 1, y + place.h - 1), radius=2 * unit, fill=colour)
    write(draw, x + 2 * unit, y + 0.5 * unit, badge, px, WHITE)
    if text:
        draw.rectangle((x + short, y, x + place.w, y + place.h - 1), fill=(*WHITE, 215))
        write(draw, x + short + 2 * unit, y + 0.5 * unit, text, px, colour)
    return Box(x, y, place.w, place.h)


def _caption(widget: Widget, lines: Sequence[Line]) -> str:
    """Its name, unless that can be read on it anyway, and its state."""
    label = plain(widget.label)
    if any(line.words and widget.box.contains(line.box.center) and plain(line.text) in label for line in lines):
        label = ""
    short = label if len(label) <= LABEL_AT_MOST else f"{label[: LABEL_AT_MOST - 1]}…"
    told = [state for state in widget.state if state in TELLING]
    return " · ".join(part for part in (short, ", ".join(told)) if part)


def _spots(box: Box, short: float, text: str, px: int, unit: int) -> list[Box]:
    """Where a flag may be: on the outline's far end, above, below, and on both sides; the better first."""
    w = short + (text_width(text, px) + 4 * unit if text else 0)
    h = px + 3 * unit
    inside = [Box(box.right - w - 3 * unit, box.center.y - h / 2, w, h)] if box.w > w + 60 * unit else []
    return [
        *inside,
        Box(box.right + 2 * unit, box.center.y - h / 2, w, h),
        Box(box.x, box.y - h, w, h),
        Box(box.right - w, box.y - h, w, h),
        Box(box.x, box.bottom, w, h),
        Box(box.right - w, box.bottom, w, h),
        Box(box.x - w - 2 * unit, box.center.y - h / 2, w, h),
    ]


def _hidden(place: Box, size: Size, taken: Sequence[Box]) -> float:
    """How much a flag would hide there of texts and other flags, and how much of it would be beyond the edge."""
    inside = place.clip(size)
    outside = place.area - (inside.area if inside else 0.0)
    return outside + sum(shared.area for other in taken if (shared := place.intersect(other)))


def print_table(sight: Sight) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 200)
    if sight.widgets:
        table = Table("#", "kind", "label", "value", "state", "where", "from", "sure", box=None, pad_edge=False)
        for number, widget in enumerate(sight.widgets, 1):
            source = "both" if widget.source == "sight" and widget.hint else widget.source
            state = ", ".join(widget.state)
            cells = (
                str(number),
                widget.kind,
                widget.label,
                widget.value,
                state,
                _place_of(widget.box),
                source,
                f"{widget.score:.2f}",
            )
            table.add_row(*(Text(plain(cell)) for cell in cells))
        console.print(table)
    if lines := [line for line in sight.lines if line.words]:
        table = Table("text", "where", "sure", box=None, pad_edge=False)
        for line in lines:
            table.add_row(*(Text(plain(cell)) for cell in (line.text, _place_of(line.box), f"{line.score:.2f}")))
        if sight.widgets:
            console.print()
        console.print(table)


def _place_of(box: Box) -> str:
    return f"{box.w:.0f}x{box.h:.0f} at {box.x:.0f},{box.y:.0f}"
