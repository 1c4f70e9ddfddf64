"""Recogniser: pictures of single lines to characters, by the model in rapidocr's wheel; nothing is downloaded."""

from __future__ import annotations

import importlib
import importlib.util
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..errors import Unsupported
from ..frame import Pixels
from .answers import Answer, Kept, Reading

HEIGHT_PX = 48
"""What the model wants every line scaled to."""

STEP_PX = 8
"""Scaled px per row of what the model answers."""

MAX_WIDTH_PX = 3200
"""Scaled lines longer than this are pressed together: nobody writes such lines, and memory is bounded."""

MOST_THREADS = 8
"""Lines are recognised one on each thread: together in a batch they would be padded, and wait for one another."""

Matrix = NDArray[np.float32]
Made = TypeVar("Made")

LIKELY = 0.1
"""A space of this probability is likely, where the gap is wide."""

BLANK = 0
"""The class that is no character."""


def model_path(name: str) -> Path:
    """A model inside rapidocr's wheel, which need not be imported for that."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise Unsupported("reading needs the package rapidocr: install it with `pip install rapidocr`")
    path = Path(spec.submodule_search_locations[0]) / "models" / name
    if not path.exists():
        raise Unsupported(f"this rapidocr has no {name} in its wheel: install rapidocr 3.10 or newer")
    return path


def thread_count() -> int:
    return min(os.cpu_count() or 1, MOST_THREADS)


def open_session(path: Path, threads: int | None = None) -> Any:
    """A model, each run of which takes so many threads; as many as are good for it if that is not said."""
    # Without this its wheels tell a server of their maker about every process that runs a model. Read when it is imported.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    onnxruntime: Any = importlib.import_module("onnxruntime")  # late, because it takes long; untyped

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or thread_count()
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    # Threads that spin while they wait take the cores from the browser beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Recogniser:
    """Holds the model. Blocking; may be used from several threads."""

    def __init__(self) -> None:
        self._kept = Kept()

    @cached_property
    def _session(self) -> Any:
        return open_session(model_path("PP-OCRv6_rec_small.onnx"), threads=1)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(thread_count(), thread_name_prefix="recogniser")

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
        return self._each(crops, self._reading)

    def probabilities(self, crops: Sequence[Pixels]) -> list[Matrix]:
        """For each picture of a line: rows along its width x columns as in `characters`, each row adding up to 1."""
        return self._each(crops, self._answer)

    def answer(self, crop: Pixels) -> Answer:
        """What one picture of a line says, with all that is likely there; remembered for a while."""
        known = self._kept.find(crop)
        if known is None:
            matrix = self._answer(crop)
            known = Answer.of(matrix, self.decode(matrix, crop.shape[1]))
            self._kept.keep(crop, known)
        return known

    def forget(self) -> None:
        self._kept = Kept()

    def log_probs(self, crop: Pixels) -> Matrix:
        return np.log(np.maximum(self.probabilities([crop])[0], 1e-12))

    def _each(self, crops: Sequence[Pixels], work: Callable[[Pixels], Made]) -> list[Made]:
        if len(crops) < 2:
            return [work(crop) for crop in crops]
        longest_first = sorted(range(len(crops)), key=lambda n: -crops[n].shape[1] / max(crops[n].shape[0], 1))
        made = {n: self._threads.submit(work, crops[n]) for n in longest_first}
        return [made[n].result() for n in range(len(crops))]

    def _reading(self, crop: Pixels) -> Reading:
        return self.answer(crop).reading

    def _answer(self, crop: Pixels) -> Matrix:
        line = scaled(crop)
        if line is None:
            return np.zeros((0, 0), np.float32)
        width = line.shape[1]
        padded = cv2.copyMakeBorder(line, 0, 0, 0, -width % STEP_PX, cv2.BORDER_REPLICATE)
        picture = padded[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32) * (2 / 255) - 1
        return cast(Matrix, self._session.run(None, {"x": picture})[0][0])

    def decode(self, matrix: Matrix, width_px: int) -> Reading:
        if not matrix.size:
            return Reading("", (), ())
        likeliest = matrix.argmax(axis=1)
        best = cast("list[int]", likeliest.tolist())
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
        rest = np.flatnonzero((matrix[:, -1] >= LIKELY) & (likeliest == BLANK)).tolist()
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
