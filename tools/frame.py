"""Frame: one look at a screen, immutable; decoded, hashed and encoded once, when first asked."""

from __future__ import annotations

import hashlib
import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from .geometry import SAME_AS_SCREEN, Box, Point, Size, View

Pixels = NDArray[np.uint8]

_RUN = secrets.token_hex(3)
_COUNT = itertools.count(1)

SAME_LEVELS = 12
"""Two pixels that differ by no more than this (of 255) in every channel look the same."""

AROUND_PX = 12.0
"""Half the side of the patch taken around a bare point."""


def new_frame_id() -> str:
    return f"{_RUN}-{next(_COUNT)}"


@dataclass(frozen=True, slots=True)
class OpenDialog:
    """A dialog that stands in the way, with the places where it was drawn."""

    kind: Literal["alert", "confirm", "prompt", "beforeunload"]
    message: str
    default: str = ""
    boxes: tuple[tuple[str, Box], ...] = ()
    """What can be pressed in the drawing: ("ok" | "cancel" | "text", box)."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One look. `load` yields its RGB pixels; it is called at most once."""

    size: Size
    load: Callable[[], Pixels] = field(repr=False)
    source: str
    """Who took it: "browser", "desktop", "painted", "vm"; "drawn" when something was drawn onto it."""
    view: View = SAME_AS_SCREEN
    id: str = field(default_factory=new_frame_id)
    taken_s: float = field(default_factory=time.monotonic)
    """On the monotonic clock."""
    taken_at: float = field(default_factory=time.time)
    """Seconds since 1970, for people."""
    url: str = ""
    """What the computer says is open, where it can say so."""
    busy: str = ""
    """What the computer itself knows to be still under way, such as a navigation."""
    dialog: OpenDialog | None = None
    encoded_png: bytes | None = field(default=None, repr=False)

    @staticmethod
    def of(rgb: Pixels, source: str, **more: object) -> Frame:
        """A frame of pixels that are already there."""
        size = Size(int(rgb.shape[1]), int(rgb.shape[0]))
        return Frame(size, lambda: rgb, source, **more)  # type: ignore[arg-type]

    @cached_property
    def rgb(self) -> Pixels:
        """Height x width x 3, read-only."""
        pixels = self.load()
        if pixels.shape != (self.size.h, self.size.w, 3):
            raise ValueError(f"a {self.size.w}x{self.size.h} frame got pixels of shape {pixels.shape}")
        pixels = pixels.view()
        pixels.flags.writeable = False
        return pixels

    @cached_property
    def sha256(self) -> str:
        """Of the size and the pixels: the same picture has the same name, whoever took it."""
        digest = hashlib.sha256(f"{self.size.w}x{self.size.h}:".encode())
        digest.update(np.ascontiguousarray(self.rgb).data)
        return digest.hexdigest()

    @cached_property
    def png(self) -> bytes:
        if self.encoded_png is not None:
            return self.encoded_png
        return encode_png(self.rgb)

    def crop(self, box: Box) -> Pixels:
        """The pixels under a box, cut at the edges; empty where the box is outside."""
        left, top, right, bottom = box.pixels(self.size)
        return self.rgb[top:bottom, left:right]

    def patch(self, where: Box | Point) -> Patch:
        """What is to be seen there now, to be compared just before something is done there."""
        box = Box.around(where, AROUND_PX) if isinstance(where, Point) else where
        inside = box.clip(self.size) or Box(0, 0, 0, 0)
        return Patch(self.id, self.size, inside, self.crop(inside).copy())


@dataclass(frozen=True, eq=False)
class Patch:
    """What a look showed in one place. An action carries it; hands compare it before they move."""

    frame_id: str
    frame_size: Size
    box: Box
    pixels: Pixels = field(repr=False)

    def matches(self, frame: Frame) -> bool:
        return frame.size == self.frame_size and alike(self.pixels, frame.crop(self.box))


def alike(a: Pixels, b: Pixels) -> bool:
    """Whether two cuts of one size show the same thing, pixel for pixel."""
    if a.shape != b.shape:
        return False
    return a.size == 0 or int(cv2.absdiff(a, b).max()) <= SAME_LEVELS


def encode_png(rgb: Pixels) -> bytes:
    ok, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not ok:
        raise ValueError(f"could not encode a picture of shape {rgb.shape}")
    return data.tobytes()


def decode_picture(data: bytes) -> Pixels:
    """PNG or JPEG bytes to RGB pixels."""
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        raise ValueError("these bytes are not a picture")
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]
