"""A private display with a Tk program on it that says what it got, and hands to drive both."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.place import Place
from handeye.tools.action import Click, Positioned, Press, bind
from handeye.tools.computer import Effect, opened
from handeye.tools.desktop import Desktop
from handeye.tools.frame import Frame
from handeye.tools.geometry import Point, Size
from handeye.tools.motion import difference, settle

PROGRAMS = Path(__file__).parents[1] / "programs"
LIMIT_S = 60.0

FIELD = Point(200, 55)
"""In the program's text field."""
AREA = Point(700, 400)
"""Anywhere else."""

Event = dict[str, Any]


class World:
    def __init__(self, display: PrivateDisplay, place: Place, desktop: Desktop, log: Path) -> None:
        self.display = display
        self.place = place
        self.desktop = desktop
        self._log = log

    @property
    def environ(self) -> dict[str, str]:
        return {"DISPLAY": self.place.display, "XAUTHORITY": self.place.xauthority}

    def events(self, *kinds: str) -> list[Event]:
        """What the program got so far; a line still being written does not count."""
        lines = self._log.read_text().split("\n")[:-1] if self._log.exists() else []
        every = [json.loads(line) for line in lines]
        return [event for event in every if not kinds or event["event"] in kinds]

    async def until(self, is_so: Callable[[], bool]) -> None:
        until_s = time.monotonic() + LIMIT_S
        while not is_so():
            assert time.monotonic() < until_s, f"it did not come to it; the program got {str(self.events()[-8:])[:2000]}"
            await asyncio.sleep(0.01)

    async def text(self, wanted: str) -> None:
        """Until the program's text field holds exactly this."""

        def held() -> str:
            events = self.events("text")
            return "".join(map(chr, events[-1]["codes"])) if events else ""

        try:
            await self.until(lambda: held() == wanted)
        except AssertionError:
            assert held() == wanted

    async def settled(self) -> Frame:
        at_last = await settle(self.desktop.look, self.desktop.watch, limit_s=LIMIT_S)
        assert at_last.still, at_last.why
        return at_last.frame

    async def until_seen(self, at: Point, colour: int) -> Frame:
        """Until the program has drawn that colour there, and all holds still."""

        def shown(frame: Frame) -> bool:
            return frame.rgb[int(at.y), int(at.x)].tolist() == list(colour.to_bytes(3, "big"))

        until_s = time.monotonic() + LIMIT_S
        while not shown(frame := await self.settled()):
            assert time.monotonic() < until_s, f"{frame.rgb[int(at.y), int(at.x)]} is still there"
        return frame

    async def act(self, action: Any) -> Effect:
        if isinstance(action, Positioned):
            action = bind(action, await self.desktop.look())
        return await self.desktop.do(action)


@asynccontextmanager
async def tk_world(tmp_path: Path, shape: str = "fullscreen", *, monitor: int = 0) -> AsyncGenerator[World]:
    display = PrivateDisplay(Size(1280, 800))
    async with display as place:
        log = tmp_path / "events.jsonl"
        wish = ["wish", str(PROGRAMS / "events.tcl"), str(log), shape]
        await display.start(wish, environ={"LC_ALL": "C.UTF-8"}, output=tmp_path / "wish.log")
        async with opened(Desktop(place.display, xauthority=place.xauthority, monitor=monitor)) as desktop:
            world = World(display, place, desktop, log)
            await world.until(lambda: bool(world.events("ready")))
            await world.settled()
            yield world


async def run_on(world: World, *command: str) -> str:
    """What a program prints that sets up the display, such as setxkbmap."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env={"PATH": "/usr/bin:/bin", **world.environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


class Note:
    """A GTK editor with an empty file open in it."""

    def __init__(self, world: World, file: Path) -> None:
        self.world = world
        self.file = file

    async def saved(self, length: int) -> str:
        """What is in the file once it is saved and at least so long."""
        await self.world.desktop.do(Press(("ctrl", "s")))
        await self.world.until(lambda: len(self.file.read_bytes()) >= length)
        return self.file.read_bytes().decode()


@asynccontextmanager
async def note(tmp_path: Path, *setup: str) -> AsyncGenerator[Note]:
    """mousepad, in front and ready to be typed into, on a display set up by a command such as setxkbmap."""
    file = tmp_path / "note.txt"
    file.write_text("")
    display = PrivateDisplay(Size(1024, 768))
    async with display as place, opened(Desktop(place.display, xauthority=place.xauthority)) as desktop:
        world = World(display, place, desktop, tmp_path / "none")
        if setup:
            await run_on(world, *setup)
        bare = await desktop.look()
        await display.start(["mousepad", "--disable-server", str(file)], environ={"LC_ALL": "C.UTF-8"}, output=tmp_path / "log")
        until_s = time.monotonic() + LIMIT_S
        while not difference(bare, await desktop.look()):
            assert time.monotonic() < until_s, (tmp_path / "log").read_text()
            await asyncio.sleep(0.01)
        await world.settled()
        await world.act(Click(Point(512, 384)))
        await world.settled()
        yield Note(world, file)
