"""A container is a display of its own behind walls, and is never left behind."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from handeye.sandbox.cage import Volume
from handeye.sandbox.container import Container
from handeye.sandbox.number import SOCKETS
from handeye.sandbox.place import Place
from handeye.tools.computer import opened
from handeye.tools.desktop import Desktop
from handeye.tools.desktop.x11 import Connection
from handeye.tools.errors import BadInput, ComputerGone
from handeye.tools.geometry import Size

from ...tools.processes import all_gone, running_with, wait_until
from .root import KIND

SIZE = Size(641, 483)
LIMIT_S = 120.0


async def said_by(container: Container, log: Path, *command: str) -> tuple[int, str]:
    program = await container.start(command, output=log)
    code = await asyncio.wait_for(program.wait(), LIMIT_S)
    return code, await asyncio.to_thread(log.read_text)


def containers_there(name: str = "") -> list[str]:
    listed = ("podman", "ps", "--all", "--filter", "label=handeye", "--format", "{{.Names}}")
    return [line for line in subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split() if name in line]


def test_it_is_a_place_with_its_size_a_manager_and_what_was_asked_for(environ: Mapping[str, str], tmp_path: Path) -> None:
    shown, kept = tmp_path / "shown", tmp_path / "kept"
    for folder in (shown, kept):
        folder.mkdir()
        folder.chmod(0o777)
    (shown / "letter").write_text("hello")
    left: list[Place] = []

    async def run() -> None:
        volumes = (Volume(shown), Volume(kept, writable=True))
        container = Container(KIND, size=SIZE, volumes=volumes, environ=environ)
        async with container as place:
            left.append(place)
            async with opened(Desktop(place.display, xauthority=place.xauthority)) as desktop:
                assert (await desktop.look()).size == SIZE
            with pytest.raises(ComputerGone, match="cannot reach the display"):
                Connection(place.display, None)
            log = tmp_path / "log"
            assert await said_by(container, log, "cat", str(shown / "letter")) == (0, "hello")
            code, said = await said_by(container, log, "sh", "-c", f"echo x > {shown}/new")
            assert code != 0
            assert "Read-only file system" in said
            code, _ = await said_by(container, log, "sh", "-c", f"echo x > {kept}/new && exit 5")
            assert code == 5
            assert (kept / "new").read_text() == "x\n"
            forever = await container.start(("sleep", "600"))
            await forever.stop()
            log.unlink()
            _, names = await said_by(container, log, "sh", "-c", "cat /proc/[0-9]*/comm")
            assert "Xvfb" in names
            assert "sleep" not in names
            assert (SOCKETS / f"X{place.display[1:]}").is_symlink()

    asyncio.run(run())
    assert not (SOCKETS / f"X{left[0].display[1:]}").is_symlink()
    assert not Path(left[0].xauthority).parent.exists()
    with pytest.raises(ComputerGone):
        Connection(left[0].display, left[0].xauthority)


def test_who_drives_it_hears_of_its_end(environ: Mapping[str, str]) -> None:
    async def run() -> None:
        container = Container(KIND, size=SIZE, environ=environ)
        async with container as place:
            connection = Connection(place.display, place.xauthority)
            ended = asyncio.create_task(container.ended())
            await container.start(("sh", "-c", "kill 1"))
            assert "ended" in await asyncio.wait_for(ended, LIMIT_S)
            assert connection.is_gone(LIMIT_S)
            connection.close()

    asyncio.run(run())


def test_it_ends_with_its_owner_however_that_ends(environ: Mapping[str, str]) -> None:
    mark = secrets.token_hex(8)
    line = (sys.executable, "-m", "tests.sandbox.container.owner", KIND, mark)
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environ, cwd=Path(__file__).parents[3]) as owner:
        assert owner.stdout is not None
        display, cookie = owner.stdout.readline().split()
        assert running_with(mark)
        owner.send_signal(signal.SIGKILL)
    assert all_gone(mark, LIMIT_S)
    assert all_gone(Path(cookie).parent, LIMIT_S)
    assert containers_there() == []
    assert not (SOCKETS / f"X{display[1:]}").is_symlink()
    assert not Path(cookie).parent.exists()


@pytest.mark.full
def test_twenty_leave_nothing_behind(environ: Mapping[str, str]) -> None:
    others = set(running("conmon"))

    async def run(times: int) -> None:
        for _ in range(times):
            async with Container(KIND, size=SIZE, environ=environ):
                pass

    asyncio.run(run(1))  # what an engine keeps for good it has after the first
    before = there_is()
    asyncio.run(run(20))
    assert there_is() == before
    wait_until(lambda: set(running("conmon")) <= others)


def there_is() -> dict[str, object]:
    """What of this machine's could be left behind."""
    return {
        "containers": sorted(containers_there()),
        "mounts": Path("/proc/self/mounts").read_text(),
        "doors of displays": sorted(path.name for path in SOCKETS.iterdir()),
        "loop devices": sorted(str(path) for path in Path("/sys/block").glob("loop*/loop/backing_file")),
        "folders": sorted(path.name for path in Path(tempfile.gettempdir()).glob("handeye-*")),
        "open files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
    }


def running(name: str) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "comm").read_text().strip() == name:
                yield int(process.name)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"size": Size(0, 5)}, "a display of 0x5 px cannot be"),
        ({"proxy": "http://example.org:3128"}, "a proxy on a port of 127.0.0.1"),
        ({"image": "debian-destkop"}, 'Did you mean "debian-desktop"'),
    ],
)
def test_what_cannot_be_is_said_before_anything_starts(
    given: dict[str, object], words: str, environ: Mapping[str, str]
) -> None:
    async def run() -> None:
        async with Container(environ=environ, **given):  # pyright: ignore[reportArgumentType]
            pass

    with pytest.raises(BadInput, match=words):
        asyncio.run(run())
