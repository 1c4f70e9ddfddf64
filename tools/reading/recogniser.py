"""Recogniser: pictures of single lines to characters, by the model in rapidocr's wheel; nothing is downloaded."""

from __future__ import annotations

import importlib
import importlib.util
import math
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..errors import Unsupported
from ..frame import Pixels

HEIGHT_PX = 48
"""What the model wants every line scaled to."""

STEP_PX = 8
"""Scaled px per row of what the model answers."""

MAX_WIDTH_PX = 3200
"""Scaled lines longer than this are pressed together: nobody writes such lines, and memory is bounded."""

BATCH_PX = 2400
"""Scaled px recognised at once: more is no faster, and takes more memory."""

PADDING = 1.15
"""How much wider than its narrowest line a batch may be."""

Matrix = NDArray[np.float32]

LIKELY = 0.1
"""A space of this probability is likely, where the gap is wide."""

BLANK = 0
"""The class that is no character."""


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


def model_path(name: str) -> Path:
    """A model inside rapidocr's wheel, which need not be imported for that."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise Unsupported("reading needs the package rapidocr: install it with `pip install rapidocr`")
    path = Path(spec.submodule_search_locations[0]) / "models" / name
    if not path.exists():
        raise Unsupported(f"this rapidocr has no {name} in its wheel: install rapidocr 3.10 or newer")
    return path


def open_session(path: Path) -> Any:
    onnxruntime: Any = importlib.import_module("onnxruntime")  # late, because it takes long; untyped

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(os.cpu_count() or 1, 8)
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    # Threads that spin while they wait take the cores from the browser beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Recogniser:
    """Holds the model. Blocking; may be used from several threads."""

    @cached_property
    def _session(self) -> Any:
        return open_session(model_path("PP-OCRv6_rec_small.onnx"))

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """What each column of the model's answer stands for; the first is `BLANK`."""
        listed = cast(str, self._session.get_modelmeta().custom_metadata_map["character"]).splitlines()
        return ("", *listed, " ")

    @cached_property
    def index(self) -> dict[str, int]:
        """The column of each character."""
        return {character: n for n, character in enumerate(self.characters) if n != BLANK}

    def recognise(self, crops: Sequence[Pixels]) -> list[Reading]:
        """One reading for each RGB picture of a line, in their order."""
        readings: list[Reading] = [Reading("", (), ())] * len(crops)
        for n, matrix in self._run(crops):
            readings[n] = self.decode(matrix, max(crops[n].shape[1], 1))
        return readings

    def probabilities(self, crops: Sequence[Pixels]) -> list[Matrix]:
        """For each picture of a line: rows along its width x columns as in `characters`, each row adding up to 1."""
        found: list[Matrix] = [np.zeros((0, 0), np.float32)] * len(crops)
        for n, matrix in self._run(crops):
            found[n] = matrix.copy()
        return found

    def log_probs(self, crop: Pixels) -> Matrix:
        return np.log(np.maximum(self.probabilities([crop])[0], 1e-12))

    def _run(self, crops: Sequence[Pixels]) -> Iterator[tuple[int, Matrix]]:
        lines = [scaled(crop) for crop in crops]
        widths = [0 if line is None else line.shape[1] for line in lines]
        for batch in _batches(widths):
            width = _rounded(widths[batch[-1]])
            stack = np.empty((len(batch), 3, HEIGHT_PX, width), np.float32)
            for row, n in enumerate(batch):
                line = cast(Pixels, lines[n])
                beside = cv2.copyMakeBorder(line, 0, 0, 0, width - line.shape[1], cv2.BORDER_REPLICATE)
                stack[row] = beside[:, :, ::-1].transpose(2, 0, 1)
            stack *= 2 / 255
            stack -= 1
            answer = cast(Matrix, self._session.run(None, {"x": stack})[0])
            for row, n in enumerate(batch):
                # What lies over the padding is no part of the line.
                yield n, answer[row, : math.ceil(widths[n] / STEP_PX)]

    def decode(self, matrix: Matrix, width_px: int) -> Reading:
        best = cast("list[int]", matrix.argmax(axis=1).tolist())
        step_px = width_px / len(best)
        text: list[str] = []
        columns: list[float] = []
        scores: list[float] = []
        row = 0
        while row < len(best):
            end = row + 1
            while end < len(best) and best[end] == best[row]:
                end += 1
            if best[row] != BLANK:
                text.append(self.characters[best[row]])
                columns.append((row + end) / 2 * step_px)
                scores.append(float(matrix[row:end, best[row]].max()))
            row = end
        rest = np.flatnonzero((matrix[:, -1] >= LIKELY) & (matrix.argmax(axis=1) == BLANK)).tolist()
        return Reading("".join(text), tuple(columns), tuple(scores), tuple((row + 0.5) * step_px for row in rest))


def scaled(crop: Pixels) -> Pixels | None:
    """A line at the model's height; None where there is nothing."""
    height, width = crop.shape[:2]
    if height == 0 or width == 0:
        return None
    wide = min(max(round(width * HEIGHT_PX / height), STEP_PX), MAX_WIDTH_PX)
    if height == HEIGHT_PX and width == wide:
        return crop
    how = cv2.INTER_AREA if height > HEIGHT_PX else cv2.INTER_CUBIC
    return cast(Pixels, cv2.resize(crop, (wide, HEIGHT_PX), interpolation=how))


def _rounded(width: int) -> int:
    return math.ceil(width / STEP_PX) * STEP_PX


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Which lines go together: of similar width, not too many px at once, narrowest first."""
    batch: list[int] = []
    for n in sorted((n for n, width in enumerate(widths) if width), key=lambda n: widths[n]):
        if batch and (widths[n] > widths[batch[0]] * PADDING + STEP_PX or (len(batch) + 1) * widths[n] > BATCH_PX):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


_LOCK = threading.Lock()


@cache
def _shared() -> Recogniser:
    return Recogniser()


def recogniser() -> Recogniser:
    """The one of this process: a model is loaded once, when first needed."""
    with _LOCK:
        shared = _shared()
        _ = shared.characters
        return shared
