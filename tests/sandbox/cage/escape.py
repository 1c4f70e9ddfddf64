"""Escape: what is laid out on this machine for a probe to find, and the verdict on each way out, for any kind of sandbox.

    verdicts = await try_all(inside, own_places=["/tmp"])       # {"fork bomb": "contained", …}

Whatever a probe says it reached, the verdict rests on what was seen out here, where that can be.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import socket
import tempfile
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from handeye.sandbox.display import PrivateDisplay
from handeye.tools.geometry import Size

PROBE = Path(__file__).with_name("probe.py").read_text()

MOST_PROCESSES = 300
MOST_ALONE_MIB = 512
MOST_TOGETHER_MIB = 480
MOST_DISK_MIB = 200

Verdict = Literal["contained", "limited", "not protected"]


class Inside(Protocol):
    """A sandbox of any kind in which a program can be run."""

    async def run(self, command: Sequence[str]) -> str:
        """What it printed."""
        ...


async def ask(inside: Inside, part: str, **plan: Any) -> Any:
    """What one part of the probe came to."""
    said = await inside.run(probing(part, **plan))
    lines = said.strip().splitlines()
    assert lines, f"the probe {part} said nothing"
    try:
        return json.loads(lines[-1])
    except ValueError:
        raise AssertionError(f"the probe {part} said: {said}") from None


def probing(part: str, **plan: Any) -> tuple[str, ...]:
    plan_said = base64.b64encode(json.dumps({"part": part, **plan}).encode()).decode()
    return ("/usr/bin/python3", "-I", "-c", PROBE, plan_said)


async def try_all(inside: Inside, own_places: Sequence[str]) -> dict[str, Verdict]:
    """`own_places`: where a program in there may write, and what it writes is only its own."""
    return {
        "read the user's home": await _home(inside),
        "write outside its volumes": await _files(inside),
        "change the machine's settings": await _settings(inside),
        "reach a host that is not allowed": await _network(inside),
        "see or type into another display": await _display(inside),
        "list the machine's processes": await _processes(inside),
        "fork bomb": await _forks(inside),
        "fill the memory": await _memory(inside),
        "fill the disk": await _disk(inside, own_places),
    }


def _kept(is_in: bool) -> Verdict:
    return "contained" if is_in else "not protected"


async def _home(inside: Inside) -> Verdict:
    with _letter_at_home() as (letter, secret):
        return _kept(await ask(inside, "read_home", path=letter) != secret)


@contextmanager
def _letter_at_home() -> Generator[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix=".handeye-probe-", dir=Path.home()) as folder:
        letter = Path(folder, "letter")
        letter.write_text(secret := secrets.token_hex(16))
        yield str(letter), secret


async def _files(inside: Inside) -> Verdict:
    name = f"handeye-probe-{secrets.token_hex(8)}"
    with _open_to_all() as open_to_all:
        folders = [str(Path.home()), "/tmp", "/var/tmp", "/etc", "/usr/local/share", "/dev/shm", open_to_all]
        await ask(inside, "write_outside", name=name, folders=folders)
        return _kept(not _found_and_removed(folders, name))


@contextmanager
def _open_to_all() -> Generator[str]:
    with tempfile.TemporaryDirectory(prefix="handeye-probe-") as folder:
        Path(folder).chmod(0o777)
        yield folder


def _found_and_removed(folders: list[str], name: str) -> list[Path]:
    found = [path for path in (Path(folder, name) for folder in folders) if path.exists()]
    for path in found:
        path.unlink()
    return found


async def _settings(inside: Inside) -> Verdict:
    return _kept(not await ask(inside, "change_settings", path="/proc/sys/vm/swappiness"))


async def _network(inside: Inside) -> Verdict:
    async with _listening() as (plan, heard):
        await ask(inside, "reach", **plan)
        with socket.create_connection(tuple(plan["tcp"][0])) as last:  # whatever came before it has been heard by now
            last.sendall(b"last")
        async with asyncio.timeout(30):
            await heard.last.wait()
        return _kept(not heard.ways)


@dataclass
class _Heard:
    ways: set[str]
    last: asyncio.Event


@asynccontextmanager
async def _listening() -> AsyncGenerator[tuple[dict[str, Any], _Heard]]:
    """TCP, UDP as if for names, and sockets with a name in the file system and without, all on this machine alone."""
    heard = _Heard(set(), asyncio.Event())

    def hears(way: str) -> Any:
        async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if await reader.read(100) == b"last":
                heard.last.set()
            else:
                heard.ways.add(way)
            writer.close()

        return hear

    class Ear(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            del data, addr
            heard.ways.add("udp")

    name = f"handeye-probe-{secrets.token_hex(8)}"
    with tempfile.TemporaryDirectory(prefix="handeye-probe-") as folder:
        path = f"{folder}/door"
        servers = [
            await asyncio.start_server(hears("tcp"), "127.0.0.1", 0),
            await asyncio.start_unix_server(hears("unix"), path),
            await asyncio.start_unix_server(hears("abstract"), f"\0{name}"),
        ]
        ear, _ = await asyncio.get_running_loop().create_datagram_endpoint(Ear, ("127.0.0.1", 0))
        port, udp_port = servers[0].sockets[0].getsockname()[1], ear.get_extra_info("sockname")[1]
        plan = {"tcp": [["127.0.0.1", port]], "udp": [["127.0.0.1", udp_port]], "unix": [path], "abstract": [name]}
        try:
            yield plan, heard
        finally:
            ear.close()
            for server in servers:
                server.close()


async def _display(inside: Inside) -> Verdict:
    async with PrivateDisplay(Size(320, 240)) as theirs:
        number = int(theirs.display[1:])
        return _kept(not await ask(inside, "enter_display", number=number, cookies=[theirs.xauthority]))


async def _processes(inside: Inside) -> Verdict:
    mark = secrets.token_hex(16)
    process = await asyncio.create_subprocess_exec("sh", "-c", f"read _{mark}", stdin=asyncio.subprocess.PIPE)
    try:
        return _kept(not await ask(inside, "see_processes", mark=mark))
    finally:
        process.kill()
        await process.wait()


async def _forks(inside: Inside) -> Verdict:
    return _kept(await ask(inside, "fork_bomb", most=MOST_PROCESSES) < MOST_PROCESSES)


async def _memory(inside: Inside) -> Verdict:
    filled = await ask(inside, "fill_memory", alone_mib=MOST_ALONE_MIB, together_mib=MOST_TOGETHER_MIB, by=3)
    if filled["alone"] >= MOST_ALONE_MIB:
        return "not protected"
    return "limited" if filled["together"] >= MOST_TOGETHER_MIB else "contained"


async def _disk(inside: Inside, own_places: Sequence[str]) -> Verdict:
    """Everywhere it can write at all, as a program would that looks for room."""
    with _open_to_all() as everybodys:
        places = ["/", "/dev", "/run", "/etc", "/var/tmp", everybodys, *own_places]
        taken: dict[str, int] = await ask(inside, "fill_disk", folders=list(dict.fromkeys(places)), most_mib=MOST_DISK_MIB)
    return _kept(sum(taken.values()) < MOST_DISK_MIB)
