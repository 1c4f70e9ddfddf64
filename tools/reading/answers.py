"""Answers: what the recogniser said of pictures of lines, without what is all but impossible, kept for a while."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels

Matrix = NDArray[np.float32]

LIKELY = 1e-6
"""A character that is nowhere in a line as likely as this is left out."""

NOTHING = 1
"""The column of what was left out."""

KEPT = 400
"""How many answers are kept: some ten KB each."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture of a line says, character by character."""

    text: str
    """As the model says; its spaces are not to be relied upon."""
    columns: tuple[float, ...]
    """Where each character was seen, in px of the picture given: about its middle."""
    scores: tuple[float, ...]
    """0..1 for each character."""
    likely_spaces: tuple[float, ...] = ()
    """Where a space may be as well, though something else is likelier."""

    @property
    def score(self) -> float:
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


@dataclass(frozen=True, eq=False)
class Answer:
    reading: Reading
    matrix: Matrix
    """Rows along the line x columns: the first is no character, the second whatever is all but impossible."""
    columns: Mapping[int, int]
    """Where the recogniser's own columns are, of those that are likely somewhere."""

    @staticmethod
    def of(matrix: Matrix, reading: Reading) -> Answer:
        if not matrix.size:
            return Answer(reading, np.zeros((0, 2), np.float32), {})
        likely = np.flatnonzero(matrix.max(axis=0) > LIKELY)
        likely = likely[likely > 0]
        first = np.stack([matrix[:, 0], np.zeros(len(matrix), np.float32)], axis=1)
        columns = {int(column): n for n, column in enumerate(likely, start=NOTHING + 1)}
        return Answer(reading, np.concatenate([first, matrix[:, likely]], axis=1), columns)


@dataclass
class Kept:
    """By the pictures they answer. May be used from several threads."""

    _answers: OrderedDict[bytes, Answer] = field(default_factory=lambda: OrderedDict[bytes, Answer]())
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, crop: Pixels) -> Answer | None:
        name = name_of(crop)
        with self._lock:
            if name in self._answers:
                self._answers.move_to_end(name)
            return self._answers.get(name)

    def keep(self, crop: Pixels, answer: Answer) -> None:
        with self._lock:
            self._answers[name_of(crop)] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)


def name_of(crop: Pixels) -> bytes:
    """The same for the same pixels."""
    return hashlib.blake2b(crop.tobytes(), digest_size=16, key=str(crop.shape).encode()).digest()
