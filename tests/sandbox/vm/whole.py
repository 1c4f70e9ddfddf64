"""A whole system under TCG, as tests see and drive it: Debian's installer, and a shell in its stead."""

from __future__ import annotations

import asyncio
import string
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from handeye.sandbox.vm import Machine
from handeye.sandbox.vm.installer import debian_installer
from handeye.tools.action import Action, Click, Positioned, bind
from handeye.tools.frame import Frame
from handeye.tools.geometry import Point, Size
from handeye.tools.motion import settle
from handeye.tools.sight import Eyes
from handeye.tools.vm import Vm

STARTS_WITHIN_S, LIMIT_S = 300.0, 60.0

ASCII = string.digits + string.ascii_letters + string.punctuation

LETTERS = {"gb": "£¬€ä", "de": "äöüß€°§éàâł", "fr": "éèçàù²µ§€ê", "pl": "Zażółć gęślą jaźń €", "us": ""}

EMPTY = Point(640, 110)
"""Where nothing is on any of its pages."""

CONTINUE = Point(1218, 774)
"""The same button on every page."""


class Installer:
    def __init__(self, machine: Machine, vm: Vm, socket: Path, serial: Path) -> None:
        self.machine = machine
        self.vm = vm
        self._socket = socket
        self._serial = serial
        self._eyes = Eyes()

    @property
    def said(self) -> str:
        return self._serial.read_bytes().decode(errors="replace") if self._serial.exists() else ""

    async def settle(self) -> Frame:
        settled = await settle(self.vm.look, self.vm.watch, quiet_s=0.3, limit_s=LIMIT_S)
        assert settled.still, settled.why
        return settled.frame

    async def shows(self, is_so: Callable[[Frame], Any], limit_s: float = LIMIT_S) -> Frame:
        until_s = time.monotonic() + limit_s
        while not is_so(frame := await self.vm.look()):
            assert time.monotonic() < until_s, f"not to be seen; there is: {self.lines(frame)}"
            await asyncio.sleep(0.1)
        return frame

    async def says(self, words: str, limit_s: float = LIMIT_S) -> str:
        until_s = time.monotonic() + limit_s
        while words not in self.said:
            assert time.monotonic() < until_s, f"it said {self.said!r}"
            await asyncio.sleep(0.05)
        return self.said

    def lines(self, frame: Frame) -> dict[str, Point]:
        return {line.text: line.box.center for line in self._eyes.read(frame)}

    def reads(self, words: str) -> Callable[[Frame], bool]:
        return lambda frame: frame.size == Size(1280, 800) and any(words in line for line in self.lines(frame))

    async def do(self, action: Action) -> None:
        await self.vm.do(bind(action, await self.vm.look()) if isinstance(action, Positioned) else action)

    async def drive_with(self, layout: str) -> None:
        """A machine has one driver at a time."""
        await self.vm.close()
        self.vm = Vm(self._socket, layout, compose="gtk")
        await self.vm.open()

    async def click(self, words: str) -> None:
        frame = await self.shows(lambda frame: words in self.lines(frame))
        await self.do(Click(self.lines(frame)[words]))


@asynccontextmanager
async def started(folder: Path, append: str = "--- quiet", **more: Any) -> AsyncGenerator[Installer]:
    serial = folder / "serial"
    machine = Machine(replace(debian_installer(), append=append), accel="tcg", serial=serial, **more)
    async with machine as place:
        socket = Path(place.control_socket)
        vm = Vm(socket, compose="gtk")
        await vm.open()
        installer = Installer(machine, vm, socket, serial)
        try:
            yield installer
        finally:
            await installer.vm.close()
