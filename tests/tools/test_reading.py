"""What is on a picture is read, without the network, and never twice."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools.drawing import write
from handeye.tools.frame import Frame, Pixels
from handeye.tools.geometry import Box
from handeye.tools.reading.crops import scaled_px
from handeye.tools.reading.finder import find_affordable, find_crops
from handeye.tools.reading.reader import Reader, read
from handeye.tools.reading.recogniser import Recogniser, recogniser
from handeye.tools.reading.text import Line

Colour = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def page(
    *texts: tuple[int, int, str],
    size_px: int = 16,
    paper: Colour = WHITE,
    ink: Colour = BLACK,
    size: tuple[int, int] = (640, 360),
) -> Pixels:
    image = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(image)
    for x, y, text in texts:
        write(draw, x, y, text, size_px, ink)
    return np.asarray(image)


def frame(rgb: Pixels) -> Frame:
    return Frame.of(rgb, "painted")


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def test_reads_lines_in_reading_order() -> None:
    lines = read(
        frame(
            page((20, 20, "Account settings"), (20, 60, "First name"), (320, 60, "Last name"), (20, 100, "Zażółć gęślą jaźń"))
        )
    )
    assert texts(lines) == ["Account settings", "First name", "Last name", "Zażółć gęślą jaźń"]


def test_words_lie_where_they_are_seen() -> None:
    (line,) = read(frame(page((100, 50, "Hello world"))))
    hello, world = line.words
    assert Box(98, 48, 45, 22).intersect(hello.box) == hello.box
    assert hello.box.right < world.box.x
    assert hello.score > 0.8


@pytest.mark.parametrize("size_px", [11, 14, 20, 32, 48])
def test_reads_small_and_large_type(size_px: int) -> None:
    assert texts(read(frame(page((20, 40, "Order 4711"), size_px=size_px)))) == ["Order 4711"]


def test_reads_light_on_dark_and_chinese() -> None:
    assert texts(read(frame(page((20, 40, "Dark mode"), paper=(20, 24, 30), ink=(220, 220, 230))))) == ["Dark mode"]
    assert texts(read(frame(page((20, 40, "账户设置"), size_px=20)))) == ["账户设置"]


def test_borders_boxes_and_arrows_are_no_text() -> None:
    image = Image.fromarray(page((40, 53, "Country"), (40, 103, "Newsletter")))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((30, 45, 300, 80), 6, outline=(120, 120, 120))
    draw.line([(270, 60), (276, 66), (282, 60)], fill=BLACK, width=2)
    draw.rectangle((16, 104, 30, 118), outline=BLACK)
    assert texts(read(frame(np.asarray(image)))) == ["Country", "Newsletter"]


def test_a_region_is_read_alone() -> None:
    rgb = page((20, 20, "Above"), (20, 120, "Below"))
    assert texts(read(frame(rgb), Box(0, 100, 640, 100))) == ["Below"]
    assert read(frame(rgb), Box(2000, 100, 10, 10)) == ()


def test_what_is_kept_equals_what_is_read_afresh() -> None:
    before = page((20, 20, "First name"), (20, 60, "Ada"), (300, 60, "Lyon"), (20, 200, "Save changes"))
    after = page((20, 20, "First name"), (20, 60, "Adele Brown"), (300, 60, "Lyon"), (20, 200, "Save changes"))
    reader = Reader()
    for rgb in (before, after, after.copy(), before):
        assert reader.read(frame(rgb)) == read(frame(rgb))


def test_unchanged_pixels_are_never_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    recognise = Recogniser.recognise

    def counted(self: Recogniser, crops: Sequence[Pixels]):
        given.append(len(crops))
        return recognise(self, crops)

    monkeypatch.setattr(Recogniser, "recognise", counted)
    reader = Reader()
    before = page((20, 20, "First name"), (20, 60, "Ada"), (300, 200, "Lyon"))
    reader.read(frame(before))
    reader.read(frame(before.copy()))
    assert sum(given) == 3
    reader.read(frame(page((20, 20, "First name"), (20, 60, "Bob"), (300, 200, "Lyon"))))
    assert sum(given) == 4


def test_reads_with_the_network_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("the network is off")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert Recogniser().recognise([page((4, 4, "Offline"), size=(80, 28))])[0].text == "Offline"


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (3, 200), (200, 3)])
def test_tiny_pictures_say_nothing(size: tuple[int, int]) -> None:
    assert read(frame(np.full((size[1], size[0], 3), 255, np.uint8))) == ()


def test_noise_is_answered_honestly() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (360, 640, 3)).astype(np.uint8)
    assert len(read(frame(noise))) < 3


def test_sideways_text_is_not_made_up() -> None:
    rgb = cv2.rotate(page((20, 20, "Account settings"), (20, 60, "First name")), cv2.ROTATE_90_CLOCKWISE)
    lines = read(frame(np.asarray(rgb, np.uint8)))
    assert not [line.text for line in lines if len(line.text) > 3]


def test_a_huge_picture_is_read() -> None:
    rgb = np.full((1200, 7680, 3), 255, np.uint8)
    rgb[800:1160, 7000:7640] = page((20, 20, "Far away"))
    assert texts(read(frame(rgb))) == ["Far away"]


def test_log_probs_name_what_is_seen() -> None:
    shared = recogniser()
    matrix = shared.log_probs(page((4, 4, "Save"), size=(60, 28)))
    assert matrix.shape[1] == len(shared.characters)
    for character in "Save":
        assert matrix[:, shared.index[character]].max() > -1


NO_NETWORK = r"""
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise OSError("the network is off")

sys.addaudithook(refuse)
import numpy
from handeye.tools.frame import Frame
from handeye.tools.reading.crops import scaled_px
from handeye.tools.reading.finder import find_affordable, find_crops
from handeye.tools.reading.reader import Reader
print([line.text for line in Reader().read(Frame.of(numpy.load(sys.argv[1]), "painted"))])
"""


def test_a_fresh_process_reads_with_the_network_off(tmp_path: Path) -> None:
    np.save(tmp_path / "page.npy", page((20, 20, "Account settings")))
    run = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, str(tmp_path / "page.npy")], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "['Account settings']"


def test_more_than_can_be_read_in_bounded_time_is_told() -> None:
    rgb = np.tile(page(*((8, y, "Order 4711") for y in range(4, 340, 48)), size=(320, 360)), (4, 12, 1))
    found = find_affordable(rgb, (0, 0), 20_000)
    assert sum(scaled_px(crop.row) for crop in found.crops) <= 20_000
    assert len(found.crops) + found.left_out >= 4 * 7
    assert found.left_out
    tops = [crop.row.top for crop in found.crops]
    assert min(tops) < rgb.shape[0] / 2 < max(tops)


def test_what_is_left_out_of_one_look_is_forgotten_at_the_next() -> None:
    reader = Reader()
    reader.read(frame(page((20, 20, "First name"))))
    assert reader.left_out == 0


def test_a_very_long_line_is_read_in_parts() -> None:
    words = [f"word{n}" for n in range(60)]
    lines = read(frame(page((8, 8, " ".join(words)), size_px=14, size=(3800, 40))))
    assert len(lines) > 1
    assert "".join(texts(lines)).replace(" ", "") == "".join(words)


@pytest.mark.parametrize("size", [(2160, 3840), (64, 64)])
def test_noise_of_any_size_has_no_lines(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (*size, 3)).astype(np.uint8)
    assert find_crops(noise, (0, 0)) == []


def test_slanted_text_is_not_made_up() -> None:
    rgb = page((120, 160, "Account settings"), size_px=20)
    turn = cv2.getRotationMatrix2D((320, 180), 15, 1)
    slanted = np.asarray(cv2.warpAffine(rgb, turn, (640, 360), borderValue=WHITE), np.uint8)
    said = {word for line in read(frame(slanted)) for word in line.text.split()}
    assert not [word for word in said if len(word) > 3 and word not in ("Account", "settings")]


def test_bold_strokes_are_no_surfaces() -> None:
    """At twice the usual scale the strokes of bold letters have room for small squares."""
    rgb = page((20, 20, "d'accueil"), size_px=18, paper=(20, 22, 26), ink=(235, 236, 240), size=(220, 60))
    large = np.asarray(Image.fromarray(rgb).resize((440, 120), Image.Resampling.LANCZOS))
    assert texts(read(frame(large))) == ["d'accueil"]


def test_a_radio_beside_its_label_is_no_letter() -> None:
    image = Image.fromarray(page((61, 40, "Sra."), (61, 80, "Offen"), size_px=13))
    draw = ImageDraw.Draw(image)
    for y in (38, 78):
        draw.ellipse((40, y, 56, y + 16), outline=(120, 120, 120))
    draw.ellipse((300, 38, 324, 62), outline=BLACK, width=2)
    assert texts(read(frame(np.asarray(image)))) == ["Sra.", "Offen"]


def test_dots_that_touch_are_counted() -> None:
    image = Image.new("RGB", (1600, 240), WHITE)
    draw = ImageDraw.Draw(image)
    for n in range(15):
        draw.ellipse((160 + 44 * n, 80, 203 + 44 * n, 123), fill=BLACK)
    soft = image.resize((400, 60), Image.Resampling.BOX)
    assert texts(read(frame(np.asarray(soft)))) == ["•" * 15]


def test_a_caret_before_its_text_is_no_letter() -> None:
    image = Image.fromarray(page((41, 40, "cafe"), size_px=13))
    ImageDraw.Draw(image).line([(39, 38), (39, 57)], fill=BLACK)
    assert texts(read(frame(np.asarray(image)))) == ["cafe"]


def test_what_is_selected_in_a_small_field_is_read() -> None:
    image = Image.fromarray(page())
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 38, 69, 57), fill=(30, 80, 200))
    write(draw, 43, 40, "955", 13, WHITE)
    assert texts(read(frame(np.asarray(image)))) == ["955"]


def test_a_radio_before_a_short_line_is_no_letter_of_it() -> None:
    image = Image.new("RGB", (200, 40), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 11, 26, 27), outline=(120, 120, 120), width=2)
    write(draw, 32, 11, "过道", 15, (20, 20, 20))
    assert texts(read(frame(np.asarray(image)))) == ["过道"]


def test_text_across_the_two_tones_of_a_glossy_button_is_read() -> None:
    image = Image.new("RGB", (260, 80), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 15, 240, 39), fill=(120, 185, 215))
    draw.rectangle((20, 40, 240, 64), fill=(85, 160, 200))
    write(draw, 60, 30, "Livraison", 18, (255, 255, 255))
    assert texts(read(frame(np.asarray(image)))) == ["Livraison"]


def test_text_on_a_steep_gradient_is_read() -> None:
    image = Image.new("RGB", (260, 60), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for y in range(15, 46):
        draw.line((20, y, 76, y), fill=(250 - 5 * (y - 15), 245 - 5 * (y - 15), 255 - 4 * (y - 15)))
    write(draw, 36, 22, "OK", 15, (20, 20, 20))
    assert texts(read(frame(np.asarray(image)))) == ["OK"]
