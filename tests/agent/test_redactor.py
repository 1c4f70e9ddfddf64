"""A secret is in nothing that is written down, however it is spelled, and in no picture."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from handeye.agent.redactor import Redactor, Secret
from handeye.tools.drawing import write
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.reader import read


@given(st.text(min_size=4, max_size=30).filter(str.strip))
def test_every_spelling_is_found(value: str) -> None:
    redactor = Redactor([Secret("pin", value)])
    encoded = base64.b64encode(value.encode("utf-8", "surrogatepass")).decode() if not _has_surrogates(value) else ""
    for spelled in (value, json.dumps(value), html.escape(value), *([] if not encoded else [quote(value), quote_plus(value)])):
        assert redactor.text(f"<{spelled}>") != f"<{spelled}>"


def _has_surrogates(value: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in value)


def test_what_is_no_secret_stays_as_it_is() -> None:
    redactor = Redactor([Secret("pin", "4711-abc")])
    said = {"url": "https://a.test/?q=4711", "n": 4711, "list": ["abc", None, True]}
    assert redactor.data(said) == said


def test_data_is_cleaned_to_its_depths_and_in_its_keys() -> None:
    redactor = Redactor([Secret("pin", "4711-abc")])
    assert redactor.data({"a": [{"4711-abc": ("x4711-ABCx",)}]}) == {"a": [{"‹pin›": ["x‹pin›x"]}]}


def test_the_longest_of_two_secrets_goes_first() -> None:
    redactor = Redactor([Secret("short", "pass"), Secret("long", "password1")])
    assert redactor.text("password1 pass") == "‹long› ‹short›"


@pytest.mark.parametrize("shown", ["hunter2secret", "your word is hunter2secret!", "HUNTER2SECRET"])
def test_a_line_that_shows_a_secret_is_covered(shown: str) -> None:
    image = Image.new("RGB", (420, 120), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    write(draw, 20, 20, shown, 18, (0, 0, 0))
    write(draw, 20, 70, "Nothing to hide", 18, (0, 0, 0))
    frame = Frame.of(np.asarray(image), "drawn")
    clean = Redactor([Secret("word", "hunter2secret")]).picture(frame.rgb, read(frame))
    assert [line.text for line in read(Frame.of(clean, "drawn"))] == ["Nothing to hide"]


def test_a_field_that_holds_a_secret_is_covered_even_if_nothing_can_be_read_there() -> None:
    rgb = np.full((60, 200, 3), 255, np.uint8)
    rgb[20:30, 50:90] = 0
    clean = Redactor([Secret("word", "hunter2")]).picture(rgb, (), [Box(40, 10, 100, 30)])
    assert len(np.unique(clean[12:38, 42:138].reshape(-1, 3), axis=0)) == 1
