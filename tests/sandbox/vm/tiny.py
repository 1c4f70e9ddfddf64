"""A guest of one sector: it shows each key that it gets and writes it to its serial port. F1 changes the resolution,
F2 changes it back, F3 is its end: it then reads no more keys."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from handeye.sandbox.guest import Guest
from handeye.sandbox.vm import Machine
from handeye.tools.computer import opened
from handeye.tools.frame import Frame
from handeye.tools.geometry import Size
from handeye.tools.vm import Vm

LIMIT_S = 60.0

TEXT_MODE, GRAPHICS = Size(720, 400), Size(640, 400)

_CODE = (
    "31c0 8ed8"  # ds = 0
    "b80300 cd10 b401 b90726 cd10"  # text mode, no cursor: the picture stands still
    "b000 baf803 ee"  # a zero on the serial port: it is up
    "b400 cd16"  # next: wait for a key
    "3c00 740d"  # no character: special
    "baf803 ee"  # to the serial port
    "b40e bb0700 cd10 eb{0}"  # to the screen, next
    "80fc3b 7507 b81300 cd10 eb{1}"  # special: F1, graphics
    "80fc3c 7507 b80300 cd10 eb{2}"  # F2, text
    "80fc3d 75{3}"  # F3, or next
    "fa ebfe"  # no interrupts, for ever
)


def _sector() -> bytes:
    """Jumps back are counted from their own end."""
    place = bytes.fromhex(_CODE.format("00", "00", "00", "00").replace(" ", "")).index(bytes.fromhex("b400cd16"))
    code, rest = b"", _CODE
    for number in range(4):
        before, rest = rest.split(f"{{{number}}}")
        code += bytes.fromhex(before)
        code += (place - len(code) - 1).to_bytes(1, "little", signed=True)
    return (code + bytes.fromhex(rest)).ljust(510, b"\0") + b"\x55\xaa"


def tiny_disk(folder: Path) -> Path:
    disk = folder / "tiny.img"
    disk.write_bytes(_sector().ljust(1 << 20, b"\0"))
    return disk


class Tiny:
    """The guest's own truth, and how it is driven."""

    def __init__(self, machine: Machine, vm: Vm, serial: Path, socket: Path) -> None:
        self.machine = machine
        self.vm = vm
        self.socket = socket
        self._serial = serial

    @property
    def got(self) -> str:
        """The keys it got; Enter is "\\r"."""
        return self._serial.read_bytes().partition(b"\0")[2].decode("ascii")

    async def until(self, is_so: Callable[[], object]) -> None:
        until_s = time.monotonic() + LIMIT_S
        while not is_so():
            assert time.monotonic() < until_s, f"it did not come to it; the guest got {self.got!r}"
            await asyncio.sleep(0.01)

    async def shows(self, is_so: Callable[[Frame], object]) -> Frame:
        until_s = time.monotonic() + LIMIT_S
        while not is_so(frame := await self.vm.look()):
            assert time.monotonic() < until_s, "it is not to be seen"
            await asyncio.sleep(0.01)
        return frame

    async def is_up(self) -> None:
        await self.until(lambda: self._serial.exists() and b"\0" in self._serial.read_bytes())
        await self.shows(lambda frame: frame.size == TEXT_MODE)


@asynccontextmanager
async def tiny(folder: Path, layout: str = "us", pointer_within_s: float = 0.2) -> AsyncGenerator[Tiny]:
    disk, serial = tiny_disk(folder), folder / "serial"
    machine = Machine(Guest(disk=disk, memory_mb=32, cpus=1, name="tiny", bus="ide"), accel="tcg", serial=serial)
    async with (
        machine as place,
        opened(Vm(Path(place.control_socket), layout, pointer_within_s=pointer_within_s)) as vm,
    ):
        world = Tiny(machine, vm, serial, Path(place.control_socket))
        await world.is_up()
        yield world
