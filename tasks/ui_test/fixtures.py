"""Fixtures: a screen for one test, opened as its marker says, closed with the test, in the test's own loop where it awaits."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from ...tools.errors import BadInput, HandeyeError
from ...tools.memory import Memory
from .evidence import Evidence
from .joining import Joining, is_in_a_loop
from .marker import Opening, opening_of
from .plugin import BEGAN, SESSION, SETTINGS
from .screen import AsyncUiScreen, Wanted
from .session import Session
from .sync import UiScreen

SEEN = "seen.sqlite"
OPENED: pytest.StashKey[list[Opened]] = pytest.StashKey()


def session_of(config: pytest.Config) -> Session:
    """Begun with the first screen; it replaces the last run's report."""
    if SESSION not in config.stash:
        # Where pytest keeps what it knows of earlier runs, unless it was told to keep nothing.
        cache = getattr(config, "cache", None)
        memory = Memory(cache.mkdir("handeye") / SEEN) if cache is not None else None
        config.stash[SESSION] = Session(config.stash[SETTINGS], config.stash[BEGAN], memory)
    return config.stash[SESSION]


@contextmanager
def screen_for(request: pytest.FixtureRequest, base: str, said: dict[str, Any]) -> Generator[UiScreen | AsyncUiScreen]:
    item = request.node
    session = session_of(request.config)
    opening = _opening(item, said)
    evidence = session.evidence(item)
    wanted = wanted_for(item, opening, base, session, evidence)
    if awaits(item):
        with _awaited(item, wanted, session, evidence) as one:
            yield one
        return
    inner = AsyncUiScreen(session.house(), wanted, evidence)
    joining = Joining(request)
    try:
        begin(session, inner, _where(item), evidence)
        yield UiScreen(inner, session, joining)
    finally:
        joining.close()
        session.run(inner.close())


def awaits(item: pytest.Item) -> bool:
    return inspect.iscoroutinefunction(inspect.unwrap(cast("Any", item).obj) if hasattr(item, "obj") else None)


def _opening(item: pytest.Item, said: dict[str, Any]) -> Opening:
    try:
        return opening_of({**_marked(item), **said})
    except BadInput as error:
        why = str(error)
    pytest.fail(f"{_where(item)}: {why}", pytrace=False)


def begin(session: Session, screen: AsyncUiScreen, where: str, evidence: Evidence) -> None:
    try:
        session.run(screen.start())
        return
    except HandeyeError as error:
        why = str(error)
    evidence.failed("open what the test begins with", why, None)
    pytest.fail(f"{where}: {why}", pytrace=False)


def wanted_for(item: pytest.Item, opening: Opening, base: str, session: Session, evidence: Evidence) -> Wanted:
    @functools.cache
    def pictures() -> Any:
        from .baseline import Pictures

        return Pictures(
            item.path,
            item.name,
            seen=evidence.folder / "seen",
            update=session.settings.update,
            scheme=opening.scheme or "light",
            written=session.pictures,
        )

    return Wanted(opening=opening, base=base, pictures=pictures)


@contextmanager
def awaiting(item: Any, session: Session) -> Generator[list[Opened]]:
    """What is opened for a test that awaits: begun, used and closed in the loop that the test is run in."""
    known = item.stash.get(OPENED, None)
    if known is not None:
        yield known
        return
    item.stash[OPENED] = opened = list[Opened]()
    original: Callable[..., Any] = item.obj

    @functools.wraps(original)
    async def around(*arguments: Any, **named: Any) -> Any:
        try:
            for each in opened:
                await each.begin(session, _where(item))
            return await original(*arguments, **named)
        finally:
            for each in reversed(opened):
                await each.end()
            await session.leave_here()

    item.obj = around
    try:
        yield opened
    finally:
        item.obj = original
        del item.stash[OPENED]


@dataclass(eq=False)
class Opened:
    """One screen of a test that awaits."""

    wanted: Wanted
    evidence: Evidence
    screen: AsyncUiScreen | None = None

    async def begin(self, session: Session, where: str) -> None:
        self.screen = AsyncUiScreen(session.house_here(), self.wanted, self.evidence)
        try:
            await self.screen.start()
            return
        except HandeyeError as error:
            why = str(error)
        self.evidence.failed("open what the test begins with", why, None)
        pytest.fail(f"{where}: {why}", pytrace=False)

    async def end(self) -> None:
        if self.screen is not None:
            await self.screen.close()


@contextmanager
def _awaited(item: Any, wanted: Wanted, session: Session, evidence: Evidence) -> Generator[AsyncUiScreen]:
    """One that stands for a screen until the test's loop runs; within the test, one that opens with its first use."""
    with awaiting(item, session) as opened:
        one = Opened(wanted, evidence)
        opened.append(one)
        if is_in_a_loop():
            one.screen = AsyncUiScreen(session.house_here(), wanted, evidence)
            yield one.screen
        else:
            yield cast("AsyncUiScreen", _Late(one))


class _Late:
    """Stands for a screen that is made once the loop of its test runs."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __getattr__(self, name: str) -> Any:
        if self._opened.screen is None:
            raise AttributeError("an async screen is used inside of its test")
        return getattr(self._opened.screen, name)


def _marked(item: pytest.Item) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for marker in reversed(list(item.iter_markers("screen"))):
        if marker.args:
            raise BadInput('say what each is: @pytest.mark.screen(start="/cart")')
        said |= marker.kwargs
    secrets = said.get("secrets")
    return said | ({"secrets": item.path.parent / Path(secrets)} if secrets else {})


def _where(item: pytest.Item) -> str:
    path, line, _ = item.location
    return f"{path}:{(line or 0) + 1}"
