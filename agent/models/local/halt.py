"""Halt: why an answer ends before it is whole: its time is up, or nobody waits for it any more."""

from __future__ import annotations

import threading
import time
from typing import Any


class Halted(Exception):
    """The network was stopped in the middle of its work."""


class Halt:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until_s = float("inf")
        self._cancelled = threading.Event()

    def begin(self) -> None:
        """The time runs from when the model turns to it, not while it waits its turn."""
        self._until_s = time.monotonic() + self.seconds

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def over(self) -> bool:
        return self._cancelled.is_set() or time.monotonic() >= self._until_s


class Brake:
    """Stops a slow network between two of its layers; a GPU is so fast that between two tokens is soon enough."""

    def __init__(self, model: Any) -> None:
        self.halt: Halt | None = None
        if model.device.type != "cuda":
            for layer in (*model.model.language_model.layers, *model.model.visual.blocks):
                layer.register_forward_pre_hook(self._check)

    def _check(self, *_: Any) -> None:
        if self.halt is not None and self.halt.over:
            raise Halted
