"""What was recognised once is answered from memory, without what is all but impossible."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from handeye.tools.drawing import font
from handeye.tools.frame import Pixels
from handeye.tools.reading.recogniser import recogniser
from handeye.tools.reading.spelling import NEVER, likelihoods


def line(text: str) -> Pixels:
    picture = Image.new("RGB", (200, 30), "white")
    ImageDraw.Draw(picture).text((6, 4), text, fill="black", font=font(18))
    return np.asarray(picture)


def test_an_answer_holds_what_is_likely_and_is_kept() -> None:
    answer = recogniser().answer(line("Grace Hopper"))
    assert answer.reading.text == "Grace Hopper"
    assert len(answer.columns) < 2000
    assert recogniser().answer(line("Grace Hopper")) is answer
    assert recogniser().recognise([line("Grace Hopper")])[0] is answer.reading


def test_the_text_that_is_there_is_the_likeliest() -> None:
    answer = recogniser().answer(line("Grace"))
    own, other, never = likelihoods(answer, ["Grace", "Grade", "\ue000"], recogniser().index)
    assert own > -1 > other
    assert never == NEVER
