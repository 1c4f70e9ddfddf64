"""A cage shows what was asked for and no more, says what is in its way, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from handeye.sandbox.cage import Cage, Volume
from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.egress import Egress, Exchange
from handeye.tools.errors import BadInput, HandeyeError, Unsupported
from handeye.tools.geometry import Size

from .escape import ask
from .test_escape import OnDisplay

ROOT = Path(__file__).parents[3]
SMALL = Size(320, 240)
LIMIT_S = 60.0


def printed(script: str, log: Path, *, cage: Cage | None = None, cwd: Path | None = None, **environ: str) -> str:
    """What a shell in a cage prints."""

    async def run() -> None:
        display = PrivateDisplay(SMALL, environ={**os.environ, **environ}, cage=cage or Cage())
        async with display:
            program = await display.start(("sh", "-c", script), output=log, cwd=cwd)
            await asyncio.wait_for(program.wait(), LIMIT_S)

    asyncio.run(run())
    return log.read_text()


def refused(kind: type[HandeyeError], *command: str, cage: Cage | None = None, cwd: Path | None = None) -> str:
    """What it is refused with, which is one line."""

    async def run() -> None:
        display = PrivateDisplay(SMALL, cage=cage or Cage())
        async with display:
            await display.start(command or ("true",), cwd=cwd)

    with pytest.raises(kind) as told:
        asyncio.run(run())
    assert "\n" not in str(told.value)
    return str(told.value)


# ---- what is seen in there


def test_home_is_its_own_and_the_environment_says_little(tmp_path: Path) -> None:
    script = "cd; pwd; echo $PWD $HOME; ls -A; env; tr '\\0' '\\n' < /proc/1/environ; id -un; ls -A /run"
    said = printed(
        script, tmp_path / "log", API_KEY="hunter2", DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/1/bus", LC_ALL="C.UTF-8"
    )
    lines = said.splitlines()
    assert lines[:2] == ["/home/cage", "/home/cage /home/cage"]
    assert not {"hunter2", "/run/user", str(Path.home())} & set(said.replace("=", " ").split())
    assert "LC_ALL=C.UTF-8" in lines
    assert lines[-2:] == ["cage", "cage"]


def test_volumes_are_seen_as_they_were_asked_for(tmp_path: Path) -> None:
    for name in ("letters", "pictures", "diary"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one").write_text(f"of {name}")
    letters, pictures, diary = (tmp_path / name for name in ("letters", "pictures", "diary"))
    cage = Cage(volumes=(Volume.parse(str(letters)), Volume.parse(f"{pictures}:rw")))
    script = f"pwd; cat one; cat {letters}/one; echo x > {letters}/one; echo new > {pictures}/two; ls {diary}"
    said = printed(script, tmp_path / "log", cage=cage, cwd=pictures)
    assert said.startswith(f"{pictures}\nof picturesof letters")
    assert said.count("Read-only file system") == 1
    assert f"cannot access '{diary}'" in said
    assert (letters / "one").read_text() == "of letters"
    assert (pictures / "two").read_text() == "new\n"


def test_a_volume_that_makes_no_sense_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("", ":rw", str(tmp_path / "nowhere")):
        with pytest.raises(BadInput, match="no folder"):
            Volume.parse(said)
    for said in ("/", "/tmp/.X11-unix", "/run:rw", "/proc", "/dev/shm"):
        with pytest.raises(BadInput, match="name a folder below"):
            Volume.parse(said)
    monkeypatch.chdir(tmp_path)
    assert Volume.parse(".:rw") == Volume(tmp_path, writable=True)


def test_what_a_command_names_and_the_cage_hides_is_said(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho hello\n")
    program.chmod(0o755)
    (tmp_path / "letter").write_text("hello")
    assert f"{program} is not to be seen in the cage" in refused(BadInput, str(program))
    assert f"--volume {tmp_path}" in refused(BadInput, "cat", "letter", cwd=tmp_path)
    assert 'no program "nonesuch"' in refused(BadInput, "nonesuch")
    shown = Cage(volumes=(Volume(tmp_path),))
    assert printed(f"{program}; cat letter", tmp_path / "log", cage=shown, cwd=tmp_path) == "hello\nhello"


def test_the_server_shares_no_memory_by_number(tmp_path: Path) -> None:
    """Else it would hand out whatever its user's other programs share."""
    python = "import ctypes; x = ctypes.CDLL('libX11.so.6'); x.XOpenDisplay.restype = ctypes.c_void_p; d = x.XOpenDisplay(None); print([x.XQueryExtension(ctypes.c_void_p(d), n, *(ctypes.byref(ctypes.c_int()) for _ in '123')) for n in (b'RENDER', b'MIT-SHM')])"
    assert printed(f"/usr/bin/python3 -c {shlex.quote(python)}", tmp_path / "log") == "[1, 0]\n"


# ---- the one way out


@asynccontextmanager
async def site() -> AsyncGenerator[tuple[str, list[bytes]]]:
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


def test_only_allowed_hosts_are_reached_and_what_is_refused_is_told(tmp_path: Path) -> None:
    told: list[Exchange] = []

    async def run() -> None:
        async with site() as (friend, heard), site() as (stranger, strangers), Egress([friend], watch=told.append) as egress:
            display = PrivateDisplay(SMALL, cage=Cage(proxy=egress.url))
            async with display:
                inside = OnDisplay(display, tmp_path / "log")
                urls = [f"http://{host}/" for host in (friend, stranger, friend)]
                assert await ask(inside, "fetch", urls=urls) == [200, 403, 200]
            assert (len(heard), len(strangers)) == (2, 0)

    asyncio.run(run())
    refusals = {exchange.port: exchange.why for exchange in told if exchange.decision == "refused"}
    assert list(refusals.values()) == ["its host is not on the list"]


def test_a_way_out_that_is_none_is_refused() -> None:
    for proxy in ("http://10.0.0.1:3128", "http://127.0.0.1:80", "http://127.0.0.1"):
        assert "a proxy on a port of 127.0.0.1" in refused(BadInput, cage=Cage(proxy=proxy))


# ---- what is in its way


def test_without_bubblewrap_it_says_what_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Xvfb", "openbox"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install bubblewrap" in refused(Unsupported)


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        ("bwrap: No permissions to create new namespace, likely because …", "kernel.unprivileged_userns_clone"),
        ("bwrap: Creating new namespace failed: Resource temporarily unavailable", "user.max_user_namespaces"),
        ("bwrap: setting up uid map: Permission denied", "kernel.apparmor_restrict_unprivileged_userns"),
        ("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "kernel.apparmor_restrict_unprivileged_userns"),
        ("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "this machine is a container"),
        ("bwrap: Unknown option --size", "too old"),
        ("", "it said nothing"),
    ],
)
def test_where_bubblewrap_builds_none_it_says_why(
    complaint: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bwrap").write_text(f"#!/bin/sh\necho {shlex.quote(complaint)} >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    said = refused(Unsupported)
    assert words in said
    assert complaint.removeprefix("bwrap: ") in said
