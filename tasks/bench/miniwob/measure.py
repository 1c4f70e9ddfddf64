"""`handeye bench miniwob`: goals in words on MiniWoB++ pages, done by the built-in reader, with hints or by pixels alone."""

from __future__ import annotations

import asyncio
import math
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ....agent.drive import drive
from ....agent.eyes import Looker
from ....agent.policy import Policy
from ....agent.reader.brain import Reader
from ....agent.recorder import Recorder
from ....agent.run import Run
from ....agent.state import Budget
from ....tools.browser import Browser, BrowserOptions
from ....tools.computer import opened
from ....tools.errors import HandeyeError
from ....tools.geometry import Size
from ..metric import Against, Metric
from .server import Episodes

SKILLS: dict[str, tuple[str, ...]] = {
    "clicking": ("click-button", "click-link", "click-test-2", "click-dialog", "click-dialog-2", "click-tab"),
    "choosing": ("click-option", "click-checkboxes", "click-checkboxes-large", "choose-list", "click-scroll-list"),
    "writing": ("enter-text", "enter-text-2", "enter-password", "login-user", "focus-text", "focus-text-2", "enter-date"),
    "forms": ("form-sequence-2",),
}
"""What is counted; others are run when they are named."""
SEEDS = 10
SUCCESS, FALSE_DONE = 0.85, 0.02
SIZE, SCALE = Size(480, 320), 2.0
"""The pages are 160 px wide: a person would zoom in on them, too."""
BUDGET = Budget(steps=60, seconds=60)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Episode:
    name: str
    goal: str
    said: str
    """How the run ended, by its own word."""
    why: str
    reward: float | None
    took_s: float

    @property
    def is_success(self) -> bool:
        return self.said == "done" and self.reward == 1

    @property
    def is_false_done(self) -> bool:
        return self.said == "done" and self.reward != 1


def run(
    seed: int = 1, tell: Tell | None = None, *, tasks: Sequence[str] = (), seeds: int = SEEDS, sight_only: bool = False
) -> list[Metric]:
    names = list(tasks) or [name for group in SKILLS.values() for name in group]
    return metrics_of(asyncio.run(played(seed, tell or (lambda _: None), names, seeds, sight_only=sight_only)))


async def played(seed: int, tell: Tell, names: Sequence[str], seeds: int, *, sight_only: bool) -> list[Episode]:
    ended: list[Episode] = []
    options = BrowserOptions(size=SIZE, scale=SCALE, locale="en-US", color_scheme="light")
    with Episodes() as episodes, tempfile.TemporaryDirectory(prefix="handeye-miniwob-") as folder:
        if strange := sorted(set(names) - set(episodes.names())):
            raise HandeyeError(f"there is no page {', '.join(strange)} in MiniWoB++")
        async with opened(Browser(options)) as browser:
            for name in names:
                for number in range(seeds):
                    chance = random.Random(f"{seed}/{name}/{number}")
                    key = f"{name}-{number}"
                    ended.append(
                        await _play(browser, episodes, name, str(chance.random()), key, Path(folder) / key, sight_only)
                    )
                mine = [each for each in ended if each.name == name]
                tell(f"{name}: {sum(each.is_success for each in mine)} of {len(mine)}")
                for each in mine:
                    if not each.is_success:
                        tell(f'   "{each.goal}": {each.said}, reward {each.reward}: {each.why}')
    return ended


async def _play(
    browser: Browser, episodes: Episodes, name: str, seed: str, key: str, folder: Path, sight_only: bool
) -> Episode:
    await browser.open(episodes.url(name, seed, key))
    goal = await asyncio.to_thread(episodes.goal, key)
    began_s = time.monotonic()
    recorder, looker = Recorder(folder), Looker(browser, sight_only=sight_only)
    try:
        outcome = await drive(Run(browser, Reader(), looker, recorder, Policy(), BUDGET), goal)
        said, why = outcome.status, outcome.why
    except HandeyeError as error:
        said, why = "failed", str(error)
    finally:
        looker.close()
        recorder.close()
    took_s = time.monotonic() - began_s
    return Episode(name, goal, said, why, await asyncio.to_thread(episodes.reward, key), took_s)


def metrics_of(episodes: Sequence[Episode]) -> list[Metric]:
    metrics = [_share("success", [each.is_success for each in episodes], SUCCESS)]
    called = [each for each in episodes if each.said == "done"]
    wrong = sum(each.is_false_done for each in called) / len(called) if called else 0.0
    against = Against("episodes called done", len(called))
    metrics.append(Metric("called done, but was not", wrong, "share", against, None, f"≤ {FALSE_DONE:g}", wrong <= FALSE_DONE))
    for skill, names in SKILLS.items():
        if mine := [each.is_success for each in episodes if each.name in names]:
            metrics.append(_share(f"skill: {skill}", mine, None))
    names = dict.fromkeys(each.name for each in episodes)
    metrics += [_share(name, [each.is_success for each in episodes if each.name == name], None) for name in names]
    took_s = median(each.took_s for each in episodes)
    return [*metrics, Metric("one episode", took_s, "s", None, None, "", None)]


def _share(name: str, successes: Sequence[bool], goal: float | None) -> Metric:
    """With the interval in which the true share lies in 95 of 100 such measurements."""
    count, share = len(successes), sum(successes) / len(successes)
    low, high = interval(sum(successes), count)
    said = "" if goal is None else f"≥ {goal:g}"
    met = None if goal is None else share >= goal
    return Metric(name, share, "share", Against("episodes", count), None, said, met, f"95 %: {low:.2f} to {high:.2f}")


def interval(right: int, count: int) -> tuple[float, float]:
    """Wilson's, which is honest for few and for all."""
    z, share = 1.96, right / count
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, (middle - reach) / (1 + z * z / count)), min(1.0, (middle + reach) / (1 + z * z / count))
