"""A machine is whole, leaves its image as it was, has no way out, and is never left behind."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handeye.sandbox.guest import Guest
from handeye.sandbox.kept import keep
from handeye.sandbox.vm import Machine, accel
from handeye.sandbox.vm.installer import debian_installer
from handeye.tools.action import Type
from handeye.tools.computer import opened
from handeye.tools.errors import BadInput, ComputerGone, HandeyeError, Unsupported
from handeye.tools.geometry import Size
from handeye.tools.vm import Vm

from ...tools.processes import all_gone, running_with
from .tiny import LIMIT_S, tiny, tiny_disk

KILLED = Path(__file__).with_name("killed.py")


def small(disk: Path) -> Guest:
    return Guest(disk=disk, memory_mb=32, cpus=1)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listening(pid: int) -> list[str]:
    """The network sockets of a process, in the kernel's own words."""
    inodes = {link[8:-1] for fd in Path(f"/proc/{pid}/fd").iterdir() if (link := str(fd.readlink())).startswith("socket:[")}
    tables = (Path(f"/proc/{pid}/net/{kind}") for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"))
    return [line for table in tables for line in table.read_text().splitlines()[1:] if line.split()[9] in inodes]


def test_its_image_stays_and_all_else_goes(tmp_path: Path) -> None:
    async def run() -> Path:
        async with tiny(tmp_path) as guest:
            folder = guest.socket.parent
            assert folder.stat().st_mode & 0o777 == 0o700
            (qemu,) = running_with(folder, "qemu")
            assert listening(qemu) == [], "nobody can reach it over a network"
            await guest.vm.do(Type("x"))
            await guest.vm.save("one")
            assert await guest.machine.snapshots() == ("one",)
            assert 16 < guest.machine.memory_mb() < 500
        return folder

    before = digest(tiny_disk(tmp_path))
    folder = asyncio.run(run())
    assert digest(tmp_path / "tiny.img") == before
    assert not folder.exists()
    assert all_gone(folder)


def test_a_reset_from_outside_stands_still_until_the_driver_looks(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            clean = await guest.vm.look()
            await guest.machine.snapshot("clean")
            await guest.vm.do(Type("dirt"))
            await guest.shows(lambda frame: frame.sha256 != clean.sha256)
            await guest.machine.reset("clean")
            assert (await guest.machine.look()).sha256 == clean.sha256, "which does not count"
            assert "frozen" in await guest.machine.why_still()
            assert (await guest.vm.look()).sha256 == clean.sha256
            assert await guest.machine.why_still() == ""
            await guest.vm.do(Type("k"))
            await guest.until(lambda: guest.got == "dirtk")
            await guest.machine.freeze()
            with pytest.raises(Unsupported, match="stands still"):
                await guest.vm.do(Type("no"))
            await guest.machine.thaw()
            await guest.vm.do(Type("z"))
            await guest.until(lambda: guest.got == "dirtkz")
            with pytest.raises(BadInput, match='no snapshot "nope"'):
                await guest.machine.reset("nope")

    asyncio.run(run())


def test_several_run_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    async def run() -> None:
        async with tiny(tmp_path / "a") as one, tiny(tmp_path / "b") as two:
            await one.vm.do(Type("one"))
            await two.vm.do(Type("two"))
            await one.until(lambda: (one.got, two.got) == ("one", "two"))

    asyncio.run(run())


def test_its_end_is_known_and_said(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(small(tiny_disk(tmp_path)), accel="tcg")
        async with machine as place:
            (qemu,) = running_with(Path(place.control_socket).parent, "qemu")
            os.kill(qemu, signal.SIGKILL)
            assert "its QEMU ended with 137" in await asyncio.wait_for(machine.ended(), LIMIT_S)
            with pytest.raises(ComputerGone, match="the machine is not there: its QEMU ended"):
                await machine.snapshot("late")
        with pytest.raises(ComputerGone):
            await machine.freeze()

    asyncio.run(run())


@pytest.mark.parametrize("delay_s", [0.3, 0.5, 0.7, None])
def test_a_killed_owner_leaves_nothing(delay_s: float | None, tmp_path: Path) -> None:
    """At any moment of the start, and (None) once it is up."""
    mark = secrets.token_hex(8)
    environ = {**os.environ, "MARK": mark, "TMPDIR": str(tmp_path)}
    command = [sys.executable, str(KILLED), str(tiny_disk(tmp_path))]
    owner = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE)
    with owner:
        try:
            if delay_s is None:
                assert owner.stdout is not None
                assert owner.stdout.readline().startswith(b"up ")
                assert running_with(mark, "qemu")
            else:
                time.sleep(delay_s)
        finally:
            owner.kill()
    assert all_gone(mark), running_with(mark)
    assert delay_s is not None or not list(tmp_path.glob("handeye-*"))


def test_a_start_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    mark = secrets.token_hex(8)
    environ = {**os.environ, "MARK": mark, "TMPDIR": str(tmp_path)}

    async def run() -> None:
        for delay_s in (0.0, 0.02, 0.05, 0.1, 0.2):
            machine = Machine(small(tiny_disk(tmp_path)), accel="tcg", environ=environ)
            starting = asyncio.create_task(machine.__aenter__())
            await asyncio.sleep(delay_s)
            starting.cancel()
            await asyncio.wait([starting])
            await machine.__aexit__()

    asyncio.run(run())
    assert all_gone(mark)
    assert not list(tmp_path.glob("handeye-*"))


def test_starting_again_and_again_leaks_nothing(tmp_path: Path, full: bool) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    disk = tiny_disk(tmp_path)

    def left() -> list[Path]:
        return list(tmp_path.glob("handeye-*"))

    async def run() -> None:
        open_files: set[int] = set()
        for _ in range(20 if full else 3):
            machine = Machine(small(disk), accel="tcg", environ=environ)
            async with machine as place, opened(Vm(Path(place.control_socket))) as vm:
                await vm.look()
            assert left() == []
            open_files.add(len(os.listdir("/proc/self/fd")))  # noqa: PTH208
        assert max(open_files) - min(open_files) <= 1, open_files

    asyncio.run(run())
    assert all_gone(tmp_path)


# ---- acceleration


def test_whether_a_guest_starts_is_tried_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    assert asyncio.run(accel.boots_under("tcg", within_s=LIMIT_S))
    assert not asyncio.run(accel.boots_under("none such", within_s=LIMIT_S))
    asked: list[str] = []

    async def never(name: str, **_: float) -> bool:
        asked.append(name)
        return False

    device = tmp_path / "kvm"
    device.touch()
    monkeypatch.setattr(accel, "DEVICE", device)
    monkeypatch.setattr(accel, "boots_under", never)
    assert asyncio.run(accel.choose_accel("auto", environ)) == "tcg"
    assert asyncio.run(accel.choose_accel("auto", environ)) == "tcg"
    assert asked == ["kvm"], "the second time it was known"
    with pytest.raises(Unsupported, match=r"KVM cannot be used: a guest does not start under it .*accel=tcg does without"):
        asyncio.run(accel.choose_accel("kvm", environ))
    device.unlink()
    with pytest.raises(Unsupported, match="is not there"):
        asyncio.run(accel.choose_accel("kvm", environ))
    with pytest.raises(BadInput, match='unknown acceleration "fast"'):
        asyncio.run(accel.choose_accel("fast", environ))


def test_a_guest_that_hangs_is_no_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "qemu-system-x86_64").write_text("#!/bin/sh\nexec sleep 600\n")
    (tmp_path / "qemu-system-x86_64").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert not asyncio.run(accel.boots_under("kvm", within_s=0.2))
    assert all_gone(tmp_path)


# ---- bad input: one line, with the way out


def enter(guest: Guest, **more: object) -> None:
    async def run() -> None:
        async with Machine(guest, accel="tcg", **more):  # type: ignore[arg-type]
            pass

    asyncio.run(run())


def test_what_cannot_be_started_is_said_in_one_line(tmp_path: Path) -> None:
    disk = tiny_disk(tmp_path)
    (tmp_path / "empty").touch()
    broken = tmp_path / "broken.qcow2"
    broken.write_bytes(b"QFI\xfb and then nothing of the kind")
    for guest, words in (
        (Guest(), "there is nothing to start"),
        (Guest(disk=tmp_path / "none.qcow2"), r"there is no image .*none\.qcow2; give the path .* handeye sandbox image"),
        (Guest(iso=tmp_path), "the ISO .* is no file"),
        (Guest(disk=tmp_path / "empty"), "the image .* is empty"),
        (Guest(disk=broken, memory_mb=32), "broken.qcow2 cannot be used as a disk"),
        (Guest(disk=disk, memory_mb=8), "8 MB of memory are too little for this guest; give it 16 or more"),
        (Guest(disk=disk, memory_mb=1 << 30), "this computer has .* MB of memory free, .* give it less"),
        (Guest(disk=disk, cpus=0), "0 CPUs"),
    ):
        with pytest.raises(BadInput, match=words) as caught:
            enter(guest)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("options", [("-b", "/etc/hostname", "-F", "raw"), ("-o", "data_file={folder}/elsewhere", "1M")])
def test_an_image_that_points_at_other_files_is_none_to_start_from(options: tuple[str, ...], tmp_path: Path) -> None:
    disk = tmp_path / "disk.qcow2"
    said = (part.format(folder=tmp_path) for part in options)
    made = ("qemu-img", "create", "-q", "-f", "qcow2", *(part for part in said if part != "1M"), str(disk))
    subprocess.run((*made, *(("1M",) if "1M" in options else ())), check=True)
    with pytest.raises(BadInput, match="a part of it is in another file"):
        enter(Guest(disk=disk, memory_mb=32))


def test_a_qemu_that_does_not_start_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "qemu-system-x86_64"
    program.write_text("#!/bin/sh\necho 'qemu-system-x86_64: no luck' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(HandeyeError, match=r"^QEMU did not start: no luck$"):
        enter(small(tiny_disk(tmp_path)))
    program.write_text("#!/bin/sh\necho 'cannot set up guest memory: Cannot allocate memory' >&2\nexit 1\n")
    with pytest.raises(BadInput, match=r"cannot give the guest 32 MB of memory.*give it less"):
        enter(small(tmp_path / "tiny.img"))


def test_what_is_missing_is_named_with_what_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unsupported, match=r"needs QEMU; get it with: apt-get install .*qemu-system-x86 qemu-utils"):
        enter(small(tiny_disk(tmp_path)))
    with pytest.raises(Unsupported, match="apt-get install debian-installer-12-netboot-amd64"):
        debian_installer(tmp_path)


def test_an_image_in_use_is_told_from_a_broken_one(tmp_path: Path) -> None:
    disk, socket = tiny_disk(tmp_path), tmp_path / "up"
    command = ("qemu-system-x86_64", "-S", "-nodefaults", "-display", "none", "-machine", "pc", "-m", "16", "-nic", "none")
    drive, monitor = f"file={disk},format=raw,if=ide", f"unix:{socket},server=on,wait=off"

    async def run() -> None:
        other = await keep((*command, "-drive", drive, "-qmp", monitor))
        try:
            until_s = time.monotonic() + LIMIT_S
            while not socket.exists():
                assert time.monotonic() < until_s
                await asyncio.sleep(0.01)
            with pytest.raises(BadInput, match=r"tiny\.img is in use by another machine that writes to it; .* from a copy"):
                async with Machine(small(disk), accel="tcg"):
                    pass
        finally:
            await other.stop()

    asyncio.run(run())


def test_a_folder_that_no_socket_can_be_in(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90)
    deep.mkdir()
    with pytest.raises(BadInput, match=r"TMPDIR, .*, is too long a path"):
        enter(small(tiny_disk(tmp_path)), environ={**os.environ, "TMPDIR": str(deep)})
    assert not list(deep.iterdir())


def test_its_screen_has_the_size_that_was_asked_for() -> None:
    from handeye.sandbox.vm.command import command_line

    line = " ".join(command_line(Guest(disk=Path("a,b"), name="n"), Path("/f"), "kvm", Size(1024, 768)))
    assert re.search(r"VGA,edid=on,xres=1024,yres=768 .* -accel kvm -cpu host|-accel kvm -cpu host .*xres=1024,yres=768", line)
    assert "-nic none" in line
    assert "spawn=deny" in line
