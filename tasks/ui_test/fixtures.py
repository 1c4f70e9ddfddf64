"""Fixtures: a screen for one test, opened as its marker says, closed with the test, in the test's own loop where it awaits."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ...tools.errors import BadInput, HandeyeError
from .evidence import Evidence
from .joining import Joining
from .marker import Opening, opening_of
from .plugin import BEGAN, SESSION, SETTINGS
from .screen import AsyncUiScreen, Wanted
from .session import Session
from .sync import UiScreen


def session_of(config: pytest.Config) -> Session:
    """Begun with the first screen; it replaces the last run's report."""
    if SESSION not in config.stash:
        config.stash[SESSION] = Session(config.stash[SETTINGS], config.stash[BEGAN])
    return config.stash[SESSION]


@contextmanager
def screen_for(request: pytest.FixtureRequest, base: str, said: dict[str, Any]) -> Generator[UiScreen | AsyncUiScreen]:
    item = request.node
    session = session_of(request.config)
    opening = _opening(item, said)
    evidence = session.evidence(item)
    wanted = wanted_for(item, opening, base, session, evidence)
    if inspect.iscoroutinefunction(getattr(item, "function", None)):
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


def wanted_for(item: pytest.Item, opening: Opening, base: str, session: Session, evidence: Evidence, place: str = "") -> Wanted:
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

    return Wanted(opening=opening, base=base, pictures=pictures, place=place)


@contextmanager
def _awaited(item: Any, wanted: Wanted, session: Session, evidence: Evidence) -> Generator[AsyncUiScreen]:
    """Opened and closed around the test, in the loop that it is run in."""
    late = _Late()
    original: Callable[..., Any] = item.obj
    opened: list[AsyncUiScreen] = []

    @functools.wraps(original)
    async def around(*arguments: Any, **named: Any) -> Any:
        screen = AsyncUiScreen(session.house_here(), wanted, evidence)
        opened.append(screen)
        object.__setattr__(late, "_screen", screen)
        try:
            try:
                await screen.start()
            except HandeyeError as error:
                evidence.failed("open what the test begins with", str(error), None)
                pytest.fail(f"{_where(item)}: {error}", pytrace=False)
            return await original(*arguments, **named)
        finally:
            await screen.close()
            await session.leave_here()

    item.obj = around
    try:
        yield late  # type: ignore[misc]
    finally:
        item.obj = original


class _Late:
    """Stands for a screen that is made once the loop of its test runs."""

    def __getattr__(self, name: str) -> Any:
        if name == "_screen":
            raise AttributeError("an async screen is used inside of its test")
        return getattr(self._screen, name)


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
