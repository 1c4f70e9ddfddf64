"""Order: what a sandbox by name is made of: a machine, a container or a private display, with what it is given."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from shlex import split
from typing import Literal, assert_never

from ..tools.errors import BadInput, Unsupported
from ..tools.geometry import Size
from .cage import Cage, Volume
from .container import Container
from .display import PrivateDisplay
from .egress import Egress
from .egress.exchange import Watch
from .guest import Guest
from .limits import MIB, Limits
from .place import Place
from .vm import Accel, Machine

Kind = Literal["vm", "container", "display"]
USUAL_CPUS = 2
"""Of a container."""


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
        if self.kind == "vm" and (self.start or self.volumes):
            raise BadInput("a machine starts its own programs and sees no folder of yours; leave out --start and --volume")
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
        proxy = (await stack.enter_async_context(Egress(order.allow, watch=watch))).url if order.allow else ""
        if order.kind == "container":
            cpus = float(order.cpus or USUAL_CPUS)
            inside = Container(
                order.image, size=size, volumes=order.volumes, proxy=proxy, limits=order.limits, cpus=cpus, environ=environ
            )
        else:
            inside = PrivateDisplay(size, environ=environ, cage=Cage(volumes=order.volumes, proxy=proxy, limits=order.limits))
        place = await stack.enter_async_context(inside)
        if order.start:
            await inside.start(split(order.start))
        yield Made(place, inside.ended)
