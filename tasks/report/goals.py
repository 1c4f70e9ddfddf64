"""Goals: how far a run came in its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .scene import Scene

Reached = Literal["taken", "so already", "not reached", "not told"]


@dataclass(frozen=True, slots=True)
class Goal:
    words: str
    reached: Reached
    scene: Scene | None = None
    """The last one that was about it."""


def goals_of(plan: Sequence[str], scenes: Sequence[Scene], *, done: bool) -> tuple[Goal, ...]:
    """A part that the run went past without a step was so already; what old records do not tell stays untold."""
    about = {scene.part: scene for scene in scenes if scene.part is not None}
    about |= {plan.index(scene.said): scene for scene in scenes if scene.status == "read" and scene.said in plan}
    passed = len(plan) if done else max(about, default=0)
    return tuple(Goal(words, _reached(n, about, passed), about.get(n)) for n, words in enumerate(plan))


def _reached(n: int, about: dict[int, Scene], passed: int) -> Reached:
    if n in about:
        return "taken"
    if n < passed:
        return "so already"
    return "not reached" if about else "not told"
