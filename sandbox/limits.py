"""Limits: how much what is caged may use, and who on this machine holds it to that: systemd, a control group, or nobody."""

from __future__ import annotations

import asyncio
import os
import secrets
import shlex
import signal
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

MIB = 1 << 20

SYSTEMD_RUNS = "/run/systemd/system"
"""Is there where it is the machine's first process."""

TRY_WITHIN_S = 5.0
LET_GO_S = 10.0
"""What was killed may take a moment to be gone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Of each program that is started, with all that it starts."""

    processes: int = 1024
    """Threads count, of which a browser has hundreds."""
    memory_bytes: int = 4096 * MIB
    disk_bytes: int = 1024 * MIB
    """Of each place it may write to that is its own; what it writes there is memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How one program is held to its limits."""

    by: Literal["systemd", "a control group", "itself"]
    prefix: tuple[str, ...] = ()
    """What the command is put behind."""
    groups: tuple[Path, ...] = ()
    """Folders to remove when it has ended."""

    @property
    def words(self) -> str:
        """What holds on this machine, and what does not."""
        if self.by != "itself":
            return f"processes and memory are limited by {self.by}"
        processes = "processes are not limited (as root they cannot be)" if _is_root() else "processes are limited"
        return f"{processes}; memory is limited for each process, not for all together: this machine lends no control groups"

    async def let_go(self) -> None:
        """Ends what is still in there, because whoever kept it was killed."""
        until_s = time.monotonic() + LET_GO_S
        while (left := [group for group in self.groups if not _is_removed(group)]) and time.monotonic() < until_s:
            for group in left:
                _kill_all(group)
            await asyncio.sleep(0.01)


def hold(limits: Limits, *, by_group: bool = True) -> Held:
    """The best that this machine offers now; `by_group`: whether more than what each process can be held to is tried."""
    if by_group:
        if _systemd_lends():
            return Held(by="systemd", prefix=(*_scope(limits), "--"))
        if groups := _made_groups(limits):
            join = " && ".join(f"echo $$ > {shlex.quote(str(group / 'cgroup.procs'))}" for group in groups)
            return Held(by="a control group", prefix=("sh", "-c", f'{join} && exec "$@"', "sh"), groups=groups)
    return Held(by="itself")


def _is_removed(group: Path) -> bool:
    try:
        group.rmdir()
    except FileNotFoundError:
        return True
    except OSError:  # somebody is in there
        return False
    return True


def _kill_all(group: Path) -> None:
    with suppress(OSError):
        for pid in (group / "cgroup.procs").read_text().split():
            os.kill(int(pid), signal.SIGKILL)


def _is_root() -> bool:
    return os.geteuid() == 0


# ---- systemd


def _scope(limits: Limits) -> tuple[str, ...]:
    whose = () if _is_root() else ("--user",)
    most = {"MemoryMax": limits.memory_bytes, "MemorySwapMax": 0, "TasksMax": limits.processes}
    parts = tuple(part for name, value in most.items() for part in ("-p", f"{name}={value}"))
    return ("systemd-run", *whose, "--scope", "--quiet", "--collect", *parts)


@cache
def _systemd_lends() -> bool:
    if not Path(SYSTEMD_RUNS).is_dir():
        return False
    try:
        tried = subprocess.run([*_scope(Limits()), "--", "true"], capture_output=True, timeout=TRY_WITHIN_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


# ---- control groups of our own, below the one we are in, as root may make them


def _made_groups(limits: Limits) -> tuple[Path, ...]:
    """All that is needed, or nothing."""
    name = f"handeye-{secrets.token_hex(6)}"
    try:
        with _undone_on_error() as made:
            _make(limits, name, made)
            return tuple(made)
    except (OSError, KeyError):  # not lent to us, or without these controllers
        return ()


def _make(limits: Limits, name: str, made: list[Path]) -> None:
    ours = dict(_our_groups())
    if "pids" in ours and "memory" in ours:
        pids, memory = ours["pids"] / name, ours["memory"] / name
        for group in (pids, memory):
            group.mkdir()
            made.append(group)
        (pids / "pids.max").write_text(str(limits.processes))
        (memory / "memory.limit_in_bytes").write_text(str(limits.memory_bytes))
        return
    both = ours[""] / name
    both.mkdir()
    made.append(both)
    (both / "pids.max").write_text(str(limits.processes))
    (both / "memory.max").write_text(str(limits.memory_bytes))
    (both / "memory.swap.max").write_text("0")


@contextmanager
def _undone_on_error() -> Generator[list[Path]]:
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for group in made:
            group.rmdir()
        raise


def _our_groups() -> Iterator[tuple[str, Path]]:
    """Each controller with the folder of the group this process is in; the newer kind, which has all in one, is ""."""
    mounted: dict[str, Path] = {}
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options, *_ = line.split()
        if kind == "cgroup2":
            mounted.setdefault("", Path(where))
        elif kind == "cgroup":
            mounted.update({option: Path(where) for option in options.split(",") if option in ("pids", "memory")})
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            if controller in mounted:
                yield controller, mounted[controller] / path.lstrip("/")
