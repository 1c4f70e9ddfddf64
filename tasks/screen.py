"""Screen: a screen for Python: say what to do, check what is to be seen, read values off it; nothing passes without proof.

with Screen(start="localhost:8000") as screen:
    screen.do("type Ada into Name, press Save")
    screen.check("'Saved' is visible")
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypedDict, TypeVar, Unpack, cast, overload

from pydantic import ValidationError

from ..agent.checking import WITHIN_S
from ..agent.recorder import new_run
from ..agent.state import Outcome
from ..tools.errors import BadInput, ComputerGone
from ..tools.sight import Sight
from .at_screen import AtScreen, Values
from .prepare import prepare
from .running import close_the_record, record_of
from .session import Ways, at_work
from .spec import Asking, On, Task, complaint

T = TypeVar("T")
M = TypeVar("M")


class Options(TypedDict, total=False):
    """Where a screen is, and within what limits; all as on the command line."""

    start: str
    """A URL, or a program on a desktop."""
    on: On
    headed: bool
    sandbox: Literal["none", "display", "container"]
    cage: bool
    """Whether what is started on a private display is walled in; it is, unless told not to."""
    volumes: Sequence[str]
    """Folders that are seen in there, too; `letters:rw` may be written to."""
    sight_only: bool
    allow: Sequence[str]
    """Hosts beside the start's own."""
    secrets: Path
    """A file; what it holds is said `{name}`."""
    inputs: Mapping[str, str]
    ask: Asking
    budget: Mapping[str, int]
    """Of each `do`."""
    upload_from: Sequence[str]
    model: str
    keep_thoughts: bool
    runs: Path
    """Where its record is kept."""


_WAYS = ("headed", "sandbox", "cage", "volumes", "sight_only", "keep_thoughts")


class AsyncScreen:
    """`async with AsyncScreen(start="localhost:8000") as screen:`"""

    def __init__(self, **options: Unpack[Options]) -> None:
        said: dict[str, Any] = dict(options)
        self._runs = Path(said.pop("runs", "runs"))
        self._ways = Ways(**{name: said.pop(name) for name in _WAYS if name in said})
        self._task = _task(said)
        self._ready = prepare(self._task, os.environ, is_open=True)
        self._stack = AsyncExitStack()
        self._at: AtScreen | None = None
        self._folder: Path | None = None

    async def __aenter__(self) -> AsyncScreen:
        self._folder = new_run(self._runs)
        record_of(self._folder, self._task, self._ready, self._ways)
        try:
            run = await self._stack.enter_async_context(at_work(self._task, self._ready, self._ways, os.environ, self._folder))
            self._at = AtScreen(run, self._ready)
        except BaseException as error:
            self._close(Outcome(status="failed", why=str(error), code=getattr(error, "code", None)))
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()
        at, self._at = self._at, None
        last = None if at is None else at.last
        self._close(last or Outcome(status="done", why="nothing was asked for"))

    @property
    def folder(self) -> Path:
        """Where its record is kept."""
        return self._folder or self._runs

    async def do(self, steps: str) -> Any:
        """Does what plain words say, each step proven, and returns what they read; raises where something is not so."""
        return await self._opened.do(steps)

    async def check(self, claim: str, within: float = WITHIN_S) -> None:
        """Waits so many seconds until it is so; raises `NotDone` where it is not, and `Unsure` where nobody can tell."""
        await self._opened.check(claim, within)

    async def fill(self, values: Values) -> None:
        """A form, its fields found by their labels."""
        await self._opened.fill(values)

    @overload
    async def read(self, question: str) -> str: ...
    @overload
    async def read(self, question: str, schema: type[M]) -> M: ...
    async def read(self, question: str, schema: type[Any] | None = None) -> Any:
        """What the screen says; as a pydantic model where one is given."""
        return await self._opened.read(question, schema)

    async def see(self) -> Sight:
        """What is to be seen now: text and widgets."""
        return await self._opened.see()

    @property
    def page(self) -> Any:
        """Playwright's own page of the tab in front, for those who mix both."""
        return self._opened.page

    @property
    def _opened(self) -> AtScreen:
        if self._at is None:
            raise ComputerGone("this screen is not open; use it in a with statement")
        return self._at

    def _close(self, outcome: Outcome) -> None:
        assert self._folder is not None
        close_the_record(self._folder, self._ready, outcome)


class Screen:
    """`with Screen(start="localhost:8000") as screen:`, the same as `AsyncScreen` for code that does not await."""

    def __init__(self, **options: Unpack[Options]) -> None:
        self._inner = AsyncScreen(**options)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Screen:
        # A loop of its own, because there may be one already that must not be waited in, as in a notebook.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="handeye-screen", daemon=True)
        self._thread.start()
        try:
            self._wait(self._inner.__aenter__())
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._wait(self._inner.__aexit__(kind, error, trace))
        finally:
            self._end()

    @property
    def folder(self) -> Path:
        """Where its record is kept."""
        return self._inner.folder

    def do(self, steps: str) -> Any:
        """Does what plain words say, each step proven, and returns what they read; raises where something is not so."""
        return self._wait(self._inner.do(steps))

    def check(self, claim: str, within: float = WITHIN_S) -> None:
        """Waits so many seconds until it is so; raises `NotDone` where it is not, and `Unsure` where nobody can tell."""
        self._wait(self._inner.check(claim, within))

    def fill(self, values: Values) -> None:
        """A form, its fields found by their labels."""
        self._wait(self._inner.fill(values))

    @overload
    def read(self, question: str) -> str: ...
    @overload
    def read(self, question: str, schema: type[M]) -> M: ...
    def read(self, question: str, schema: type[Any] | None = None) -> Any:
        """What the screen says; as a pydantic model where one is given."""
        return self._wait(self._inner.read(question, cast("Any", schema)))

    def see(self) -> Sight:
        """What is to be seen now: text and widgets."""
        return self._wait(self._inner.see())

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            work.close()
            raise ComputerGone("this screen is not open; use it in a with statement")
        going = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return going.result()
        except KeyboardInterrupt:
            going.cancel()
            raise

    def _end(self) -> None:
        loop, thread, self._loop = self._loop, self._thread, None
        assert loop is not None
        assert thread is not None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _task(said: dict[str, Any]) -> Task:
    try:
        return Task(**said)
    except ValidationError as error:
        raise BadInput(f"a screen cannot be opened like that: {complaint(error)}") from None
