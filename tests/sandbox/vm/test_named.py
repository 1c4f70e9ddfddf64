"""Machines that outlive their command are found by name, and their end is known whatever it was."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from handeye.sandbox import named
from handeye.sandbox.guest import Guest
from handeye.sandbox.order import Order
from handeye.sandbox.vm import Control
from handeye.tools.computer import opened
from handeye.tools.errors import BadInput, HandeyeError
from handeye.tools.vm import Vm

from ...tools.processes import all_gone, running_with
from .tiny import LIMIT_S, TEXT_MODE, tiny_disk


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where the state of these tests lies; whatever they left running is ended."""
    environ = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "TMPDIR": str(tmp_path)}
    yield environ
    for each in named.all_of_them(environ):
        with suppress(HandeyeError):
            asyncio.run(named.down(each.name, environ))


def small(tmp_path: Path) -> Order:
    return Order(guest=Guest(disk=tiny_disk(tmp_path), memory_mb=32, cpus=1, keymap="de", name="tiny"), accel="tcg")


def test_it_is_there_for_every_process_until_it_is_told_to_end(tmp_path: Path, environ: dict[str, str]) -> None:
    async def run() -> None:
        started = await named.up("web", small(tmp_path), environ=environ)
        assert (started.alive, started.keymap, started.image, started.accel) == (True, "de", "tiny", "tcg")
        assert named.find("web", environ) == started
        assert named.all_of_them(environ) == (started,)
        async with opened(Vm(Path(started.place.control_socket))) as vm, Control(Path(started.control_socket)) as control:
            await control.snapshot("clean")
            until_s = time.monotonic() + LIMIT_S
            while (await vm.look()).size != TEXT_MODE:
                assert time.monotonic() < until_s
                await asyncio.sleep(0.01)
            assert await control.snapshots() == ("clean",)
        with pytest.raises(BadInput, match=r'"web" is taken by a sandbox that runs; .* handeye sandbox down web'):
            await named.up("web", small(tmp_path), environ=environ)
        with pytest.raises(BadInput, match=r'no sandbox "wed"\. Did you mean "web"\? Running are: web; start it with'):
            named.find("wed", environ)
        await named.down("web", environ)
        assert named.all_of_them(environ) == ()
        with pytest.raises(BadInput, match="None runs"):
            await named.down("web", environ)

    asyncio.run(run())
    assert all_gone(tmp_path / "tiny.img")
    assert not list(tmp_path.glob("handeye-*"))
    assert not list((tmp_path / "state" / "handeye" / "sandboxes").iterdir())


def test_one_that_was_killed_is_known_as_dead_and_its_name_is_free(tmp_path: Path, environ: dict[str, str]) -> None:
    async def run() -> None:
        first = await named.up("web", small(tmp_path), environ=environ)
        os.kill(first.pid, signal.SIGKILL)
        assert all_gone(first.control_socket.rpartition("/")[0]), "its machine went with its owner"
        (dead,) = named.all_of_them(environ)
        assert not dead.alive
        with pytest.raises(BadInput, match='"web" has ended without being told to; start it anew with: handeye sandbox up web'):
            named.find("web", environ)
        second = await named.up("web", small(tmp_path), environ=environ)
        assert second.alive
        assert second.pid != first.pid

    asyncio.run(run())


def test_one_that_is_still_starting_is_ended_too(environ: dict[str, str]) -> None:
    """As while an image is built for it: it is not up, and its lock alone says whose it is."""
    folder = Path(environ["XDG_STATE_HOME"], "handeye", "sandboxes", "slow")
    folder.mkdir(parents=True)
    holds = "import sys,time; from handeye.sandbox.owner import take_lock; take_lock(__import__('pathlib').Path(sys.argv[1])); print(flush=True); time.sleep(600)"
    with subprocess.Popen((sys.executable, "-c", holds, folder), stdout=subprocess.PIPE, env=environ) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        alive = [named.all_of_them(environ)[0].alive for _ in range(3)]
        asyncio.run(named.down("slow", environ))
        assert alive == [True] * 3
        assert owner.wait() == -signal.SIGTERM
    assert named.all_of_them(environ) == ()


def test_one_whose_machine_ended_by_itself_is_no_more(tmp_path: Path, environ: dict[str, str]) -> None:
    async def run() -> None:
        started = await named.up("web", small(tmp_path), environ=environ)
        (qemu,) = running_with(started.control_socket, "qemu")
        os.kill(qemu, signal.SIGKILL)
        until_s = time.monotonic() + LIMIT_S
        while any(each.alive for each in named.all_of_them(environ)):
            assert time.monotonic() < until_s
            await asyncio.sleep(0.01)
        with pytest.raises(BadInput, match="has ended"):
            named.find("web", environ)
        await named.down("web", environ)
        assert named.all_of_them(environ) == ()

    asyncio.run(run())


def test_what_goes_wrong_at_its_start_is_said_here(tmp_path: Path, environ: dict[str, str]) -> None:
    async def run() -> None:
        with pytest.raises(BadInput, match=r"there is no image .*none\.qcow2"):
            await named.up("web", Order(guest=Guest(disk=tmp_path / "none.qcow2"), accel="tcg"), environ=environ)
        for name in ("", "a b", "../x", "x" * 41):
            with pytest.raises(BadInput, match="is no name of a sandbox"):
                await named.up(name, small(tmp_path), environ=environ)
        assert named.all_of_them(environ) == ()

    asyncio.run(run())
