"""Caged: a browser's program with a cage around it, as a script that whoever drives browsers can start in its place."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from ..tools.errors import BadInput
from ..tools.wrapped import Wrapped
from .cage import Volume, Walls
from .kept import kept_by
from .limits import Held

_PROFILE = "@PROFILE@"

_SCRIPT = """#!/bin/sh
echo $$ > {pid_file}
for word; do case $word in --user-data-dir=*) profile=${{word#*=}} ;; esac; done
exec {command} "$@" < {lifeline}
"""


@dataclass
class Lifeline:
    """A pipe with a name: whoever reads from it learns that this process has ended, or closed it."""

    path: Path
    _end: int = -1

    def open(self) -> None:
        if self._end < 0:
            os.mkfifo(self.path, 0o600)
            self._end = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)  # to open it for writing alone waits for a reader

    def close(self) -> None:
        if self._end >= 0:
            os.close(self._end)
            self._end = -1


def wrap(walls: Walls, program: Path, held: Held, lifeline: Lifeline) -> Wrapped:
    """It and all it starts end with the lifeline; its profile is the cage's own, and only its downloads are seen outside."""
    lifeline.open()
    folder = walls.folder / f"browser-{len(list(walls.folder.glob('browser-*')))}"
    downloads = folder / "downloads"
    downloads.mkdir(parents=True)
    volumes = (*walls.cage.volumes, *_shown_for(walls, program), Volume(downloads, writable=True))
    walls = replace(walls, cage=replace(walls.cage, volumes=volumes))
    profile = ("--perms", "0700", "--size", str(walls.cage.limits.disk_bytes), "--tmpfs", _PROFILE)
    command = walls.command((str(program),), held, environ=walls.environ({}), cwd=folder, more=profile)
    script = _SCRIPT.format(
        pid_file=shlex.quote(str(folder / "pid")),
        command=shlex.join(kept_by(command, held.groups)).replace(_PROFILE, '"$profile"'),
        lifeline=shlex.quote(str(lifeline.path)),
    )
    executable = folder / "browser"
    executable.write_text(script)
    executable.chmod(0o700)
    return Wrapped(executable, folder / "pid", downloads)


def _shown_for(walls: Walls, program: Path) -> tuple[Volume, ...]:
    """A browser that is not the system's own comes with its folder."""
    if walls.shows(program):
        return ()
    folder = program.resolve().parent
    if Path.home().resolve().is_relative_to(folder):
        raise BadInput(f"the browser {program} lies right in your home, which no cage shows; move it to a folder of its own")
    return (Volume(folder), *(() if folder == program.parent else (Volume(program.parent),)))
