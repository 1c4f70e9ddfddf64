"""Number: holds a display number of this machine for an X server whose socket lies elsewhere, until it is ended.

    python -I number.py SOCKET FILE [command argument…]

A program of its own, with nothing but the standard library: it writes the number it took into FILE, waits until the
pipe on its standard input closes, as it does when its owner ends, and gives the number back. Meanwhile
/tmp/.X11-unix/X<number> leads to SOCKET, which need not be there yet. The command is run at the end where SOCKET's
folder is still there: nobody has put things away before.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

LOCKS = Path("/tmp")
SOCKETS = LOCKS / ".X11-unix"

FIRST, LAST = 100, 9999
"""Below are those that servers take by themselves."""

_DEAF_TO = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""The owner's end is ours, and nothing before."""


def main(socket: str, file: str, *at_the_end: str) -> int:
    for number in _DEAF_TO:
        signal.signal(number, signal.SIG_IGN)
    number = take(socket)
    if number is None:
        print("no display number is free on this machine", file=sys.stderr)
        return 1
    try:
        Path(file).write_text(f"{number}\n")
        while os.read(0, 4096):
            pass
    finally:
        give_back(number, socket)
        if at_the_end and Path(socket).parent.is_dir():
            subprocess.run(at_the_end, stdin=subprocess.DEVNULL, check=False)
    return 0


def take(socket: str, *, locks: Path = LOCKS) -> int | None:
    sockets = locks / SOCKETS.name
    if not sockets.is_dir():
        sockets.mkdir(exist_ok=True)
        sockets.chmod(0o1777)
    for number in range(FIRST, LAST + 1):
        lock, link = _lock(number, locks), sockets / f"X{number}"
        try:
            # What X servers leave to one another: the one who made this file has the number.
            with lock.open("x") as held:
                held.write(f"{os.getpid():>10}\n")
        except FileExistsError:
            if not _was_left(lock, link):
                continue
            lock.write_text(f"{os.getpid():>10}\n")
        try:
            link.symlink_to(socket)
        except FileExistsError:
            lock.unlink(missing_ok=True)
            continue
        return number
    return None


def give_back(number: int, socket: str, *, locks: Path = LOCKS) -> None:
    link = locks / SOCKETS.name / f"X{number}"
    if link.is_symlink() and os.readlink(link) == socket:  # noqa: PTH115 - as it was written, and Path may change that
        link.unlink()
        _lock(number, locks).unlink(missing_ok=True)


def _lock(number: int, locks: Path) -> Path:
    return locks / f".X{number}-lock"


def _was_left(lock: Path, link: Path) -> bool:
    """Whether it is one of ours whose holder was ended without a word; its link is then taken away."""
    try:
        os.kill(int(lock.read_text()), 0)
    except ProcessLookupError:
        if link.is_symlink() and not link.exists():
            link.unlink(missing_ok=True)
            return True
    except (OSError, ValueError):
        pass
    return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
