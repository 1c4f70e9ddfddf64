"""Screens: coloured squares on a painted computer; one that is clicked loses its colour."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from handeye.tools.drawing import Colour
from handeye.tools.frame import Frame, Pixels
from handeye.tools.geometry import Box, Size
from handeye.tools.painted import Painted
from handeye.tools.painted.scene import STATUS, Button, Handler, Label

SIZE = Size(672, 384)
COLOURS: Mapping[str, Colour] = {
    "red": (250, 30, 30),
    "blue": (30, 50, 250),
    "green": (30, 215, 60),
    "yellow": (250, 235, 30),
}
FEWEST, MOST = 2, 3
SIDES_PX = (100, 130)
GAP_PX = 20
EDGE_PX = 4
BELOW_PX = 26
"""Kept free, or there would be a bar to scroll with."""

Squares: TypeAlias = "Mapping[str, Box]"
"""Where the square of each colour is."""


def draw_lots(chance: random.Random, colours: Sequence[str] = tuple(COLOURS)) -> Squares:
    """Each of another colour, anywhere."""
    squares: dict[str, Box] = {}
    for colour in chance.sample(colours, chance.randint(FEWEST, min(MOST, len(colours)))):
        squares[colour] = _free_place(chance, squares)
    return squares


def _free_place(chance: random.Random, taken: Squares) -> Box:
    while True:
        side = chance.randint(*SIDES_PX)
        x = chance.randint(EDGE_PX, SIZE.w - side - EDGE_PX)
        y = chance.randint(EDGE_PX, SIZE.h - side - BELOW_PX)
        box = Box(x, y, side, side)
        if not any(box.grow(GAP_PX).intersect(other) for other in taken.values()):
            return box


class Board(Painted):
    """A painted computer whose buttons are seen through coloured glass, until they are clicked."""

    def __init__(self, squares: Squares) -> None:
        self.squares = squares
        self.clicked: list[str] = []
        """The truth, for tests."""
        buttons = (Button("", self._loses(colour), at=box) for colour, box in squares.items())
        super().__init__({"board": (*buttons, Label("", key=STATUS, at=Box(0, 0, 1, 1)))}, size=SIZE)

    def _loses(self, colour: str) -> Handler:
        return lambda _desk: self.clicked.append(colour)

    async def look(self) -> Frame:
        frame = await super().look()
        glass = {colour: box for colour, box in self.squares.items() if colour not in self.clicked}
        return replace(frame, load=lambda: tinted(frame.rgb, glass))


def tinted(rgb: Pixels, glass: Squares) -> Pixels:
    pixels = rgb.copy()
    for colour, box in glass.items():
        left, top, right, bottom = box.pixels(SIZE)
        place = pixels[top:bottom, left:right]
        place[:] = place * np.asarray(COLOURS[colour], np.uint16) // 255
    return pixels
