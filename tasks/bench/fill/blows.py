"""Blows: when a job is killed: at seeded moments by the clock, or between the click that sends a row off and its answer."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from typing import Literal

from .site import FillSite, Moment
from .started import Started

FROM_START_S, AT_WORK_S = 4.0, 4.0
"""By the clock: so late at most after its start, or after it first asked the site for anything."""
LATER_S = 0.3
AT_POSTS, LATER = 2, 8
"""One of so many blows falls when a POST has arrived or was stored, and one of so many a little after that."""


@dataclass(frozen=True, slots=True)
class Blow:
    at: Literal["start", "work", Moment]
    after_s: float = 0.0
    nth: int = 1
    """At which POST."""


def blows_of(seed: int, count: int) -> list[Blow]:
    dice = random.Random(f"blows {seed}")
    blows = [_by_clock(dice) if at % AT_POSTS else _at_post(dice, later=at % LATER == 0) for at in range(count)]
    dice.shuffle(blows)
    return blows


def _by_clock(dice: random.Random) -> Blow:
    if dice.random() < 0.3:
        return Blow("start", dice.uniform(0.05, FROM_START_S))
    return Blow("work", dice.uniform(0.0, AT_WORK_S))


def _at_post(dice: random.Random, *, later: bool) -> Blow:
    """Before any of its answer has left, or while that may be on its way."""
    moments: tuple[Moment, ...] = ("arrived", "stored")
    return Blow(dice.choice(moments), dice.uniform(0.0, LATER_S) if later else 0.0, dice.choice((1, 1, 2, 3)))


class Struck:
    """One start of the job and the blow that it gets: watched by the clock, and by the site from within its answers."""

    def __init__(self, site: FillSite, job: Started, blow: Blow, most_posts: int) -> None:
        """At the latest it falls after so many POSTs, so that there is work left for the others."""
        self.between = False
        """Whether a POST of this start was without its answer."""
        self._site, self._job, self._blow, self._most = site, job, blow, most_posts
        self._requests, self._posts = site.requests, site.posts
        self._at_work_s: float | None = None
        self._due_s: float | None = None
        self._lock = threading.Lock()

    def fall(self) -> bool:
        """Waits until it has fallen; False where the job was over before."""
        self._site.watch = self._heard
        try:
            while not self._job.is_over:
                if self._is_due(time.monotonic()):
                    self._strike()
                time.sleep(0.002)
        finally:
            self._site.watch = lambda _: None
        return self._job.was_killed

    def _is_due(self, now_s: float) -> bool:
        if self._at_work_s is None and self._site.requests > self._requests:
            self._at_work_s = now_s
        since_s = {"start": self._job.began_s, "work": self._at_work_s}.get(self._blow.at)
        by_clock = since_s is not None and now_s - since_s >= self._blow.after_s
        return by_clock or (self._due_s is not None and now_s >= self._due_s)

    def _heard(self, moment: Moment) -> None:
        """On the thread of an answer, which goes on only then."""
        with self._lock:
            posts = self._site.posts - self._posts
            is_meant = moment == self._blow.at and posts >= self._blow.nth
            if is_meant and self._due_s is None:
                self._due_s = time.monotonic() + self._blow.after_s
        if (is_meant and not self._blow.after_s) or posts >= self._most:
            self._strike()

    def _strike(self) -> None:
        with self._lock:
            between = self._site.unanswered_since(self._posts) > 0
            if self._job.kill():
                self.between = between
