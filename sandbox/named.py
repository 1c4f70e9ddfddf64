"""Named: sandboxes that outlive the command which started them, and are found again by name.

    await up("web", Order(guest=debian_installer()))
    find("web").place          # for `Vm`, in any process
    await down("web")

What is known of each lies under `$XDG_STATE_HOME/handeye/sandboxes/NAME`.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..tools import errors
from ..tools.errors import BadInput, HandeyeError, nearest
from ..tools.vm.keyboard import Compose
from .guest import Guest
from .journal import Reading
from .order import Kind, Order
from .owner import ABOUT, LOCK, NETWORK, ORDERS, owner_of
from .place import Place
from .said import first_line, last_words

DOWN_WITHIN_S = 20.0

LOG = "log"

_STARTED_HERE: set[int] = set()
"""Owners that are children of this process."""

_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    alive: bool = False
    """False: it was killed, or this computer was started anew since; nothing of it is left but this note."""
    kind: Kind = "vm"
    image: str = ""
    control_socket: str = ""
    display: str = ""
    xauthority: str = ""
    accel: str = ""
    keymap: str = "us"
    compose: Compose = ""
    memory_mb: int = 0
    allow: tuple[str, ...] = ()
    pid: int = 0
    """Its owner's."""
    started_at: float = 0.0

    @property
    def place(self) -> Place:
        return Place(self.display, self.xauthority, control_socket=self.control_socket)


_ABOUT: TypeAdapter[Named] = TypeAdapter(Named)


async def up(name: str, order: Order, *, environ: Mapping[str, str] | None = None) -> Named:
    """Starts it and returns once it answers; what is in it is then still starting."""
    order.check()
    folder = _folder_of(name, environ)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _is_alive(folder):
        raise BadInput(
            f'the name "{name}" is taken by a sandbox that runs; choose another, or end it: handeye sandbox down {name}'
        )
    said = ORDERS.dump_json(_resolved(order)).decode()
    says, told = os.pipe()
    pid = _spawn((sys.executable, "-P", "-m", "handeye.sandbox.owner", str(folder), said), folder / LOG, told, environ)
    os.close(told)
    try:
        line = await first_line(says)
    except BaseException:
        os.kill(pid, signal.SIGTERM)
        raise
    answer: dict[str, Any] = json.loads(line) if line else {"error": _why_it_ended(folder / LOG), "kind": ""}
    if "error" in answer:
        await _reaped(pid)
        if not _is_alive(folder):
            shutil.rmtree(folder, ignore_errors=True)
        raise _error_of(answer)
    return find(name, environ)


def find(name: str, environ: Mapping[str, str] | None = None) -> Named:
    """One that runs; whatever else it is, the message says what to do."""
    found = next((each for each in all_of_them(environ) if each.name == name), None)
    if found is None:
        running = [each.name for each in all_of_them(environ) if each.alive]
        raise BadInput(
            f'there is no sandbox "{name}".{nearest(name, running)} '
            f"{'Running are: ' + ', '.join(running) if running else 'None runs'}; start it with: handeye sandbox up {name}"
        )
    if not found.alive:
        raise BadInput(f'the sandbox "{name}" has ended without being told to; start it anew with: handeye sandbox up {name}')
    if not found.pid:
        raise BadInput(f'the sandbox "{name}" is only just starting or ending; try again in a moment')
    return found


def network_of(name: str, environ: Mapping[str, str] | None = None) -> Reading:
    """What comes to its way out from now on."""
    return Reading(_folder_of(name, environ) / NETWORK)


def all_of_them(environ: Mapping[str, str] | None = None) -> tuple[Named, ...]:
    """In the order of their names, the dead ones too."""
    home = _home(environ)
    folders = sorted(each for each in home.iterdir() if (each / LOCK).exists()) if home.is_dir() else []
    return tuple(_known(folder) for folder in folders)


async def down(name: str, environ: Mapping[str, str] | None = None) -> None:
    """Ends it, and forgets it; a dead one is only forgotten."""
    folder = _folder_of(name, environ)
    if not (folder / LOCK).exists():
        find(name, environ)  # which raises, and says what there is
    until_s = time.monotonic() + DOWN_WITHIN_S
    pid = owner_of(folder) or _known(folder).pid
    with suppress(ProcessLookupError):
        if pid and _is_alive(folder):
            os.kill(pid, signal.SIGTERM)
    while _is_alive(folder):
        if time.monotonic() > until_s:
            raise HandeyeError(f'the sandbox "{name}" has not ended within {DOWN_WITHIN_S:g} s; its owner is process {pid}')
        await asyncio.sleep(0.02)
    await _reaped(pid)
    shutil.rmtree(folder, ignore_errors=True)


def _known(folder: Path) -> Named:
    alive = _is_alive(folder)
    try:
        about = _ABOUT.validate_json((folder / ABOUT).read_bytes())
    except (OSError, ValueError):
        about = Named(folder.name)
    return replace(about, name=folder.name, alive=alive)


def _is_alive(folder: Path) -> bool:
    """An owner holds its lock for as long as it lives, and nobody can after it."""
    return owner_of(folder) is not None


def _home(environ: Mapping[str, str] | None) -> Path:
    known = os.environ if environ is None else environ
    return Path(known.get("XDG_STATE_HOME") or f"{known.get('HOME') or Path.home()}/.local/state", "handeye", "sandboxes")


def _folder_of(name: str, environ: Mapping[str, str] | None) -> Path:
    if not _NAME.fullmatch(name):
        raise BadInput(f'"{name[:80]}" is no name of a sandbox: letters, digits and . _ - after a letter or digit, 40 at most')
    return _home(environ) / name


def _spawn(command: tuple[str, ...], log: Path, told: int, environ: Mapping[str, str] | None) -> int:
    """A process of its own session, for which nobody waits; what it writes to its output comes through a pipe."""
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ if environ is None else environ,
        file_actions=(
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, told, 1),
            (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ),
        setsid=True,
    )
    _STARTED_HERE.add(pid)
    return pid


async def _reaped(pid: int) -> None:
    """Where it was this process that started an owner, its end has to be taken note of."""
    if pid in _STARTED_HERE:
        _STARTED_HERE.remove(pid)
        await asyncio.to_thread(os.waitpid, pid, 0)


def _resolved(order: Order) -> Order:
    """Its owner is in another folder."""
    return replace(order, guest=order.guest and _resolved_guest(order.guest))


def _resolved_guest(guest: Guest) -> Guest:
    disk, kernel, initrd, iso = (path and path.resolve() for path in (guest.disk, guest.kernel, guest.initrd, guest.iso))
    return replace(guest, disk=disk, kernel=kernel, initrd=initrd, iso=iso)


def _error_of(answer: dict[str, Any]) -> HandeyeError:
    """The owner's error, as it would have been raised here."""
    kinds = {kind.__name__: kind for kind in (errors.BadInput, errors.Unsupported, errors.ComputerGone)}
    return kinds.get(answer["kind"], HandeyeError)(answer["error"])


def _why_it_ended(log: Path) -> str:
    return f"the owner of the sandbox ended: {last_words(log)}"
