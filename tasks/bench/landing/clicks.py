"""Clicks: any button, any count, any modifiers, anywhere; also several decided on one look."""

from __future__ import annotations

from ....tools.action import Button, Click
from ....tools.frame import Frame
from ....tools.geometry import Point
from .visit import Landing, Visit, first_of, place_wrong
from .witness import Entry, Report, Spot

_CODE: dict[Button, int] = {"left": 0, "middle": 1, "right": 2}
Heard = tuple[str, str, int, int]
"""Type, id of the element, button, detail."""

_NOISE = ("pointermove", "keydown")
_KEPT_APART = 60.0
"""In frame px: clicks decided on one look must not change each other's patches."""


async def land_click(visit: Visit) -> list[Landing]:
    spot = await visit.random_spot()
    if spot is None or spot.kind == "slider":  # a click sets a slider: that is a drag's business
        return []
    return [await _click(visit, spot, await visit.browser.look(), several=True)]


async def land_batch(visit: Visit) -> list[Landing]:
    """Two to five clicks decided on one look."""
    await visit.witness.calm(blur=True)
    chosen: list[Spot] = []
    for _ in range(visit.rng.randint(2, 5)):
        spot = await visit.random_spot()
        if spot is not None and spot.kind not in ("slider", "field") and all(_apart(visit, spot, other) for other in chosen):
            chosen.append(spot)
    frame = await visit.browser.look()
    return [await _click(visit, spot, frame, several=False) for spot in chosen]


def _apart(visit: Visit, one: Spot, other: Spot) -> bool:
    a, b = visit.on_picture(one.at), visit.on_picture(other.at)
    return max(abs(a.x - b.x), abs(a.y - b.y)) >= _KEPT_APART


async def _click(visit: Visit, spot: Spot, frame: Frame, *, several: bool) -> Landing:
    rng = visit.rng
    button: Button = rng.choice(("left", "left", "left", "right", "middle"))
    if spot.kind == "field":
        button = "left"  # the others paste there, or select a word for the menu
    count = rng.choice((1, 1, 1, 2, 3)) if several else 1
    # With shift or alt held over a link, a browser selects its text instead of clicking it.
    keys = ("ctrl", "meta") if spot.kind == "link" else ("ctrl", "shift", "alt", "meta")
    held = tuple(rng.sample(keys, rng.choice((0, 0, 0, 1, 2))))
    action = Click(visit.on_picture(spot.at), button, count, held)
    menus = await visit.witness.menu_targets(spot) if button == "right" else set[str]()
    seen, unlike = visit.compare_sight(frame, spot)
    await visit.act(action, frame)
    meant = _expected(spot.id, button, count)
    report = await visit.witness.report_when(lambda now: len(_heard(now)) >= len(meant))
    # Two clicks select a word, the next one that can be selected if need be, and scroll it into view.
    wrong = first_of(unlike, _compare(report, meant, held, spot, menus), visit.others_changed(report, scrolls=count == 1))
    if several:
        await visit.witness.calm()
    visit.before, visit.unsettled = report, count > 1
    what = (
        f"{button} click x{count} {'+'.join(held)} on {spot.id} ({spot.kind}) in {spot.frame or 'the page'} at {_said(spot.at)}"
    )
    return Landing(what, wrong, seen)


def _said(point: Point) -> str:
    return f"{point.x:.4f},{point.y:.4f}"


def _expected(target: str, button: Button, count: int) -> list[Heard]:
    """What the element should hear, in order."""
    code, meant = _CODE[button], list[Heard]()
    for n in range(1, count + 1):
        meant += [("pointerdown", target, code, 0), ("mousedown", target, code, n)]
        meant += [("contextmenu", target, code, 0)] if button == "right" else []
        meant += [("pointerup", target, code, 0), ("mouseup", target, code, n)]
        meant += [("click" if button == "left" else "auxclick", target, code, n)]
        meant += [("dblclick", target, code, n)] if button == "left" and n == 2 else []
    return meant


def _heard(report: Report) -> list[Entry]:
    return [entry for entry in report.log if entry["type"] not in _NOISE]


def _compare(report: Report, meant: list[Heard], held: tuple[str, ...], spot: Spot, menus: set[str]) -> str:
    heard = _heard(report)
    if (told := [_short(entry, spot.id if entry["id"] in menus else "") for entry in heard]) != meant:
        return f"expected {meant}, heard {told}"
    for entry in heard:
        if sorted(entry["held"]) != sorted(held):
            return f"{entry['type']} had {entry['held']} held instead of {list(held)}"
        if away := place_wrong(entry, spot.local, spot):
            return away
        if entry["type"] == "pointerdown" and entry["cell"] != spot.cell:
            return f"the canvas was hit in its cell {entry['cell']} instead of {spot.cell}"
    return ""


def _short(entry: Entry, menu_for: str) -> Heard:
    if entry["type"] == "contextmenu":
        return "contextmenu", menu_for or entry["id"], entry["button"], 0
    return entry["type"], entry["id"], entry["button"], entry["detail"]
