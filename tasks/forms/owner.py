"""Owner: a name for who works on a row, by which others can tell whether that process still runs."""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
import socket
from pathlib import Path

PROC = Path("/proc")


def owner_name() -> str:
    """Another one at each call, so that a name that was given up never comes back."""
    return f"{_here()}:{os.getpid()}:{_started(os.getpid()) or '?'}:{secrets.token_hex(4)}"


def is_alive(owner: str) -> bool:
    """False only where it is certain: it ran under this very kernel, and no process of that number and start runs now."""
    parts = owner.split(":")
    if len(parts) != 4 or parts[0] != _here() or not parts[1].isdecimal() or not parts[2].isdecimal():
        return True
    pid, started = int(parts[1]), parts[2]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    # Where other people's processes are hidden, one that is there has no folder.
    return _started(pid) in (started, None) and not _has_ended(pid)


@functools.cache
def _here() -> str:
    """Containers may share a host's name but not its process numbers; nor does a host after it started again."""
    name = socket.gethostname().replace(":", "-")
    try:
        kernel = (PROC / "sys/kernel/random/boot_id").read_text() + str((PROC / "self/ns/pid").readlink())
    except OSError:
        return name
    return f"{name}-{hashlib.sha256(kernel.encode()).hexdigest()[:8]}"


def _started(pid: int) -> str | None:
    """In ticks since the kernel started; None where that cannot be known."""
    return told[19] if (told := _stat(pid)) else None


def _has_ended(pid: int) -> bool:
    """One that its parent has not yet asked about is still listed."""
    return bool(told := _stat(pid)) and told[0] in "ZX"


def _stat(pid: int) -> list[str]:
    """What follows the program's name, which may itself have blanks and brackets in it."""
    try:
        return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
