"""The ways out of a private display, tried one by one: without a cage, in one, and in one on a machine that lends less."""

from __future__ import annotations

import asyncio
import ctypes
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from handeye.sandbox.cage import RUN, Cage, Walls
from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.kept import keep
from handeye.sandbox.limits import MIB, Limits
from handeye.sandbox.walls import HOME
from handeye.tools.geometry import Size

from .escape import Inside, Verdict, ask, try_all

LIMITS = Limits(processes=64, memory_bytes=256 * MIB, disk_bytes=40 * MIB)
OWN_PLACES = [str(place) for place in (HOME, "/tmp", "/dev/shm", RUN)]
NOBODY = 65534
LIMIT_S = 120.0


@dataclass
class OnDisplay:
    """With or without a cage, whoever runs the tests."""

    display: PrivateDisplay
    log: Path

    async def run(self, command: Sequence[str]) -> str:
        self.log.unlink(missing_ok=True)
        program = await self.display.start(command, output=self.log)
        await asyncio.wait_for(program.wait(), LIMIT_S)
        return self.log.read_text()


@dataclass
class AsNobody:
    """In a cage that an ordinary user built, where root runs the tests."""

    walls: Walls
    log: Path

    async def run(self, command: Sequence[str]) -> str:
        self.log.unlink(missing_ok=True)
        caged = self.walls.command(command, self.walls.hold(), environ=self.walls.environ({}))
        as_nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--", *caged)
        program = await keep(as_nobody, output=self.log)
        await asyncio.wait_for(program.wait(), LIMIT_S)
        return self.log.read_text()


@asynccontextmanager
async def on_display(cage: Cage | None, log: Path) -> AsyncGenerator[Inside]:
    display = PrivateDisplay(Size(320, 240), cage=cage)
    async with display:
        yield OnDisplay(display, log)


@asynccontextmanager
async def as_nobody(folder: Path, log: Path) -> AsyncGenerator[Inside]:
    async with PrivateDisplay(Size(320, 240)) as place:
        walls = Walls(cage=Cage(limits=LIMITS, by_group=False), place=place, folder=folder, inherits=os.environ)
        walls.prepare()
        shutil.copy(place.xauthority, folder / "cookie")
        _give(folder)
        yield AsNobody(walls, log)


def _give(folder: Path) -> None:
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)


def told(title: str, verdicts: dict[str, Verdict]) -> None:
    print(f"\n{title}:", *(f"  {way}: {verdict}" for way, verdict in verdicts.items()), sep="\n")


WAYS = (
    "read the user's home",
    "write outside its volumes",
    "change the machine's settings",
    "reach a host that is not allowed",
    "see or type into another display",
    "list the machine's processes",
    "fork bomb",
    "fill the memory",
    "fill the disk",
)


def every(verdict: Verdict) -> dict[str, Verdict]:
    return dict.fromkeys(WAYS, verdict)


def test_without_a_cage_every_way_is_open(tmp_path: Path) -> None:
    """What the probes cannot do here, they would prove nothing about by not doing it elsewhere."""

    async def run() -> dict[str, Verdict]:
        async with on_display(None, tmp_path / "log") as inside:
            return await try_all(inside, ["/tmp"])

    told("without a cage", verdicts := asyncio.run(run()))
    settings: dict[str, Verdict] = {"change the machine's settings": "not protected" if os.geteuid() == 0 else "contained"}
    assert verdicts == {**every("not protected"), **settings}


def test_a_cage_contains_all_that_this_machine_can_contain(tmp_path: Path) -> None:
    async def run() -> tuple[dict[str, Verdict], str]:
        cage = Cage(limits=LIMITS)
        async with on_display(cage, tmp_path / "log") as inside:
            assert isinstance(inside, OnDisplay)
            return await try_all(inside, OWN_PLACES), inside.display.limits_held

    verdicts, words = asyncio.run(run())
    told(f"in a cage ({words})", verdicts)
    has_groups = "memory are limited by" in words
    lesser: dict[str, Verdict] = {} if has_groups else {"fill the memory": "limited"}
    if not has_groups and os.geteuid() == 0:
        lesser["fork bomb"] = "not protected"
    assert verdicts == {**every("contained"), **lesser}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be without a limit on processes; run the tests as root")
def test_root_without_control_groups_is_told_what_does_not_hold(tmp_path: Path) -> None:
    async def run() -> tuple[dict[str, Verdict], str]:
        cage = Cage(limits=LIMITS, by_group=False)
        async with on_display(cage, tmp_path / "log") as inside:
            assert isinstance(inside, OnDisplay)
            return await try_all(inside, OWN_PLACES), inside.display.limits_held

    verdicts, words = asyncio.run(run())
    told(f"in a cage ({words})", verdicts)
    assert verdicts == {**every("contained"), "fork bomb": "not protected", "fill the memory": "limited"}
    assert "processes are not limited (as root they cannot be)" in words
    assert "memory is limited for each process" in words


@pytest.mark.skipif(os.geteuid() != 0, reason="whoever runs the tests is an ordinary user, for whom the others are")
def test_an_ordinary_users_cage_is_as_tight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (tmp_path, *(each for each in tmp_path.parents if each.is_relative_to(tempfile.gettempdir()))):
        if str(folder) != tempfile.gettempdir():
            folder.chmod(0o755)
    folder = tmp_path / "cage"
    folder.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    monkeypatch.setattr(os, "getegid", lambda: NOBODY)

    async def run() -> dict[str, Verdict]:
        async with as_nobody(folder, tmp_path / "log") as inside:
            return await try_all(inside, OWN_PLACES)

    told("in an ordinary user's cage", verdicts := asyncio.run(run()))
    assert verdicts == {**every("contained"), "fill the memory": "limited"}


ADD_KEY = {"x86_64": 248, "aarch64": 217}
KEYCTL = {"x86_64": 250, "aarch64": 219}


@pytest.fixture
def key() -> Iterator[str]:
    """Its name; what it says is "hunter2", to whoever is of this session."""
    machine = os.uname().machine
    if machine not in ADD_KEY:
        pytest.skip(f"the system calls of {machine} are not known here; run on x86_64 or aarch64")
    call = ctypes.CDLL(None).syscall
    name = f"handeye-probe-{secrets.token_hex(8)}"
    added = call(ADD_KEY[machine], b"user", name.encode(), b"hunter2", 7, -3)
    if added < 0:
        pytest.skip("this kernel keeps no keys for programs; run on one with CONFIG_KEYS, outside a container")
    yield name
    call(KEYCTL[machine], 9, added, -3)


@pytest.mark.parametrize(("cage", "said"), [(None, "hunter2"), (Cage(), "")], ids=["no cage", "cage"])
def test_keys_that_the_kernel_keeps_for_the_user_stay_outside(cage: Cage | None, said: str, key: str, tmp_path: Path) -> None:
    async def run() -> str:
        async with on_display(cage, tmp_path / "log") as inside:
            return await ask(inside, "read_key", name=key, number=KEYCTL[os.uname().machine])

    assert asyncio.run(run()) == said
