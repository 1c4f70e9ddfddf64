"""Started: whether a guest has come up, told from outside: it shows something, the same for a while, and has little to do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from ...tools.frame import Frame
from ...tools.vm.work import LITTLE
from .control import Control

RESTS_S = 6.0
"""So long it shows the same once it has started, and has little to do."""

SHOWN = 0.002
"""So much of it at least is not what the rest is: a few icons are enough."""

BLINKS = 0.001
"""And so much may change all the time, as a caret does."""

EVERY_S = 0.1


async def has_started(control: Callable[[], AbstractAsyncContextManager[Control]], limit_s: float) -> bool:
    """Waits for it; False where the time is up. `control`: to be had for each look, for others want it meanwhile."""
    until_s, since_s, last, worked_s = time.monotonic() + limit_s, time.monotonic(), None, 0.0
    while (now_s := time.monotonic()) < until_s:
        async with control() as at:
            frame, so_far_s = await at.look(), await at.worked_s()
        if last is None or not _shows_something(frame) or not _is_same(last, frame):
            since_s, last, worked_s = now_s, frame, so_far_s
        elif now_s - since_s > RESTS_S:
            if so_far_s - worked_s < LITTLE * (now_s - since_s):
                return True
            since_s, worked_s = now_s, so_far_s
        await asyncio.sleep(EVERY_S)
    return False


def _shows_something(frame: Frame) -> bool:
    small = frame.rgb[::8, ::8].reshape(-1, 3)
    return bool((small != small[0]).any(axis=1).mean() > SHOWN)


def _is_same(one: Frame, other: Frame) -> bool:
    return one.size == other.size and bool((one.rgb != other.rgb).any(axis=2).mean() <= BLINKS)
