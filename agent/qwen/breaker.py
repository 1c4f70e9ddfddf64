"""Breaker: a model that fails, or is too slow, several times in a row is left alone for a while, and then tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

FAILURES = 2
"""So many in a row,"""
REST_S = 120.0
"""and it is left alone for so long."""


@dataclass(slots=True)
class Breaker:
    slow_s: float
    """An answer that took longer counts as a failure, though it is used."""
    now: Callable[[], float] = time.monotonic
    failures: int = 0
    rests_until_s: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the model is left alone now."""
        return self.now() < self.rests_until_s

    def answered(self, seconds: float) -> None:
        if seconds > self.slow_s:
            self.failed()
        else:
            self.failures = 0

    def failed(self) -> None:
        """After a rest, one more failure is enough."""
        self.failures += 1
        if self.failures >= FAILURES:
            self.rests_until_s = self.now() + REST_S
