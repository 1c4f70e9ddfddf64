"""Where a grounding answer says that things are, in the picture's own pixels."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.models.model import Finish, Reply
from handeye.agent.qwen.badreply import BadReply
from handeye.agent.qwen.places import Place, places_in
from handeye.tools.geometry import Box, Point, Size

HD = Size(1280, 720)


def places(text: str, finish: Finish = "stop", size: Size = HD) -> tuple[Place, ...]:
    return places_in(Reply(text=text, finish=finish), size)


NAME = Place("Name", Point(640, 360), Box(512, 288, 256, 144), (400, 400, 600, 600))
LIST = '[{"bbox_2d": [400, 400, 600, 600], "label": "Name"}]'


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"```json\n{LIST}\n```",
        f"Here it is:\n```json\n{LIST}\n```\nAnything else?",
        LIST[1:-1],
        LIST.replace('"', "'"),
        LIST.replace("600]", "600],"),
        LIST.replace("[400, 400, 600, 600]", '"[400, 400, 600, 600]"'),
        LIST.replace("[400, 400, 600, 600]", "[600, 600, 400, 400]"),
        f'{{"found": {LIST}}}',
    ],
)
def test_a_box(text: str) -> None:
    (place,) = places(text)
    assert (place.label, place.point, place.box) == (NAME.label, NAME.point, NAME.box)


def test_a_point_in_its_three_forms() -> None:
    for text in (
        '[{"point_2d": [500, 500], "label": "Save"}]',
        '<points x1="500" y1="500" alt="Save">Save</points>',
        "<points 500 500>Save</points>",
        '<point x="500" y="500">Save</point>',
    ):
        assert places(text) == (Place("Save", Point(640, 360), None, (500, 500)),), text
    assert places("[500, 500]")[0].point == Point(640, 360)
    assert places("(400, 400, 600, 600)")[0].box == NAME.box


def test_several_points_of_one_tag() -> None:
    found = places('<points x1="0" y1="0" x2="1000" y2="1000" alt="corners">corners</points>')
    assert [place.point for place in found] == [Point(0, 0), Point(1279, 719)]


def test_of_an_answer_that_was_cut_off_the_whole_ones_are_kept() -> None:
    one = '{"bbox_2d": [400, 400, 600, 600], "label": "Name"}'
    for cut in (f'[{one}, {one}, {{"bbox_2d": [1, 2', f'{{"found": [{one}, {one}, {{"bbox', f"```json\n[{one},\n{one},"):
        assert places(cut, "length") == (NAME, NAME)
    with pytest.raises(BadReply):
        places('[{"bbox_2d": [1, 2', "length")


def test_none_is_an_answer_and_nothing_is_not() -> None:
    assert places("```json\n[]\n```") == ()
    for text in ("", "It is on the left.", '{"found": false}'):
        with pytest.raises(BadReply) as error:
            places(text)
        assert error.value.fault == "no_answer"


@pytest.mark.parametrize("numbers", [[1, 2, 3], [1, 2, 1001, 4], [-1, 2], [True, 1], ["a", 1], [], None, {"x": 1}, [1e300, 1]])
def test_a_place_outside_or_of_no_form_is_refused(numbers: object) -> None:
    with pytest.raises(BadReply) as error:
        places(json.dumps([{"bbox_2d": numbers, "label": "x"}]))
    assert error.value.fault == "bad_argument"


def test_thinking_that_was_cut_off_is_no_answer() -> None:
    with pytest.raises(BadReply):
        places(f"<think>perhaps {LIST}", "length")


sizes = st.builds(Size, st.integers(1, 7680), st.integers(1, 4320))
thousandths = st.floats(0, 1000)


@given(sizes, st.tuples(thousandths, thousandths, thousandths, thousandths))
def test_boxes_lie_in_the_picture_where_they_were_said(size: Size, said: tuple[float, float, float, float]) -> None:
    (place,) = places(json.dumps({"bbox_2d": said, "label": "x"}), size=size)
    assert size.contains(place.point)
    if place.box is not None:
        assert place.box.x >= 0
        assert place.box.right <= size.w + 1e-6
        assert place.box.y >= 0
        assert place.box.bottom <= size.h + 1e-6
        assert place.box.grow(1).contains(place.point)
