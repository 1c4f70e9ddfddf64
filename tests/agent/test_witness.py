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


def table() -> Sight:
    image = Image.new("RGB", (640, 400), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for y, cells in (
        (20, ("Title", "Price")),
        (60, ("Emma", "£7.00")),
        (100, ("Ulysses", "£11.00")),
        (140, ("Walden", "£9.50")),
    ):
        for x, text in zip((20, 300), cells, strict=True):
            write(draw, x, y, text, 18, (0, 0, 0))
    write(draw, 20, 240, "Total", 18, (0, 0, 0))
    write(draw, 300, 240, "£27.50", 18, (0, 0, 0))
    frame = Frame.of(np.asarray(image), "drawn", url="http://localhost:8000/cart?x=1")
    widgets = (
        Widget("button", Box(20, 300, 80, 30), "Save"),
        Widget("button", Box(120, 300, 80, 30), "Delete", state=("disabled",)),
    )
    return Sight(frame, read(frame), widgets)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("Total is 27.50", "confirmed"),
        ("Total is more than 27.49", "confirmed"),
        ("Total is more than 27.50", "wrong"),
        ("Total shows '£27.50'", "confirmed"),
        ("Total shows '£27.60'", "wrong"),
        ("Price in the row of Ulysses shows '£11.00'", "confirmed"),
        ("Price in the row of Ulysses shows '£7.00'", "wrong"),
        ("the row of Emma contains '£7.00'", "confirmed"),
        ("the row of Emma contains '£9.50'", "wrong"),
        ("there are 3 rows under Price", "confirmed"),
        ("there are more than 3 rows under Price", "wrong"),
        ("the Title column is sorted ascending", "confirmed"),
        ("the Price column is sorted ascending", "wrong"),
        ("'Emma' is above 'Walden'", "confirmed"),
        ("'Emma' is below 'Walden'", "wrong"),
        ("Delete is disabled", "confirmed"),
        ("Save is disabled", "wrong"),
        ("Save is required", "unsure"),
        ("the address is /cart", "confirmed"),
        ("the address ends with '/cart'", "wrong"),
        ("'Ulysse' is visible", "wrong"),
        ("'Ulysse' is not visible", "confirmed"),
        ("the title is 'Cart'", "unsure"),
    ],
)
def test_claims_that_compare(claim: str, status: str) -> None:
    verdict = claimed(claim, table())
    assert verdict.status == status, verdict.why


def test_what_is_instead_is_told() -> None:
    assert "£27.50" in claimed("Total shows '£27.60'", table()).why
    assert '"£11.00" stands before "£9.50"' in claimed("the Price column is sorted ascending", table()).why
