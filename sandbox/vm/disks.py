"""Disks: what a machine writes to, in files of its own; an image it is started from stays as it was."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

from ...tools.errors import BadInput, HandeyeError, Unsupported

_QCOW2 = b"QFI\xfb"
_DATA_ELSEWHERE = 1 << 2


def refuse_image(path: Path, what: str) -> None:
    """Says what is wrong with a file that a guest shall be started from."""
    if not path.exists():
        raise BadInput(
            f"there is no {what} {path}; give the path of one, or build one with: handeye sandbox image debian-desktop"
        )
    if not path.is_file():
        raise BadInput(f"the {what} {path} is no file")
    if not os.access(path, os.R_OK):
        raise BadInput(f"the {what} {path} is not yours to read")
    if path.stat().st_size == 0:
        raise BadInput(f"the {what} {path} is empty")
    if _names_another(path):
        raise BadInput(
            f"the {what} {path} says that a part of it is in another file, which may be any of this computer's; "
            f"make it one file: qemu-img convert -O qcow2 {path} whole.qcow2"
        )


def _names_another(path: Path) -> bool:
    """Whether a qcow2 has a backing file, or keeps its data elsewhere: QEMU would follow wherever it points."""
    with path.open("rb") as file:
        head = file.read(80)
    version = int.from_bytes(head[4:8], "big") if head[:4] == _QCOW2 else 0
    backing, incompatible = int.from_bytes(head[8:16], "big"), int.from_bytes(head[72:80], "big")
    return version in (2, 3) and (backing != 0 or (version == 3 and bool(incompatible & _DATA_ELSEWHERE)))


def format_of(image: Path) -> str:
    with image.open("rb") as file:
        return "qcow2" if file.read(4) == _QCOW2 else "raw"


def is_lock(said: str) -> bool:
    return "another process using the image" in said


async def make_overlay(image: Path, at: Path) -> None:
    """An image that begins as another one is, and takes all that is written."""
    await _create(at, *_begins_as(image), about=image)


async def make_blank(at: Path) -> None:
    """A disk that no guest sees: what is saved of its memory goes there."""
    await _create(at, about=at, size="1M")


def complaint(said: str, about: Path) -> HandeyeError:
    """What QEMU's own words on a disk mean for people."""
    if is_lock(said):
        return BadInput(f"the image {about} is in use by another machine that writes to it; end that one, or start from a copy")
    if "No space left" in said:
        return HandeyeError(f"there is no room for the machine's disk: {said}; make some, or set TMPDIR to a larger place")
    return BadInput(f"{about} cannot be used as a disk: {said}")


def refuse_missing() -> None:
    """Says which programs a machine needs and this computer lacks, and the command that gets them."""
    if shutil.which("qemu-system-x86_64") is None or shutil.which("qemu-img") is None:
        raise Unsupported(
            "a machine needs QEMU; get it with: apt-get install --no-install-recommends qemu-system-x86 qemu-utils"
        )


def _begins_as(image: Path) -> tuple[str, ...]:
    return ("-b", str(image.resolve()), "-F", format_of(image))


async def _create(at: Path, *options: str, about: Path, size: str = "") -> None:
    command = ("qemu-img", "create", "-q", "-f", "qcow2", *options, str(at), *([size] if size else []))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}
    )
    _, said = await process.communicate()
    if process.returncode:
        raise complaint(" ".join(said.decode(errors="replace").removeprefix("qemu-img: ").split()), about)
