"""Training: the pupil answers fresh lessons until it knows them or its time is up; at first with two colours, then with all."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch

from .lessons import Lesson, first_lessons, last_lesson
from .pupil import Pupil
from .screens import COLOURS

BOARDS = 10
"""Of one step."""
LAST_EACH = 8
"""So many steps apart are those about what was clicked already."""
RATE, INNER_RATE, WARM_STEPS = 4e-3, 0.02, 30
SLOWEST = 0.05
"""In the end, as a share of its first pace."""
FAIR, FAIR_STEPS = 0.75, 16
SURE, SURE_STEPS = 0.998, 50
"""So much has to be right, of so many steps, before there is another colour, and before it is over."""

Tell = Callable[[int, float, float], None]
"""Of each step: its number, how far the answers were from right, and how many would have done."""


def teach(pupil: Pupil, *, seconds: float, seed: int = 1, tell: Tell | None = None) -> float:
    """Returns how much of the last lessons was right; none of them had been seen before. The seconds are those that this
    process computes: what other programs take of the machine is not the pupil's fault."""
    chance, colours, step = random.Random(seed), 2, 0
    optimizers, right = _optimizers(pupil.model), list[float]()
    began_s = time.process_time()
    pupil.model.train()
    with ThreadPoolExecutor(1) as ahead:
        drawn = ahead.submit(_lessons, chance, step, tuple(COLOURS)[:colours])
        while (gone := (time.process_time() - began_s) / seconds) < 1:
            lessons = drawn.result()
            drawn = ahead.submit(_lessons, chance, step + 1, tuple(COLOURS)[:colours])
            loss, share = pupil.answer(lessons)
            pace = min(1, (step + 1) / WARM_STEPS) * (SLOWEST + (1 - SLOWEST) * (1 + math.cos(math.pi * gone)) / 2)
            pupil.model.zero_grad()
            loss.backward()
            for optimizer, rate in optimizers:
                optimizer.param_groups[0]["lr"] = rate * pace
                optimizer.step()
            if tell is not None:
                tell(step, float(loss.detach()), share)
            step, right = step + 1, [*right, share][-SURE_STEPS:]
            if colours < len(COLOURS) and _reached(right, FAIR, FAIR_STEPS):
                colours, right = colours + 1, []
            elif _reached(right, SURE, SURE_STEPS):
                break
    pupil.model.eval()
    return sum(right) / max(len(right), 1)


def _reached(right: list[float], share: float, steps: int) -> bool:
    return len(right) >= steps and sum(right[-steps:]) / steps >= share


def _lessons(chance: random.Random, step: int, colours: Sequence[str]) -> list[Lesson]:
    async def draw() -> list[Lesson]:
        if step % LAST_EACH == LAST_EACH - 1:
            return [await last_lesson(chance, colours) for _ in range(BOARDS)]
        return [lesson for _ in range(BOARDS) for lesson in await first_lessons(chance, colours)]

    return asyncio.run(draw())


def _optimizers(model: Any) -> list[tuple[Any, float]]:
    """Each with its rate. Inner matrices learn faster where all of their directions are moved alike."""
    named = list(model.named_parameters())
    inner = {name for name, each in named if each.dim() == 2 and "embed" not in name}
    return [
        (torch.optim.Muon([each for name, each in named if name in inner], weight_decay=0.0), INNER_RATE),
        (torch.optim.AdamW([each for name, each in named if name not in inner], betas=(0.9, 0.98), weight_decay=0.0), RATE),
    ]
