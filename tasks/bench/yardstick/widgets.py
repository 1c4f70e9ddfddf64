"""The widgets of a page that can be seen on its picture, each with its outline, names, value and state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ....tools.geometry import Box, View
from .snapshot import Snapshot
from .truth import TrueWidget

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

_TIMES = ("date", "time", "datetime-local", "month", "week")


async def seen_widgets(tab: Tab, snapshot: Snapshot, collected: list[dict[str, Any]], scale: float) -> tuple[TrueWidget, ...]:
    boxes = [_outline(widget, snapshot) for widget in collected]
    asked = [
        {
            "n": widget["n"],
            "points": _points(box, flat=widget["kind"] == "slider" or widget["part"].startswith("+")),
            "box": (box.x, box.y, box.w, box.h),
        }
        for widget, box in zip(collected, boxes, strict=True)
    ]
    answers = cast("list[list[float]]", await tab.evaluate("things => yard.visible(things, false)", asked))
    seen: list[TrueWidget] = []
    for widget, box, shares in zip(collected, boxes, answers, strict=True):
        showing = sum(share > 0.05 for share in shares) / len(shares)
        if showing > 0 and box.w > 2 and box.h > 2:
            seen.append(_true(widget, View(scale).box_to_frame(box), snapshot, clipped=min(shares) < 0.95))
    return tuple(seen)


def _outline(widget: dict[str, Any], snapshot: Snapshot) -> Box:
    whole, part = Box(*widget["box"]), "slider" if widget["type"] == "range" else cast("str", widget["part"])
    drawn = snapshot.parts.get((widget["n"], part.lstrip("+")))
    if drawn is None:
        return whole
    return Box.union((whole, drawn)) if part.startswith("+") else drawn


def _true(widget: dict[str, Any], box: Box, snapshot: Snapshot, *, clipped: bool) -> TrueWidget:
    said = cast("dict[str, str]", widget["said"])
    label = said.get("label", "")
    placeholder = said.get("placeholder", "")
    others = [label, said.get("aria", ""), *(_tidy(text) for text in widget["texts"])]
    if not label:
        others.append(placeholder)
    value = said.get("value", "") if widget["value"] is None else cast("str", widget["value"])
    if widget["type"] in _TIMES:
        shown = "".join(run.text for run in snapshot.runs if run.owner == widget["control"])
        value, placeholder = (shown, "") if value else ("", shown)
    if widget["type"] == "file":
        others += [run.text for run in snapshot.runs if run.owner == widget["control"]][:1]
    return TrueWidget(
        id=widget["id"],
        kind=widget["kind"],
        box=box,
        label=label,
        labels=tuple(dict.fromkeys(text for text in others if text and text != label)),
        value=value,
        state=tuple(widget["state"]),
        placeholder=placeholder,
        group=said.get("group", ""),
        row=said.get("row", ""),
        column=said.get("column", ""),
        clipped=clipped,
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _points(box: Box, *, flat: bool) -> list[tuple[float, float]]:
    """Just inside the corners (which may be round), the sides and the middle; only along the middle of what is flat."""
    dx, dy = min(box.w / 5, max(1.5, box.h / 3)), min(box.h / 5, 4 if box.w > 1.5 * box.h else max(4, box.h * 0.15))
    xs, ys = (box.x + dx, box.center.x, box.right - dx), (box.y + dy, box.center.y, box.bottom - dy)
    return [(x, y) for x in xs for y in (ys[1:2] if flat else ys)]
