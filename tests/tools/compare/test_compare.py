"""Compare: what people would call a difference is one, and what no person sees is none."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handeye.tools.compare import LEVELS, compare
from handeye.tools.compare.boxes import MOST, boxes_around
from handeye.tools.frame import Frame, Pixels
from handeye.tools.geometry import Box, Size

from .letters import BLACK, WHITE, Colour, frame, letters

SIZE = Size(240, 160)
SAID = "Total £18.00 Voucher"


def plain(colour: Colour = (240, 242, 246), size: Size = SIZE) -> Pixels:
    pixels = np.empty((size.h, size.w, 3), np.uint8)
    pixels[:] = colour
    return pixels


def page() -> Pixels:
    """A card with text, a button and a soft shadow on a gentle gradient."""
    pixels = plain()
    pixels[:] = np.linspace(250, 228, SIZE.h, dtype=np.uint8)[:, None, None]
    shadow = np.zeros(pixels.shape[:2], np.float32)
    shadow[30:130, 24:224] = 40
    pixels = (pixels - cv2.GaussianBlur(shadow, (0, 0), 5)[:, :, None]).astype(np.uint8)
    pixels[28:124, 20:220] = WHITE
    pixels[34:64, 20:220] = letters(SAID, w=200)
    cv2.rectangle(pixels, (30, 80), (110, 108), (29, 98, 240), -1, cv2.LINE_AA)
    return pixels


def boxes(before: Pixels, now: Pixels) -> list[Box]:
    return [region.box for region in compare(frame(before), frame(now)).regions]


def is_same(before: Pixels, now: Pixels) -> bool:
    return compare(frame(before), frame(now)).is_same


# What is no difference


def test_a_picture_is_the_same_as_itself_and_its_copy() -> None:
    assert is_same(page(), page())
    one = frame(page())
    assert compare(one, one).is_same


def test_nothing_is_asked_of_two_frames_that_came_as_the_same_bytes() -> None:
    data = cv2.imencode(".png", page())[1].tobytes()

    def never() -> Pixels:
        raise AssertionError("decoded")

    a, b = (Frame(SIZE, never, "test", encoded_png=data) for _ in range(2))
    assert compare(a, b).is_same


@given(st.integers(0, 2**32 - 1))
def test_rounding_by_one_or_two_levels_is_no_difference(seed: int) -> None:
    noise = np.random.default_rng(seed).integers(-2, 3, page().shape)
    assert is_same(page(), np.clip(page().astype(int) + noise, 0, 255).astype(np.uint8))


@given(
    st.floats(-0.3, 0.3),
    st.floats(0, 0.95),
    st.sampled_from([11, 12, 13, 16, 22]),
    st.sampled_from([(BLACK, WHITE), (WHITE, BLACK), ((110, 118, 130), WHITE), ((200, 40, 60), (250, 240, 220))]),
    st.booleans(),
)
@settings(max_examples=60)
def test_letters_moved_by_less_than_a_third_of_a_pixel_are_the_same(
    by: float, start: float, size_px: int, colours: tuple[Colour, Colour], down: bool
) -> None:
    colour, ground = colours

    def drawn(x: float, y: float) -> Pixels:
        return letters(SAID, 10 + x, 3 + y, size_px=size_px, colour=colour, ground=ground, w=320)

    moved = drawn(start, start + by) if down else drawn(start + by, start)
    assert is_same(drawn(start, start), moved)


def test_a_soft_corner_that_fell_a_little_otherwise_is_the_same() -> None:
    def disc(x: float) -> Pixels:
        pixels = plain(size=Size(120, 120))
        cv2.circle(pixels, (round((60 + x) * 16), 60 * 16), 40 * 16, (20, 90, 200), -1, cv2.LINE_AA, shift=4)
        return pixels

    assert is_same(disc(0), disc(0.25))
    assert not is_same(disc(0), disc(1))


@given(st.floats(0, 0.65), st.floats(0, 0.3))
def test_a_soft_edge_that_ends_a_little_further_is_the_same(at: float, by: float) -> None:
    """More ink came in, but no more than a shift brings over the edge of what is looked at."""

    def area(share: float) -> Pixels:
        pixels = plain((255, 255, 255))
        pixels[:, :50] = (30, 60, 160)
        pixels[:, 50] = np.array([255, 255, 255]) * (1 - share) + np.array([30, 60, 160]) * share
        return pixels

    assert is_same(area(at), area(at + by))
    assert not is_same(area(0), area(0.9))


# What is one


@given(st.floats(0, 0.95), st.sampled_from([11, 12, 13, 16, 22]), st.sampled_from([(1, 0), (0, 1), (-1, 0), (2, 1)]))
@settings(max_examples=30)
def test_letters_moved_by_a_pixel_differ(start: float, size_px: int, by: tuple[int, int]) -> None:
    before = letters(SAID, 10 + start, 3, size_px=size_px, w=320)
    (box,) = boxes(before, letters(SAID, 10 + start + by[0], 3 + by[1], size_px=size_px, w=320))
    assert box.w > 0.8 * size_px * len(SAID) * 0.4


@pytest.mark.parametrize("colour", [BLACK, (136, 136, 136), (187, 187, 187)], ids=["black", "grey", "faint"])
@pytest.mark.parametrize("start", [0, 0.3, 0.7])
def test_each_digit_that_became_another_one_is_found(colour: Colour, start: float) -> None:
    drawn = {digit: letters(f"£1{digit}.00 in all", 10 + start, colour=colour) for digit in "0123456789"}
    for one, other in itertools.combinations(drawn, 2):
        (box,) = boxes(drawn[one], drawn[other])
        assert 18 < box.x < box.right < 36, f"{one} became {other}"


@given(
    st.integers(0, SIZE.w - 3), st.integers(0, SIZE.h - 3), st.integers(3, 60), st.integers(3, 40), st.integers(0, 2**32 - 1)
)
def test_a_rectangle_of_noise_is_found_where_it_is(x: int, y: int, w: int, h: int, seed: int) -> None:
    before = page()
    now = before.copy()
    part = now[y : y + h, x : x + w]
    strong = np.random.default_rng(seed).integers(40, 216, part.shape)
    part[:] = (part.astype(int) + strong) % 256
    found = Box.union(boxes(before, now))
    assert found.grow(0.5).x <= x
    assert (found.x, found.y) >= (x - 1, y - 1)
    assert found.right <= min(x + w, SIZE.w) + 1
    assert found.bottom <= min(y + h, SIZE.h) + 1


@pytest.mark.parametrize("levels", [8, -8])
def test_an_area_whose_colour_changed_by_eight_levels_is_found(levels: int) -> None:
    now = page()
    now[81:107, 31:109] = np.clip(now[81:107, 31:109].astype(int) + np.array([0, levels, 0]), 0, 255)
    assert boxes(page(), now) == [Box(31, 81, 78, 26)]


@pytest.mark.parametrize("contrast", [8, 20, 120])
def test_a_border_of_one_pixel_that_is_gone_is_found(contrast: int) -> None:
    before = plain((245, 245, 245))
    cv2.rectangle(before, (20, 20), (200, 120), (245 - contrast,) * 3)
    (region,) = compare(frame(before), frame(plain((245, 245, 245)))).regions
    assert region.box == Box(20, 20, 181, 101)
    assert region.share < 0.05


@pytest.mark.parametrize("colour", [(37, 37, 37), (20, 20, 60), (70, 70, 70)])
def test_letters_of_another_colour_are_found(colour: Colour) -> None:
    """Each pixel changed less than its steps to its neighbours; but all of them one way, as no shift does."""
    (box,) = boxes(letters(SAID), letters(SAID, colour=colour))
    assert box.w > 110


def test_bolder_letters_are_found() -> None:
    thin = letters(SAID).astype(int)
    bolder = np.minimum(thin, np.roll(thin, 1, axis=1) * 6 // 10 + thin * 4 // 10).astype(np.uint8)
    assert not is_same(letters(SAID), bolder)


def test_what_moved_by_a_pixel_is_found() -> None:
    now = page()
    now[78:112, 28:114] = page()[78:112, 27:113]
    left, right = boxes(page(), now)
    assert left.overlap(Box(29, 79, 3, 31)) > 0.5
    assert right.overlap(Box(110, 79, 3, 31)) > 0.5


# How it is told


def test_each_place_is_told_once_and_how_much_of_it_differs() -> None:
    now = page()
    now[40:50, 180:200] = (200, 30, 30)
    now[130:150, 40:60] = (30, 120, 30)
    comparison = compare(frame(page()), frame(now))
    assert [region.box for region in comparison.regions] == [Box(180, 40, 20, 10), Box(40, 130, 20, 20)]
    assert [region.share for region in comparison.regions] == [1, 1]
    assert comparison.share == pytest.approx((200 + 400) / (SIZE.w * SIZE.h))


def test_letters_of_a_word_are_one_place_and_many_places_become_few() -> None:
    (box,) = boxes(letters("", w=320), letters(SAID, w=320))
    assert box.w > 110
    dots = np.zeros((400, 400), np.bool_)
    dots[::40, ::40] = True
    assert 1 <= len(boxes_around(dots, 1.0)) <= MOST


def test_of_a_digit_that_became_another_one_the_soft_edges_differ_as_well() -> None:
    before, now = letters("£13.00"), letters("£18.00")
    levels = cv2.absdiff(before, now).max(axis=2)
    assert np.array_equal(compare(frame(before), frame(now)).mask, levels > LEVELS)


def test_places_that_are_told_never_overlap() -> None:
    mask = np.zeros((300, 300), np.bool_)
    mask[10:200, 10:14] = True
    mask[10:14, 10:250] = True
    mask[100:110, 100:200] = True
    found = boxes_around(mask, 1.0)
    assert all(a.intersect(b) is None for a, b in itertools.combinations(found, 2))
    assert Box.union(found) == Box(10, 10, 240, 190)


@given(st.integers(0, 40), st.integers(0, 40))
def test_what_is_ignored_is_left_out_and_nothing_else(x: int, y: int) -> None:
    now = page()
    now[y : y + 20, x : x + 30] = (255, 0, 0)
    now[140:150, 200:210] = (0, 0, 255)
    comparison = compare(frame(page()), frame(now), ignore=[Box(x, y, 30, 20)])
    assert [region.box for region in comparison.regions] == [Box(200, 140, 10, 10)]
    assert comparison.share == pytest.approx(100 / (SIZE.w * SIZE.h - 600))


def test_where_all_is_ignored_nothing_differs() -> None:
    comparison = compare(frame(page()), frame(plain()), ignore=[Box(-5, -5, 500, 500)])
    assert comparison.is_same
    assert comparison.share == 0


@pytest.mark.parametrize("size", [Size(240, 100), Size(300, 160), Size(200, 200)])
def test_pictures_of_two_sizes_are_no_match_and_compared_as_far_as_both_go(size: Size) -> None:
    now = plain(size=size)
    both = page()[: size.h, : size.w]
    now[: both.shape[0], : both.shape[1]] = both
    comparison = compare(frame(page()), frame(now))
    assert not comparison.is_same
    assert comparison.regions == ()
    now[40:50, 60:90] = (255, 0, 0)
    assert [region.box for region in compare(frame(page()), frame(now)).regions] == [Box(60, 40, 30, 10)]


def test_how_far_a_colour_may_be_off_can_be_said() -> None:
    now = page()
    now[90:100, 40:60] = np.clip(now[90:100, 40:60].astype(int) + 10, 0, 255)
    assert not compare(frame(page()), frame(now)).is_same
    assert compare(frame(page()), frame(now), levels=10).is_same
