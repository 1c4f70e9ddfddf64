"""Faults: what goes wrong with a POST, drawn for each that comes; who sent it, and how often before, does not count."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["", "refused", "dropped", "late, then stored", "stored, then late"]

SHARES: dict[Fault, float] = {"refused": 0.05, "dropped": 0.03, "late, then stored": 0.025, "stored, then late": 0.025}
"""`refused`: answered 500 and not stored; `dropped`: stored, and the connection ended without a byte of an answer."""
LATE_S = 2.0


@dataclass(eq=False)
class Faults:
    seed: int
    shares: dict[Fault, float] = field(default_factory=lambda: dict(SHARES))
    late_s: float = LATE_S
    drawn: Counter[Fault] = field(default_factory=Counter[Fault])

    def __post_init__(self) -> None:
        self._dice = random.Random(f"faults {self.seed}")
        self._lock = threading.Lock()

    def draw(self) -> Fault:
        with self._lock:
            names: list[Fault] = ["", *self.shares]
            weights = [1 - sum(self.shares.values()), *self.shares.values()]
            fault = self._dice.choices(names, weights)[0]
            self.drawn[fault] += 1
            return fault


def no_faults() -> Faults:
    return Faults(0, {})
