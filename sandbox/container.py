"""Container: podman or docker around a display: read-only, no rights, no network but one proxy, bounded, gone when we are.

async with Container(volumes=(Volume(Path("letters")),)) as place:
    async with opened(Desktop(place.display, xauthority=place.xauthority)) as desktop: …
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from ..tools.desktop.x11 import authority, wait_for_manager
from ..tools.errors import BadInput, ComputerGone, HandeyeError
from ..tools.geometry import Size
from .cage import WAY, Volume
from .engine import NAME, Engine, find_engine, walls
from .image.recipe import OURS
from .image.steps import HOME
from .kept import Kept, keep
from .limits import Limits
from .place import Place
from .said import first_line, last_words
from .way import Way

USUAL = Size(1280, 800)

START_WITHIN_S = 120.0

SHARED = "/run/handeye"
"""Where in the container our own files are seen."""

_NUMBER = 7
"""Of the display, inside; nobody else is there."""

_PROGRAMS = ("keeper.py", "inside.py")

_SERVER = f"""
exec 3>{SHARED}/ready
exec "$@" Xvfb :{_NUMBER} -screen 0 "$SIZE"x24 -dpi 96 -noreset -nolisten tcp -auth {SHARED}/server -displayfd 3
"""


class Container:
    """Entered, it is the Place; left, the container ends with all in it, as it does when this process ends."""

    def __init__(
        self,
        image: str = "debian-desktop",
        *,
        size: Size = USUAL,
        volumes: Sequence[Volume] = (),
        proxy: str = "",
        limits: Limits | None = None,
        cpus: float = 2.0,
        tell: Callable[[str], None] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """`proxy`: the one way out, as it is called here and in the container, such as http://127.0.0.1:3128.

        `tell` hears how far it is where the image has to be built first."""
        self._image = image
        self._size = size
        self._volumes = tuple(volumes)
        self._port = _port_of(proxy)
        self._proxy = proxy
        self._limits = limits or Limits()
        self._cpus = cpus
        self._tell = tell or _silent
        self._environ = os.environ if environ is None else environ
        self._name = f"{NAME}-{secrets.token_hex(6)}"
        self._folder: Path | None = None
        self._engine: Engine | None = None
        self._container: Kept | None = None
        self._holder: Kept | None = None
        self._programs: list[Kept] = []
        self._way: Way | None = None
        self._place: Place | None = None

    async def __aenter__(self) -> Place:
        if not (0 < self._size.w <= 32767 and 0 < self._size.h <= 32767):
            raise BadInput(f"a display of {self._size.w}x{self._size.h} px cannot be; 1 to 32767 a side")
        self._engine, image = await find_engine(self._image, self._walls, tell=self._tell, environ=self._environ)
        try:
            async with asyncio.timeout(START_WITHIN_S):
                self._place = await self._start(self._engine, image)
        except TimeoutError:
            await self._end()
            raise HandeyeError(f"no container within {START_WITHIN_S:g} s; is this machine overloaded?") from None
        except BaseException:
            await asyncio.shield(self._end())
            raise
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
        """Starts a program in it, on its display, to be ended with it; `cwd` is a folder of the container."""
        if self._place is None or self._engine is None:
            raise ComputerGone("the container is not there: it was never entered, or left")
        inside = {**self._inside(), **(environ or {})}
        line = (
            *(*self._engine.command, "exec", "-i", f"--workdir={cwd or HOME}"),
            *(f"--env={name}={value}" for name, value in inside.items()),
            # It ends with all it started when the pipe on its standard input closes, as it does when we end.
            *(self._name, "python3", "-I", "-S", f"{SHARED}/keeper.py", "--", *command),
        )
        program = await _tied(line, output, self._folder)
        self._programs.append(program)
        return program

    async def ended(self) -> str:
        """Waits until the container is no more, and says why."""
        if self._container:
            await self._container.wait()
        return "the container ended" if self._place else "it was left"

    def _walls(self, engine: str) -> list[tuple[str, ...]]:
        return walls(engine, self._limits, self._cpus, self._volumes)

    def _inside(self) -> dict[str, str]:
        """What programs in it are started with."""
        mine = {"HOME": HOME, "LANG": "C.UTF-8", "DISPLAY": f":{_NUMBER}", "XAUTHORITY": f"{SHARED}/cookie"}
        quiet = {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "NO_AT_BRIDGE": "1", "XDG_SESSION_TYPE": "x11"}
        out = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), self._proxy) if self._proxy else {}
        return {**mine, **quiet, **out}

    async def _start(self, engine: Engine, image: str) -> Place:
        self._folder = folder = Path(tempfile.mkdtemp(prefix="handeye-container-"))
        shared, sockets = folder / "shared", folder / "sockets"
        cookie = secrets.token_bytes(16)
        self._lay_out(shared, sockets, cookie)
        if self._port:
            self._way = Way(shared, self._port)
            await self._way.open()
            (shared / WAY).chmod(0o666)
        holder = self._holder = await _tied(
            (
                *(sys.executable, "-I", "-S", str(_here("number.py")), str(sockets / f"X{_NUMBER}"), str(folder / "number")),
                *(*engine.command, *engine.removal(self._name)),
            ),
            folder / "number.log",
            folder,
        )
        options = [option for part in self._walls(engine.program) for option in part]
        way = ("--way", str(self._port), f"{SHARED}/{WAY}") if self._port else ()
        container = self._container = await keep(
            (
                *(*engine.command, *engine.run_words, f"--name={self._name}", f"--label={NAME}", "--workdir=/", *options),
                f"--mount=type=bind,src={shared},dst={SHARED},readonly",
                f"--mount=type=bind,src={sockets},dst=/tmp/.X11-unix",
                *(f"--env={name}={value}" for name, value in self._inside().items()),
                f"--env=SIZE={self._size.w}x{self._size.h}",
                *(image, "/bin/sh", "-c", _SERVER, "sh", "python3", "-I", f"{SHARED}/inside.py", *way, "--"),
            ),
            output=folder / "log",
            cwd=folder,
            remove=folder,
        )
        await _told(shared / "ready", container, folder / "log")
        number = await _told(folder / "number", holder, folder / "number.log")
        # Nothing else in it may write where this machine's disk is.
        sockets.chmod(0o755)
        _write(folder / "cookie", authority(cookie, number.encode()) + authority(cookie, any_host=True), 0o600)
        place = Place(display=f":{number}", xauthority=str(folder / "cookie"))
        self._place = place
        await self.start(("openbox", "--sm-disable", "--config-file", f"{OURS}/openbox.xml"), output=folder / "openbox.log")
        await asyncio.to_thread(wait_for_manager, place.display, place.xauthority)
        return place

    def _lay_out(self, shared: Path, sockets: Path, cookie: bytes) -> None:
        """What both sides see. Nobody else gets to it: the folder around it is ours alone."""
        shared.mkdir()
        sockets.mkdir()
        sockets.chmod(0o1777)
        for program in _PROGRAMS:
            shutil.copyfile(_here(program), shared / program)
        _write(shared / "server", authority(cookie, any_host=True), 0o644)
        _write(shared / "cookie", authority(cookie, any_host=True), 0o644)
        for pipe in (shared / "ready", shared.with_name("number")):
            os.mkfifo(pipe)
            pipe.chmod(0o666)

    async def _end(self) -> None:
        self._place = None
        await asyncio.gather(*(program.stop() for program in self._programs))
        if self._engine and self._container:
            # Asked in words first, so that it has put everything away before its keeper ends it.
            await self._engine.run(*self._engine.removal(self._name))
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        await asyncio.gather(*(part.stop() for part in (self._container, self._holder) if part))
        if self._way:
            await self._way.close()


def _silent(_: str) -> None:
    return None


async def _tied(command: Sequence[str], output: Path | None, cwd: Path | None) -> Kept:
    """A program that ends by itself when the pipe on its standard input closes, as it does when this process ends.

    `cwd`: where engines leave their own notes, as of memory that ran out."""
    hears, lifeline = os.pipe()
    try:
        with (output or Path(os.devnull)).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=hears, stdout=log, stderr=subprocess.STDOUT, cwd=cwd, start_new_session=True
            )
    except BaseException:
        os.close(lifeline)
        raise
    finally:
        os.close(hears)
    return Kept(process, lifeline)


def _port_of(proxy: str) -> int:
    if not proxy:
        return 0
    parts = urlsplit(proxy)
    if parts.hostname != "127.0.0.1" or (parts.port or 0) < 1024:
        raise BadInput(f"a container's way out is a proxy on a port of 127.0.0.1 from 1024 on, not {proxy}")
    assert parts.port is not None
    return parts.port


def _here(name: str) -> Path:
    return Path(__file__).with_name(name)


def _write(path: Path, data: bytes, mode: int) -> None:
    path.touch(mode)
    path.write_bytes(data)
    path.chmod(mode)


async def _told(fifo: Path, by: Kept, log: Path) -> str:
    """The line that a program says through it once it is ready."""
    # For both ways, or its end would be seen before anybody has begun.
    line = asyncio.create_task(first_line(os.open(fifo, os.O_RDWR | os.O_NONBLOCK)))
    over = asyncio.create_task(by.wait())
    try:
        await asyncio.wait((line, over), return_when=asyncio.FIRST_COMPLETED)
        if not line.done():
            raise HandeyeError(f"the container did not start: {last_words(log)}")
        return line.result()
    finally:
        line.cancel()
        over.cancel()
