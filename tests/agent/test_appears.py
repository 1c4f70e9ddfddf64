"""Typed text is proven where it shows; a word that came out as another is not passed over for the end being right."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.agent.appears import appears
from handeye.agent.eyes import Looked, Looker
from handeye.tools.computer import Effect
from handeye.tools.drawing import write
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.painted import Painted

PAPER = Box(20, 60, 900, 60)
TYPED = "The parcel goes to the harbour office before the evening"


def sheet(text: str, *, from_x: float = 24) -> Frame:
    image = Image.new("RGB", (940, 140), (226, 226, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((PAPER.x, PAPER.y, PAPER.right, PAPER.bottom), fill=(255, 255, 255))
    write(draw, from_x, 76, text, 16, (20, 20, 20))
    return Frame.of(np.asarray(image), "drawn")


def judged(typed: str, shown: str, *, is_secret: bool = False) -> tuple[str, str]:
    async def run() -> tuple[str, str]:
        looker = Looker(Painted({"": ()}))
        before, after = (Looked(sheet(text), (), Effect(), looker) for text in ("", shown))
        try:
            verdict = await appears(typed, before, after, [PAPER], is_secret=is_secret)
        finally:
            looker.close()
        return verdict.status, verdict.why

    return asyncio.run(run())


@pytest.mark.parametrize("typed", [TYPED, "a = [1, 2]; b = 'c' & d", "Zażółć gęślą jaźń"])
def test_what_was_typed_and_shows(typed: str) -> None:
    status, why = judged(typed, typed)
    assert status == "confirmed", why


def test_only_the_end_fits_in() -> None:
    status, why = judged(TYPED, TYPED[-30:])
    assert (status, why.startswith("its end is in view")) == ("confirmed", True), why


@pytest.mark.parametrize(("lost", "seen"), [("harbour", "harbur"), ("parcel", "parel"), ("before", "befoe")])
def test_a_letter_that_was_lost_on_the_way(lost: str, seen: str) -> None:
    status, why = judged(TYPED, TYPED.replace(lost, seen))
    assert (status, f'"{seen}" where "{lost}" was typed' in why) == ("unsure", True), why


def test_nothing_of_it() -> None:
    status, why = judged(TYPED, "Something else altogether")
    assert (status, "none of it shows" in why) == ("unsure", True), why


def test_of_a_secret_no_word_is_told() -> None:
    status, why = judged(TYPED, TYPED.replace("harbour", "harbur"), is_secret=True)
    assert (status, why) == ("unsure", "a word of it shows as another")
    for shown in (TYPED, TYPED[-30:], "Something else altogether"):
        _, why = judged(TYPED, shown, is_secret=True)
        assert not any(word in why for word in TYPED.split() if len(word) > 3), why
