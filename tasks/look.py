"""`handeye look`: what it sees, as a table, as JSON, and drawn on the picture."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from ..tools.computer import Computer, Hinting
from ..tools.frame import Frame
from ..tools.motion import Settled, settle
from ..tools.sight import Eyes, Sight
from .place import Wanted, opened_as
from .showing import as_dict, drawn, print_table
from .terminal import plain, tell, to_json


@dataclass(frozen=True, slots=True)
class Looked:
    settled: Settled
    sight: Sight


async def show(wanted: Wanted, environ: Mapping[str, str], *, as_json: bool) -> None:
    """Looks once and tells what it saw."""
    wanted.check()
    async with opened_as(wanted, environ) as computer:
        looked = await see(computer, sight_only=wanted.sight_only)
    sight = looked.sight
    if wanted.output is not None:
        wanted.output.write_bytes(drawn(sight).png)
        tell(f"saved {wanted.output}")
    if not looked.settled.still:
        tell(looked.settled.why)
    if as_json:
        print(to_json(as_dict(sight)))
        return
    _print_head(sight.frame, looked.settled)
    print_table(sight)


async def see(computer: Computer, *, sight_only: bool = False) -> Looked:
    """What is to be seen once the picture holds still, read and understood, with what the computer itself says of it."""
    settled = await settle(computer.look, computer.watch)
    hints = await computer.hints() if isinstance(computer, Hinting) and not sight_only else ()
    sight = await asyncio.to_thread(Eyes().understand, settled.frame, hints)
    return Looked(settled, sight)


def _print_head(frame: Frame, settled: Settled) -> None:
    where = f" at {plain(frame.url)}" if frame.url else ""
    still = "holds still" if settled.still else "still moving"
    print(f"{frame.size.w}x{frame.size.h} px{where}, {still} ({settled.looks} looks, {settled.waited_s:.2f} s)")
    if frame.dialog is not None:
        print(f"{frame.dialog.kind} open: {plain(frame.dialog.message)}")
