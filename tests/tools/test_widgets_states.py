"""States as they are drawn: ticks, dots, dashes and thumbs, filled and outlined, light and dark."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.widgets.picture import Picture
from handeye.tools.widgets.switches import switch_of
from handeye.tools.widgets.ticks import tick_of

FINE = 4
"""All is drawn so many times larger, then made smaller: its edges are soft, as on a screen."""
BLUE, WHITE, GREY, BLACK, PAPER, NIGHT = "#1166dd", "#ffffff", "#8a8a8a", "#222222", "#f4f4f2", "#14161a"


class Canvas:
    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (80 * FINE, 60 * FINE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def shape(self, box: Box, fill: str, *, radius: float = 0.0, line: str = "", width: float = 0.0) -> None:
        sides = [side * FINE for side in (box.x, box.y, box.right, box.bottom)]
        self.pen.rounded_rectangle(
            (sides[0], sides[1], sides[2] - 1, sides[3] - 1), radius * FINE, fill, line or None, round(width * FINE)
        )

    def tick(self, box: Box, colour: str) -> None:
        points = [(0.22, 0.52), (0.42, 0.72), (0.78, 0.3)]
        self.pen.line(
            [((box.x + x * box.w) * FINE, (box.y + y * box.h) * FINE) for x, y in points], colour, round(box.w / 9 * FINE)
        )

    @property
    def picture(self) -> Picture:
        small = self.image.resize((80, 60), Image.Resampling.BOX)
        return Picture(Frame.of(np.asarray(small), "drawn"), ())


@pytest.mark.parametrize("side", [13, 16, 20, 26])
@pytest.mark.parametrize(
    ("ground", "fill", "line", "ink"),
    [(WHITE, WHITE, GREY, BLACK), (PAPER, BLUE, BLUE, WHITE), (NIGHT, NIGHT, GREY, WHITE), (NIGHT, BLUE, BLUE, NIGHT)],
)
def test_a_tick_and_a_dash_are_told_from_an_empty_box(side: int, ground: str, fill: str, line: str, ink: str) -> None:
    box = Box(12, 14, side, side)

    def drawn(mark: str) -> str:
        canvas = Canvas(ground)
        canvas.shape(box, fill if mark else ground, radius=2, line=line, width=max(1, side / 10))
        if mark == "tick":
            canvas.tick(box, ink)
        if mark == "dash":
            canvas.shape(Box(box.x + 0.25 * side, box.y + 0.44 * side, side / 2, max(1.5, 0.12 * side)), ink)
        return tick_of(canvas.picture, box).state

    assert [drawn(mark) for mark in ("", "tick", "dash")] == ["unchecked", "checked", "mixed"]


@pytest.mark.parametrize("side", [13, 16, 20, 26])
@pytest.mark.parametrize("ground", [WHITE, PAPER, NIGHT])
@pytest.mark.parametrize("thick", [0.07, 0.13, 0.2])
def test_a_thick_ring_is_a_border_and_a_filled_one_has_a_dot_in_it(side: int, ground: str, thick: float) -> None:
    box = Box(12, 14, side, side)
    ring, donut, dotted = Canvas(ground), Canvas(ground), Canvas(ground)
    ring.shape(box, ground, radius=side / 2, line=GREY, width=max(1.0, thick * side))
    donut.shape(box, BLUE, radius=side / 2)
    donut.shape(box.grow(-0.29 * side), WHITE, radius=0.21 * side)
    dotted.shape(box, ground, radius=side / 2, line=GREY, width=max(1.0, 0.07 * side))
    dotted.shape(box.grow(-0.25 * side), BLUE, radius=side / 4)
    seen = [tick_of(canvas.picture, box).state for canvas in (ring, donut, dotted)]
    assert seen == ["unchecked", "checked", "checked"]


def test_where_little_is_drawn_another_witness_is_heard() -> None:
    box = Box(12, 14, 16, 16)
    canvas = Canvas(WHITE)
    canvas.shape(box, "#eeeeee", radius=2, line="#dddddd", width=1)
    canvas.tick(box, "#d8d8d8")
    assert not tick_of(canvas.picture, box).is_plain


@pytest.mark.parametrize("is_on", [False, True])
@pytest.mark.parametrize("is_square", [False, True])
@pytest.mark.parametrize("height", [14, 20, 28])
@pytest.mark.parametrize(
    ("ground", "track", "line", "thumb"),
    [
        (WHITE, BLUE, BLUE, WHITE),
        (WHITE, WHITE, GREY, GREY),
        (NIGHT, "#333840", "#333840", NIGHT),
        (PAPER, "#dddddd", GREY, WHITE),
    ],
)
def test_a_switch_is_on_where_its_thumb_is_at_the_right(
    is_on: bool, is_square: bool, height: int, ground: str, track: str, line: str, thumb: str
) -> None:
    # A square and what it leaves free of its frame look the same.
    is_square = is_square and track != ground
    canvas, box = Canvas(ground), Box(10, 12, 1.85 * height, height)
    canvas.shape(box, track, radius=0 if is_square else height / 2, line=line, width=1.5)
    side = 0.7 * height
    inset = 0.15 * height
    left = box.right - inset - side if is_on else box.x + inset
    canvas.shape(Box(left, box.y + inset, side, side), thumb, radius=0 if is_square else side / 2)
    assert switch_of(canvas.picture, box).is_on == is_on


@pytest.mark.parametrize("is_on", [False, True])
def test_a_thumb_may_be_higher_than_its_track(is_on: bool) -> None:
    canvas = Canvas(WHITE)
    canvas.shape(Box(10, 20, 36, 14), "#9ec5f0" if is_on else "#bbbbbb", radius=7)
    canvas.shape(Box(28 if is_on else 8, 17, 20, 20), BLUE if is_on else "#f1f1f1", radius=10, line=GREY, width=0.5)
    assert switch_of(canvas.picture, Box(8, 17, 40, 20)).is_on == is_on
