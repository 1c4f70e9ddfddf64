"""What `shows` says of fields in a real browser."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.lookalikes import alike, exchanges, spelled
from handeye.tools.reading.shows import shows

from .conftest import Live

BLANK = Frame.of(np.full((40, 200, 3), 255, np.uint8), "drawn")
STYLE = "font: 18px 'DejaVu Sans'; width: 360px; padding: 6px"


def field(live: Live, value: str, more: str = "", style: str = "") -> tuple[Frame, Box]:
    frame = live.show(f'<input id=f style="{STYLE};{style}" value="{value}" {more}>')
    return frame, live.place("#f")


@pytest.mark.parametrize("value", ["Grace Hopper", "ada@example.com", "2024-05-17", "1,234.50", "Żółć", "王小明"])
def test_a_true_value_is_shown(live: Live, value: str) -> None:
    frame, box = field(live, value)
    assert shows(frame, box, value) == "yes"


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("Grace Hopper", "Grace Hoper"),
        ("2024-05-17", "2024-05-11"),
        ("Ian", "lan"),
        ("kern", "kem"),
        ("a b", "ab"),
        ("8 rue", "rue"),
    ],
)
def test_a_value_wrong_by_one_character_is_never_shown(live: Live, value: str, wrong: str) -> None:
    frame, box = field(live, value)
    assert shows(frame, box, wrong) != "yes"
    assert shows(frame, box, wrong, hint_value=value) != "yes"


def test_another_value_is_a_no_whatever_a_hint_says(live: Live) -> None:
    frame, box = field(live, "Grace Hopper")
    assert shows(frame, box, "Katherine Johnson") == "no"
    assert shows(frame, box, "Katherine Johnson", hint_value="Katherine Johnson") == "no"


@pytest.mark.parametrize(
    ("value", "other"), [("Москва, Αθήνα, Київ", "Москва, Roma, Київ"), ("Ærø, İstanbul, Łódź", "Ærø, Istres, Łódź")]
)
def test_letters_that_nobody_can_read_are_left_to_the_hint(live: Live, value: str, other: str) -> None:
    frame, box = field(live, value)
    assert shows(frame, box, value) != "no"
    assert shows(frame, box, value, hint_value=value) == "yes"
    assert shows(frame, box, other, hint_value=value) == "no"
    assert shows(frame, box, "Hello", hint_value=value) == "no"


def test_a_hint_lowers_what_was_seen(live: Live) -> None:
    frame, box = field(live, "Grace")
    assert shows(frame, box, "Grace", hint_value="Grac") == "unsure"


def test_an_empty_field_shows_nothing(live: Live) -> None:
    frame, box = field(live, "")
    assert shows(frame, box, "") == "yes"
    assert shows(frame, box, "Grace") == "no"


def test_a_password_is_as_many_dots(live: Live) -> None:
    frame, box = field(live, "s3cret-8", "type=password")
    assert shows(frame, box, "s3cret-8", masked=True) == "yes"
    assert shows(frame, box, "s3cret-", masked=True) == "no"


@pytest.mark.parametrize("sign", ["•", "●", "*", "■", "○"])
def test_marks_of_any_kind_are_counted(live: Live, sign: str) -> None:
    frame, box = field(live, 9 * sign)
    assert shows(frame, box, "s3cret-89", masked=True) == "yes"
    assert shows(frame, box, "s3cret-8", masked=True) == "no"


def test_discs_that_touch_are_counted(live: Live) -> None:
    frame, box = field(live, 9 * "●", style="letter-spacing: -4px")
    assert shows(frame, box, "s3cret-89", masked=True) == "yes"
    assert shows(frame, box, "s3cret-890", masked=True) == "no"


def test_dots_that_fill_their_field_prove_no_length(live: Live) -> None:
    frame, box = field(live, "s3cret-8" * 8, "type=password", style="width: 120px")
    count = sum(shows(frame, box, "x" * length, masked=True) == "yes" for length in range(1, 80))
    assert count == 0
    assert shows(frame, box, "s3cret-8" * 8, masked=True) == "unsure"


@pytest.mark.parametrize("value", ["2024-11-19", "1W-ZLV-8", "48-12 08 62"])
def test_a_typewriter_s_dashes_are_no_spaces(live: Live, value: str) -> None:
    frame, box = field(live, value, style="font-family: 'DejaVu Sans Mono'")
    assert shows(frame, box, value) == "yes"
    assert shows(frame, box, value.replace("-", "- ")) != "yes"
    assert shows(frame, box, value.replace("-", " -", 1)) != "yes"


def test_a_space_after_a_dash_is_one(live: Live) -> None:
    frame, box = field(live, "2024- 11-19", style="font-family: 'DejaVu Sans Mono'")
    assert shows(frame, box, "2024-11-19") != "yes"


def test_a_caret_before_the_value_is_no_letter(live: Live) -> None:
    line = "left: 15px; top: 16px; width: 1px; height: 23px; background: black; position: absolute"
    frame = live.show(f'<input id=f style="{STYLE}" value="café"><div style="{line}"></div>')
    assert shows(frame, live.place("#f"), "café") == "yes"
    assert shows(frame, live.place("#f"), "kafé") != "yes"


def test_a_letter_at_a_round_border_is_not_lost(live: Live) -> None:
    frame, box = field(live, "Wilson", style="border: 1px solid #48c; border-radius: 20px; padding: 1px 5px")
    assert shows(frame, box, "ilson") != "yes"
    assert shows(frame, box, "Wilson") != "no"


def test_a_round_icon_makes_no_dots_of_a_value(live: Live) -> None:
    ring = "position: absolute; left: 20px; top: 20px; width: 10px; height: 10px; border: 2px solid; border-radius: 50%"
    frame = live.show(
        f'<input id=f style="{STYLE}; padding-left: 40px" value="l.mercier@mail.example.org"><i style="{ring}"></i>'
    )
    assert shows(frame, live.place("#f"), "l.mercier@mail.example.org") != "no"


def test_a_typewriter_s_hyphen_proves_no_dash(live: Live) -> None:
    frame, box = field(live, "1976-02-06", style="font-family: 'DejaVu Sans Mono'")
    assert shows(frame, box, "1976–02-06") != "yes"


def test_a_capital_is_not_told_by_what_touches_it(live: Live) -> None:
    frame, box = field(live, "Voß", style="font: 18px serif")
    assert shows(frame, box, "VOß") != "yes"


def test_a_placeless_box_shows_nothing(live: Live) -> None:
    frame, _ = field(live, "Grace")
    assert shows(frame, Box(-50, -50, 20, 20), "Grace") != "yes"


def test_a_label_above_the_value_is_not_the_value(live: Live) -> None:
    frame = live.show(
        '<div id=f style="width: 300px; border: 1px solid; padding: 6px; font: 18px sans-serif">'
        '<div style="font-size: 12px">First name</div><div>Grace</div></div>'
    )
    assert shows(frame, live.place("#f"), "Grace") == "yes"
    assert shows(frame, live.place("#f"), "Grade") != "yes"


def test_a_value_that_is_cut_off_is_not_denied(live: Live) -> None:
    frame, box = field(live, "the quick brown fox jumps over the lazy dog", style="width: 180px")
    assert shows(frame, box, "the quick brown fox jumps over the lazy dog") == "unsure"


def test_a_value_that_is_cut_off_is_not_denied_for_its_look_alikes(live: Live) -> None:
    value = "A title as long as the field allows, with l, I, 1, 0 and O in it; and then it goes on for a long while"
    frame, box = field(live, value, style="font: 13px DejaVu Sans; width: 262px; padding: 5px 6px")
    assert shows(frame, box, value, hint_value=value) == "yes"


def test_a_text_area_shows_its_lines(live: Live) -> None:
    frame = live.show(
        '<textarea id=f style="font: 16px sans-serif; width: 170px; height: 90px">Please ring twice\nAda</textarea>'
    )
    assert shows(frame, live.place("#f"), "Please ring twice\nAda") == "yes"
    assert shows(frame, live.place("#f"), "Please ring twice\nIda") != "yes"


def test_white_on_dark_is_read_as_well(live: Live) -> None:
    frame, box = field(live, "Grace Hopper", style="color: white; background: #222")
    assert shows(frame, box, "Grace Hopper") == "yes"


@given(st.text(max_size=12), st.integers(-50, 250), st.integers(-20, 60), st.integers(0, 400), st.integers(0, 90))
@settings(max_examples=30, deadline=None)
def test_nothing_is_shown_where_nothing_is(text: str, x: int, y: int, w: int, h: int) -> None:
    assert (shows(BLANK, Box(x, y, w, h), text) == "yes") == (spelled(text) == "")


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'é", max_size=12))
def test_look_alikes_are_other_texts(text: str) -> None:
    assert all(text[:start] + other + text[end:] != text for start, end, other in exchanges(text))


def test_look_alike_letters_know_each_other() -> None:
    assert {"I", "1", "|"} <= alike("l")
    assert "0" in alike("O")
    assert "ó" in alike("o")
