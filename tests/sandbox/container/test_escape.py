"""The ways out of a container, tried one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handeye.sandbox.container import Container
from handeye.sandbox.egress import Egress
from handeye.sandbox.image.steps import HOME
from handeye.sandbox.limits import MIB, Limits
from handeye.tools.geometry import Size

from ..cage.escape import Verdict, try_all
from .root import KIND

LIMITS = Limits(processes=64, memory_bytes=256 * MIB, disk_bytes=40 * MIB)
LIMIT_S = 120.0

OWN_PLACES = (HOME, "/tmp", "/dev/shm", "/tmp/.X11-unix", "/run/handeye")


@dataclass
class InContainer:
    container: Container
    log: Path

    async def run(self, command: Sequence[str]) -> str:
        self.log.unlink(missing_ok=True)
        program = await self.container.start(command, output=self.log)
        await asyncio.wait_for(program.wait(), LIMIT_S)
        return self.log.read_text()


def test_every_way_out_is_contained(environ: Mapping[str, str], tmp_path: Path) -> None:
    async def run() -> dict[str, Verdict]:
        async with Egress(()) as egress:
            container = Container(KIND, size=Size(320, 240), proxy=egress.url, limits=LIMITS, environ=environ)
            async with container:
                return await try_all(InContainer(container, tmp_path / "log"), OWN_PLACES)

    verdicts = asyncio.run(run())
    print("in a container:", verdicts)
    assert set(verdicts.values()) == {"contained"}, verdicts


def test_only_the_proxy_is_reached_and_only_what_it_allows(environ: Mapping[str, str], tmp_path: Path) -> None:
    asks = (
        "import urllib.request as u, sys\n"
        "for url in sys.argv[1:]:\n"
        "    try: print(u.urlopen(url, timeout=20).read().decode())\n"
        "    except OSError as error: print(getattr(error, 'code', error))\n"
    )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        await writer.drain()
        writer.close()

    async def run() -> str:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            at = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with Egress((at,)) as egress:
                container = Container(KIND, size=Size(320, 240), proxy=egress.url, environ=environ)
                async with container:
                    command = ("python3", "-c", asks, f"http://{at}/", "http://other.test/")
                    return await InContainer(container, tmp_path / "log").run(command)

    assert asyncio.run(run()).split() == ["hello", "403"]
