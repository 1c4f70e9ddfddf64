"""A button that was greyed out is known by how pale it was, and a pressed or pointed-at one is not taken for it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools.drawing import Colour, write
from handeye.tools.frame import Pixels
from handeye.tools.widgets.faint import was_faint

GREY: Colour = (146, 149, 149)
BLACK: Colour = (46, 52, 54)
WHITE: Colour = (255, 255, 255)
BLUE: Colour = (53, 132, 228)
PAPER: Colour = (250, 249, 248)
DARKER: Colour = (238, 236, 234)


def button(ground: Colour, ink: Colour, label: str = "Save") -> Pixels:
    image = Image.new("RGB", (80, 28), ground)
    write(ImageDraw.Draw(image), 22, 6, label, 12, ink)
    return np.asarray(image)


def test_what_was_greyed_out_was_faint() -> None:
    assert was_faint(button(PAPER, GREY), button(DARKER, BLACK))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (button(PAPER, BLACK), button(PAPER, BLACK)),
        (button(PAPER, BLACK), button(DARKER, BLACK)),
        (button(PAPER, BLACK), button(BLUE, WHITE)),
        (button(PAPER, BLACK), button(PAPER, GREY)),
        (button(PAPER, BLACK, "Follow"), button(PAPER, BLACK, "Unfollow")),
        (button(PAPER, PAPER), button(PAPER, PAPER)),
    ],
    ids=["the same", "pointed at", "pressed", "greyed out since", "another word", "nothing on it"],
)
def test_what_was_not(before: Pixels, after: Pixels) -> None:
    assert not was_faint(before, after)


def test_of_two_sizes_nothing_is_said() -> None:
    assert not was_faint(button(PAPER, GREY)[:20], button(PAPER, BLACK))
