"""Alarms: the page is changed so that it stays as good as it was, and the whole suite has to stay green."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .app import App
from .bugs import DRAWS, LEAST_S, PATIENCE
from .draw import Changes, changes_of
from .progress import Progress, Tell
from .proxy import Proxy
from .suite import Suite
from .survey import Survey

Word = Literal["green", "red", "unsure", "hung", "broken", "not harmless"]


@dataclass(frozen=True, slots=True)
class Trial:
    changes: Changes
    word: Word
    test: str = ""
    message: str = ""
    seconds: float = 0.0
    reds: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.changes.number, "changes": [list(each) for each in self.changes.made], "verdict": self.word,
            "test": self.test, "message": self.message, "seconds": round(self.seconds, 1), "reds": self.reds,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trials:
    counted: tuple[Trial, ...]
    drawn_anew: tuple[Trial, ...]
    """They changed nothing, or spoiled something, so they do not count."""


class _Heard:
    """Which changes were to be seen, and what they spoiled."""

    def __init__(self) -> None:
        self.made: set[str] = set()
        self.why: dict[str, None] = {}
        self._lock = threading.Lock()

    def hear(self, kind: str, said: dict[str, Any]) -> None:
        with self._lock:
            if kind == "changed":
                self.made.add(said["kind"])
            elif kind == "spoiled":
                self.why.update(dict.fromkeys(f"{said['page']}: {why}" for why in said["why"]))


def trials(
    seed: int, suite: Suite, command: str, found: Survey, folder: Path, tell: Tell, *, count: int, workers: int
) -> Trials:
    drawn = itertools.islice(changes_of(seed), DRAWS * count)
    counted: list[Trial] = []
    anew: list[Trial] = []
    with Progress("harmless changes", count, tell) as progress, ThreadPoolExecutor(workers) as pool:

        def one(changes: Changes) -> Trial:
            trial = _tried(changes, suite, command, found, folder / f"harmless-{changes.number:03d}")
            progress.step(f"{trial.word}: {changes} {trial.test} {trial.message}", counts=trial.word != "not harmless")
            return trial

        while (left := count - len(counted)) and (batch := list(itertools.islice(drawn, left))):
            for each in pool.map(one, batch):
                (anew if each.word == "not harmless" else counted).append(each)
    return Trials(tuple(counted), tuple(anew))


def _tried(changes: Changes, suite: Suite, command: str, found: Survey, folder: Path) -> Trial:
    heard = _Heard()
    limit_s = max(LEAST_S, PATIENCE * found.ran.seconds)
    with App(command, suite.project) as app, Proxy(app.url, changes.wanted(), hear=heard.hear) as proxy:
        ran = suite.run(proxy.url, folder, only=found.ran.greens, limit_s=limit_s)
    idle = {kind for kind, _ in changes.made} - heard.made
    if idle or heard.why:
        why = "; ".join(list(heard.why)[:3]) or f"nowhere to be seen: {', '.join(sorted(idle))}"
        return Trial(changes, "not harmless", message=why, seconds=ran.seconds)
    if ran.reds:
        return Trial(changes, "red", ran.reds[0].test, ran.reds[0].message, ran.seconds, len(ran.reds))
    if not ran.is_whole:
        return Trial(changes, "hung" if ran.is_hung else "broken", message=ran.said, seconds=ran.seconds)
    if ran.unsure:
        return Trial(changes, "unsure", ran.unsure[0].test, ran.unsure[0].message, ran.seconds)
    return Trial(changes, "green", seconds=ran.seconds)
