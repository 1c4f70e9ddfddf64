"""Album: each picture of a run once, and of most only what changed since the one before; pixel for pixel where that fits.

    {"w": 1280, "h": 720, "on": 3, "x": 280, "y": 292, "src": "data:image/webp;base64,…"}

is picture 3 with that piece laid over it.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path

import cv2
from PIL import Image

from ...tools.errors import BadInput
from ...tools.frame import Frame, Pixels, decode_picture
from ...tools.geometry import Box
from ...tools.motion import difference

ROOM_BYTES = 10_500_000
"""For all pictures of a report; in base64 they are a third larger."""
PER_PX = 0.057
"""So many bytes per pixel there are at least: 200 pictures of 1280x720 fill the room."""
MOST_PER_PX = 0.12
"""Rather than more, a picture loses what is not needed to read it."""
QUALITIES = (82, 64, 46, 30)
LONGEST_CHAIN = 24
"""So many pieces may have to be laid over one another to see a picture."""
MOST_PIECE = 0.6
"""A piece that covers more of the picture than this is a picture of its own."""
RECENT = 3
"""So many pictures are held, so that few are decoded twice."""
LONGEST_SIDE_PX = 16_383
"""WebP has no larger pictures."""
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture as it is embedded."""

    w: int
    h: int
    data: bytes
    """WebP."""
    on: int | None = None
    """The picture that this is a piece of a change to."""
    x: int = 0
    y: int = 0
    chain: int = 0

    def as_json(self) -> dict[str, object]:
        source = "data:image/webp;base64," + base64.b64encode(self.data).decode()
        base = {} if self.on is None else {"on": self.on, "x": self.x, "y": self.y}
        return {"w": self.w, "h": self.h, **base, "src": source}


class Album:
    """`add` is called once for each picture, in the order in which they were taken."""

    def __init__(self, frames: Path, count: int) -> None:
        self.kept: list[Kept] = []
        self.lost: dict[str, str] = {}
        """Names of pictures that are not there, and why."""
        self._frames = frames
        self._left = count
        self._room_bytes: float = ROOM_BYTES
        self._numbers: dict[str, int] = {}
        self._last: Pixels | None = None
        """The picture that was kept last."""
        self._recent: dict[str, Pixels] = {}

    def number(self, name: str) -> int | None:
        return self._numbers.get(name)

    def add(self, name: str) -> None:
        if name in self._numbers or (pixels := self.pixels(name)) is None:
            return
        kept = self._compressed(pixels)
        self._left = max(self._left - 1, 1)
        self._room_bytes -= len(kept.data)
        self._numbers[name] = len(self.kept)
        self.kept.append(kept)
        self._last = pixels

    def changes(self, before: str, after: str) -> tuple[Box, ...] | None:
        """Where two pictures differ; None where one of them is not there."""
        a, b = self.pixels(before), self.pixels(after)
        return None if a is None or b is None else difference(Frame.of(a, "record"), Frame.of(b, "record"))

    def pixels(self, name: str) -> Pixels | None:
        if name in self.lost or name in self._recent:
            return self._recent.get(name)
        try:
            pixels = self._recent[name] = _read(self._frames, name)
        except BadInput as error:
            self.lost[name] = str(error)
            return None
        for old in list(self._recent)[:-RECENT]:
            del self._recent[old]
        return pixels

    def _compressed(self, pixels: Pixels) -> Kept:
        h, w = pixels.shape[:2]
        share = min(MOST_PER_PX * w * h, max(self._room_bytes / self._left, PER_PX * w * h))
        if self._last is not None and self._last.shape == pixels.shape and self.kept[-1].chain < LONGEST_CHAIN:
            left, top, wide, high = _differing(self._last, pixels)
            if wide * high < MOST_PIECE * w * h:
                data = _encoded(pixels[top : top + high, left : left + wide], share)
                return Kept(w, h, data, len(self.kept) - 1, left, top, self.kept[-1].chain + 1)
        return Kept(w, h, _encoded(pixels, share))


def _read(frames: Path, name: str) -> Pixels:
    if SHA256.fullmatch(name) is None:
        raise BadInput("not named as pictures are")
    try:
        pixels = decode_picture((frames / f"{name}.png").read_bytes())
    except FileNotFoundError:
        raise BadInput("not in the run's folder") from None
    except (OSError, ValueError, cv2.error):
        raise BadInput("not readable") from None
    if max(pixels.shape) > LONGEST_SIDE_PX:
        raise BadInput(f"larger than {LONGEST_SIDE_PX} px")
    return pixels


def _differing(a: Pixels, b: Pixels) -> tuple[int, int, int, int]:
    """Left, top, width and height of all that differs in the least; one pixel where nothing does."""
    red, green, blue = cv2.split(cv2.absdiff(a, b))
    left, top, w, h = cv2.boundingRect(cv2.max(cv2.max(red, green), blue))
    return left, top, max(w, 1), max(h, 1)


def _encoded(pixels: Pixels, most_bytes: float) -> bytes:
    """Without loss if that may fit, which takes long to find out, else as well as it does."""
    image = Image.fromarray(pixels)
    data = _webp(image, lossless=False, quality=QUALITIES[0])
    if len(data) <= most_bytes / 2:
        exact = _webp(image, lossless=True, quality=50)
        return exact if len(exact) <= most_bytes else data
    for quality in QUALITIES[1:]:
        if len(data) <= most_bytes:
            break
        data = _webp(image, lossless=False, quality=quality)
    return data


def _webp(image: Image.Image, *, lossless: bool, quality: int) -> bytes:
    into = io.BytesIO()
    image.save(into, "WEBP", lossless=lossless, quality=quality, method=2)
    return into.getvalue()
