"""Arrows at the end of fields, and the other signs that stand there."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Word
from handeye.tools.widgets.chevron import has_chevron
from handeye.tools.widgets.picture import Picture

FINE = 4
FIELD = Box(10, 10, 180, 34)
CHOSEN, COUNTED = (Word("Monthly", Box(20, 20, 60, 12), 1.0),), (Word("12", Box(20, 20, 16, 12), 1.0),)
SIGNS = {
    "chevron": [("line", [(0, 3), (6, 9), (12, 3)])],
    "triangle": [("fill", [(1, 4), (11, 4), (6, 9)])],
    "two triangles": [("fill", [(2, 4), (10, 4), (6, -1)]), ("fill", [(2, 8), (10, 8), (6, 13)])],
    "two chevrons": [("line", [(2, 4), (6, 0), (10, 4)]), ("line", [(2, 9), (6, 13), (10, 9)])],
    "divided chevron": [("line", [(-9, -6), (-9, 18)]), ("line", [(0, 3), (6, 9), (12, 3)])],
    "clock": [("round", [(-1, -1), (13, 13)]), ("line", [(6, 2), (6, 6), (9, 8)])],
    "cross": [("line", [(0, 0), (12, 12)]), ("line", [(0, 12), (12, 0)])],
    "lens": [("round", [(0, 0), (8, 8)]), ("line", [(7, 7), (12, 12)])],
    "calendar": [("line", [(0, 1), (12, 1), (12, 13), (0, 13), (0, 1)]), ("line", [(0, 5), (12, 5)])],
    "nothing": [],
}


def drawn(sign: str, words: tuple[Word, ...], *, scale: float) -> bool:
    image = Image.new("RGB", (200 * FINE, 54 * FINE), "white")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((10 * FINE, 10 * FINE, 190 * FINE, 44 * FINE), 17 * FINE, "#fbfbfb", "#999999", FINE)
    for how, points in SIGNS[sign]:
        at = [((162 + x * scale) * FINE, (27 + (y - 6) * scale) * FINE) for x, y in points]
        if how == "line":
            pen.line(at, "#333333", round(1.5 * FINE), "curve")
        elif how == "fill":
            pen.polygon(at, "#333333")
        else:
            pen.ellipse((*at[0], *at[1]), None, "#333333", round(1.5 * FINE))
    small = np.asarray(image.resize((200, 54), Image.Resampling.BOX))
    return has_chevron(Picture(Frame.of(small, "drawn"), ()), FIELD.grow(-2), words)


@pytest.mark.parametrize("scale", [0.75, 1.0])
@pytest.mark.parametrize("sign", ["chevron", "triangle", "two triangles", "two chevrons", "divided chevron"])
def test_what_ends_in_an_arrow_is_chosen_from(sign: str, scale: float) -> None:
    assert drawn(sign, CHOSEN, scale=scale)


@pytest.mark.parametrize("scale", [0.75, 1.0])
@pytest.mark.parametrize("sign", ["clock", "cross", "lens", "calendar", "nothing"])
def test_other_signs_are_no_arrows(sign: str, scale: float) -> None:
    assert not drawn(sign, CHOSEN, scale=scale)


@pytest.mark.parametrize("sign", ["two triangles", "two chevrons"])
def test_arrows_beside_a_figure_count_it_up_and_down(sign: str) -> None:
    assert not drawn(sign, COUNTED, scale=1.0)
