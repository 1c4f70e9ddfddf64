"""Computer: anything with a screen, a pointer and a keyboard; and the optional sides it may have."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from .action import Action
from .frame import Frame, OpenDialog
from .geometry import Box, Point
from .motion import Watch
from .target import Hint

HARMLESS = ("GET", "HEAD", "OPTIONS")
"""Methods that ask for something and change nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request the computer sent. `status` is None until it was answered; `failed` says why it never was."""

    method: str
    url: str
    status: int | None = None
    failed: str = ""
    times: int | None = None
    """It left no oftener than that, where this is certain: programs that keep connections may send one again by themselves."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the computer itself reports since the last action began: evidence, never a substitute for sight."""

    navigations: tuple[str, ...] = ()
    tabs_opened: tuple[str, ...] = ()
    tabs_closed: tuple[str, ...] = ()
    dialogs: tuple[OpenDialog, ...] = ()
    file_chooser: bool = False
    downloads: tuple[Path, ...] = ()
    requests: tuple[Request, ...] = ()
    windows_opened: tuple[str, ...] = ()
    windows_closed: tuple[str, ...] = ()
    """Their titles."""
    popups_closed: tuple[Box, ...] = ()
    """Where menus, lists and the like stood that closed; a click beside one may have done only that."""


class Computer(Protocol):
    """Hands and eyes on one screen."""

    watch: Watch
    """What moves by itself on this screen."""

    async def open(self, start: str = "") -> None:
        """Takes hold of the screen and shows `start` on it, if given."""
        ...

    async def look(self) -> Frame:
        """What is to be seen now."""
        ...

    def refuses(self, action: Action) -> str:
        """Why this computer cannot do such a thing, asked before a run; "" when it can."""
        ...

    async def do(self, action: Action) -> Effect:
        """Does it once, or raises and has sent nothing (`StaleFrame`, `Unsupported`, `BadInput`)."""
        ...

    async def effect(self) -> Effect:
        """The effect of the last action as far as it is known by now."""
        ...

    async def close(self) -> None:
        """Lets go of everything: held keys and buttons, programs of our own, files."""
        ...


@runtime_checkable
class Hinting(Protocol):
    """A computer that can say what stands where, as a browser can."""

    async def hints(self) -> tuple[Hint, ...]: ...

    async def hint_at(self, point: Point) -> Hint | None: ...


@runtime_checkable
class Steady(Protocol):
    """A computer that is told of all that is drawn, as a browser is."""

    def stands(self, frame: Frame) -> bool:
        """Whether nothing at all was drawn since that look began; False also where nobody can tell.

        What is drawn is told a few ms later: a look that must show what was only just changed is another look."""
        ...


@runtime_checkable
class Slow(Protocol):
    """A computer whose programs take their time, as in a machine that is emulated."""

    answers_s: float
    """So long what was done may take to be seen; it is not done again before."""
    prompt_s: float
    """And so long it takes as a rule."""

    async def works(self) -> bool:
        """Whether it has more to do now than a computer that waits for somebody; False where nobody can tell."""
        ...


@runtime_checkable
class Pointed(Protocol):
    """A computer whose pictures show its pointer, as a machine's screen does."""

    shows_pointer: bool


@runtime_checkable
class Answered(Protocol):
    """A computer that knows what an action has asked for over the network, as a browser does."""

    async def calm(self, begins_s: float, limit_s: float) -> None:
        """Until all that the last action asked for was answered; what has not begun by then never does."""
        ...


@runtime_checkable
class Addressed(Protocol):
    """A computer whose documents have addresses, as a browser's have."""

    async def keys_go_to(self, permits: Callable[[str], bool]) -> bool:
        """Whether what is typed now goes into a document whose address is permitted."""
        ...


@runtime_checkable
class Titled(Protocol):
    """A computer that has a name for what it shows, as a browser's tab has."""

    async def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of text where the computer itself has put it, however small, turned or pale it is drawn."""

    text: str
    box: Box
    """In frame px; of a frame inside a page, the whole of it."""


@runtime_checkable
class Locating(Protocol):
    """A computer that knows what text it has put where, as a browser does."""

    async def written(self, frame: Frame) -> tuple[Written, ...] | None:
        """The text on a picture that was just taken, in the order of its document; None where nobody can tell any more."""
        ...


@runtime_checkable
class Rewindable(Protocol):
    """A computer that can go back to an earlier state, as a virtual machine can."""

    async def save(self, name: str) -> None: ...

    async def rewind(self, name: str) -> None: ...


@runtime_checkable
class Freezable(Protocol):
    """A computer that can stand still while somebody thinks."""

    async def freeze(self) -> None: ...

    async def thaw(self) -> None: ...


def shows_pointer(computer: Computer) -> bool:
    return isinstance(computer, Pointed) and computer.shows_pointer


C = TypeVar("C", bound=Computer)


@asynccontextmanager
async def opened(computer: C, start: str = "") -> AsyncGenerator[C]:
    """`async with opened(Browser(), "localhost:8000") as browser:` and it is closed whatever happens."""
    try:
        await computer.open(start)
        yield computer
    finally:
        await computer.close()
