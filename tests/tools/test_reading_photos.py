"""Text on photographs, gradients and patterns is read; what is drawn there without text is not."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools.drawing import write
from handeye.tools.frame import Frame, Pixels
from handeye.tools.geometry import Box
from handeye.tools.reading.photos import find_photos
from handeye.tools.reading.pieces import find_pieces
from handeye.tools.reading.reader import read
from handeye.tools.reading.rows import find_rows
from handeye.tools.reading.surfaces import find_surfaces

PAGE = (1280, 720)
WHITE = (255, 255, 255)


def photo(size: tuple[int, int], seed: int, grain: float = 18) -> Pixels:
    """Clouds of several sizes, and grain."""
    chance = np.random.default_rng(seed)
    wide, high = size
    levels = chance.normal(110, grain, (high, wide, 3))
    for cells, contrast in ((4, 60), (16, 40), (64, 25)):
        clouds = chance.normal(0, contrast, (max(high * cells // 256, 2), max(wide * cells // 256, 2), 3))
        levels += cv2.resize(clouds, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(levels, 0, 255).astype(np.uint8)


def gradient(size: tuple[int, int]) -> Pixels:
    across, down = np.linspace(0, 1, size[0])[None, :, None], np.linspace(0, 1, size[1])[:, None, None]
    return (across * np.array([250, 30, 120]) + down * np.array([0, 200, 100])).clip(0, 255).astype(np.uint8)


def stripes(size: tuple[int, int]) -> Pixels:
    is_odd = np.add.outer(np.arange(size[1]), np.arange(size[0])) // 6 % 2
    return np.where(is_odd[..., None], (40, 90, 160), (60, 120, 200)).astype(np.uint8)


def written(rgb: Pixels, *texts: tuple[int, int, str, int]) -> Pixels:
    image = Image.fromarray(rgb)
    for x, y, text, size_px in texts:
        write(ImageDraw.Draw(image), x, y, text, size_px, WHITE)
    return np.asarray(image)


def on_page(picture: Pixels, at: tuple[int, int] = (200, 100)) -> Pixels:
    page = np.full((PAGE[1], PAGE[0], 3), 255, np.uint8)
    page[at[1] : at[1] + picture.shape[0], at[0] : at[0] + picture.shape[1]] = picture
    image = Image.fromarray(page)
    write(ImageDraw.Draw(image), 40, 30, "Welcome to the shop", 18, (0, 0, 0))
    return np.asarray(image)


def said(rgb: Pixels) -> list[str]:
    return [line.text for line in read(Frame.of(rgb, "painted"))]


def photos_of(rgb: Pixels) -> Sequence[Box]:
    surfaces = find_surfaces(rgb)
    pieces = find_pieces(rgb, surfaces)
    return find_photos(pieces, find_rows(pieces, surfaces.rules))


@pytest.mark.parametrize("ground", [photo((480, 300), 1), photo((480, 300), 2), gradient((480, 300)), stripes((480, 300))])
def test_text_on_a_picture_is_read(ground: Pixels) -> None:
    picture = written(ground, (30, 40, "Summer sale 2024", 32), (30, 120, "Only this weekend in Lyon", 22))
    assert said(on_page(picture)) == ["Welcome to the shop", "Summer sale 2024", "Only this weekend in Lyon"]


def test_text_on_a_picture_lies_where_it_is_seen() -> None:
    rgb = on_page(written(photo((480, 300), 3), (30, 40, "Summer sale", 32)))
    (line,) = (line for line in read(Frame.of(rgb, "painted")) if line.text == "Summer sale")
    assert Box(220, 125, 220, 60).contains(line.box.center)
    assert line.words[0].box.right <= line.words[1].box.x


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_picture_without_text_says_nothing(seed: int) -> None:
    assert said(on_page(photo((480, 300), seed, grain=4 * seed))) == ["Welcome to the shop"]


def test_a_picture_over_the_whole_screen_is_read() -> None:
    rgb = written(photo(PAGE, 5), (60, 80, "Summer sale 2024", 40))
    assert said(rgb) == ["Summer sale 2024"]


def test_flat_pages_and_icons_have_no_photos() -> None:
    rgb = on_page(np.full((60, 300, 3), (30, 90, 200), np.uint8))
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((500, 400, 800, 440), 6, outline=(120, 120, 120))
    draw.ellipse((900, 400, 932, 432), fill=(200, 40, 40))
    assert photos_of(np.asarray(image)) == []
