"""Pace: how fast a network learns: soon at full speed, then slower and slower until the minutes are over."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

LAST_RATE = 2e-5


def rates(minutes: float, rate: float, warm_up: int) -> Iterator[tuple[float, float]]:
    """Before each step the share of the time that is over, and the rate of learning."""
    began_s, step = time.monotonic(), 0
    while (share := (time.monotonic() - began_s) / (minutes * 60)) < 1.0:
        step += 1
        falling = LAST_RATE + (rate - LAST_RATE) * (1 + math.cos(math.pi * share)) / 2
        yield share, falling * min(1.0, step / warm_up)
