"""Screen: what a machine shows, as a Frame."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ..errors import Unsupported
from ..frame import Frame, Pixels
from ..geometry import Size
from .qmp import Qmp

_MEMORY = "/dev/shm"

_HEAD = re.compile(rb"P6\s+([0-9]+)\s+([0-9]+)\s+255\s")


async def take_picture(qmp: Qmp) -> Frame:
    """One look. QEMU writes a file for each, which lives in memory where there is such a place, and for no longer than that."""
    taken_s, taken_at = time.monotonic(), time.time()
    with _folder_in_memory() as folder:
        name = f"{folder}/look.ppm"
        await qmp.ask("screendump", {"filename": name})
        raw = _taken(name)
    head = _HEAD.match(raw)
    if head is None:
        raise Unsupported("the machine has no screen to look at; start it with a graphics card, such as -vga std")
    size = Size(int(head[1]), int(head[2]))

    def decode() -> Pixels:
        return np.frombuffer(raw, np.uint8, size.w * size.h * 3, head.end()).reshape(size.h, size.w, 3)

    return Frame(size, decode, "vm", taken_s=taken_s, taken_at=taken_at)


def _taken(name: str) -> bytes:
    descriptor = os.open(name, os.O_RDONLY)
    try:
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    finally:
        os.close(descriptor)
        Path(name).unlink()


@contextmanager
def _folder_in_memory() -> Generator[str]:
    """Only ours: what QEMU writes into it everybody might read, and a picture that comes too late finds no folder."""
    folder = tempfile.mkdtemp(prefix="handeye-look-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
