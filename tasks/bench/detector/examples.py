"""Examples: saved yardstick screens, cut at random into pieces with what the network should say of each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ....tools.frame import Pixels, decode_picture
from ....tools.widgets.detector import GRID_PX
from ....tools.widgets.widget import KINDS, STATES

Floats = NDArray[np.float32]

PIECES_PX = ((640, 384), (960, 256), (1280, 192))
"""Pieces of one area: high ones for what stands above and below, wide ones for what is as wide as a page."""
SHOWN_SHARE = 0.6
"""Of a widget at the edge of a piece, how much must be inside for it to be asked for."""
INNER = 0.6
"""This share of a thing's width and height, around its middle, is where its kind is asked for."""
ON_IT = 0.5
"""What the rest of a thing is marked with: there its kind may be said or not. Where it is asked for the mark is 1."""
USUAL = 16
"""A thing of so many inner cells weighs 1 in each of them; those of a larger one weigh less, those of a small one more."""
AWAY = 0.3
"""How much all of the rest weighs, where box and state are asked for: who says its kind must know its box too."""


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
    kinds: Floats
    """Kinds x rows x columns: 1 in the inner part of a thing, `ON_IT` on the rest of it, 0 elsewhere."""
    sides: Floats
    """Distances to left, top, right, bottom in px, where `inside`."""
    states: Floats
    inside: Floats
    """How much a cell weighs where box and state are asked for: the inner cells of one thing weigh 1 together, however
    large it is."""
    weights: Floats
    """How much it weighs where a kind is asked for: much less, and the network would rather not say what it half sees."""
    open: Floats
    """0 where the network may say what it likes."""


class Shelf:
    """The screens in a folder, in page px: what was drawn with two pixels for one is halved."""

    def __init__(self, folder: Path) -> None:
        self.examples: list[Example] = []
        self._folder, self._known = folder, set[Path]()

    def fill(self) -> None:
        """Takes in what has been saved since."""
        for path in sorted(set(self._folder.glob("*.json")) - self._known):
            self._known.add(path)
            self.examples.append(_example(path))


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


def batches(examples: list[Example], random: Random, count: int) -> Iterator[list[Asked]]:
    """Without end; the pieces of one batch have one size."""
    while True:
        size = random.choice(PIECES_PX)
        yield [asked(*_cut(random.choice(examples), random, size)) for _ in range(count)]


def _cut(example: Example, random: Random, size: tuple[int, int]) -> tuple[Pixels, list[Thing]]:
    """A piece at a random place and size, in random colours."""
    zoom = random.choice((1.0, 1.0, random.uniform(0.75, 1.6)))
    wider = random.choice((1.0, 1.0, random.uniform(0.85, 1.2)))
    across, down = zoom * wider, zoom / wider
    w, h = round(size[0] / across), round(size[1] / down)
    rgb = example.rgb
    left, top = (random.randint(0, max(0, full - part)) for full, part in ((rgb.shape[1], w), (rgb.shape[0], h)))
    part = rgb[top : top + h, left : left + w]
    part = cv2.copyMakeBorder(part, 0, h - part.shape[0], 0, w - part.shape[1], cv2.BORDER_REPLICATE)
    if (w, h) != size:
        how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
        part = cv2.resize(part, size, interpolation=how)
    things = [_moved(thing, left, top, across, down) for thing in example.things]
    return _coloured(np.asarray(part, np.uint8), random), things


def _moved(thing: Thing, left: float, top: float, across: float, down: float) -> Thing:
    x1, y1, x2, y2 = thing.sides
    moved = ((x1 - left) * across, (y1 - top) * down, (x2 - left) * across, (y2 - top) * down)
    return Thing(thing.kind, moved, thing.states, thing.counts)


def _coloured(rgb: Pixels, random: Random) -> Pixels:
    """Other channels, other hues, other contrast, sometimes the negative: colours name no widget."""
    if random.random() < 0.4:
        rgb = rgb[:, :, random.sample(range(3), 3)]
    if random.random() < 0.3:
        rgb = _turned(rgb, random)
    if random.random() < 0.12:
        rgb = np.asarray(255 - rgb, np.uint8)
    if random.random() < 0.5:
        gain, more = random.uniform(0.75, 1.15), random.uniform(-25, 25)
        rgb = cv2.convertScaleAbs(np.clip(rgb * gain + more, 0, 255))  # type: ignore[assignment]
    return np.ascontiguousarray(rgb)


def _turned(rgb: Pixels, random: Random) -> Pixels:
    """Each channel with some of the others mixed in."""
    mixed = np.eye(3) + np.array([[random.uniform(-0.3, 0.3) for _ in range(3)] for _ in range(3)])
    mixed /= mixed.sum(axis=1, keepdims=True)  # white stays white
    return np.asarray(cv2.transform(np.ascontiguousarray(rgb), mixed), np.uint8)


def asked(rgb: Pixels, things: list[Thing]) -> Asked:
    rows, columns = rgb.shape[0] // GRID_PX, rgb.shape[1] // GRID_PX
    grid = Asked(
        rgb,
        np.zeros((len(KINDS), rows, columns), np.float32),
        np.zeros((4, rows, columns), np.float32),
        np.zeros((len(STATES), rows, columns), np.float32),
        np.zeros((rows, columns), np.float32),
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
    cells = [slice(int(a // GRID_PX), max(int(a // GRID_PX) + 1, round(b / GRID_PX))) for a, b in ((y1, y2), (x1, x2))]
    inner = tuple(_inner(a, b) for a, b in ((y1, y2), (x1, x2)))
    grid.kinds[(thing.kind, *cells)] = np.maximum(grid.kinds[(thing.kind, *cells)], ON_IT)
    grid.kinds[(slice(None), *inner)] = np.minimum(grid.kinds[(slice(None), *inner)], ON_IT)  # it covers what it lies in
    grid.kinds[(thing.kind, *inner)] = 1.0
    count = grid.inside[inner].size
    grid.inside[tuple(cells)] = AWAY / max(1, grid.inside[tuple(cells)].size)
    grid.inside[inner] = 1.0 / count
    grid.weights[inner] = (count / USUAL) ** (-1 / 3)
    ys, xs = (np.arange(rows.start, rows.stop) for rows in cells)
    cx, cy = np.meshgrid((xs + 0.5) * GRID_PX, (ys + 0.5) * GRID_PX)
    grid.sides[(slice(None), *cells)] = np.maximum(np.stack((cx - x1, cy - y1, x2 - cx, y2 - cy)), 0.5)
    grid.states[(slice(None), *cells)] = np.asarray(thing.states, np.float32)[:, None, None]


def _inner(start: float, end: float) -> slice:
    """The cells in the inner part of a side, at least the one in its middle."""
    middle, half = (start + end) / 2, (end - start) / 2 * INNER
    first, last = math.ceil((middle - half) / GRID_PX - 0.5), math.floor((middle + half) / GRID_PX - 0.5)
    at = int(middle // GRID_PX)
    return slice(min(first, at), max(last, at) + 1)
