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

from handeye.agent.redactor import COVER, Redactor
from handeye.agent.secret import Secret
from handeye.tools.computer import Written
from handeye.tools.drawing import write
from handeye.tools.frame import Frame, Pixels
from handeye.tools.geometry import Box, Size
from handeye.tools.reading.reader import read
from handeye.tools.reading.text import Line, Word


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


SPELLED = {
    "base64 after other words": base64.b64encode(b"user:correct-Horse-77:x").decode(),
    "base64 one further": base64.b64encode(b"me:correct-Horse-77").decode(),
    "base64 for addresses": base64.urlsafe_b64encode(b"ab:correct-Horse-77??>").decode(),
    "hex": b"correct-Horse-77".hex(),
    "hex with spaces": b"correct-Horse-77".hex(" ").upper(),
    "each letter encoded": "".join(f"%{byte:02X}" for byte in b"correct-Horse-77"),
    "encoded twice": quote(quote("correct-Horse-77", safe="").replace("-", "%2D")),
    "as entities": "".join(f"&#x{ord(char):x};" for char in "correct-Horse-77"),
    "as escapes": "".join(f"\\u{ord(char):04x}" for char in "correct-Horse-77"),
    "in a mixture": "c&#111;%72rect-Horse\\u002d77",
    "all but its end": "correct-Horse-",
}


@pytest.mark.parametrize("how", SPELLED)
def test_it_is_found_in_whatever_a_page_makes_of_it(how: str) -> None:
    clean = Redactor([Secret("word", "correct-Horse-77")]).text(f"said {SPELLED[how]}!")
    assert "‹word›" in clean
    assert SPELLED[how] not in clean


@given(st.text(min_size=6, max_size=30).filter(str.strip), st.binary(max_size=4), st.binary(max_size=4))
def test_base64_is_found_wherever_it_begins(value: str, before: bytes, after: bytes) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    encoded = base64.b64encode(before + raw + after).decode()
    assert "‹pin›" in Redactor([Secret("pin", value)]).text(encoded)


def test_the_users_own_words_are_no_misread_secret() -> None:
    secret = Secret("secret", "password123")
    assert Redactor([secret]).text("type it into Password") == "type it into ‹secret›"
    redactor = Redactor([secret], "type {secret} into Password")
    assert redactor.text("type it into Password") == "type it into Password"
    assert redactor.text("it shows passw0rd123") == "it shows ‹secret›"


def test_halves_of_characters_can_be_written_down() -> None:
    assert Redactor().text("a\ud800b").encode("utf-8") == "a\ufffdb".encode()


def line(text: str, y: float) -> Line:
    return Line((Word(text, Box(10, y, 100, 20), 1.0),))


def covered(picture: Pixels, box: Box) -> bool:
    left, top, right, bottom = box.pixels(Size(picture.shape[1], picture.shape[0]))
    return bool((picture[top:bottom, left:right] == np.array(COVER)).all())


def noise() -> Pixels:
    return np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)


@pytest.mark.parametrize(
    "broken", [("hunter", "2secret"), ("h u n t e r 2", "s e c r e t"), ("hun-", "ter2sec", "ret"), ("h.u.n.t", "er2secret")]
)
def test_a_secret_that_is_broken_into_lines_is_covered(broken: tuple[str, ...]) -> None:
    lines = [line(text, 10 + 30 * at) for at, text in enumerate(broken)]
    clean = Redactor([Secret("word", "hunter2secret")]).picture(noise(), lines)
    assert all(covered(clean, each.box) for each in lines)


def test_what_the_computer_says_is_written_there_is_covered_though_nobody_can_read_it() -> None:
    letters = [Written(letter, Box(10 + 9 * at, 100, 8, 4)) for at, letter in enumerate("hunter2secret")]
    other = Written("Nothing to hide", Box(10, 150, 100, 20))
    clean = Redactor([Secret("word", "hunter2secret")]).picture(noise(), (), (), [*letters, other])
    assert all(covered(clean, each.box) for each in letters)
    assert (clean[150:170, 10:110] == noise()[150:170, 10:110]).all()


def test_where_nobody_can_tell_what_is_written_all_is_covered() -> None:
    clean = Redactor([Secret("word", "hunter2secret")]).picture(noise(), (), (), None)
    assert covered(clean, Box(0, 0, 200, 200))
    assert (Redactor().picture(noise(), (), (), None) == noise()).all(), "without secrets there is nothing to cover"
