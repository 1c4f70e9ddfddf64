"""A picture is shown at a size a model sees well by, and is encoded once."""

from __future__ import annotations

import asyncio
import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.models.pictures import Pictures
from handeye.agent.models.resize import TOKEN_PX, VisualTokens, resized, shown_size
from handeye.tools.frame import Frame, decode_picture
from handeye.tools.geometry import Size

USUAL = VisualTokens()
SIDES = st.integers(1, 8000)


@pytest.mark.parametrize(
    ("w", "h", "shown"),
    [(1280, 720, (1376, 768)), (1280, 800, (1312, 832)), (1366, 768, (1376, 768)), (1920, 1080, (1920, 1088))],
)
def test_usual_screens_are_shown_at_these_sizes(w: int, h: int, shown: tuple[int, int]) -> None:
    assert shown_size(Size(w, h), USUAL) == Size(*shown)


def test_a_large_screen_is_made_smaller_and_keeps_its_shape() -> None:
    shown = shown_size(Size(3840, 2160), USUAL)
    assert 2400 <= shown.w * shown.h / TOKEN_PX**2 <= 2560
    assert shown.w / shown.h == pytest.approx(16 / 9, rel=0.03)


@given(SIDES, SIDES)
def test_every_picture_is_of_whole_tokens_and_within_bounds(w: int, h: int) -> None:
    shown = shown_size(Size(w, h), USUAL)
    assert shown.w % TOKEN_PX == shown.h % TOKEN_PX == 0
    assert shown.w * shown.h <= USUAL.most * TOKEN_PX**2
    assert shown.w * shown.h >= min(USUAL.least, USUAL.most * 0.4) * TOKEN_PX**2
    assert max(shown.w / shown.h, shown.h / shown.w) <= 200, "what servers refuse"


@given(st.integers(600, 4000), st.integers(600, 4000))
def test_a_size_that_was_chosen_is_kept(w: int, h: int) -> None:
    shown = shown_size(Size(w, h), USUAL)
    assert shown_size(shown, USUAL) == shown, "a server that resizes as well changes nothing"


@pytest.mark.parametrize("to", [Size(64, 32), Size(640, 320)])
def test_what_is_seen_stays_where_it_is(to: Size) -> None:
    rgb = np.zeros((160, 320, 3), np.uint8)
    rgb[:, 160:] = 255
    shown = resized(rgb, to)
    assert shown.shape == (to.h, to.w, 3)
    assert shown[:, : to.w // 2 - 2].max() == 0
    assert shown[:, to.w // 2 + 2 :].min() == 255


def test_the_same_picture_is_encoded_once_whoever_took_it() -> None:
    rgb = np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)
    loads: list[int] = []

    def load() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        loads.append(1)
        return rgb

    async def three() -> None:
        pictures = Pictures(VisualTokens(least=16, most=64))
        first = await pictures.of(Frame(Size(300, 200), load, "a"))
        again = await pictures.of(Frame.of(rgb.copy(), "b"))
        other = await pictures.of(Frame.of(rgb // 2, "c"))
        assert first is again
        assert other.url != first.url
        assert other.name != first.name
        shown = decode_picture(base64.b64decode(first.url.partition(",")[2]))
        assert f"-{shown.shape[1]}x{shown.shape[0]}" in first.name

    asyncio.run(three())
    assert loads == [1]


def test_only_so_many_are_kept() -> None:
    async def many() -> bool:
        pictures = Pictures(VisualTokens(least=1, most=4), keep=2)
        frames = [Frame.of(np.full((32, 32, 3), n, np.uint8), "a") for n in range(3)]
        shown = [await pictures.of(frame) for frame in frames]
        assert await pictures.of(frames[2]) is shown[2]
        return await pictures.of(frames[0]) is shown[0]

    assert not asyncio.run(many())
