"""Order: what a sandbox by name is made of: a machine, a container or a private display, with what it is given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import split
from typing import Literal, assert_never

from ..tools.errors import BadInput, Unsupported
from ..tools.geometry import Size
from .cage import Cage, Volume
from .container import Container
from .display import PrivateDisplay
from .egress import CONNECTIONS_OF_A_SANDBOX, Egress
from .egress.exchange import Watch
from .guest import Guest
from .kept import Kept
from .limits import MIB, Limits
from .place import Place
from .vm import Accel, Machine

Kind = Literal["vm", "container", "display"]
USUAL_CPUS = 2
"""Of a container."""
BEGINS_WITHIN_S = 2.0
"""A program that has not ended by then has begun."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    kind: Kind = "vm"
    guest: Guest | None = None
    """Of a machine."""
    image: str = ""
    """Of a container."""
    start: str = ""
    """A program to begin with, in a container or on a display."""
    allow: tuple[str, ...] = ()
    """Hosts that may be reached from it."""
    cwd: Path | None = None
    """The folder of whoever ordered it."""
    volumes: tuple[Volume, ...] = ()
    memory_mb: int = 0
    """Of a container, or of a program on a display; 0: the usual."""
    cpus: int = 0
    accel: Accel = "auto"
    size: tuple[int, int] = (1280, 800)

    @property
    def said(self) -> str:
        """In words, for people who wait for it."""
        match self.kind:
            case "vm":
                return f"a machine from {self.guest.name or self.guest.disk or self.guest.iso}" if self.guest else "a machine"
            case "container":
                return f"a container from {self.image}"
            case "display":
                return "a private display"
            case _:
                assert_never(self.kind)

    @property
    def limits(self) -> Limits:
        return Limits(memory_bytes=self.memory_mb * MIB) if self.memory_mb else Limits()

    def check(self) -> None:
        """Refuses what does not go together."""
        if self.kind == "vm" and self.volumes:
            raise BadInput("a machine sees no folder of yours; leave out --volume")
        if self.kind == "vm" and self.start:
            raise BadInput("a machine starts its own programs; leave out --start")
        if self.kind == "display" and self.cpus:
            raise BadInput("a private display takes what processors there are; leave out --cpus")
        if self.kind == "display" and self.image:
            raise BadInput("a private display runs this computer's own programs; leave out --image")
        if self.kind != "vm" and self.accel != "auto":
            raise BadInput("--accel is for machines; leave it out")


@dataclass(frozen=True, slots=True)
class Made:
    """A sandbox that is up."""

    place: Place
    ended: Callable[[], Awaitable[str]]
    accel: str = ""


@asynccontextmanager
async def made(order: Order, environ: Mapping[str, str], watch: Watch | None = None) -> AsyncGenerator[Made]:
    """What was ordered; gone afterwards. `watch` is told what goes out of it, and what is refused."""
    order.check()
    size = Size(*order.size)
    async with AsyncExitStack() as stack:
        if order.kind == "vm":
            if order.guest is None:
                raise Unsupported("a machine needs an image")
            machine = Machine(order.guest, accel=order.accel, net=order.allow, size=size, watch=watch, environ=environ)
            place = await stack.enter_async_context(machine)
            yield Made(place, machine.ended, machine.accel)
            return
        egress = Egress(order.allow, watch=watch, most=CONNECTIONS_OF_A_SANDBOX)
        proxy = (await stack.enter_async_context(egress)).url if order.allow else ""
        if order.kind == "container":
            cpus = float(order.cpus or USUAL_CPUS)
            inside = Container(
                order.image, size=size, volumes=order.volumes, proxy=proxy, limits=order.limits, cpus=cpus, environ=environ
            )
        else:
            inside = PrivateDisplay(size, environ=environ, cage=Cage(volumes=order.volumes, proxy=proxy, limits=order.limits))
        place = await stack.enter_async_context(inside)
        if order.start:
            await _begun(await inside.start(split(order.start), cwd=_folder_for(order)), order.start)
        yield Made(place, inside.ended)


def _folder_for(order: Order) -> Path | None:
    """Where its program begins, as far as that is to be seen in it: paths in what was ordered are meant from there."""
    is_shown = order.cwd is not None and any(order.cwd.is_relative_to(each.path) for each in order.volumes)
    return order.cwd if is_shown or order.kind == "display" else None


async def _begun(program: Kept, said: str) -> None:
    """Refuses one that ends at once, as what is not there does."""
    try:
        code = await asyncio.wait_for(program.wait(), BEGINS_WITHIN_S)
    except TimeoutError:
        return
    if code:
        raise BadInput(f'"{said}" ended at once with {code}; is it there, in the sandbox?')
