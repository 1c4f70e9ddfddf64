"""Typefaces: the fonts of this machine, to draw a text as a screen would and compare."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

Coverage = NDArray[np.float32]
"""0..1 for each px: how much of it is written on."""

UNIT_PX = 128
"""The size at which proportions are measured."""

FINER = 4
"""Text is drawn this many times larger and then made smaller, so that it can stand between px, unhinted."""

MOST_FACES = 240
IN_COLLECTION = 5
LEFT_OUT = ("emoji", "symbol", "dingbat", "d050000l", "math", "z003")


@dataclass(frozen=True, slots=True)
class Face:
    path: str
    index: int
    family: str
    style: str

    @property
    def is_cjk(self) -> bool:
        return "CJK" in self.family or "Hei" in self.family or "Song" in self.family


def _folders() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    elif sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


@cache
def faces() -> tuple[Face, ...]:
    """Every face of text there is here, once; the usual ones of screens first."""
    found: dict[tuple[str, str], Face] = {}
    for folder in _folders():
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
                for face in _faces_in(path):
                    found.setdefault((face.family, face.style), face)
    kept = [face for face in found.values() if not any(word in face.family.lower() for word in LEFT_OUT)]
    return tuple(sorted(kept, key=_rarity)[:MOST_FACES])


def _faces_in(path: Path) -> Iterator[Face]:
    for index in range(IN_COLLECTION if path.suffix.lower() in (".ttc", ".otc") else 1):
        try:
            family, style = ImageFont.truetype(str(path), 16, index=index).getname()
        except OSError:
            return
        yield Face(str(path), index, family or path.stem, style or "")


def _rarity(face: Face) -> tuple[int, bool, str, str]:
    plain = ("Book", "Regular", "Roman", "").count(face.style) == 0
    return (plain + 2 * ("Italic" in face.style or "Oblique" in face.style), face.is_cjk, face.family, face.style)


@lru_cache(maxsize=1024)
def sized(face: Face, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size_px, index=face.index)


@lru_cache(maxsize=8192)
def has(face: Face, char: str) -> bool:
    """Whether a face can draw a character; one it lacks looks like one that no font has."""
    if char == " ":
        return True
    font = sized(face, 16.0)
    drawn = font.getmask(char)
    if drawn.size == (0, 0):
        return False
    lacking = font.getmask("\U0010fffd")
    return drawn.size != lacking.size or not np.array_equal(np.asarray(drawn), np.asarray(lacking))


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the ink of a text lies about its pen's start on the baseline, in px."""

    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=16384)
def _ink_of(face: Face, char: str) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of one character's ink at `UNIT_PX`, None for a blank."""
    mask, (x, y) = sized(face, float(UNIT_PX)).getmask2(char, mode="L", anchor="ls")
    box = mask.getbbox()
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y) if box else None


@lru_cache(maxsize=32768)
def advance(face: Face, size_px: float, text: str) -> float:
    return sized(face, float(UNIT_PX)).getlength(text) * size_px / UNIT_PX if text else 0.0


@lru_cache(maxsize=16384)
def extent(face: Face, text: str) -> Extent:
    """For a size of one px."""
    inks = [ink for char in text if (ink := _ink_of(face, char))]
    first, last = text[0], text[-1]
    ends = _ink_of(face, first), _ink_of(face, last)
    left = ends[0][0] if ends[0] else 0.0
    right = ends[1][2] if ends[1] else 0.0
    before_last = advance(face, 1.0, text) - advance(face, 1.0, last)
    top = min((ink[1] for ink in inks), default=0.0)
    bottom = max((ink[3] for ink in inks), default=0.0)
    return Extent(left / UNIT_PX, top / UNIT_PX, before_last + right / UNIT_PX, bottom / UNIT_PX)


@lru_cache(maxsize=2048)
def _stamp(face: Face, size_px: float, text: str) -> tuple[NDArray[np.uint8], int, int]:
    """A text drawn finer, and where its pen's start lies in that picture."""
    font = sized(face, size_px * FINER)
    mask, (x, y) = font.getmask2(text, mode="L", anchor="ls")
    width, height = mask.size
    return np.asarray(mask, np.uint8).reshape(height, width), -int(x), -int(y)


def drawn(face: Face, size_px: float, text: str, pen: tuple[float, float], shape: tuple[int, int]) -> Coverage:
    """The coverage of a text on a canvas (height, width), its pen starting at a place that may lie between px."""
    picture, x, y = _stamp(face, size_px, text)
    height, width = shape[0] * FINER, shape[1] * FINER
    canvas = np.zeros((height, width), np.uint8)
    left, top = round(pen[0] * FINER) - x, round(pen[1] * FINER) - y
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + picture.shape[1], width), min(top + picture.shape[0], height)
    if x1 > x0 and y1 > y0:
        canvas[y0:y1, x0:x1] = picture[y0 - top : y1 - top, x0 - left : x1 - left]
    smaller = cv2.resize(canvas, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return smaller.astype(np.float32) * np.float32(1 / 255)
