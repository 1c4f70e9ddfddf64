"""States: a machine as a whole is frozen, thawed, saved and taken back; checked, for its monitor fails in words only.

A machine that was taken back stands still until somebody has looked at it, so that what is seen first is
exactly what was saved. A file beside its control socket says so to whoever looks, in whichever process.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import BadInput, ComputerGone, Unsupported
from .qmp import Qmp

SAVED_WITHIN_S = 300.0
"""Its memory goes to a disk, which may be slow and much in use."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")

_GONE = {"shutdown", "guest-panicked", "internal-error"}
_BROKEN = {"io-error": "the disk that holds its overlay is full or broken; make room, then thaw it"}


def unseen_mark(socket: Path) -> Path:
    """There while nobody has looked since the machine was taken back."""
    return socket.with_name(f"{socket.name}.unseen")


def frozen_mark(socket: Path) -> Path:
    """There while the machine stands still for its driver, which may be killed meanwhile."""
    return socket.with_name(f"{socket.name}.frozen")


async def why_still(qmp: Qmp) -> str:
    """Why a machine stands still; "" while it runs."""
    status = (await qmp.ask("query-status"))["status"]
    if status in _GONE:
        raise ComputerGone(f"the machine has stopped for good ({status}); start it again")
    return "" if status in ("running", "suspended") else _BROKEN.get(status, "it is frozen; thaw it first")


async def freeze(qmp: Qmp) -> None:
    await qmp.ask("stop")


async def thaw(qmp: Qmp) -> None:
    await qmp.ask("cont")


async def save(qmp: Qmp, name: str) -> None:
    """All of the machine, its memory and disks, under a name; one of that name is replaced."""
    refuse_name(name)
    try:
        await qmp.say(f"savevm {name}", limit_s=SAVED_WITHIN_S)
    except Unsupported as error:
        if "block device" in str(error):
            raise Unsupported(
                "this machine cannot be saved: that needs a writable qcow2 disk, and every other writable disk to be one too"
            ) from None
        raise


async def rewind(qmp: Qmp, name: str, unseen: Path) -> None:
    """Back to what was saved, standing still; where that cannot be, it goes on as if nothing had been asked."""
    refuse_name(name)
    known = await saved(qmp)
    if name not in known:
        raise BadInput(f'there is no snapshot "{name}" of this machine; there is: {", ".join(known) or "none yet"}')
    goes_on = not await why_still(qmp)
    await freeze(qmp)
    is_marked_here = _mark(unseen)  # before: whoever is killed in between leaves a machine that goes on with the next look
    try:
        await qmp.say(f"loadvm {name}", limit_s=SAVED_WITHIN_S)
    except BaseException:
        if is_marked_here:
            _take_off(unseen)
        if goes_on:
            await thaw(qmp)
        raise


async def saved(qmp: Qmp) -> tuple[str, ...]:
    """The names of what was saved, oldest first."""
    found: dict[str, tuple[int, int]] = {}
    for device in await qmp.ask("query-block"):
        for each in device.get("inserted", {}).get("image", {}).get("snapshots", ()):
            found[each["name"]] = (each["date-sec"], each["date-nsec"])
    return tuple(sorted(found, key=lambda each: found[each]))


async def has_looked(qmp: Qmp, unseen: Path, *, goes_on: bool = True) -> None:
    """To be called after every look: a machine that stood still for it goes on."""
    if _take_off(unseen) and goes_on:
        await thaw(qmp)


def refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadInput(f'"{name[:80]}" is no name of a snapshot: letters, digits and . _ - after a first letter, 64 at most')


def _mark(unseen: Path) -> bool:
    """Whether it was not there yet."""
    try:
        unseen.touch(0o600, exist_ok=False)
    except FileExistsError:
        return False
    return True


def _take_off(unseen: Path) -> bool:
    """Whether it was there."""
    try:
        unseen.unlink()
    except FileNotFoundError:
        return False
    return True
