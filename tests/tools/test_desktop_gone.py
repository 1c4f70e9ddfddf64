"""A desktop that ends, and a desktop that is told to stop: at once, with the right word, nothing held."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from handeye.tools.action import Action, Click, Drag, Press, Scroll, Type, Wait
from handeye.tools.desktop.x11 import BUTTONS, Connection
from handeye.tools.errors import ComputerGone
from handeye.tools.geometry import Point

from .processes import running_with, signalled
from .x11_world import AREA, LIMIT_S, PROGRAMS, World, tk_world

FAR = Point(800, 700)

UNDER_WAY: list[Action] = [
    Wait(60),
    Drag((AREA, FAR), held=("shift",), hold_s=60),
    Drag((AREA, FAR) * 400),
    Click(AREA, hold_s=60),
    Press(("ctrl", "F5"), hold_s=60),
    Type("aB" * 50_000),
    Scroll(AREA, dy=1_000_000),
]


async def begin(world: World, action: Action) -> asyncio.Task[object]:
    doing = asyncio.create_task(world.act(action))
    if not isinstance(action, Wait):
        await world.until(lambda: bool(world.events("press", "key")))
    await asyncio.sleep(0.05)
    assert not doing.done()
    return doing


def the_server(world: World) -> int:
    (server,) = running_with(Path(world.place.xauthority).parent, "Xvfb")
    return server


@pytest.mark.parametrize("action", UNDER_WAY, ids=lambda action: action.action)
def test_a_server_that_is_killed_is_gone_at_once(tmp_path: Path, action: Action, capfd: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            doing = await begin(world, action)
            os.kill(the_server(world), signal.SIGKILL)
            with pytest.raises(ComputerGone, match="no longer there"):
                await asyncio.wait_for(doing, LIMIT_S)
            for again in (world.desktop.look(), world.desktop.do(Press(("a",))), world.desktop.do(Wait(60))):
                with pytest.raises(ComputerGone, match="no longer there"):
                    await asyncio.wait_for(again, LIMIT_S)

    asyncio.run(run())
    assert capfd.readouterr() == ("", "")


def test_a_server_that_stops_answering_hangs_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            server = the_server(world)
            monkeypatch.setattr("handeye.tools.desktop.ANSWERS_WITHIN_S", 0.5)
            with signalled(server), pytest.raises(ComputerGone, match="has not answered"):
                await asyncio.wait_for(world.desktop.look(), LIMIT_S)

    asyncio.run(run())


def test_looks_under_way_end_when_the_server_does(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            server = the_server(world)

            async def look_on() -> None:
                for at in range(1_000_000):
                    await world.desktop.look()
                    if at == 20:
                        os.kill(server, signal.SIGKILL)

            with pytest.raises(ComputerGone, match="no longer there"):
                await asyncio.wait_for(look_on(), LIMIT_S)

    asyncio.run(run())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("action", UNDER_WAY, ids=lambda action: action.action)
def test_what_is_cancelled_lets_go(tmp_path: Path, action: Action) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            doing = await begin(world, action)
            doing.cancel()
            await asyncio.wait_for(asyncio.wait([doing]), LIMIT_S)
            assert doing.cancelled()
            assert nothing_held(world)
            await world.act(Press(("F8",)))
            await world.until(lambda: any(event["name"] == "F8" for event in world.events("up")))

    asyncio.run(run())


@pytest.mark.parametrize("what", ["wait", "drag", "press", "type"])
def test_ctrl_c_stops_and_lets_go(tmp_path: Path, what: str) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, str(PROGRAMS / "hold.py"), world.place.display, world.place.xauthority, what),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            assert process.stdout is not None
            assert await process.stdout.readline() == b"begins\n"
            if what != "wait":
                await world.until(lambda: bool(world.events("press", "key")))
                assert what == "type" or not nothing_held(world)
            process.send_signal(signal.SIGINT)
            said, _ = await asyncio.wait_for(process.communicate(), LIMIT_S)
            assert (said, process.returncode) == (b"stopped\n", 130)
            assert nothing_held(world)

    asyncio.run(run())


def nothing_held(world: World) -> bool:
    """What the server itself says, asked over another connection."""
    connection = Connection(world.place.display, world.place.xauthority)
    try:
        return not any(connection.display.query_keymap()) and not connection.state() & BUTTONS
    finally:
        connection.close()
