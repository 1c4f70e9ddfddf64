"""Album of a session: each picture once across all tests, most of them as what differs from the one most like it.

Where a picture differs from the one below it, its pixels are kept, and everywhere else nothing: it is seen through.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ...tools.frame import Pixels
from .album import MOST_PER_PX, QUALITIES, SHA256, Album, Kept

ROOM_BYTES = 7_500_000
"""For all pictures of a session; in base64 they are a third larger."""
EXACT_PER_PX = 0.06
"""What needs more bytes per pixel than this without loss is a photograph, and is kept as well as it looks."""
LONGEST_CHAIN = 12
"""So many pictures may have to be laid over one another to see one."""
MOST_CHANGED = 0.3
"""A picture of which more than this differs is one of its own."""
ROOM_PX = 24_000_000
"""So much is held of pictures of all kinds."""
BAND_GAP_PX = 8
SMALL_BYTES = 2_000
"""Nothing is gained by losing anything of so little."""
LATEST = 3
NEW_KIND = 0.01
"""A picture that differs in more than this from each of those held is of a new kind."""
EFFORT = 20
"""Of 100: a report is waited for after each run of the tests, and is read seldom."""
STRIDE = 6
"""Pictures are compared by every sixth pixel of every sixth line before they are compared in earnest."""


@dataclass(frozen=True, eq=False, slots=True)
class _Held:
    """A picture that others may be like."""

    number: int
    pixels: Pixels
    sample: Pixels

    def differs(self, sample: Pixels) -> float:
        """In which share of the samples."""
        if self.sample.shape != sample.shape:
            return 1.0
        return cv2.countNonZero(_differing(self.sample, sample)) / (sample.shape[0] * sample.shape[1])


@dataclass(frozen=True, eq=False, slots=True)
class _Like:
    held: _Held | None
    differs: float


@dataclass(frozen=True, slots=True)
class Piece(Kept):
    """What differs from another picture, its bands of rows one under the other."""

    bands: tuple[tuple[int, int], ...] = ()
    """From which row on, and how many rows."""


class SessionAlbum(Album):
    """`turn_to` the records of a try, then `add` its pictures."""

    def __init__(self, room_bytes: int = ROOM_BYTES) -> None:
        super().__init__(Path(), 0)
        self.left_out: set[str] = set()
        """Names of pictures for which there was no room."""
        self._room_bytes = room_bytes
        self._folders: list[Path] = []
        self._latest: list[_Held] = []
        self._models: list[_Held] = []
        """One picture of each kind; the one that was of use last is the last."""

    def turn_to(self, records: Iterable[Path]) -> None:
        """What is missing there may be in others."""
        self._folders = [record / "frames" for record in records]
        self.lost = {}

    def pixels(self, name: str) -> Pixels | None:
        if SHA256.fullmatch(name):
            self._frames = next((each for each in self._folders if (each / f"{name}.png").exists()), self._frames)
        return super().pixels(name)

    def why_not(self, name: str) -> str:
        """Why a picture is not here, for people; nothing where it is."""
        if name in self._numbers:
            return ""
        return "This picture was left out to keep this report small." if name in self.left_out else "This picture is missing."

    def add(self, name: str) -> None:
        if name in self._numbers or name in self.left_out or (pixels := self.pixels(name)) is None:
            return
        sample = pixels[::STRIDE, ::STRIDE].copy()
        model, latest = _most_like(self._models, sample), _most_like(self._latest, sample)
        kept = self._packed(pixels, min(model, latest, key=lambda like: like.differs))
        if len(kept.data) > self._room_bytes:
            self.left_out.add(name)
            return
        self._room_bytes -= len(kept.data)
        self._numbers[name] = len(self.kept)
        self.kept.append(kept)
        if kept.chain < LONGEST_CHAIN:
            self._hold(_Held(self._numbers[name], pixels, sample), model)

    def _packed(self, pixels: Pixels, like: _Like) -> Kept:
        h, w = pixels.shape[:2]
        if like.held is None or like.differs > MOST_CHANGED:
            return Kept(w, h, _encoded(pixels))
        mask = (_differing(like.held.pixels, pixels) > 0).astype(np.uint8) * 255
        x, y, wide, high = cv2.boundingRect(mask)
        bands = tuple(_bands(mask[y : y + high], y)) or ((0, 1),)
        rows = np.concatenate([np.arange(top, top + tall) for top, tall in bands])
        columns = slice(x, x + max(wide, 1))
        data = _encoded(pixels[rows, columns], mask[rows, columns])
        on = like.held.number
        return Piece(w, h, data, on, x, y, self.kept[on].chain + 1, bands)

    def _hold(self, held: _Held, model: _Like) -> None:
        """The latest ones, because steps change little; and of all others one of each kind, for as long as it serves."""
        self._latest = [*self._latest, held][-LATEST:]
        served = held if model.held is None or model.differs > NEW_KIND else model.held
        self._models = [*(each for each in self._models if each is not served), served]
        while len(self._models) > 1 and sum(each.pixels.size // 3 for each in self._models) > ROOM_PX:
            self._models.pop(0)


def _most_like(held: Iterable[_Held], sample: Pixels) -> _Like:
    return min((_Like(each, each.differs(sample)) for each in held), key=lambda like: like.differs, default=_Like(None, 1.0))


def _differing(a: Pixels, b: Pixels) -> Pixels:
    """Not 0 where they differ in the least."""
    red, green, blue = cv2.split(cv2.absdiff(a, b))
    return cv2.max(cv2.max(red, green), blue)  # type: ignore[return-value]


def _bands(mask: Pixels, top: int) -> Iterator[tuple[int, int]]:
    """The rows in which something is marked; a few empty ones between them cost less than another band."""
    marked = np.flatnonzero(mask.any(axis=1))
    for run in np.split(marked, np.flatnonzero(np.diff(marked) > BAND_GAP_PX) + 1):
        if run.size:
            yield top + int(run[0]), int(run[-1] - run[0]) + 1


def _encoded(pixels: Pixels, mask: Pixels | None = None) -> bytes:
    """Without loss, and of what is marked only, where that is small; a photograph as well as it looks."""
    h, w = pixels.shape[:2]
    seen = pixels if mask is None else cv2.merge([*cv2.split(cv2.bitwise_and(pixels, pixels, mask=mask)), mask])
    exact = _webp(seen, lossless=True, quality=EFFORT)  # type: ignore[arg-type]
    if len(exact) <= max(EXACT_PER_PX * w * h, SMALL_BYTES):
        return exact
    data = exact
    for quality in QUALITIES:
        data = _webp(pixels, lossless=False, quality=quality)
        if len(data) <= MOST_PER_PX * w * h:
            break
    return min(data, exact, key=len)


def _webp(pixels: Pixels, *, lossless: bool, quality: int) -> bytes:
    into = io.BytesIO()
    Image.fromarray(pixels).save(into, "WEBP", lossless=lossless, quality=quality, method=1)
    return into.getvalue()
