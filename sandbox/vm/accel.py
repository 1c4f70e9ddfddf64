"""Accel: how a machine's processor is had. Whether KVM works is found out by starting something under it.

That its device is there says little: on computers that are guests themselves it may be there, and a guest
under it never comes to its first instruction.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ...tools.errors import BadInput, Unsupported
from ...tools.whole import write_whole
from ..kept import keep

Accel = Literal["auto", "kvm", "tcg"]

DEVICE = Path("/dev/kvm")

NO_FOR_S = 3600.0
WITHIN_S = 5.0
"""Under KVM it takes a fifth of a second."""

_SAYS_YES = bytes.fromhex("baf400 b010 ee f4 ebfd")
"""mov dx, 0xf4; mov al, 0x10; out dx, al; hlt: a device that ends QEMU with what is written to it."""

_NOTES: TypeAdapter[dict[str, bool]] = TypeAdapter(dict[str, bool])

_YES = 0x10 << 1 | 1


async def choose_accel(wanted: str, environ: Mapping[str, str]) -> Literal["kvm", "tcg"]:
    if wanted not in ("auto", "kvm", "tcg"):
        raise BadInput(f'unknown acceleration "{wanted}". Known are: auto, kvm, tcg')
    if wanted == "tcg":
        return "tcg"
    if why := await _why_no_kvm(environ, anew=wanted == "kvm"):
        if wanted == "kvm":
            raise Unsupported(f"KVM cannot be used: {why}; accel=tcg does without, several times slower")
        return "tcg"
    return "kvm"


async def _why_no_kvm(environ: Mapping[str, str], *, anew: bool) -> str:
    if why := _why_no_device():
        return why
    notes, key = _notes(environ), _this_computer()
    known = _read(notes)
    if anew or key not in known:
        known = {key: await boots_under("kvm")}
        with suppress(OSError):  # not to be remembered is a pity and no more
            notes.parent.mkdir(parents=True, exist_ok=True)
            write_whole(notes, json.dumps(known).encode())
    return "" if known[key] else f"a guest does not start under it (tried for {WITHIN_S:g} s)"


def _why_no_device() -> str:
    if not DEVICE.exists():
        return f"{DEVICE} is not there"
    return "" if os.access(DEVICE, os.R_OK | os.W_OK) else f"{DEVICE} is not yours to use; the group kvm may"


async def boots_under(accel: str, *, within_s: float = WITHIN_S) -> bool:
    """Whether a guest of nine bytes does what it was made for."""
    folder = Path(tempfile.mkdtemp(prefix="handeye-probe-"))
    disk = folder / "disk"
    disk.write_bytes(_SAYS_YES.ljust(510, b"\0") + b"\x55\xaa")
    probe = await keep(
        (
            *("qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-machine", "pc"),
            *("-accel", accel, "-m", "16", "-nic", "none", "-device", "isa-debug-exit,iobase=0xf4,iosize=4"),
            *("-drive", f"file={str(disk).replace(',', ',,')},format=raw,if=floppy"),
        ),
        remove=folder,
    )
    try:
        return await asyncio.wait_for(probe.wait(), within_s) == _YES
    except TimeoutError:
        return False
    finally:
        await asyncio.shield(probe.stop())
        shutil.rmtree(folder, ignore_errors=True)


def _notes(environ: Mapping[str, str]) -> Path:
    home = environ.get("XDG_CACHE_HOME") or f"{environ.get('HOME') or Path.home()}/.cache"
    return Path(home, "handeye", "kvm.json")


def _this_computer() -> str:
    """Changes with each start of the computer and each new QEMU."""
    program = Path(shutil.which("qemu-system-x86_64") or "qemu-system-x86_64").resolve()
    said = f"{Path('/proc/sys/kernel/random/boot_id').read_text()} {program} {program.stat().st_mtime_ns}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _read(notes: Path) -> dict[str, bool]:
    """A computer that was only too busy to start a guest in time may do so an hour later."""
    try:
        known = _NOTES.validate_json(notes.read_bytes())
        is_old = time.time() - notes.stat().st_mtime > NO_FOR_S
    except (OSError, ValueError):
        return {}
    return {key: works for key, works in known.items() if works or not is_old}
