"""A cage is held to its limits by whoever this machine lends, and leaves nothing behind, whatever ends it."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from handeye.sandbox import limits
from handeye.sandbox.cage import Cage
from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.egress import Egress
from handeye.sandbox.limits import MIB, Limits, hold
from handeye.tools.errors import ComputerGone

from ...tools.processes import all_gone, running_with, wait_until
from .test_cage import SMALL, printed

ROOT = Path(__file__).parents[3]


# ---- who holds it to its limits


def test_systemd_is_asked_where_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = '#!/bin/sh\necho "$@" >> "$0.asked"\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n'
    (tmp_path / "systemd-run").write_text(stub)
    (tmp_path / "systemd-run").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(limits, "SYSTEMD_RUNS", str(tmp_path))
    limits._systemd_lends.cache_clear()  # pyright: ignore[reportPrivateUsage]
    try:
        assert printed("echo hello", tmp_path / "log", cage=Cage(limits=Limits(processes=77))) == "hello\n"
        assert hold(Limits()).words == "processes and memory are limited by systemd"
    finally:
        limits._systemd_lends.cache_clear()  # pyright: ignore[reportPrivateUsage]
    asked = (tmp_path / "systemd-run.asked").read_text().splitlines()
    assert asked[0].endswith("-- true"), "it is tried before it is believed"
    assert "--scope" in asked[1]
    assert "-p MemoryMax=4294967296 -p MemorySwapMax=0 -p TasksMax=77 -- env -i" in asked[1]


def groups_of(pids: list[int]) -> set[Path]:
    """The control groups of ours that these are in."""
    ours = limits._our_groups()  # pyright: ignore[reportPrivateUsage]
    made = {group for _, folder in ours for group in folder.glob("handeye-*")}
    return {group for group in made if {int(pid) for pid in _members(group)} & set(pids)}


def _members(group: Path) -> list[str]:
    try:
        return (group / "cgroup.procs").read_text().split()
    except OSError:  # gone just now, somebody else's
        return []


# ---- nothing is left


def state(folder: Path) -> dict[str, object]:
    """What of this process's, and of this machine's, could be left behind."""
    return {
        "processes": len(running_with(folder)),
        "open files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
        "mounts": [line for line in Path("/proc/self/mounts").read_text().splitlines() if str(folder) in line],
        "files": sorted(path.name for path in folder.iterdir()),
    }


def test_twenty_times_up_and_down_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    displays: set[str] = set()
    made: set[Path] = set()

    async def cycle() -> None:
        async with Egress(()) as egress:
            display = PrivateDisplay(SMALL, cage=Cage(proxy=egress.url))
            async with display as place:
                displays.add(place.display)
                program = await display.start(("sh", "-c", "sleep 600 & sleep 600"))
                await asyncio.to_thread(wait_until, lambda: bool(running_with(tmp_path, "bwrap")))
                made.update(groups_of(running_with(tmp_path, "bwrap")))
                assert program.returncode is None
                assert state(tmp_path)["processes"]

    async def run() -> list[dict[str, object]]:
        states: list[dict[str, object]] = []
        for _ in range(20):
            await cycle()
            states.append(state(tmp_path))
        return states

    states = asyncio.run(run())
    assert states[1:] == states[:1] * 19
    assert (states[0]["processes"], states[0]["files"]) == (0, [])
    assert not [number for number in displays if is_served_by_nobody(number)]
    held = hold(Limits())
    asyncio.run(held.let_go())
    assert bool(made) == bool(held.groups)
    assert not [group for group in made if group.exists()]


def is_served_by_nobody(display: str) -> bool:
    """Whether its door is there, and nobody behind it."""
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(f"/tmp/.X11-unix/X{display[1:]}")
        except ConnectionRefusedError:
            return True
        except FileNotFoundError:
            return False
    return False


@pytest.mark.parametrize("with_browser", [False, True], ids=["program", "browser"])
def test_a_killed_owner_takes_all_along(with_browser: bool, tmp_path: Path) -> None:
    mark = secrets.token_hex(8)
    command = (sys.executable, "-m", "tests.sandbox.cage.owner", mark, *(("browser",) if with_browser else ()))
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, cwd=ROOT) as owner:
        try:
            assert owner.stdout is not None
            assert owner.stdout.readline() == b"up\n"
            wait_until(lambda: len(running_with(mark, "python3")) >= 3)
            assert bool(running_with(mark, "chrom")) == with_browser
            made = groups_of(running_with(mark))
        finally:
            owner.kill()
    assert all_gone(mark), running_with(mark)
    assert all_gone(tmp_path), running_with(tmp_path)
    assert not list(tmp_path.glob("handeye-display-*"))
    assert not [group for group in made if group.exists()]


def test_a_cage_that_ended_takes_no_more(tmp_path: Path) -> None:
    async def run() -> None:
        display = PrivateDisplay(SMALL, cage=Cage(limits=Limits(memory_bytes=64 * MIB)))
        async with display:
            program = await display.start(("sh", "-c", "exit 7"), output=tmp_path / "log")
            assert await program.wait() == 7
            assert await (await display.start(("sh", "-c", "kill -9 $$"))).wait() == 128 + 9
        with pytest.raises(ComputerGone):
            await display.start(("true",))

    asyncio.run(run())
