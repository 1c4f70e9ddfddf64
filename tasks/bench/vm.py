"""`handeye bench vm`: how fast a machine is looked at, clicked, saved, taken back, frozen; and that it comes back the same."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from ...sandbox.guest import Guest
from ...sandbox.image import guest_of
from ...sandbox.vm import Control, Machine
from ...sandbox.vm.started import has_started
from ...tools.action import Click, Press, bind
from ...tools.computer import opened
from ...tools.errors import HandeyeError
from ...tools.geometry import Point
from ...tools.motion import settle
from ...tools.vm import Vm
from .metric import Against, Metric

STARTS_WITHIN_S = 600.0
"""Under emulation a desktop takes a minute or two, on a machine that is busy a few."""
ROUNDS, SAVES, RESETS = 40, 7, 50

LOOK_MS, CLICK_MS, SAVE_S, RESET_S, FREEZE_MS = 15.0, 5.0, 1.5, 1.0, 2.0

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Running:
    guest: Guest
    machine: Machine
    vm: Vm
    started_s: float


def run(tell: Tell, *, image: str = "debian-installer", resets: int = RESETS) -> list[Metric]:
    return asyncio.run(measure(tell, image=image, resets=resets))


async def measure(tell: Tell, *, image: str, resets: int = RESETS) -> list[Metric]:
    """One guest, from its start on; each figure is a median."""
    guest = guest_of(image)
    machine = Machine(guest)
    began_s = time.monotonic()
    async with machine as place, opened(Vm(Path(place.control_socket), guest.keymap)) as vm:
        tell(f"measuring: the start of {image}, run by {machine.accel}")
        if not await has_started(lambda: Control(Path(place.control_socket)), STARTS_WITHIN_S):
            raise HandeyeError(f"the guest showed nothing that stays within {STARTS_WITHIN_S:g} s")
        running = Running(guest, machine, vm, time.monotonic() - began_s)
        tell("measuring: looks, clicks, freezing")
        quick = [await _looks(running), await _clicks(running), await _freezes(running)]
        tell(f"measuring: snapshots, and {resets} resets")
        return [*quick, *await _resets(running, resets), *_told(running)]


async def _looks(running: Running) -> Metric:
    async def look() -> None:
        _ = (await running.vm.look()).rgb

    size = (await running.vm.look()).size
    return Metric.at_most(f"look at {size.w}x{size.h}", 1000 * await _median(look, ROUNDS), "ms", LOOK_MS)


async def _clicks(running: Running) -> Metric:
    """Where nothing is, from the call to the answer that the machine has it; without the look that every click takes first."""
    vm = running.vm
    took: list[float] = []
    for at in range(ROUNDS):
        frame = (await settle(vm.look, vm.watch)).frame
        # So far apart that no two are a double click, and that the pointer is not seen where the next one goes.
        click = bind(Click(Point(frame.size.w - 3 - 90 * (at % 2), frame.size.h - 3)), frame)
        looked_s = await _median_look(vm, 3)
        began_s = time.perf_counter()
        await vm.do(click)
        took.append(max(0.0, time.perf_counter() - began_s - looked_s))
    return Metric.at_most("click to delivered", 1000 * statistics.median(took), "ms", CLICK_MS)


async def _median_look(vm: Vm, count: int) -> float:
    async def look() -> None:
        _ = (await vm.look()).rgb

    return await _median(look, count)


async def _freezes(running: Running) -> Metric:
    async def both() -> None:
        await running.vm.freeze()
        await running.vm.thaw()

    return Metric.at_most("freeze and thaw, each", 500 * await _median(both, ROUNDS), "ms", FREEZE_MS)


async def _resets(running: Running, count: int) -> list[Metric]:
    machine, vm = running.machine, running.vm
    saves = await _median(lambda: machine.snapshot("bench"), SAVES)
    took: list[float] = []
    same = 0
    first = ""
    for _ in range(count):
        began_s = time.perf_counter()
        await machine.reset("bench")
        took.append(time.perf_counter() - began_s)
        seen = (await vm.look()).sha256
        first = first or seen
        same += seen == first
        await vm.do(Press(("down",)))
    return [
        Metric.at_most("snapshot", saves, "s", SAVE_S),
        Metric.at_most("reset", statistics.median(took), "s", RESET_S),
        Metric.all_of("resets that show the same, pixel for pixel", same, "resets", Against("resets", count)),
    ]


def _told(running: Running) -> list[Metric]:
    return [
        Metric.told("until it had started", running.started_s, "s"),
        Metric.told("memory it may use", running.guest.memory_mb, "MB"),
        Metric.told("memory taken by the idle machine", running.machine.memory_mb(), "MB"),
    ]


async def _median(work: Callable[[], Awaitable[object]], count: int) -> float:
    took: list[float] = []
    for _ in range(count):
        began_s = time.perf_counter()
        await work()
        took.append(time.perf_counter() - began_s)
    return statistics.median(took)
