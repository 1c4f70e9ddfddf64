"""Claims held against what was read and seen, without any model."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.agent.proof import claimed
from handeye.tools.drawing import write
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.reader import read
from handeye.tools.sight import Sight
from handeye.tools.widgets.widget import Widget


def sight() -> Sight:
    image = Image.new("RGB", (640, 300), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    write(draw, 20, 20, "Your order was saved", 18, (0, 0, 0))
    draw.rectangle((20, 80, 300, 110), outline=(120, 120, 120))
    write(draw, 28, 86, "Ada Lovelace", 16, (0, 0, 0))
    frame = Frame.of(np.asarray(image), "drawn")
    widgets = (
        Widget("field", Box(20, 80, 281, 31), "Name", "Ada Lovelace"),
        Widget("checkbox", Box(20, 140, 16, 16), "News", "", ("checked",)),
        Widget("checkbox", Box(20, 170, 16, 16), "Offers", "", ("unchecked",)),
        Widget("button", Box(20, 210, 80, 30), "Edit"),
        Widget("button", Box(120, 210, 80, 30), "Edit"),
    )
    return Sight(frame, read(frame), widgets)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("'Your order was saved' is visible", "confirmed"),
        ("'Bankrupt' is visible", "wrong"),
        ("'Bankrupt' is not visible", "confirmed"),
        ("'Your order was saved' is not visible", "wrong"),
        ('Name shows "Ada Lovelace"', "confirmed"),
        ('Name shows "Ada Lovelacf"', "wrong"),
        ('Name does not show "Grace"', "confirmed"),
        ("News is checked", "confirmed"),
        ("Offers is checked", "wrong"),
        ("Offers is not checked", "confirmed"),
        ("there are 2 Edit buttons", "confirmed"),
        ("there are 3 Edit buttons", "wrong"),
        ("everybody is happy", "unsure"),
    ],
)
def test_claims(claim: str, status: str) -> None:
    verdict = claimed(claim, sight())
    assert verdict.status == status, verdict.why


def test_a_verdict_says_what_was_seen_instead_and_where() -> None:
    verdict = claimed('Name shows "Grace"', sight())
    assert "Ada Lovelace" in verdict.why
    assert verdict.evidence[0].box == Box(20, 80, 281, 31)
    assert verdict.evidence[0].frame == sight().frame.sha256


def test_of_several_claims_the_worst_counts() -> None:
    assert claimed("News is checked and Offers is checked", sight()).status == "wrong"
