"""A private display is private, whole, and never left behind."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.kept import keep
from handeye.sandbox.none import NoSandbox
from handeye.sandbox.place import Place
from handeye.tools.computer import opened
from handeye.tools.desktop import Desktop
from handeye.tools.desktop.x11 import Connection
from handeye.tools.errors import BadInput, ComputerGone, Unsupported
from handeye.tools.geometry import Size

from ..tools.processes import all_gone, running_with

PROGRAMS = Path(__file__).parents[1] / "programs"
LIMIT_S = 60.0


def test_it_is_there_with_its_size_and_a_window_manager() -> None:
    async def run() -> None:
        async with PrivateDisplay(Size(801, 603)) as place:
            async with opened(Desktop(place.display, xauthority=place.xauthority)) as desktop:
                assert (await desktop.look()).size == Size(801, 603)
            connection = Connection(place.display, place.xauthority)
            connection.wait_for_manager()
            connection.close()
        with pytest.raises(ComputerGone):
            Connection(place.display, place.xauthority)

    asyncio.run(run())


def modes(*paths: Path) -> list[int]:
    return [path.stat().st_mode & 0o777 for path in paths]


def test_only_who_has_the_cookie_gets_in() -> None:
    folders: list[Path] = []

    async def run() -> None:
        async with PrivateDisplay() as place:
            cookie = Path(place.xauthority)
            assert modes(cookie.parent, cookie, cookie.with_name("server")) == [0o700, 0o600, 0o600]
            for nobodys in (None, "/nonexistent", os.devnull):
                with pytest.raises(ComputerGone, match=f'cannot reach the display "{place.display}"'):
                    Connection(place.display, nobodys)
            with socket.socket() as tcp:
                assert tcp.connect_ex(("127.0.0.1", 6000 + int(place.display[1:]))) != 0
        folders.append(cookie.parent)

    asyncio.run(run())
    assert not folders[0].exists()


def test_several_at_once_have_numbers_of_their_own() -> None:
    async def run() -> None:
        async with PrivateDisplay() as one, PrivateDisplay() as two, PrivateDisplay() as three:
            assert len({one.display, two.display, three.display}) == 3

    asyncio.run(run())


def test_what_was_started_on_it_ends_with_it(tmp_path: Path) -> None:
    async def run() -> None:
        mark = secrets.token_hex(8)
        display = PrivateDisplay()
        async with display:
            stubborn = "trap '' TERM; (setsid sh -c 'trap \"\" TERM; sleep 600' &); touch up; sleep 600"
            program = await display.start(["sh", "-c", stubborn], environ={"MARK": mark}, cwd=tmp_path)
            quick = await display.start(
                ["sh", "-c", "echo $MARK $DISPLAY; exit 7"], environ={"MARK": "a"}, output=tmp_path / "out"
            )
            assert await quick.wait() == 7
            assert (tmp_path / "out").read_text().startswith("a :")
            until_s = time.monotonic() + LIMIT_S
            while not (tmp_path / "up").exists():
                assert time.monotonic() < until_s
                await asyncio.sleep(0.01)
            assert program.returncode is None
            with pytest.raises(BadInput, match='no program "nonesuch"'):
                await display.start(["nonesuch"])
        assert not running_with(mark)
        with pytest.raises(ComputerGone, match="it was left"):
            await display.start(["true"])

    asyncio.run(run())


@pytest.mark.parametrize(("program", "why"), [("Xvfb", "X server"), ("openbox", "window manager")])
def test_an_early_end_of_a_part_is_the_end_of_all_and_known(program: str, why: str) -> None:
    async def run() -> None:
        display = PrivateDisplay()
        async with display as place, opened(Desktop(place.display, xauthority=place.xauthority)) as desktop:
            folder = Path(place.xauthority).parent
            (victim,) = running_with(place.xauthority if program == "openbox" else folder, program)
            os.kill(victim, signal.SIGKILL)
            assert why in await asyncio.wait_for(display.ended(), LIMIT_S)
            with pytest.raises(ComputerGone, match="no longer there"):
                await desktop.look()
            with pytest.raises(ComputerGone, match=why):
                await display.start(["true"])
            assert all_gone(folder)

    asyncio.run(run())


@pytest.mark.parametrize("delay_s", [0.1, 0.2, 0.25, 0.3, 0.4, None])
def test_a_killed_owner_leaves_nothing(delay_s: float | None, tmp_path: Path) -> None:
    """At any moment of the start, and (None) once all is up."""
    mark = secrets.token_hex(8)
    environ = {**os.environ, "MARK": mark, "TMPDIR": str(tmp_path)}
    owner = subprocess.Popen([sys.executable, str(PROGRAMS / "owner.py")], env=environ, stdout=subprocess.PIPE)
    with owner:
        try:
            if delay_s is None:
                assert owner.stdout is not None
                assert owner.stdout.readline().startswith(b"up :")
                until_s = time.monotonic() + LIMIT_S
                while not all(running_with(mark, name) for name in ("python", "Xvfb", "openbox", "xterm", "sleep")):
                    assert time.monotonic() < until_s
                    time.sleep(0.01)
            else:
                time.sleep(delay_s)
        finally:
            owner.kill()
    assert all_gone(mark), running_with(mark)
    assert delay_s is not None or not list(tmp_path.glob("handeye-*")), "the cookie went too"


def test_a_killed_keeper_takes_its_program_along() -> None:
    async def run() -> None:
        mark = secrets.token_hex(8)
        kept = await keep(["sleep", "600"], environ={**os.environ, "MARK": mark})
        until_s = time.monotonic() + LIMIT_S
        while not running_with(mark, "sleep"):
            assert time.monotonic() < until_s
            await asyncio.sleep(0.01)
        os.kill(kept.pid, signal.SIGKILL)
        assert all_gone(mark)
        await kept.stop()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("command", "code"),
    [("exit 0", 0), ("exit 3", 3), ("kill -SEGV $$", 128 + 11), ("exec /nonexistent", 127), ("exec /", 126)],
)
def test_a_keeper_passes_on_how_its_program_ended(command: str, code: int, tmp_path: Path) -> None:
    async def run() -> None:
        kept = await keep(["sh", "-c", command], output=tmp_path / "out")
        assert await asyncio.wait_for(kept.wait(), LIMIT_S) == code
        await kept.stop()
        kept = await keep(["/nonexistent"], output=tmp_path / "out")
        assert await asyncio.wait_for(kept.wait(), LIMIT_S) == 127
        await kept.stop()
        assert "cannot start /nonexistent: No such file" in (tmp_path / "out").read_text()

    asyncio.run(run())


def test_a_start_that_is_cancelled_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARK", mark := secrets.token_hex(8))

    async def run() -> None:
        for delay_s in (0.0, 0.02, 0.05, 0.1, 0.2):
            display = PrivateDisplay()
            starting = asyncio.create_task(display.__aenter__())
            await asyncio.sleep(delay_s)
            starting.cancel()
            await asyncio.wait([starting])
            await display.__aexit__()

    asyncio.run(run())
    assert all_gone(mark)


def test_what_is_missing_is_named_with_what_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def enter() -> None:
        async with PrivateDisplay():
            pass

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unsupported, match="needs Xvfb and openbox; get it with: apt-get install xvfb openbox"):
        asyncio.run(enter())
    (tmp_path / "Xvfb").symlink_to("/usr/bin/Xvfb")
    with pytest.raises(Unsupported, match="needs openbox; get it with: apt-get install openbox"):
        asyncio.run(enter())


@pytest.mark.parametrize(
    ("name", "words"), [("Xvfb", "Xvfb did not start: no luck"), ("openbox", "openbox did not start: no luck")]
)
def test_a_part_that_does_not_start_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str) -> None:
    (tmp_path / name).write_text("#!/bin/sh\necho no luck >&2\nexit 1\n")
    (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    async def enter() -> None:
        async with PrivateDisplay():
            pass

    with pytest.raises(Exception, match=words):
        asyncio.run(enter())


def test_a_size_that_cannot_be() -> None:
    async def enter() -> None:
        async with PrivateDisplay(Size(0, 800)):
            pass

    with pytest.raises(BadInput, match="0x800"):
        asyncio.run(enter())


def test_no_sandbox_is_the_place_there_is() -> None:
    async def run() -> None:
        async with NoSandbox(Place(display=":0")) as place:
            assert place == Place(display=":0")

    asyncio.run(run())
