"""Cage: bubblewrap around a program: the system read-only, a home of its own, no network but one proxy, nobody else in sight.

display = PrivateDisplay(cage=Cage(volumes=(Volume(Path("letters"), writable=True),)))
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..tools.errors import BadInput, Unsupported
from .limits import Held, Limits, hold
from .place import Place
from .walls import HOME, environment, is_system, kernel, people, system

BUBBLEWRAP = "bwrap"
RUN = Path("/run/cage")
WAY = "way"
"""The socket, in the display's folder and in the cage, behind which the proxy is."""

OR_NOT = "; to do without a cage: --no-cage"

_INSIDE = str(Path(__file__).with_name("inside.py"))

_OWN_PLACES = (HOME, Path("/tmp"), Path("/dev/shm"))

_NEVER = (Path("/dev"), Path("/proc"), Path("/sys"), Path("/run"), Path("/tmp/.X11-unix"))

_TRY_WITHIN_S = 20.0

_COMPLAINTS = {
    r"(?i)creating new namespace|no permissions to create|user namespace|uid map|RTM_NEWADDR": (
        "this machine lets programs make no user namespaces; as root: sysctl -w kernel.unprivileged_userns_clone=1 "
        "user.max_user_namespaces=10000 (on Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0)"
    ),
    r"(?i)mount proc": "this machine is a container that lends no such rights",
}


@dataclass(frozen=True, slots=True)
class Volume:
    """A folder or file of this machine that is seen in the cage, at the place it has."""

    path: Path
    writable: bool = False

    @classmethod
    def parse(cls, said: str) -> Volume:
        """`FOLDER`, or `FOLDER:rw` where it may be written to."""
        name, _, how = said.rpartition(":") if said.endswith((":rw", ":ro")) else (said, "", "ro")
        if not name or not Path(name).exists():
            raise BadInput(f'there is no folder "{name}" to show in the cage; write such as ./letters or ./letters:rw')
        return cls.of(Path(name), writable=how == "rw")

    @classmethod
    def of(cls, there: Path, *, writable: bool = False) -> Volume:
        """Refuses what would let the rest of the machine in, or hide what the cage has itself."""
        path = Path(os.path.abspath(there))  # noqa: PTH100 - links stay as they were said
        if any(own.is_relative_to(path) or path.is_relative_to(own) for own in _NEVER) or HOME.is_relative_to(path):
            raise BadInput(f"{path} cannot be shown in a cage, which has its own; name a folder below")
        return cls(path, writable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cage:
    volumes: tuple[Volume, ...] = ()
    proxy: str = ""
    """The one way out, as it is called here and in the cage, such as http://127.0.0.1:3128; no network where empty."""
    limits: Limits = field(default_factory=Limits)
    by_group: bool = True
    """Whether all of a program together is held to its limits where the machine can do that; else only each process."""

    def check(self) -> None:
        """Refuses, with the way out, where it could not be built; a program is run in one to know."""
        if shutil.which(BUBBLEWRAP) is None:
            raise Unsupported(
                f"the cage around a private display needs bubblewrap; get it with: apt-get install bubblewrap{OR_NOT}"
            )
        if self.proxy and (urlsplit(self.proxy).hostname != "127.0.0.1" or (self.port or 0) < 1024):
            raise BadInput(f"a cage's way out is a proxy on a port of 127.0.0.1 from 1024 on, not {self.proxy}")
        trial = (BUBBLEWRAP, *_NAMESPACES, *_root_flags(), *system(), *kernel(), "--", "true")
        try:
            tried = subprocess.run(trial, capture_output=True, text=True, timeout=_TRY_WITHIN_S, check=False)
        except subprocess.TimeoutExpired:
            raise Unsupported(f"bubblewrap did not end within {_TRY_WITHIN_S:g} s; is this machine overloaded?") from None
        if tried.returncode != 0:
            raise Unsupported(_why(tried.stderr))

    @property
    def port(self) -> int | None:
        """Of the way out."""
        return urlsplit(self.proxy).port if self.proxy else None


_NAMESPACES = ("--unshare-all", "--cap-drop", "ALL", "--new-session", "--die-with-parent")


def _root_flags() -> tuple[str, ...]:
    # To the kernel, root in a cage is root when it asks for files; further namespaces would let it mount some.
    return ("--unshare-user", "--disable-userns") if os.geteuid() == 0 else ()


def _why(complaint: str) -> str:
    words = (complaint.strip().splitlines() or ["it said nothing"])[-1].removeprefix("bwrap: ")
    for pattern, way_out in _COMPLAINTS.items():
        if re.search(pattern, words):
            return f"bubblewrap builds no cage here ({words}): {way_out}{OR_NOT}"
    if "Unknown option" in words:
        return f"this bubblewrap is too old ({words}); 0.8 or newer is needed{OR_NOT}"
    return f"bubblewrap builds no cage here: {words}{OR_NOT}"


@dataclass(frozen=True, kw_only=True)
class Walls:
    """A cage as it stands around one display."""

    cage: Cage
    place: Place
    folder: Path
    """The display's own, with what the cage needs to show."""
    inherits: Mapping[str, str] = field(repr=False)

    def prepare(self) -> None:
        for name, text in people():
            (self.folder / name).write_text(text)

    def hold(self) -> Held:
        return hold(self.cage.limits, by_group=self.cage.by_group)

    def command(
        self,
        command: Sequence[str],
        held: Held,
        *,
        environ: Mapping[str, str],
        cwd: Path | None = None,
        more: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """A program of the cage as one that this machine is to start; `more` arguments of bwrap."""
        # bwrap is the cage's first process, and whoever is in there can read what it was started with.
        bare = ("env", "-i", *(f"{name}={value}" for name, value in environ.items()))
        python, its_folder = _python()
        limits = self.cage.limits
        inside = [python, "-I", "-S", str(RUN / "inside.py"), "--memory", str(limits.memory_bytes)]
        if os.geteuid() != 0:  # it would not hold for root
            inside += ["--processes", str(limits.processes)]
        if self.cage.port:
            inside += ["--way", str(self.cage.port), str(RUN / WAY)]
        walls = (*_NAMESPACES, *_root_flags(), *self._files((*its_folder, *more)), "--chdir", str(self._start_in(cwd)))
        return (*held.prefix, *bare, BUBBLEWRAP, *walls, "--", *inside, "--", *command)

    def environ(self, more: Mapping[str, str]) -> dict[str, str]:
        way = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), self.cage.proxy) if self.cage.proxy else {}
        cookie = {"DISPLAY": self.place.display, "XAUTHORITY": str(RUN / "cookie")}
        return {**environment(self.inherits), **way, **more, **cookie}

    def refuse_hidden(self, command: Sequence[str], cwd: Path | None) -> None:
        """Says which file of a command is not to be seen from inside."""
        found = shutil.which(command[0], path=self.inherits.get("PATH"))
        beside = (cwd or Path.cwd()).absolute()
        named = (beside / word for word in command[1:] if not word.startswith("-"))
        for path in (Path(found or command[0]), *(path for path in named if _is_file(path))):
            if not self.shows(path):
                raise BadInput(
                    f"{path} is not to be seen in the cage around the display; to show it there, say --volume {path.parent} "
                    "(or --no-cage)"
                )

    def shows(self, path: Path) -> bool:
        volumes = [volume.path for volume in self.cage.volumes]
        targets = [shown.resolve() for shown in volumes]
        is_named = is_system(path) or any(path.is_relative_to(shown) for shown in volumes)
        there = path.resolve()
        return is_named and (is_system(there) or any(there.is_relative_to(shown) for shown in targets))

    def _start_in(self, cwd: Path | None) -> Path:
        folder = (cwd or Path.cwd()).resolve()
        return folder if self.shows(folder) else HOME

    def _files(self, more: Sequence[str]) -> tuple[str, ...]:
        """In the order they are mounted: what is inside another comes after it."""
        size = str(self.cage.limits.disk_bytes)
        socket = f"/tmp/.X11-unix/X{self.place.display.removeprefix(':')}"
        own = (part for place in _OWN_PLACES for part in ("--perms", "0700", "--size", size, "--tmpfs", str(place)))
        etc = (part for name, _ in people() for part in ("--ro-bind", str(self.folder / name), f"/etc/{name}"))
        volumes = (part for volume in self._in_order() for part in _bind(volume))
        way = ("--ro-bind", str(self.folder / WAY), str(RUN / WAY)) if self.cage.proxy else ()
        return (
            *system(),
            *etc,
            *kernel(),
            *own,
            *("--ro-bind", socket, socket),
            *("--perms", "0700", "--size", str(1 << 20), "--tmpfs", str(RUN)),
            *("--ro-bind", str(self.folder / "cookie"), str(RUN / "cookie")),
            *("--ro-bind", _INSIDE, str(RUN / "inside.py")),
            *way,
            *volumes,
            *more,
            *("--remount-ro", "/dev", "--remount-ro", "/"),
        )

    def _in_order(self) -> list[Volume]:
        return sorted(self.cage.volumes, key=lambda volume: len(volume.path.parts))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a word too long to be a name
        return False


def _bind(volume: Volume) -> tuple[str, ...]:
    return ("--bind" if volume.writable else "--ro-bind", str(volume.path), str(volume.path))


def _python() -> tuple[str, tuple[str, ...]]:
    """One that runs in the cage, and what must be shown for it: the system's own where there is one."""
    if system_own := shutil.which("python3", path="/usr/bin:/bin"):
        return system_own, ()
    ours = Path(sys.base_prefix).resolve()
    if is_system(ours):
        return os.path.realpath(sys.executable), ()
    if Path.home().resolve().is_relative_to(ours):
        raise Unsupported(f"a cage needs a Python to show, and {ours} holds your home; get one with: apt-get install python3")
    return os.path.realpath(sys.executable), ("--ro-bind", str(ours), str(ours))
