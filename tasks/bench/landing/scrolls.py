"""Scrolls: the innermost pane that can go that way moves, by what was asked or to its end, and nothing else."""

from __future__ import annotations

from ....tools.action import Scroll
from ....tools.geometry import Point
from .visit import Landing, Visit, first_of
from .witness import Report, Scroller, Side, Spot

_SIDES: dict[Side, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_NEAR_PX = 1.0
"""In CSS px: a browser keeps scroll positions on whole pixels of the picture."""
_END_PX = 2.0
"""It tells the end of a pane in whole CSS px only, each of two sizes rounded; less room than this may be none."""
_EDGE_PX = 2.0
"""So near an edge, Chromium may give a wheel's event to one pane and its scrolling to another."""


async def land_scroll(visit: Visit) -> list[Landing]:
    spot = await _spot_that_scrolls(visit)
    if spot is None:
        return []
    side: Side = visit.rng.choice([side for side in _SIDES if _pane(spot, side)])
    pane = _pane(spot, side)
    assert pane is not None
    amount = visit.rng.choice((visit.rng.randint(1, 30), visit.rng.randint(20, 120), visit.rng.randint(100, 2000)))
    asked = Point(_SIDES[side][0] * amount, _SIDES[side][1] * amount)
    frame = await visit.browser.look()
    seen, unlike = visit.compare_sight(frame, spot)
    await visit.act(Scroll(visit.on_picture(spot.at), asked.x * visit.pixel_ratio, asked.y * visit.pixel_ratio), frame)
    goals = _goals(visit, pane, side, amount)
    report = await visit.witness.report_when(
        lambda now: (not visit.page.hears_wheel or bool(now.of("wheel"))) and _is_near(now, pane["id"], goals)
    )
    await visit.witness.drawn(spot.frame)  # a position between two pixels is put right with the next picture
    await visit.witness.report(report)
    wrong = first_of(unlike, _heard_wrong(visit, report, spot, asked), _moved_wrong(visit, report, pane["id"], goals))
    visit.before = report
    where = f"{spot.id} in {spot.frame or 'the page'} at {spot.at.x:.3f},{spot.at.y:.3f}"
    return [Landing(f"scroll {side} by {amount} on {where}, meant for {pane['id']}", wrong, seen)]


async def _spot_that_scrolls(visit: Visit) -> Spot | None:
    for _ in range(4):
        chosen = await visit.random_spot("pane" if visit.rng.random() < 0.5 else "")
        spot = chosen and await visit.witness.locate(chosen.at, slack=_EDGE_PX)
        if spot is not None and any(_pane(spot, side) for side in _SIDES):
            return spot
    return None


def _pane(spot: Spot, side: Side) -> Scroller | None:
    """The innermost pane that can still go that way, if it is clear which."""
    if spot.kind == "field" and side in ("left", "right"):
        return None  # a long text scrolls inside its field, and no page can say how far
    able = next((each for each in spot.scrollers if each[side] > 0), None)
    return able if able and able[side] >= _END_PX else None


def _goals(visit: Visit, pane: Scroller, side: Side, amount: float) -> list[tuple[Point, float]]:
    """Where the pane may then stand, and how near to that is near enough. In a transformed frame Chromium scrolls
    by the frame's px where it has a process of its own, else by the page's."""
    x, y = visit.before.scrolls[pane["id"]]
    sx, sy = _SIDES[side]
    steps = [min(amount / size, pane[side]) for size in (pane["zoom"], pane["scale"])]
    return [(Point(x + sx * step, y + sy * step), _END_PX if step > pane[side] - _END_PX else _NEAR_PX) for step in steps]


def _is_near(now: Report, pane: str, goals: list[tuple[Point, float]]) -> bool:
    x, y = now.scrolls[pane]
    return any(abs(x - goal.x) <= near and abs(y - goal.y) <= near for goal, near in goals)


def _heard_wrong(visit: Visit, report: Report, spot: Spot, asked: Point) -> str:
    if more := [entry for entry in report.log if entry["type"] not in ("wheel", "pointermove")]:
        return f"beside the wheel there came {more}"
    if not visit.page.hears_wheel:
        return ""
    wheels = report.of("wheel")
    if len(wheels) != 1 or wheels[0]["id"] != spot.id:
        return f"expected one wheel event on {spot.id}, heard {[(w['id'], w['dx'], w['dy']) for w in wheels]}"
    dx, dy = wheels[0]["dx"], wheels[0]["dy"]
    # How far is told by the pane: at other scales than 1, Chromium gives pages a part of what it scrolls by.
    if (dx > 0, dx < 0, dy > 0, dy < 0) != (asked.x > 0, asked.x < 0, asked.y > 0, asked.y < 0):
        return f"the wheel went {dx:g},{dy:g} instead of {asked.x:g},{asked.y:g}"
    return ""


def _moved_wrong(visit: Visit, report: Report, pane: str, goals: list[tuple[Point, float]]) -> str:
    if not _is_near(report, pane, goals):
        goal = goals[0][0]
        return f"{pane} stands at {report.scrolls[pane]} instead of {goal.x:g},{goal.y:g}, before {visit.before.scrolls[pane]}"
    return visit.others_changed(report, but=pane)
