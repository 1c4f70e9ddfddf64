"""`handeye bench computers`: how fast hands and eyes are here, each held against its rival in one run."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from importlib.resources import files

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ...sandbox.display import PrivateDisplay
from ...tools.action import Click, bind
from ...tools.browser import Browser
from ...tools.computer import opened
from ...tools.desktop import Desktop
from ...tools.desktop.x11 import lent_environment
from ...tools.errors import HandeyeError
from ...tools.motion import settle
from ...tools.painted import Painted
from .landing import Landings, land
from .landing.server import serving
from .metric import Against, Metric

ROUNDS = 40
"""How often each is measured; rivals take turns, so that a busy moment hits both."""
WARM_UP = 5

LANDINGS = 2000

Tell = Callable[[str], None]
Done = Callable[[int], None]
"""Hears how much of a part is done."""
Work = Callable[[], Awaitable[object]]


def run(seed: int = 1, tell: Tell | None = None, *, landings: int = LANDINGS, rounds: int = ROUNDS) -> list[Metric]:
    """All metrics, those included that cannot be measured here. `tell` gets a line per part where no bar can be drawn."""
    return asyncio.run(measure(seed, tell, landings=landings, rounds=rounds))


async def measure(seed: int = 1, tell: Tell | None = None, *, landings: int = LANDINGS, rounds: int = ROUNDS) -> list[Metric]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def begin(what: str, total: int) -> Done:
            if not console.is_terminal and tell is not None:
                tell(f"measuring: {what}")
            task = progress.add_task(what, total=total)
            return lambda done: progress.update(task, completed=done)

        return [
            await _desktop(begin("desktop look", rounds), rounds),
            *await _browser(begin("browser look", rounds), begin("look and settle", rounds), rounds),
            await _painted(begin("painted step", rounds), rounds),
            await _landings(begin("landings", landings), seed, landings),
        ]


async def _desktop(done: Done, rounds: int) -> Metric:
    name = "desktop look"
    try:
        async with PrivateDisplay() as place, opened(Desktop(place.display, xauthority=place.xauthority)) as desktop:
            from mss import MSS

            with lent_environment(place.display, place.xauthority):
                rival = MSS(display=place.display)
            with rival:
                whole = rival.monitors[0]

                async def bare() -> object:
                    return rival.grab(whole)

                ours_ms, rival_ms = await take_turns(desktop.look, bare, done, rounds)
    except HandeyeError as error:
        return Metric.unmeasured(name, "ms", "≤ 1.5×", str(error))
    return Metric.at_most_times(name, ours_ms, "ms", 1.5, Against("a bare mss grab", rival_ms))


async def _browser(looked: Done, settled: Done, rounds: int) -> list[Metric]:
    look, still = "browser look, decoded", "look and settle at an unchanged page"
    form = files(__package__ or "").joinpath("form.html").read_text(encoding="utf-8")
    try:
        with serving({"/": form}) as (host, _):
            async with opened(Browser(), host) as browser:
                await settle(browser.look, browser.watch)

                async def ours() -> object:
                    return (await browser.look()).rgb

                async def settle_here() -> None:
                    if not (await settle(browser.look, browser.watch)).still:
                        raise HandeyeError("the page never held still")

                # The rival captures the very same tab, over the same connection.
                ours_ms, rival_ms = await take_turns(ours, browser.page.screenshot, looked, rounds)
                settle_ms = await take_time(settle_here, settled, rounds)
    except HandeyeError as error:
        return [Metric.unmeasured(look, "ms", "≤ 0.75×", str(error)), Metric.unmeasured(still, "ms", "≤ 120 ms", str(error))]
    against = Against("Playwright's page.screenshot(), not decoded", rival_ms)
    return [Metric.at_most_times(look, ours_ms, "ms", 0.75, against), Metric.at_most(still, settle_ms, "ms", 120)]


async def _painted(done: Done, rounds: int) -> Metric:
    async with opened(Painted()) as painted:
        places = [painted.box_of(words).center for words in ("First name", "Newsletter", "Email", "Terms")]
        steps = 0

        async def step() -> None:
            nonlocal steps
            frame = await painted.look()
            await painted.do(bind(Click(places[steps % len(places)]), frame))
            steps += 1

        return Metric.at_most("Painted step (look and click)", await take_time(step, done, rounds), "ms", 5, below=True)


async def _landings(done: Done, seed: int, count: int) -> Metric:
    name, tried = "landings on the right element and value", Against("tried", count)
    try:
        landings = await land(seed, count, landed=done)
    except HandeyeError as error:
        return Metric.unmeasured(name, "landings", "all", str(error))
    return Metric.all_of(name, landings.landed, "landings", tried, _misses(landings))


def _misses(landings: Landings) -> str:
    shown = 5
    more = f"; and {len(landings.misses) - shown} more" if len(landings.misses) > shown else ""
    return "; ".join(landings.misses[:shown]) + more


async def take_turns(ours: Work, rivals: Work, done: Done, rounds: int) -> tuple[float, float]:
    """The median ms of each, measured in turns."""
    ours_ms: list[float] = []
    rivals_ms: list[float] = []
    for n in range(-WARM_UP, rounds):
        for work, spent_ms in ((ours, ours_ms), (rivals, rivals_ms)):
            began_s = time.perf_counter()
            await work()
            if n >= 0:
                spent_ms.append((time.perf_counter() - began_s) * 1000)
        if n >= 0:
            done(n + 1)
    return statistics.median(ours_ms), statistics.median(rivals_ms)


async def take_time(work: Work, done: Done, rounds: int) -> float:
    return (await take_turns(work, _nothing, done, rounds))[0]


async def _nothing() -> None:
    """No rival."""
