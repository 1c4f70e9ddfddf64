"""Bugs: each is planted alone into a fresh app, and found where a test of the suite is red and its message names the thing."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .app import App
from .draw import Bug, bugs_of
from .posts import LOST, TWICE, Lost, Twice
from .progress import Progress, Tell
from .proxy import Posts, Proxy, Untouched
from .suite import Ran, Suite, Verdict
from .survey import Survey
from .telling import names

Word = Literal["found", "unnamed", "missed", "unsure", "hung", "broken", "not planted"]
DRAWS = 4
"""At most so many are drawn for each that counts."""
PATIENCE, LEAST_S = 4.0, 120.0
"""A run may take so many times as long as the survey did, and so long in any case."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """One bug, and what became of it."""

    bug: Bug
    word: Word
    now: str = ""
    """What the page showed instead."""
    test: str = ""
    message: str = ""
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        place = self.bug.place
        return {
            "number": self.bug.number, "kind": place.kind, "page": place.page, "place": place.path, "thing": place.thing,
            "words": list(place.words), "salt": self.bug.salt, "verdict": self.word, "now": self.now, "test": self.test,
            "message": self.message, "seconds": round(self.seconds, 1),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hunts:
    counted: tuple[Hunt, ...]
    drawn_anew: tuple[Hunt, ...]
    """Never to be seen in any test, so they do not count."""


class _Planted:
    """Whether a bug was to be seen, and what it showed."""

    def __init__(self) -> None:
        self.is_so = False
        self._said: dict[str, None] = {}
        self._lock = threading.Lock()

    def hear(self, kind: str, said: dict[str, Any]) -> None:
        if kind == "planted":
            self.shows(str(said.get("now", "")))

    def shows(self, now: str) -> None:
        with self._lock:
            self.is_so = True
            self._said[now] = None

    @property
    def now(self) -> str:
        return " / ".join(filter(None, self._said))[:400]


def hunt(seed: int, suite: Suite, command: str, found: Survey, folder: Path, tell: Tell, *, count: int, workers: int) -> Hunts:
    drawn = itertools.islice(bugs_of(seed, found.places), DRAWS * count)
    counted: list[Hunt] = []
    anew: list[Hunt] = []
    with Progress("bugs", count, tell) as progress, ThreadPoolExecutor(workers) as pool:

        def one(bug: Bug) -> Hunt:
            hunted = _hunted(bug, suite, command, found, folder / f"bug-{bug.number:03d}")
            progress.step(_line(hunted), counts=hunted.word != "not planted")
            return hunted

        while (left := count - len(counted)) and (batch := list(itertools.islice(drawn, left))):
            for each in pool.map(one, batch):
                (anew if each.word == "not planted" else counted).append(each)
    return Hunts(tuple(counted), tuple(anew))


def _line(hunted: Hunt) -> str:
    place = hunted.bug.place
    return f"{hunted.word}: {place.kind}, {place.page}, {place.thing}" + (f": {hunted.message}" if hunted.message else "")


def _hunted(bug: Bug, suite: Suite, command: str, found: Survey, folder: Path) -> Hunt:
    planted = _Planted()
    limit_s = max(LEAST_S, PATIENCE * found.ran.seconds)
    with (
        App(command, suite.project) as app,
        Proxy(app.url, bug.wanted(), hear=planted.hear, posts=_posts(bug, found, planted)) as proxy,
    ):
        ran = _until_red(suite, proxy.url, folder, bug.place.tests, limit_s)
    if not planted.is_so and not ran.is_hung:
        return Hunt(bug, "not planted", seconds=ran.seconds)
    word, verdict = _judged(ran, (*bug.place.words, planted.now))
    return Hunt(bug, word, planted.now, verdict.test, verdict.message, ran.seconds)


def _posts(bug: Bug, found: Survey, planted: _Planted) -> Posts:
    if bug.place.kind not in (LOST, TWICE):
        return Untouched()
    method, _, path = bug.place.path.partition(" ")
    if bug.place.kind == TWICE:
        return Twice(method, path, planted.shows)
    return Lost(method, path, found.answers[method, path], planted.shows)


def _until_red(suite: Suite, url: str, folder: Path, tests: Sequence[str], limit_s: float) -> Ran:
    """The tests that were where the bug is; one that is unsure stops pytest, but not us."""
    left, seconds, verdicts = tuple(tests), 0.0, list[Verdict]()
    while True:
        ran = suite.run(url, folder / str(len(verdicts)), only=left, first_red=True, limit_s=limit_s)
        seconds += ran.seconds
        verdicts += ran.verdicts
        done = {verdict.test for verdict in ran.verdicts}
        left = tuple(test for test in left if test not in done)
        if ran.reds or not ran.unsure or not left:
            return Ran(tuple(verdicts), seconds, {}, ran.said, ran.is_hung, ran.code)


def _judged(ran: Ran, thing: Sequence[str]) -> tuple[Word, Verdict]:
    if ran.reds:
        return ("found" if names(ran.reds[0].message, thing) else "unnamed"), ran.reds[0]
    if ran.is_hung:
        return "hung", Verdict("", "error", "it did not come to its end")
    if not ran.is_whole:
        return "broken", Verdict("", "error", ran.said)
    return ("unsure", ran.unsure[0]) if ran.unsure else ("missed", Verdict("", "passed"))
