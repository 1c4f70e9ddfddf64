"""Owner: the process to which a sandbox belongs that outlives the command which started it.

    python -P -m handeye.sandbox.owner FOLDER '{"kind": "vm", "guest": …}'

It writes one line, that the sandbox is up or why it is not, and from then on only waits: for a TERM, or for
the sandbox to end by itself. It holds a lock on its folder, which therefore says whether it still lives.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from ..tools.errors import BadInput, HandeyeError
from ..tools.whole import write_whole
from .journal import Journal
from .order import Order, made

LOCK, ABOUT, NETWORK = "lock", "sandbox.json", "network.jsonl"

ASKED_WITHIN_S = 0.5


ORDERS: TypeAdapter[Order] = TypeAdapter(Order)


def take_lock(folder: Path) -> int | None:
    """A descriptor that holds the folder's lock, in which then stands whose it is; None while somebody else does."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def owner_of(folder: Path) -> int | None:
    """The process that holds the folder's lock, 0 while it only just takes it; None where nobody does."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        # Shared, so that of several who ask none takes another for the owner.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(os.pread(descriptor, 20, 0) or 0)
    finally:
        os.close(descriptor)
    return None


async def _lock_soon(folder: Path) -> int | None:
    """Whoever only asks whether the owner lives holds the lock for a moment, too."""
    until_s = time.monotonic() + ASKED_WITHIN_S
    while True:
        lock = take_lock(folder)
        if lock is not None or time.monotonic() > until_s:
            return lock
        await asyncio.sleep(0.01)


async def own(folder: Path, order: Order) -> None:
    if await _lock_soon(folder) is None:
        raise BadInput(f'the name "{folder.name}" is taken by a sandbox that runs')
    about = folder / ABOUT
    about.unlink(missing_ok=True)
    told_to_end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_end.set)
    starting = asyncio.create_task(_run(order, folder))
    ending = asyncio.create_task(told_to_end.wait())
    try:
        await asyncio.wait((starting, ending), return_when=asyncio.FIRST_COMPLETED)
    finally:
        ending.cancel()
        about.unlink(missing_ok=True)
        if not starting.done():
            starting.cancel()
    with suppress(asyncio.CancelledError):
        await starting


async def _run(order: Order, folder: Path) -> None:
    guest = order.guest
    async with made(order, os.environ, Journal(folder / NETWORK).heard) as sandbox:
        place = sandbox.place
        about = {
            "name": folder.name,
            "kind": order.kind,
            "image": guest.name if guest else order.image,
            "control_socket": place.control_socket,
            "display": place.display,
            "xauthority": place.xauthority,
            "accel": sandbox.accel,
            "keymap": guest.keymap if guest else "",
            "compose": guest.compose if guest else "",
            "memory_mb": guest.memory_mb if guest else order.memory_mb,
            "allow": order.allow,
            "pid": os.getpid(),
            "started_at": time.time(),
        }
        write_whole(folder / ABOUT, json.dumps(about).encode())
        _tell({"up": True})
        await sandbox.ended()


def _tell(what: dict[str, object]) -> None:
    """The one line; whoever waits for it then hears that nothing more comes."""
    os.write(1, json.dumps(what).encode() + b"\n")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.chdir("/")  # no folder is kept from being removed
    try:
        asyncio.run(own(Path(arguments[0]), ORDERS.validate_json(arguments[1])))
    except HandeyeError as error:
        _tell({"error": str(error), "kind": type(error).__name__})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
