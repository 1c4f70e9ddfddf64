"""Kept: a program of ours that cannot outlive us, because a keeper (keeper.py) stands between."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_KEEPER = str(Path(__file__).with_name("keeper.py"))

STOPPED = 128 + 15
"""The exit code of what had not ended by itself before it was stopped."""

STOP_WITHIN_S = 10.0
"""A keeper ends what it keeps in about two seconds at most; one that does not is broken itself."""


class Kept:
    """A running program, all it started included. Made by `keep`."""

    def __init__(self, process: asyncio.subprocess.Process, lifeline: int) -> None:
        self._process = process
        self._lifeline = lifeline

    @property
    def pid(self) -> int:
        """The keeper's."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs; then its exit code, 128 + n where signal n ended it."""
        return self._process.returncode

    async def wait(self) -> int:
        """Until it has ended by itself, with all it started."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ends it: asked first, then made to."""
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        try:
            await asyncio.wait_for(self._process.wait(), STOP_WITHIN_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def kept_by(command: Sequence[str], remove: Sequence[Path] = ()) -> tuple[str, ...]:
    """The command with its keeper before it, to be started with the owner's pipe on its standard input."""
    removing = (part for folder in remove for part in ("--remove", str(folder)))
    return (sys.executable, "-I", "-S", _KEEPER, *removing, "--", *command)


async def keep(
    command: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: Path | None = None,
    pass_fds: Sequence[int] = (),
    remove: Path | Sequence[Path] | None = None,
) -> Kept:
    """Starts a program that ends when this process does, whatever ends it.

    What it prints is added to the file `output`; `remove` names folders to remove after its end."""
    hears, lifeline = os.pipe()
    try:
        with (output or Path(os.devnull)).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *kept_by(command, (remove,) if isinstance(remove, Path) else remove or ()),
                stdin=hears,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environ,
                cwd=cwd,
                pass_fds=pass_fds,
                start_new_session=True,
            )
    except BaseException:
        os.close(lifeline)  # a keeper that did start ends now
        raise
    finally:
        os.close(hears)
    return Kept(process, lifeline)
