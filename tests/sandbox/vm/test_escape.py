"""What wants out of a machine, with all the rights that a guest has, and how far it comes; told by what is seen out here."""

from __future__ import annotations

import asyncio
import secrets
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.place import Place
from handeye.sandbox.vm import Machine
from handeye.sandbox.vm.command import TRANSLATED_MB
from handeye.sandbox.vm.installer import IMAGES
from handeye.tools.frame import Frame

from ..ports import one_port
from .shell import guest_that_runs

pytestmark = pytest.mark.skipif(
    not IMAGES.exists(), reason="the installer's package is not there: apt-get install debian-installer-12-netboot-amd64"
)

STARTS_WITHIN_S = 300.0
STORM_S = 10.0
"""So long the processes that start processes are watched."""
MEMORY_MB, QEMU_MB = 256, 200
END = "that is all"

LOOKS_AROUND = """
echo "cards: $(ls /sys/class/net | tr '\\n' ' ')"
echo "disks: $(ls /sys/block)"
echo "letter: $(find / -name {letter} -o -name .X11-unix 2>/dev/null)"
for kind in 9p virtiofs nfs cifs; do mount -t $kind host /mnt && echo "mounted: $kind"; done
echo "strangers: $(grep -l -a -e handeye -e qemu -e Xvfb /proc/[0-9]*/comm 2>/dev/null)"
"""

REACHES_OUT = """
ip link set lo up; ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0; ip route add default via 10.0.2.2
for host in 10.0.2.2 127.0.0.1 {lan}; do
    for port in {tcp} {screen}; do nc -w 3 $host $port </dev/null && echo "reached: tcp $host"; done
    tftp -g -r letter -l /letter $host {udp} & tftp=$!; sleep 2; kill $tftp
done
echo "asked: $( (printf 'GET http://127.0.0.1:{tcp}/ HTTP/1.1\\r\\nHost: 127.0.0.1:{tcp}\\r\\n\\r\\n'; sleep 2) | nc 10.0.2.100 3128)"
"""

TAKES_ALL = """
mount -t tmpfs -o size=60% all /mnt
dd if=/dev/zero of=/mnt/all bs=1M 2>/dev/null
rm /mnt/all
echo "took what there is"
bomb() { bomb | bomb & }
bomb
"""


async def told_by(serial: Path, words: str) -> str:
    until_s = time.monotonic() + STARTS_WITHIN_S
    while words not in (said := _content(serial).decode(errors="replace")):
        assert time.monotonic() < until_s, said
        await asyncio.sleep(0.1)
    return said


def test_it_finds_nothing_of_this_computer_and_reaches_nobody_on_it(tmp_path: Path) -> None:
    async def run() -> tuple[str, str, set[str]]:
        asks: set[str] = set()
        async with PrivateDisplay() as place:
            plan = {"letter": letter.name, "tcp": port, "udp": port, "lan": _lan(), "screen": 6000 + int(place.display[1:])}
            alone = guest_that_runs(LOOKS_AROUND.format(**plan) + f"echo {END}; sleep 9999", _folder(tmp_path, "alone"))
            script = (LOOKS_AROUND + REACHES_OUT).format(**plan) + f"echo {END}; sleep 9999"
            net = guest_that_runs(script, _folder(tmp_path, "net"))
            one = Machine(alone, accel="tcg", serial=tmp_path / "alone" / "serial")
            other = Machine(
                net,
                accel="tcg",
                serial=tmp_path / "net" / "serial",
                net=["example.org"],
                watch=lambda seen: asks.add(seen.host),
            )
            async with one, other:
                said = await asyncio.gather(
                    told_by(tmp_path / "alone" / "serial", END), told_by(tmp_path / "net" / "serial", END)
                )
        return said[0], said[1], asks

    with _letter_at_home() as letter, _heard() as (port, heard):
        alone, net, asks = asyncio.run(run())
        for said in (alone, net):
            assert "letter: \r\n" in said, said
            assert "disks: \r\n" in said
            assert "strangers: \r\n" in said
            assert "mounted:" not in said
        assert "cards: lo \r\n" in alone, "without a host that is allowed there is no network"
        assert "cards: eth0 lo \r\n" in net
        assert "reached:" not in net, net
        assert "is not on the list" in net.partition("asked:")[2], "only the proxy answers, and says no"
        assert asks == {"127.0.0.1"}, "and what was refused is told"
        assert heard() == []


def test_its_memory_and_its_processes_are_its_own(tmp_path: Path) -> None:
    async def run() -> int:
        guest = guest_that_runs(TAKES_ALL, tmp_path, memory_mb=MEMORY_MB)
        machine = Machine(guest, accel="tcg", serial=tmp_path / "serial")
        async with machine as place:
            (qemu,) = _machines_of(place)
            await told_by(tmp_path / "serial", "took what there is")
            until_s = time.monotonic() + STORM_S
            while time.monotonic() < until_s:
                assert machine.memory_mb() <= MEMORY_MB + TRANSLATED_MB + QEMU_MB
                assert _children(qemu) == [], "whatever it starts, out here it is one program"
                assert isinstance(await machine.look(), Frame), "which still answers"
                await asyncio.sleep(0.2)
        return qemu

    assert not Path(f"/proc/{asyncio.run(run())}").exists(), "and ends when it is told to"


def _folder(where: Path, name: str) -> Path:
    (where / name).mkdir()
    return where / name


def _machines_of(place: Place) -> list[int]:
    folder = str(Path(place.control_socket).parent).encode()
    found = [path.parent for path in Path("/proc").glob("[0-9]*/cmdline") if folder in _content(path)]
    return [int(process.name) for process in found if b"qemu" in _content(process / "comm")]


def _children(pid: int) -> list[str]:
    return [child for path in Path(f"/proc/{pid}/task").glob("*/children") for child in _content(path).decode().split()]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it has just ended


def _lan() -> str:
    """Where this computer is for others, if anywhere."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return "10.0.2.2"
        return str(asking.getsockname()[0])


@contextmanager
def _letter_at_home() -> Generator[Path]:
    letter = Path.home() / f".handeye-probe-{secrets.token_hex(8)}"
    letter.write_text("a secret")
    try:
        yield letter
    finally:
        letter.unlink()


@contextmanager
def _heard() -> Generator[tuple[int, Callable[[], list[str]]]]:
    """A port that listens to everybody, by TCP and UDP, and what came in on it."""
    tcp, udp = one_port("0.0.0.0")
    with tcp, udp:
        for each in (tcp, udp):
            each.setblocking(False)

        def heard() -> list[str]:
            found: list[str] = []
            for name, take in (("tcp", tcp.accept), ("udp", lambda: udp.recvfrom(99))):
                try:
                    found.append(f"{name} {take()}")
                except BlockingIOError:
                    continue
            return found

        yield int(tcp.getsockname()[1]), heard
