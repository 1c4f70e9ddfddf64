"""Examples: saved yardstick screens, cut at random into pieces with what the network should say of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ....tools.frame import Pixels, decode_picture
from ....tools.widgets.detector import GRID_PX, STATES
from ....tools.widgets.widget import KINDS

Floats = NDArray[np.float32]

PIECE_W_PX, PIECE_H_PX = 640, 384
SHOWN_SHARE = 0.6
"""Of a widget at the edge of a piece, how much must be inside for it to be asked for."""
NEAR_CENTRE = 0.5
"""Where the hill around a centre is at least this high, kind, box and state are asked for."""
ON_IT = 0.499
"""How high the rest of a thing is at least: where on it the middle lies can hardly be seen, so all of it may say its kind."""


@dataclass(frozen=True, slots=True)
class Thing:
    kind: int
    sides: tuple[float, float, float, float]
    """Left, top, right, bottom in page px."""
    states: tuple[float, ...]
    counts: bool
    """False for what is partly covered: the network may say of it what it likes."""


@dataclass(frozen=True, slots=True)
class Example:
    rgb: Pixels
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the network should say of one piece, on its grid."""

    rgb: Pixels
    hills: Floats
    """Kinds x rows x columns: 1 at a centre, falling off around it."""
    sides: Floats
    """Distances to left, top, right, bottom in px, where `near`."""
    states: Floats
    near: Floats
    """How much a cell near a centre weighs: the cells of one thing weigh 1 together, however large it is."""
    open: Floats
    """0 where the network may say what it likes."""


def load(folder: Path) -> list[Example]:
    """The screens in a folder, in page px: what was drawn with two pixels for one is halved."""
    return [_example(path) for path in sorted(folder.glob("*.json"))]


def _example(path: Path) -> Example:
    told = json.loads(path.read_text())
    rgb = decode_picture(path.with_suffix(".png").read_bytes())
    scale = float(told["scale"])
    if scale != 1.0:
        rgb = cv2.resize(rgb, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    return Example(np.asarray(rgb, np.uint8), tuple(_thing(each, scale) for each in told["widgets"]))


def _thing(told: dict[str, object], scale: float) -> Thing:
    x, y, w, h = (float(side) / scale for side in told["box"])  # type: ignore[union-attr]
    states = tuple(float(state in told["state"]) for state in STATES)  # type: ignore[operator]
    return Thing(KINDS.index(told["kind"]), (x, y, x + w, y + h), states, not told["clipped"])  # type: ignore[arg-type]


def pieces(examples: list[Example], random: Random) -> Iterator[Asked]:
    """Without end."""
    while True:
        yield asked(*_cut(random.choice(examples), random))


def _cut(example: Example, random: Random) -> tuple[Pixels, list[Thing]]:
    """A piece at a random place and size, in random colours."""
    zoom = random.choice((1.0, 1.0, random.uniform(0.75, 1.6)))
    w, h = round(PIECE_W_PX / zoom), round(PIECE_H_PX / zoom)
    rgb = example.rgb
    left, top = (random.randint(0, max(0, full - part)) for full, part in ((rgb.shape[1], w), (rgb.shape[0], h)))
    part = rgb[top : top + h, left : left + w]
    part = cv2.copyMakeBorder(part, 0, h - part.shape[0], 0, w - part.shape[1], cv2.BORDER_REPLICATE)
    if zoom != 1.0:
        how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
        part = cv2.resize(part, (PIECE_W_PX, PIECE_H_PX), interpolation=how)
    things = [_moved(thing, left, top, zoom) for thing in example.things]
    return _coloured(np.asarray(part, np.uint8), random), things


def _moved(thing: Thing, left: float, top: float, zoom: float) -> Thing:
    x1, y1, x2, y2 = thing.sides
    moved = ((x1 - left) * zoom, (y1 - top) * zoom, (x2 - left) * zoom, (y2 - top) * zoom)
    return Thing(thing.kind, moved, thing.states, thing.counts)


def _coloured(rgb: Pixels, random: Random) -> Pixels:
    """Other channels, other contrast, sometimes the negative: colours name no widget."""
    if random.random() < 0.4:
        rgb = rgb[:, :, random.sample(range(3), 3)]
    if random.random() < 0.12:
        rgb = np.asarray(255 - rgb, np.uint8)
    if random.random() < 0.5:
        gain, more = random.uniform(0.75, 1.15), random.uniform(-25, 25)
        rgb = cv2.convertScaleAbs(np.clip(rgb * gain + more, 0, 255))  # type: ignore[assignment]
    return np.ascontiguousarray(rgb)


def asked(rgb: Pixels, things: list[Thing]) -> Asked:
    rows, columns = rgb.shape[0] // GRID_PX, rgb.shape[1] // GRID_PX
    grid = Asked(
        rgb,
        np.zeros((len(KINDS), rows, columns), np.float32),
        np.zeros((4, rows, columns), np.float32),
        np.zeros((len(STATES), rows, columns), np.float32),
        np.zeros((rows, columns), np.float32),
        np.ones((rows, columns), np.float32),
    )
    # Small things are written last, so that what lies inside another keeps its own box.
    for thing in sorted(things, key=lambda each: -(each.sides[2] - each.sides[0]) * (each.sides[3] - each.sides[1])):
        _write(grid, thing)
    return grid


def _write(grid: Asked, thing: Thing) -> None:
    h_px, w_px = grid.rgb.shape[:2]
    x1, y1, x2, y2 = thing.sides
    inside = max(0.0, x1), max(0.0, y1), min(float(w_px), x2), min(float(h_px), y2)
    shown = max(0.0, inside[2] - inside[0]) * max(0.0, inside[3] - inside[1])
    if shown <= 0:
        return
    x1, y1, x2, y2 = inside
    if not thing.counts or shown < SHOWN_SHARE * (thing.sides[2] - thing.sides[0]) * (thing.sides[3] - thing.sides[1]):
        cells = (slice(int(y1 // GRID_PX), int(y2 // GRID_PX) + 1), slice(int(x1 // GRID_PX), int(x2 // GRID_PX) + 1))
        grid.open[cells] = 0.0
        return
    hill = _hill(grid, inside)
    grid.hills[thing.kind] = np.maximum(grid.hills[thing.kind], hill)
    on_it = (thing.kind, slice(round(y1 / GRID_PX), round(y2 / GRID_PX)), slice(round(x1 / GRID_PX), round(x2 / GRID_PX)))
    grid.hills[on_it] = np.maximum(grid.hills[on_it], ON_IT)
    near = hill >= NEAR_CENTRE
    grid.near[near] = 1.0 / near.sum()
    ys, xs = np.nonzero(near)
    cx, cy = (xs + 0.5) * GRID_PX, (ys + 0.5) * GRID_PX
    grid.sides[:, ys, xs] = np.maximum(np.stack((cx - x1, cy - y1, x2 - cx, y2 - cy)), 0.5)
    grid.states[:, ys, xs] = np.asarray(thing.states, np.float32)[:, None]


def _hill(grid: Asked, sides: tuple[float, float, float, float]) -> Floats:
    """Wide for what is wide: along an empty field the very middle cannot be seen."""
    rows, columns = grid.near.shape
    x1, y1, x2, y2 = (side / GRID_PX for side in sides)
    column, row = int(min((x1 + x2) / 2, columns - 1)), int(min((y1 + y2) / 2, rows - 1))
    wide, high = max(0.7, (x2 - x1) / 12), max(0.7, (y2 - y1) / 12)
    across = np.exp(-(((np.arange(columns) - column) / wide) ** 2) / 2)
    down = np.exp(-(((np.arange(rows) - row) / high) ** 2) / 2)
    return np.outer(down, across).astype(np.float32)
