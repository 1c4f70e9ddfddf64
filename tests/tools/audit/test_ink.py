"""Ink and paper of drawn text: the colours it was drawn in are found, whatever its size and ground; what is no flat ground is left open."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools.audit.ink import Colour, contrast, measure, name_of
from handeye.tools.drawing import font
from handeye.tools.frame import Pixels

GROUNDS: tuple[Colour, ...] = ((255, 255, 255), (18, 18, 18), (13, 110, 253), (255, 236, 179))


def written(text: str, size_px: int, ink: Colour, ground: Pixels) -> Pixels:
    image = Image.fromarray(ground)
    ImageDraw.Draw(image).text((6, 4), text, fill=ink, font=font(size_px))
    return np.asarray(image)


def flat(colour: Colour, size: tuple[int, int] = (44, 260)) -> Pixels:
    return np.full((*size, 3), colour, np.uint8)


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (119, 119, 119)) == pytest.approx(4.48, abs=0.005)
    assert name_of((119, 10, 255)) == "#770aff"


@pytest.mark.parametrize("paper", GROUNDS, ids=name_of)
@pytest.mark.parametrize("size_px", [11, 13, 16, 20, 32])
def test_drawn_colours_are_found(size_px: int, paper: Colour) -> None:
    ink: Colour = (118, 118, 118)
    found = measure(written("Add to the basket", size_px, ink, flat(paper)))
    assert found is not None
    assert found.paper == paper
    assert np.abs(np.subtract(found.ink, ink)).max() <= 16
    # The truth lies between what was measured and what it may be.
    assert found.ratio - 0.01 <= contrast(ink, paper) <= found.at_most + 0.01


def test_a_gentle_gradient_is_paper_and_the_better_end_counts() -> None:
    shades = np.linspace(225, 245, 260).astype(np.uint8)
    ground = np.ascontiguousarray(np.broadcast_to(shades[None, :, None], (44, 260, 3)))
    faint, dark = (measure(written("Add to the basket", 18, ink, ground)) for ink in ((150, 150, 150), (60, 60, 60)))
    assert faint is not None
    assert dark is not None
    assert faint.at_most < 4.5 < dark.ratio
    assert faint.at_most == pytest.approx(contrast((150, 150, 150), (245, 245, 245)), abs=0.5)


def test_a_photograph_is_no_paper() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (44, 260, 3)).astype(np.uint8)
    assert measure(written("Add to the basket", 18, (255, 255, 255), noise)) is None
    stripes = flat((200, 30, 30))
    stripes[:, 130:] = (20, 120, 40)
    assert measure(written("Add to the basket", 18, (255, 255, 255), stripes)) is None


def test_nothing_written_is_a_ratio_of_one() -> None:
    found = measure(flat((240, 240, 240)))
    assert found is not None
    assert found.ratio == 1.0


def test_a_dark_border_beside_pale_text_is_not_its_ink() -> None:
    pale = written("Add to the basket", 18, (170, 170, 170), flat((255, 255, 255)))
    pale = pale.copy()
    pale[:, -1] = 0
    found = measure(pale)
    assert found is not None
    assert found.at_most < 4.5


def test_bold_strokes_are_thicker() -> None:
    plain = measure(written("Delivery", 20, (0, 0, 0), flat((255, 255, 255))))
    image = Image.fromarray(flat((255, 255, 255)))
    ImageDraw.Draw(image).text((6, 4), "Delivery", fill=(0, 0, 0), font=font(20), stroke_width=1, stroke_fill=(0, 0, 0))
    bold = measure(np.asarray(image))
    assert plain is not None
    assert bold is not None
    assert bold.stroke_px > 1.4 * plain.stroke_px
