"""Drawing: marks and dialogs that people and models can see."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handeye.tools.drawing import MARK, dialog_hints, draw_dialog, fold, font, mark, text_width
from handeye.tools.frame import Frame, OpenDialog
from handeye.tools.geometry import Box, Point, Size
from handeye.tools.motion import difference


def blank(w: int = 640, h: int = 400) -> Frame:
    return Frame.of(np.full((h, w, 3), 240, np.uint8), "test", url="here")


def test_a_mark_is_drawn_around_its_box_and_nowhere_else() -> None:
    frame = blank()
    marked = mark(frame, Box(100, 100, 50, 30))
    assert difference(frame, marked) == (Box(100, 100, 50, 30),)
    assert tuple(marked.rgb[100, 120]) == MARK
    assert (marked.rgb[102:128, 102:148] == 240).all()
    assert (marked.source, marked.url) == ("drawn", "here")
    assert (frame.rgb == 240).all()


def test_a_point_is_ringed_and_a_label_stays_inside() -> None:
    frame = blank()
    ringed = mark(frame, point=Point(320, 200))
    (ring,) = difference(frame, ringed)
    assert ring.contains(Point(320, 200))
    assert tuple(ringed.rgb[200, 320]) == (240, 240, 240)
    for corner in (Box(0, 0, 10, 10), Box(630, 390, 10, 10)):
        label = difference(frame, mark(frame, corner, label="here it is"))
        assert Box.union(label).w > text_width("here it is", 12)


@pytest.mark.parametrize("box", [Box(700, 10, 20, 20), Box(-50, -50, 20, 20)])
def test_a_box_outside_the_picture_is_not_drawn(box: Box) -> None:
    frame = blank()
    assert difference(frame, mark(frame, box)) == ()


@pytest.mark.parametrize(
    ("kind", "names", "labels"),
    [
        ("alert", ["ok"], ["OK"]),
        ("confirm", ["ok", "cancel"], ["OK", "Cancel"]),
        ("prompt", ["text", "ok", "cancel"], ["What?", "OK", "Cancel"]),
        ("beforeunload", ["ok", "cancel"], ["Leave", "Stay"]),
    ],
)
def test_a_dialog_is_drawn_with_the_places_of_what_can_be_used(kind: str, names: list[str], labels: list[str]) -> None:
    under = blank()
    pixels, dialog = draw_dialog(under, OpenDialog(kind, "What?", "old"))  # type: ignore[arg-type]
    assert [name for name, _ in dialog.boxes] == names
    assert [hint.name for hint in dialog_hints(dialog)] == labels
    for _, box in dialog.boxes:
        assert box.clip(under.size) == box
        left, top, right, bottom = box.pixels(under.size)
        inside = pixels[top:bottom, left:right].reshape(-1, 3)
        assert len(np.unique(inside, axis=0)) > 2, "something is written in it"
    assert not any(a.intersect(b) for at, (_, a) in enumerate(dialog.boxes) for _, b in dialog.boxes[:at])


def test_what_is_typed_into_a_prompt_is_to_be_seen() -> None:
    under, dialog = blank(), OpenDialog("prompt", "Name?", "Ada")
    drawn = {typed: Frame.of(draw_dialog(under, dialog, typed=typed)[0], "test") for typed in (None, "Ada", "", "Eve")}
    assert difference(drawn[None], drawn["Ada"]) == ()
    field = dict(draw_dialog(under, dialog)[1].boxes)["text"]
    for typed in ("", "Eve"):
        regions = difference(drawn["Ada"], drawn[typed])
        assert regions
        assert all(field.intersect(region) == region for region in regions)


@pytest.mark.parametrize("unit", [1.0, 1.5, 2.0])
def test_a_dialog_grows_with_the_unit(unit: float) -> None:
    _, dialog = draw_dialog(blank(1280, 800), OpenDialog("alert", "Hi"), unit)
    assert dialog.boxes[0][1].w == 80 * unit


@pytest.mark.parametrize("message", ["word " * 60, "没有空格的很长的一句话" * 12, "x" * 400, "one\ntwo\n\nthree", ""])
def test_a_message_stays_inside_its_dialog(message: str) -> None:
    under = blank(1280, 800)
    pixels, dialog = draw_dialog(under, OpenDialog("alert", message))
    plain, _ = draw_dialog(under, OpenDialog("alert", "\n" * message.count("\n") or ""))
    sides = difference(Frame.of(plain, "test"), Frame.of(pixels, "test"))
    assert all(region.x >= 410 and region.right <= 1280 - 409 for region in sides)
    assert dialog.boxes[0][1].clip(Size(1280, 800)) == dialog.boxes[0][1]


@given(st.text(st.sampled_from("ab il\n世W "), max_size=60), st.integers(20, 200))
@settings(deadline=None)
def test_folding_loses_no_letter_and_fits(text: str, width_px: int) -> None:
    spans = fold(text, 15, width_px)
    rest = "".join(text[start:end] for start, end in spans)
    assert rest == text.replace("\n", "")
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert start == end or text[end:start] == "\n"
    for start, end in spans:
        assert end - start <= 1 or text_width(text[start:end].rstrip(" "), 15) <= width_px


def test_letters_of_two_scripts_are_wider_than_either() -> None:
    assert text_width("Hi世界", 15) == pytest.approx(text_width("Hi", 15) + text_width("世界", 15))
    assert font(15) is font(15)
