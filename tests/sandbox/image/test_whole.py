"""The images themselves, really built from the distribution's packages, and what is then to be seen on their screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from handeye.sandbox.cage import Volume
from handeye.sandbox.container import Container
from handeye.sandbox.image import build
from handeye.sandbox.vm import Machine
from handeye.tools.action import Click, Press, Type, bind
from handeye.tools.computer import Computer, opened
from handeye.tools.desktop import Desktop
from handeye.tools.frame import Frame
from handeye.tools.geometry import Point
from handeye.tools.vm import Vm

pytestmark = pytest.mark.full

EDITOR = Point(60, 130)
"""The icon on the guest's desktop."""

GROUND_RGB = (0x2F, 0x5D, 0x7C)

LIMIT_S = 600.0
"""A machine that is emulated and shared starts slowly; that says nothing about the image."""


async def until(computer: Computer, is_so: Callable[[Frame], bool]) -> Frame:
    loop = asyncio.get_running_loop()
    until_s = loop.time() + LIMIT_S
    while not is_so(frame := await computer.look()):
        assert loop.time() < until_s, "it is not to be seen"
        await asyncio.sleep(0.2)
    return frame


def share_of(frame: Frame, rgb: tuple[int, int, int]) -> float:
    return np.count_nonzero((frame.rgb == np.array(rgb)).all(axis=2)) / (frame.size.w * frame.size.h)


def has_desktop(frame: Frame) -> bool:
    """Its ground is painted, and an icon is on it."""
    icon = frame.rgb[115:155, 40:85].reshape(-1, 3)
    return frame.size.w == 1280 and share_of(frame, GROUND_RGB) > 0.8 and len(np.unique(icon, axis=0)) > 20


def has_paper(frame: Frame) -> bool:
    return share_of(frame, (255, 255, 255)) > 0.2


def test_a_desktop_whose_editor_opens_by_a_double_click(tmp_path: Path) -> None:
    told: list[str] = []

    async def run() -> None:
        guest = await build("debian-desktop", tell=told.append)
        async with Machine(guest, serial=tmp_path / "serial") as place, opened(Vm(Path(place.control_socket))) as vm:
            desktop = await until(vm, has_desktop)
            await vm.do(bind(Click(EDITOR, count=2), desktop))
            paper = await until(vm, has_paper)
            await vm.do(Type("hello"))
            await until(vm, lambda frame: bool((frame.rgb != paper.rgb).any()))

    asyncio.run(run())


def test_a_web_guest_comes_up_with_an_empty_page() -> None:
    async def run() -> None:
        guest = await build("debian-web")
        async with Machine(guest) as place, opened(Vm(Path(place.control_socket))) as vm:
            await until(vm, lambda frame: share_of(frame, (255, 255, 255)) > 0.7)

    asyncio.run(run())


def test_a_container_of_the_same_packages_runs_the_editor(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    async def run() -> None:
        container = Container("debian-desktop", volumes=(Volume(tmp_path, writable=True),))
        async with container as place, opened(Desktop(place.display, xauthority=place.xauthority)) as desktop:
            await container.start(("mousepad", str(tmp_path / "letter")))
            await until(desktop, has_paper)
            await desktop.do(Type("hello"))
            await desktop.do(Press(("ctrl", "s")))
            letter = tmp_path / "letter"
            await until(desktop, lambda _: letter.exists() and letter.read_text() == "hello")

    asyncio.run(run())
