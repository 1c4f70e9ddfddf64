"""Pictured: the picture of a text, drawn in the typeface it seems to be in, laid over what is seen."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from .typefaces import Coverage, Extent, Face, advance, drawn, extent, faces, has

FITS = 0.16
"""A picture whose difference has less than this share of its own energy is taken for the same text in the same face."""

LOOSE = 0.03
"""Above this, characters are moved one by one."""

HOPELESS = 1.1
"""A first try that is as far off as this is not moved about."""

TRIED = 14
"""At most so many faces are drawn for one text."""

FAR_APART = 6.0
"""A look-alike that differs by this many times what the fit is off needs no closer look."""

TONES = np.linspace(0, 1, 9)

QUARTERS = (-0.25, 0.0, 0.25)


@dataclass(frozen=True, eq=False)
class Fit:
    """A text drawn over what was seen."""

    face: Face
    size_px: float
    pen: tuple[float, float]
    text: str
    seen: Coverage
    picture: Coverage
    misfit: float
    """Energy of the difference as a share of the picture's: 0 is the same."""
    tone: NDArray[np.float32] | None = None
    """What coverages of 0, 1/8, … 1 are seen as: screens darken or lighten the edges of letters."""
    untoned: Coverage | None = None
    """The picture before its tones were changed."""
    moved: tuple[float, ...] = ()
    """By how much each character stands beside its place: screens may put them on whole px."""

    def window(self, start: int, end: int) -> tuple[int, int]:
        """The columns in which some of its characters stand."""
        left, right = self.place(start), self.place(end)
        return max(round(left - 1), 0), min(round(right + 1.5), self.seen.shape[1])

    def place(self, at: int) -> float:
        """Where the pen stands before a character."""
        moved = self.moved[min(at, len(self.moved) - 1)] if self.moved else 0.0
        return self.pen[0] + advance(self.face, self.size_px, self.text[:at]) + moved

    def toned(self, picture: Coverage) -> Coverage:
        if self.tone is None:
            return picture
        return np.interp(picture, TONES, self.tone).astype(np.float32)

    def misfit_in(self, start: int, end: int) -> float:
        left, right = self.window(start, end)
        seen, picture = self.seen[:, left:right], self.picture[:, left:right]
        # Of a hyphen or a full stop, pulled to whole px, much of the little ink is off.
        return float(((seen - picture) ** 2).sum() / (float((picture**2).sum()) + 0.25 * self.size_px))

    def worst(self) -> float:
        """The misfit of the character that fits worst."""
        places = [at for at, char in enumerate(self.text) if char != " "]
        return max((self.misfit_in(at, at + 1) for at in places), default=1.0)

    def unexplained(self) -> float:
        """How much ink stands somewhere without being drawn, or the other way round, measured in full stops."""
        side = max(round(0.22 * self.size_px), 3)
        off = (self.seen - self.picture) ** 2
        most = float(cv2.boxFilter(off, -1, (side, side), normalize=False, borderType=cv2.BORDER_CONSTANT).max())
        dot = drawn(
            self.face, self.size_px, ".", (4.0, float(round(self.size_px))), (round(2 * self.size_px), round(self.size_px) + 8)
        )
        return most / max(float((dot**2).sum()), 0.5)

    def prefers(self, start: int, end: int, other: str) -> tuple[float, float]:
        """How clearly the pixels speak for what the text has there against something else: about 1 for it, -1 for the
        other; and the energy by which the two differ, 0 where no pixel can tell."""
        own = self.text[start:end]
        left, right = self.window(start, end)
        off = float(((self.seen[:, left:right] - self.picture[:, left:right]) ** 2).sum())
        apart = unlikeness(self.face, round(self.size_px), own, other)
        if apart > FAR_APART * max(off, 1.0):
            return 1.0, apart
        return self._weighed(start, own, other, (left, right))

    def _weighed(self, start: int, own: str, other: str, window: tuple[int, int]) -> tuple[float, float]:
        wider = advance(self.face, self.size_px, other) - advance(self.face, self.size_px, own)
        more = max(round(wider / 2), 0)
        left, right = max(window[0] - more, 0), min(window[1] + more, self.seen.shape[1])
        x = self.place(start) - left
        tall = (self.seen.shape[0], right - left)
        seen = self.seen[:, left:right]
        untoned = self.untoned if self.untoned is not None else self.picture
        rest = np.maximum(untoned[:, left:right] - drawn(self.face, self.size_px, own, (x, self.pen[1]), tall), 0.0)

        def laid(text: str, shift: float) -> Coverage:
            glyphs = drawn(self.face, self.size_px, text, (x + shift, self.pen[1]), tall)
            return self.toned(np.minimum(rest + glyphs, 1.0))

        owns = [laid(own, shift) for shift in (0.0, -0.25, 0.25)]
        others = [laid(other, shift) for shift in _shifts(wider)]
        energies = [float(((seen - each) ** 2).sum()) for each in owns]
        best = owns[int(np.argmin(energies))]
        strange = min(float(((seen - each) ** 2).sum()) for each in others)
        apart = min(float(((best - each) ** 2).sum()) for each in others)
        return (strange - min(energies)) / max(apart, 1e-6), apart


def _shifts(wider: float) -> list[float]:
    """Where another character may stand in place of one: it begins or is centred there, or nearly so."""
    return sorted({0.0, -0.25, 0.25, round(-wider * 2) / 4, round(-wider * 2) / 4 - 0.25, round(-wider * 2) / 4 + 0.25})


@lru_cache(maxsize=65536)
def unlikeness(face: Face, size_px: int, own: str, other: str) -> float:
    """The energy by which two texts of one face differ, laid over each other as well as they go."""
    width = round(advance(face, size_px, own) + advance(face, size_px, other)) + 6
    shape, pen = (2 * size_px, width), (4.0, 1.4 * size_px)
    wider = advance(face, size_px, other) - advance(face, size_px, own)
    picture = drawn(face, size_px, own, pen, shape)
    strange = [drawn(face, size_px, other, (pen[0] + shift, pen[1]), shape) for shift in _shifts(wider)]
    return min(float(((picture - each) ** 2).sum()) for each in strange)


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the ink begins and ends, between px."""

    left: float
    top: float
    right: float
    bottom: float


def edges(seen: Coverage) -> Edges | None:
    columns, rows = seen.max(axis=0), seen.max(axis=1)
    xs, ys = np.flatnonzero(columns > 0.12), np.flatnonzero(rows > 0.12)
    if not xs.size or not ys.size:
        return None
    return Edges(
        float(xs[0] + 1 - min(columns[xs[0]], 1.0)),
        float(ys[0] + 1 - min(rows[ys[0]], 1.0)),
        float(xs[-1] + min(columns[xs[-1]], 1.0)),
        float(ys[-1] + min(rows[ys[-1]], 1.0)),
    )


class Wardrobe:
    """Remembers in which faces and sizes texts were found: a screen has few, and they come again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recent: deque[tuple[Face, float]] = deque(maxlen=12)

    def recent(self) -> list[tuple[Face, float]]:
        with self._lock:
            return list(self._recent)

    def remember(self, face: Face, size_px: float) -> None:
        with self._lock:
            same = [worn for worn in self._recent if worn[0] == face and abs(worn[1] - size_px) < 0.02 * size_px]
            for worn in same:
                self._recent.remove(worn)
            self._recent.appendleft(same[0] if same else (face, size_px))


_WARDROBE = Wardrobe()


def fit(seen: Coverage, text: str) -> Fit | None:
    """The text in the face and size that go best with what is seen; None where nothing comes near."""
    if not text.strip() or (around := edges(seen)) is None:
        return None
    best = _as_before(seen, around, text)
    if best is not None and best.misfit < FITS / 2:
        return best
    for face, size_px in _candidates(around, text):
        found = _laid(seen, around, face, size_px, text)
        if best is None or found.misfit < best.misfit:
            best = found
        if best.misfit < FITS / 2:
            break
    if best is None:
        return None
    best = _finished(best)
    if best.misfit < FITS:
        _WARDROBE.remember(best.face, best.size_px)
    return best


def _finished(found: Fit) -> Fit:
    """Each character put where it stands, and the tones of the screen taken over."""
    if found.misfit > 3 * FITS:
        return found
    if found.misfit > LOOSE:
        found = _each_moved(found)
    tone = _tone(found.seen, found.picture)
    finished = replace(found, tone=tone, untoned=found.picture)
    picture = finished.toned(found.picture)
    misfit = float(((found.seen - picture) ** 2).sum() / max(float((picture**2).sum()), 1.0))
    return replace(finished, picture=picture, misfit=misfit)


def _tone(seen: Coverage, picture: Coverage) -> NDArray[np.float32]:
    """The usual coverage seen where so much was drawn; never falling."""
    near = np.rint(picture * 8).astype(np.int64).ravel()
    counts = np.bincount(near, minlength=9)[:9]
    sums = np.bincount(near, weights=seen.ravel(), minlength=9)[:9]
    # A few px say little: there the drawn coverage is kept.
    tone = (sums + 4 * TONES) / (counts + 4)
    tone[0] = 0
    return np.maximum.accumulate(tone).astype(np.float32)


def _each_moved(found: Fit) -> Fit:
    shape = cast("tuple[int, int]", found.seen.shape)
    picture = found.picture.copy()
    moved: list[float] = []
    last = 0.0
    for at, char in enumerate(found.text):
        if char == " ":
            moved.append(last)
            continue
        left, right = found.window(at, at + 1)
        tall = (shape[0], right - left)
        x = found.place(at) - left
        seen = found.seen[:, left:right]
        rest = np.maximum(picture[:, left:right] - drawn(found.face, found.size_px, char, (x, found.pen[1]), tall), 0.0)
        tried = [
            (np.minimum(rest + drawn(found.face, found.size_px, char, (x + shift, found.pen[1]), tall), 1.0), shift)
            for shift in (0.0, -0.25, 0.25, -0.5, 0.5)
        ]
        best, last = min(tried, key=lambda each: float(((seen - each[0]) ** 2).sum()))
        picture[:, left:right] = best
        moved.append(last)
    misfit = float(((found.seen - picture) ** 2).sum() / max(float((picture**2).sum()), 1.0))
    return replace(found, picture=picture, misfit=misfit, moved=tuple(moved)) if misfit < found.misfit else found


def _as_before(seen: Coverage, around: Edges, text: str) -> Fit | None:
    """In the faces and sizes found last, where the text would be as wide in them as the ink."""
    best: Fit | None = None
    for face, size_px in _WARDROBE.recent():
        if not all(has(face, char) for char in set(text)):
            continue
        unit = extent(face, text)
        width, height = (unit.right - unit.left) * size_px, (unit.bottom - unit.top) * size_px
        if abs(width - (around.right - around.left)) > 1.0 or abs(height - (around.bottom - around.top)) > 1.5:
            continue
        found = _placed(seen, _start(around, unit, size_px), face, size_px, text)
        if best is None or found.misfit < best.misfit:
            best = found
        if best.misfit < FITS / 2:
            break
    return best


def _candidates(around: Edges, text: str) -> Iterator[tuple[Face, float]]:
    """Faces and sizes in which the text would be as wide and as high as the ink, likely ones first."""
    width, height = around.right - around.left, around.bottom - around.top
    worn = {face for face, _ in _WARDROBE.recent()}
    ranked: list[tuple[float, int, Face, float]] = []
    known: set[tuple[str, int, int]] = set()
    for order, face in enumerate(faces()):
        if not all(has(face, char) for char in set(text)):
            continue
        unit = extent(face, text)
        size_px = width / max(unit.right - unit.left, 1e-3)
        off = abs((unit.bottom - unit.top) * size_px - height)
        # Faces of one family draw the same Latin letters for several languages.
        same = face.style, round(unit.right * 200), round(unit.top * 200)
        if same in known or off > 0.9 + 0.05 * height or not 5 <= size_px <= 120:
            continue
        known.add(same)
        # Letters are pulled to whole px, so that a height says little below one.
        ranked.append((off // 0.8 - (face in worn), order, face, size_px))
    ranked.sort(key=lambda entry: entry[:2])
    for _, _, face, size_px in ranked[:TRIED]:
        yield face, size_px


def _laid(seen: Coverage, around: Edges, face: Face, size_px: float, text: str) -> Fit:
    unit = extent(face, text)
    found = _placed(seen, _start(around, unit, size_px), face, size_px, text)
    if found.misfit > 3 * FITS:
        return found
    drift = _drift(found)
    if abs(drift) >= 0.2:
        width = max(around.right - around.left, 1.0)
        again = size_px * (1 + drift / width)
        retried = _placed(seen, (found.pen[0] - drift / 2, found.pen[1]), face, again, text)
        found = min(found, retried, key=lambda each: each.misfit)
    return found


def _start(around: Edges, unit: Extent, size_px: float) -> tuple[float, float]:
    middle = (around.left + around.right - (unit.left + unit.right) * size_px) / 2
    return middle, (around.top + around.bottom - (unit.top + unit.bottom) * size_px) / 2


def _placed(seen: Coverage, start: tuple[float, float], face: Face, size_px: float, text: str) -> Fit:
    """Moved by quarters of a px to where the difference is least."""
    tried: dict[tuple[float, float], tuple[float, Coverage]] = {}

    def at(x: float, y: float) -> float:
        if (x, y) not in tried:
            picture = drawn(face, size_px, text, (x, y), cast("tuple[int, int]", seen.shape))
            misfit = float(((seen - picture) ** 2).sum() / max(float((picture**2).sum()), 1.0))
            tried[x, y] = misfit, picture
        return tried[x, y][0]

    x, y = (round(value * 4) / 4 for value in start)
    for _ in range(4 if at(x, y) < HOPELESS else 0):
        x1 = min((x + shift for shift in QUARTERS), key=lambda each: at(each, y))
        y1 = min((y + shift for shift in QUARTERS), key=lambda each: at(x1, each))
        if (x1, y1) == (x, y):
            break
        x, y = x1, y1
    misfit, picture = tried[x, y]
    return Fit(face, size_px, (x, y), text, seen, picture, misfit)


def _drift(found: Fit) -> float:
    """How much further right the far end should be than the near end, as the two ends say."""
    width = found.seen.shape[1]
    third = max(width // 3, 1)
    return _shift(found, width - third, width) - _shift(found, 0, third)


def _shift(found: Fit, left: int, right: int) -> float:
    best: list[tuple[float, float]] = []
    for shift in (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75):
        pen = (found.pen[0] + shift - left, found.pen[1])
        picture = drawn(found.face, found.size_px, found.text, pen, (found.seen.shape[0], right - left))
        best.append((float(((found.seen[:, left:right] - picture) ** 2).sum()), shift))
    return min(best)[1]
