"""Frames: one look, never changed, the same whoever took it."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from handeye.tools.frame import SAME_LEVELS, Frame, Pixels, alike, decode_picture, encode_png
from handeye.tools.geometry import Box, Point, Size

pictures = st.tuples(st.integers(1, 24), st.integers(1, 24)).flatmap(lambda hw: arrays(np.uint8, (*hw, 3)))


def noise(w: int, h: int, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 255, (h, w, 3), dtype=np.uint8)


@given(pictures)
def test_the_same_picture_has_the_same_name_whoever_took_it(rgb: Pixels) -> None:
    h, w, _ = rgb.shape
    wider = np.zeros((h, w * 2, 3), np.uint8)
    wider[:, ::2] = rgb
    taken = Frame.of(rgb, "browser")
    other = Frame(Size(w, h), lambda: wider[:, ::2], "desktop", url="elsewhere")
    assert taken.sha256 == other.sha256
    assert taken.sha256 == hashlib.sha256(f"{w}x{h}:".encode() + rgb.tobytes()).hexdigest()


@given(pictures, st.data())
def test_one_changed_value_changes_the_name(rgb: Pixels, data: st.DataObject) -> None:
    changed = rgb.copy()
    spot = tuple(data.draw(st.integers(0, side - 1)) for side in rgb.shape)
    changed[spot] ^= 1
    assert Frame.of(rgb, "a").sha256 != Frame.of(changed, "a").sha256


def test_the_same_bytes_in_another_shape_are_another_picture() -> None:
    rgb = noise(6, 4)
    assert Frame.of(rgb, "a").sha256 != Frame.of(rgb.reshape(6, 4, 3), "a").sha256


@given(pictures)
def test_png_there_and_back_is_exact(rgb: Pixels) -> None:
    assert (decode_picture(encode_png(rgb)) == rgb).all()
    assert (decode_picture(Frame.of(rgb, "a").png) == rgb).all()


def test_a_picture_that_came_as_png_keeps_it() -> None:
    rgb = noise(8, 8)
    assert Frame(Size(8, 8), lambda: rgb, "browser", encoded_png=b"as it came").png == b"as it came"


def test_pixels_are_loaded_once_and_cannot_be_written() -> None:
    loads: list[int] = []

    def load() -> Pixels:
        loads.append(1)
        return noise(10, 10)

    frame = Frame(Size(10, 10), load, "test")
    assert not loads
    assert frame.rgb is frame.rgb
    assert len(loads) == 1
    with pytest.raises(ValueError, match="read-only"):
        frame.rgb[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        frame.crop(Box(0, 0, 5, 5))[:] = 0


def test_pixels_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="a 10x5 frame got pixels of shape"):
        _ = Frame(Size(10, 5), lambda: noise(5, 10), "test").rgb


def test_what_is_no_picture_cannot_be_decoded() -> None:
    with pytest.raises(ValueError, match="not a picture"):
        decode_picture(b"GIF89a, but not really")


def test_every_look_has_its_own_id() -> None:
    assert len({Frame.of(noise(2, 2), "test").id for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("box", "shape"),
    [
        (Box(2, 3, 4, 5), (5, 4)),
        (Box(-5, -5, 10, 10), (5, 5)),
        (Box(95, 75, 50, 50), (5, 5)),
        (Box(10.2, 10.8, 1, 1), (2, 2)),
        (Box(200, 10, 5, 5), (5, 0)),
        (Box(10, -50, 5, 5), (0, 5)),
        (Box(0, 0, 100, 80), (80, 100)),
    ],
)
def test_a_crop_is_cut_at_the_edges(box: Box, shape: tuple[int, int]) -> None:
    assert Frame.of(noise(100, 80), "test").crop(box).shape[:2] == shape


@pytest.mark.parametrize("point", [Point(0, 0), Point(99.9, 79.9), Point(50.5, 40.5)])
def test_a_patch_around_a_point_is_what_is_to_be_seen_there(point: Point) -> None:
    rgb = noise(100, 80)
    frame = Frame.of(rgb, "test")
    patch = frame.patch(point)
    assert patch.box.contains(point)
    assert patch.pixels.size
    assert patch.frame_id == frame.id
    assert patch.matches(frame)
    changed = rgb.copy()
    changed[int(point.y), int(point.x)] ^= 0x80
    assert not patch.matches(Frame.of(changed, "test"))


def test_a_patch_stays_what_it_was_when_the_picture_behind_it_goes() -> None:
    rgb = noise(100, 80)
    patch = Frame.of(rgb, "test").patch(Point(50, 40))
    kept = patch.pixels.copy()
    rgb[:] = 0
    assert (patch.pixels == kept).all()


def test_a_patch_matches_no_picture_of_another_size() -> None:
    grey = np.full((80, 100, 3), 9, np.uint8)
    patch = Frame.of(grey, "test").patch(Point(5, 5))
    assert patch.matches(Frame.of(grey.copy(), "test"))
    assert not patch.matches(Frame.of(np.full((80, 101, 3), 9, np.uint8), "test"))


def test_alike_forgives_levels_nobody_sees_and_nothing_more() -> None:
    grey = np.full((4, 4, 3), 100, np.uint8)
    near, far = grey.copy(), grey.copy()
    near[1, 2, 0] += SAME_LEVELS
    far[1, 2, 0] += SAME_LEVELS + 1
    assert alike(grey, near)
    assert not alike(grey, far)
    assert not alike(grey, grey[:3])
    assert alike(grey[:0], grey[:0])
