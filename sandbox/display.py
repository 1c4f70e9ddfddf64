"""A display of our own: Xvfb with openbox on a free number, behind its own cookie, gone when we are.

async with PrivateDisplay() as place:
    async with opened(Desktop(place.display, xauthority=place.xauthority)) as desktop: …
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..tools.desktop.x11 import authority, wait_for_manager
from ..tools.errors import BadInput, ComputerGone, HandeyeError, Unsupported
from ..tools.geometry import Size
from ..tools.wrapped import Wrapped
from .cage import Cage, Walls
from .caged import Lifeline, wrap
from .kept import STOPPED, Kept, keep
from .limits import Held
from .openbox import RC_XML
from .place import Place
from .said import first_line, last_words
from .way import Way

USUAL = Size(1280, 800)

START_WITHIN_S = 60.0

_NEEDED = {"Xvfb": "xvfb", "openbox": "openbox"}

_NOT_THEIRS = ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DESKTOP_STARTUP_ID", "SESSION_MANAGER")
"""What would lead a program away from this display, to the one the user sits at."""

_INSTEAD = {
    # A bus would hand a second start to the program that runs on the user's own screen, or be started
    # for this display alone and stay behind.
    "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    "NO_AT_BRIDGE": "1",
    "XDG_SESSION_TYPE": "x11",
}


class PrivateDisplay:
    """Entered, it is the Place; left, everything on it ends. If server or window manager ends before
    that, the whole display does, so that whoever uses it hears of it at once."""

    def __init__(self, size: Size = USUAL, *, environ: Mapping[str, str] | None = None, cage: Cage | None = None) -> None:
        """`environ`: what programs on it are started with, such as another HOME; where None, what this process has.
        `cage`: what each of them is put in, with little of that environment."""
        self._size = size
        self._cage = cage
        self._walls: Walls | None = None
        self._way: Way | None = None
        self._held: list[Held] = []
        self._limits_held = "nothing is limited without a cage"
        self._inherits = os.environ if environ is None else environ
        self._place: Place | None = None
        self._folder: Path | None = None
        self._server: Kept | None = None
        self._manager: Kept | None = None
        self._programs: list[Kept] = []
        self._lifeline: Lifeline | None = None
        self._guard: asyncio.Task[None] | None = None
        self._why = ""
        self._over = asyncio.Event()

    async def __aenter__(self) -> Place:
        refuse_missing()
        if not (0 < self._size.w <= 32767 and 0 < self._size.h <= 32767):
            raise BadInput(f"a display of {self._size.w}x{self._size.h} px cannot be; 1 to 32767 a side")
        if self._cage is not None:
            await asyncio.to_thread(self._cage.check)
        try:
            async with asyncio.timeout(START_WITHIN_S):
                self._place = await self._start_server()
                if self._cage is not None:
                    await self._build(self._cage, self._place)
                await self._start_manager(self._place)
        except TimeoutError:
            await self._end()
            raise HandeyeError(f"no private display within {START_WITHIN_S:g} s; is this machine overloaded?") from None
        except BaseException:
            await asyncio.shield(self._end())
            raise
        self._guard = asyncio.create_task(self._watch())
        return self._place

    async def __aexit__(self, *_: object) -> None:
        await asyncio.shield(self._end())

    async def start(
        self,
        command: Sequence[str],
        *,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        output: Path | None = None,
    ) -> Kept:
        """Starts a program on this display, to be ended with it; `environ` is added to what it inherits."""
        if self._place is None or self._over.is_set():
            raise ComputerGone(f"the private display is not there: {self._why or 'it was never entered, or left'}")
        if shutil.which(command[0], path=self._inherits.get("PATH")) is None:
            raise BadInput(f'there is no program "{command[0]}" on this machine')
        program = await self._keep(self._place, command, environ=environ, cwd=cwd, output=output)
        self._programs.append(program)
        return program

    def wrap(self, program: Path) -> Wrapped:
        """A browser's program with the cage around it, for who starts it himself; it ends with this display at the latest."""
        assert self._walls is not None
        assert self._lifeline is not None
        return wrap(self._walls, program, self._hold(self._walls), self._lifeline)

    @property
    def limits_held(self) -> str:
        """How programs in the cage are held to its limits, and to which they cannot be held on this machine."""
        return self._limits_held

    async def ended(self) -> str:
        """Waits until the display is no more, and says why."""
        await self._over.wait()
        return self._why

    async def _build(self, cage: Cage, place: Place) -> None:
        assert self._folder is not None
        self._walls = Walls(cage=cage, place=place, folder=self._folder, inherits=self._inherits)
        self._walls.prepare()
        tried = await asyncio.to_thread(self._walls.hold)
        await tried.let_go()
        self._limits_held = tried.words
        self._lifeline = Lifeline(self._folder / "lifeline")
        if cage.port:
            self._way = Way(self._folder, cage.port)
            await self._way.open()

    def _hold(self, walls: Walls) -> Held:
        held = walls.hold()
        self._held.append(held)
        return held

    async def _keep(
        self,
        place: Place,
        command: Sequence[str],
        *,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        output: Path | None = None,
    ) -> Kept:
        """Starts a program that uses this display, in the cage where there is one."""
        if self._walls is None:
            return await keep(command, environ={**self._environ(place), **(environ or {})}, cwd=cwd, output=output)
        self._walls.refuse_hidden(command, cwd)
        held = await asyncio.to_thread(self._hold, self._walls)
        inside = self._walls.environ({**_INSTEAD, **(environ or {})})
        caged = self._walls.command(command, held, environ=inside, cwd=cwd)
        return await keep(caged, environ=self._inherits, output=output, remove=held.groups)

    async def _start_server(self) -> Place:
        self._folder = folder = Path(tempfile.mkdtemp(prefix="handeye-display-"))
        cookie = secrets.token_bytes(16)
        _write_private(folder / "server", authority(cookie, any_host=True))
        says, told = os.pipe()
        telling = asyncio.create_task(first_line(says))
        try:
            self._server = await keep(
                (
                    *("Xvfb", "-displayfd", str(told), "-auth", str(folder / "server"), "-nolisten", "tcp", *self._without()),
                    *("-screen", "0", f"{self._size.w}x{self._size.h}x24", "-dpi", "96", "-noreset"),
                ),
                output=folder / "server.log",
                pass_fds=(told,),
                remove=folder,
            )
        finally:
            os.close(told)  # now the line can only come from the server, and its end only with it
        number = await telling
        if not number:
            raise HandeyeError(f"Xvfb did not start: {last_words(folder / 'server.log')}")
        _write_private(folder / "cookie", authority(cookie, number.encode()) + authority(cookie, any_host=True))
        return Place(display=f":{number}", xauthority=str(folder / "cookie"))

    async def _start_manager(self, place: Place) -> None:
        assert self._folder is not None
        rules = self._folder / "openbox.xml"
        rules.write_text(RC_XML)
        # Not in the cage, of which it would need one for itself; nothing it shows can make it start a program.
        self._manager = await keep(
            ("openbox", "--sm-disable", "--config-file", str(rules)),
            environ=self._environ(place),
            output=self._folder / "openbox.log",
        )
        ready = asyncio.create_task(asyncio.to_thread(wait_for_manager, place.display, place.xauthority))
        over = asyncio.create_task(self._manager.wait())
        try:
            await asyncio.wait((ready, over), return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                raise HandeyeError(f"openbox did not start: {last_words(self._folder / 'openbox.log')}")
            await ready
        finally:
            over.cancel()
            if not ready.done():  # it waits on the server: with that it ends, and what it says of that end is no news
                assert self._server is not None
                await self._server.stop()
                with suppress(Exception):
                    await ready

    def _environ(self, place: Place) -> dict[str, str]:
        mine = {name: value for name, value in self._inherits.items() if name not in _NOT_THEIRS}
        return {**mine, **_INSTEAD, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}

    def _without(self) -> tuple[str, ...]:
        # The server would look into any memory that is shared on this machine for whoever asks it by number.
        return ("-extension", "MIT-SHM") if self._cage else ()

    async def _watch(self) -> None:
        assert self._server is not None
        assert self._manager is not None
        parts = [asyncio.create_task(part.wait()) for part in (self._server, self._manager)]
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
        await asyncio.gather(self._server.stop(), self._manager.stop())
        # A window manager ends when its server does, and may be seen to have ended first.
        ended_first = self._manager if self._server.returncode == STOPPED else self._server
        self._why = "its window manager ended" if ended_first is self._manager else "its X server ended"
        self._over.set()

    async def _end(self) -> None:
        if self._guard:
            self._guard.cancel()
        if self._lifeline:
            self._lifeline.close()
        await asyncio.gather(*(program.stop() for program in self._programs))
        if self._way:
            await self._way.close()
        for part in (self._manager, self._server):
            if part:
                await part.stop()
        await asyncio.gather(*(held.let_go() for held in self._held))
        self._why = self._why or "it was left"
        self._over.set()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def refuse_missing() -> None:
    """Says what a private display needs and this machine lacks, and the command that gets it."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing:
        packages = " ".join(_NEEDED[name] for name in missing)
        raise Unsupported(f"a private display needs {' and '.join(missing)}; get it with: apt-get install {packages}")


def _write_private(path: Path, data: bytes) -> None:
    path.touch(0o600)
    path.write_bytes(data)
