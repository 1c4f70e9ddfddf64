"""Drags: handles along a path, slider thumbs, selections of text, and parcels onto their drop zones."""

from __future__ import annotations

import itertools
import math

from ....tools.action import Drag
from ....tools.geometry import Point
from .visit import Landing, Visit, first_of, place_wrong
from .witness import Entry, Report, Spot


async def land_handle(visit: Visit) -> list[Landing]:
    """A handle that follows the pointer wherever it goes."""
    spot = await visit.random_spot("handle")
    if spot is None:
        return []
    w, h = await visit.witness.inner_size()
    turns = [Point(visit.rng.uniform(1, w - 1), visit.rng.uniform(1, h - 1)) for _ in range(visit.rng.randint(1, 3))]
    path = [spot.at, *(_nearer(spot.at, turn) for turn in turns)]
    if not await _stays_in(visit, spot.frame, path):
        return []
    seen, unlike = await _drag(visit, spot, path)
    report = await visit.witness.report_when(lambda now: bool(now.of("click")))
    local = [spot.local, *[await visit.witness.from_page(spot.frame, at) for at in path[1:]]]
    moved = f"{local[-1].x - local[0].x},{local[-1].y - local[0].y}"
    wrong = first_of(unlike, _once(report, spot.id), _path_wrong(report, spot, local), _moved_wrong(report, spot.id, moved))
    wrong = wrong or visit.others_changed(report, but=spot.id)
    visit.before = report
    return [Landing(f"drag of handle {spot.id} in {spot.frame or 'the page'} along {_said(path)}", wrong, seen)]


async def land_slider(visit: Visit) -> list[Landing]:
    """A slider's thumb to another value."""
    spot = await visit.random_spot("slider")
    if spot is None:
        return []
    way = await visit.witness.ask(spot.frame, "slide", spot.id, visit.rng.random())
    path = [await visit.witness.to_page(spot.frame, Point(*way[end])) for end in ("from", "to")]
    start = await visit.witness.locate(path[0])
    if start is None or start.id != spot.id or not await _inside(visit, path):
        return []
    _, unlike = await _drag(visit, start, path)
    report = await visit.witness.report_when(lambda now: bool(now.of("pointerup")) and _same(now.values[spot.id], way["value"]))
    value = report.values[spot.id]
    off = "" if _same(value, way["value"]) else f"{spot.id} is at {value} instead of {way['value']}"
    wrong = first_of(unlike, off, _downs_wrong(report, spot.id), visit.others_changed(report, but=spot.id))
    visit.before = report
    return [Landing(f"drag of slider {spot.id} in {spot.frame or 'the page'} to {way['value']} along {_said(path)}", wrong)]


async def land_selection(visit: Visit) -> list[Landing]:
    """A text selected from one letter to another."""
    name = visit.rng.choice(visit.witness.frames)
    words = await visit.witness.ask(name, "words", visit.rng.getrandbits(31))
    if words is None:
        return []
    path = [await visit.witness.to_page(name, Point(*words[end])) for end in ("from", "to")]
    ends = [await visit.witness.locate(at) for at in path]
    start = ends[0]
    if start is None or any(end is None or end.id != words["id"] for end in ends):
        return []
    _, unlike = await _drag(visit, start, path)
    report = await visit.witness.report_when(lambda now: bool(now.of("pointerup")))
    selected = await visit.witness.ask(name, "selected")
    off = "" if selected == words["text"] else f"selected is {selected!r} instead of {words['text']!r}"
    # A selection that ends near an edge scrolls what it is in.
    wrong = first_of(unlike, off, _downs_wrong(report, words["id"]), visit.others_changed(report, scrolls=False))
    await visit.witness.calm()
    visit.before, visit.unsettled = report, True
    return [Landing(f"selection of {words['text']!r} in {name or 'the page'} along {_said(path)}", wrong)]


async def land_parcel(visit: Visit) -> list[Landing]:
    """Something draggable onto a drop zone."""
    parcel = await visit.random_spot("parcel")
    zone = parcel and await visit.witness.pick(visit.rng, "zone", parcel.frame)
    if parcel is None or zone is None:
        return []
    path = [parcel.at, zone.at]
    seen, unlike = await _drag(visit, parcel, path)
    report = await visit.witness.report_when(lambda now: bool(now.of("dragend")))
    told = [(entry["type"], entry["id"], entry["data"]) for entry in report.of("dragstart", "drop", "dragend", "click")]
    meant = [("dragstart", parcel.id, ""), ("drop", zone.id, parcel.id), ("dragend", parcel.id, "")]
    off = "" if told == meant else f"expected {meant}, heard {told}"
    away = "" if off else place_wrong(report.of("drop")[0], zone.local, zone)
    wrong = first_of(unlike, off, away, visit.others_changed(report))
    visit.before = report
    return [Landing(f"parcel {parcel.id} onto {zone.id} in {parcel.frame or 'the page'} along {_said(path)}", wrong, seen)]


async def _drag(visit: Visit, start: Spot, path: list[Point]) -> tuple[bool, str]:
    frame = await visit.browser.look()
    # A slider's thumb and a text's letters have colours of their own.
    seen, unlike = visit.compare_sight(frame, start) if start.kind in ("handle", "parcel") else (False, "")
    await visit.act(Drag(tuple(visit.on_picture(at) for at in path)), frame)
    return seen, unlike


async def _stays_in(visit: Visit, frame: str, path: list[Point]) -> bool:
    """Whether a drag passes over no other document: Chromium does not hold a pointer that was pressed by its
    debugging protocol to the process it was pressed in, so what happens over a stranger's frame goes there."""
    if len(visit.witness.frames) == 1:
        return True
    for here, there in itertools.pairwise(path):
        steps = max(1, math.ceil(math.dist((here.x, here.y), (there.x, there.y)) / 8))
        for n in range(1, steps + 1):
            at = Point(here.x + (there.x - here.x) * n / steps, here.y + (there.y - here.y) * n / steps)
            spot = await visit.witness.locate(at)
            if spot is None or spot.frame != frame:
                return False
    return True


async def _inside(visit: Visit, path: list[Point]) -> bool:
    w, h = await visit.witness.inner_size()
    return all(0 <= at.x < w and 0 <= at.y < h for at in path)


def _nearer(start: Point, end: Point) -> Point:
    """Long ways only cost time: at most 120 px at once."""
    share = min(1.0, 120 / max(math.dist((start.x, start.y), (end.x, end.y)), 1.0))
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


def _once(report: Report, target: str) -> str:
    kinds = ("pointerdown", "mousedown", "pointerup", "mouseup", "click")
    told = [(entry["type"], entry["id"]) for entry in report.log if entry["type"] != "pointermove"]
    meant = [(kind, target) for kind in kinds]
    return "" if told == meant else f"expected {meant}, heard {told}"


def _downs_wrong(report: Report, target: str) -> str:
    downs, ups = report.of("pointerdown"), report.of("pointerup")
    if [entry["id"] for entry in downs] == [target] and len(ups) == 1:
        return ""
    return f"expected one press on {target}, heard {[(entry['type'], entry['id']) for entry in [*downs, *ups]]}"


def _path_wrong(report: Report, handle: Spot, path: list[Point]) -> str:
    """Every turn of the path must have been reported, in order."""
    heard: list[Entry] = report.of("pointerdown", "pointermove", "pointerup")
    if stray := [entry for entry in heard if entry["id"] != handle.id]:
        return f"{stray[0]['type']} went to {stray[0]['id']}"
    at = 0
    for turn in path:
        while at < len(heard) and place_wrong(heard[at], turn, handle):
            at += 1
        if at == len(heard):
            told = " ".join(f"{entry['x']:.1f},{entry['y']:.1f}" for entry in heard)
            return f"the pointer was never reported at {turn.x:.2f},{turn.y:.2f} in its turn, only at {told}"
    return ""


def _moved_wrong(report: Report, target: str, meant: str) -> str:
    told = report.values.get(target, "0,0")
    apart = max(abs(float(a) - float(b)) for a, b in zip(told.split(","), meant.split(","), strict=True))
    return "" if apart <= 1.01 else f"{target} was moved by {told} instead of {meant}"


def _same(one: str, other: str) -> bool:
    return math.isclose(float(one), float(other), abs_tol=1e-9)


def _said(path: list[Point]) -> str:
    return " ".join(f"{at.x:.2f},{at.y:.2f}" for at in path)
