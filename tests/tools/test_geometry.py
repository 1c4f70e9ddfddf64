"""Places: 0..1000, frame px and screen px, there and back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.geometry import Box, Point, Size, View

SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)

sizes = st.builds(Size, st.integers(1, 4000), st.integers(1, 4000))
big_sizes = st.builds(Size, st.integers(1000, 8000), st.integers(1000, 8000))
places = st.floats(-10_000, 10_000, allow_nan=False)
points = st.builds(Point, places, places)
sides = st.floats(0.01, 5000, allow_nan=False)
boxes = st.builds(Box, places, places, sides, sides)
views = st.builds(View, st.sampled_from(SCALES), st.integers(-4000, 4000), st.integers(-4000, 4000))


@given(sizes, st.integers(0, 1000), st.integers(0, 1000))
def test_thousandths_become_px_within_one_px(size: Size, x: int, y: int) -> None:
    point = size.from_thousandths(x, y)
    assert size.contains(point)
    assert abs(point.x - x / 1000 * size.w) <= 1
    assert abs(point.y - y / 1000 * size.h) <= 1


@given(big_sizes, st.integers(0, 1000), st.integers(0, 1000))
def test_thousandths_come_back_within_one_unit(size: Size, x: int, y: int) -> None:
    back = size.to_thousandths(size.from_thousandths(x, y))
    assert abs(back[0] - x) <= 1
    assert abs(back[1] - y) <= 1


@given(sizes, st.data())
def test_px_come_back_within_half_a_unit(size: Size, data: st.DataObject) -> None:
    point = Point(data.draw(st.integers(0, size.w - 1)), data.draw(st.integers(0, size.h - 1)))
    back = size.from_thousandths(*size.to_thousandths(point))
    assert abs(back.x - point.x) <= size.w / 2000 + 1e-6
    assert abs(back.y - point.y) <= size.h / 2000 + 1e-6


@given(sizes, points)
def test_clamping_keeps_what_is_inside_and_brings_in_the_rest(size: Size, point: Point) -> None:
    inside = size.clamp(point)
    assert size.contains(inside)
    assert size.clamp(inside) == inside
    if 0 <= point.x <= size.w - 1 and 0 <= point.y <= size.h - 1:
        assert inside == point


def test_nothing_that_is_no_number_is_inside() -> None:
    assert not Size(10, 10).contains(Point(math.nan, 5))
    assert not Size(10, 10).contains(Point(5, math.inf))
    assert not Size(10, 10).contains(Point(10, 5))


@given(views, points)
def test_frame_and_screen_agree_both_ways(view: View, point: Point) -> None:
    back = view.to_frame(view.to_screen(point))
    assert math.dist((back.x, back.y), (point.x, point.y)) < 1e-6
    there = view.to_screen(view.to_frame(point))
    assert math.dist((there.x, there.y), (point.x, point.y)) < 1e-6


@given(views, st.integers(-5000, 5000), st.integers(-5000, 5000))
def test_a_whole_screen_pixel_comes_back_as_itself(view: View, x: int, y: int) -> None:
    assert view.to_pixel(view.from_pixel(x, y)) == (x, y)


@given(views, points)
def test_the_pixel_hands_use_is_within_half_a_px_of_the_place(view: View, point: Point) -> None:
    screen, (x, y) = view.to_screen(point), view.to_pixel(point)
    assert abs(x + 0.5 - screen.x) <= 0.5 + 1e-9
    assert abs(y + 0.5 - screen.y) <= 0.5 + 1e-9


@pytest.mark.parametrize("scale", SCALES)
def test_a_css_box_lies_where_its_corners_lie(scale: float) -> None:
    view = View(scale, 100, 50)
    box = view.box_to_frame(Box(110, 60, 33, 7))
    assert view.to_screen(Point(box.x, box.y)) == Point(110, 60)
    far = view.to_screen(Point(box.right, box.bottom))
    assert math.dist((far.x, far.y), (143, 67)) < 1e-9


@given(boxes, boxes)
def test_overlap_is_a_share_and_the_same_both_ways(a: Box, b: Box) -> None:
    assert 0 <= a.overlap(b) <= 1 + 1e-9
    assert a.overlap(b) == pytest.approx(b.overlap(a))
    assert a.overlap(a) == pytest.approx(1, abs=1e-5)
    assert (a.intersect(b) is None) == (a.overlap(b) == 0)


@given(boxes, boxes)
def test_what_both_cover_is_inside_both_and_the_union_around_both(a: Box, b: Box) -> None:
    around = Box.union([a, b])
    for box in (a, b):
        assert around.x <= box.x
        assert around.right >= box.right - 1e-6
    if shared := a.intersect(b):
        assert shared.x >= max(a.x, b.x)
        assert shared.bottom <= min(a.bottom, b.bottom) + 1e-6


@given(boxes, sizes)
def test_pixels_cover_the_part_of_a_box_that_is_inside(box: Box, size: Size) -> None:
    left, top, right, bottom = box.pixels(size)
    assert 0 <= left <= right <= size.w
    assert 0 <= top <= bottom <= size.h
    if (inside := box.clip(size)) is not None:
        assert left <= inside.x
        assert right >= inside.right
        assert top <= inside.y
        assert bottom >= inside.bottom


def test_a_box_holds_its_near_edges_and_not_its_far_ones() -> None:
    box = Box(10, 20, 5, 5)
    assert box.contains(Point(10, 20))
    assert not box.contains(Point(15, 22))
    assert not box.contains(Point(12, 25))
    assert box.center == Point(12.5, 22.5)
    assert box.grow(2) == Box(8, 18, 9, 9)
    assert Box.around(Point(5, 5), 2) == Box(3, 3, 4, 4)
