"""Sync: a test's screen for tests that do not await; the work is done in a loop beside them."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ...tools.errors import HandeyeError
from ..at_screen import Values
from .screen import AsyncUiScreen
from .session import Session

if TYPE_CHECKING:
    from ...tools.geometry import Box
    from ...tools.sight import Sight
    from .joining import Joining

T = TypeVar("T")
M = TypeVar("M")


class UiScreen:
    """The same words as `AsyncUiScreen`, each done when it returns."""

    def __init__(self, inner: AsyncUiScreen, session: Session, joining: Joining) -> None:
        self._inner = inner
        self._session = session
        self._joining = joining

    @property
    def folder(self) -> Path:
        """Where its record is kept."""
        return self._inner.folder

    def open(self, address: str = "") -> None:
        """A page; relative to where the tests start."""
        __tracebackhide__ = True
        self._wait(self._inner.open(address))

    def do(self, steps: str, within: float | None = None) -> Any:
        """Does what plain words say, each step proven, and returns what they read; in so many seconds at most."""
        __tracebackhide__ = True
        return self._wait(self._inner.do(steps, within))

    def check(self, claim: str, within: float | None = None, during: str = "") -> None:
        """Waits so many seconds until it is so. `during`: steps that are done meanwhile, for what is seen only briefly."""
        __tracebackhide__ = True
        self._wait(self._inner.check(claim, within, during))

    def fill(self, values: Values) -> None:
        """A form, its fields found by their labels."""
        __tracebackhide__ = True
        self._wait(self._inner.fill(values))

    @overload
    def read(self, question: str) -> str: ...
    @overload
    def read(self, question: str, schema: type[M]) -> M: ...
    def read(self, question: str, schema: type[Any] | None = None) -> Any:
        """What the screen says; as a pydantic model where one is given."""
        __tracebackhide__ = True
        return self._wait(self._inner.read(question, schema))  # type: ignore[arg-type]

    def see(self) -> Sight:
        """What is to be seen now: text and widgets."""
        __tracebackhide__ = True
        return self._wait(self._inner.see())

    def matches(
        self,
        name: str,
        ignore: Sequence[str | Box] = (),
        region: str = "",
        tolerance: float = 0.0,
        within: float | None = None,
    ) -> None:
        """Whether it looks as in the picture of that name that is kept; `ignore`: what may look otherwise, in words."""
        __tracebackhide__ = True
        self._wait(self._inner.matches(name, ignore, region, tolerance, within))

    def audit(
        self,
        only: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        width: int | None = None,
        whole: bool = True,
    ) -> None:
        """Whether all can be read, reached and seen: contrast, cut off, overlap, covered, horizontal scroll, focus.

        `whole`: the page from its top to its end, not only what is in view."""
        __tracebackhide__ = True
        self._wait(self._inner.audit(only, ignore, width, whole))

    @property
    def place(self) -> str:
        """File and line of what is done now, in a test that is not written in Python."""
        return self._inner.place

    @place.setter
    def place(self, said: str) -> None:
        self._inner.place = said

    def know(self, names: Mapping[str, str]) -> None:
        """What `{name}` stands for from now on, beside what the test began with."""
        self._inner.know(names)

    def said(self, value: str | Sequence[str]) -> str | tuple[str, ...]:
        """With what its `{name}`s stand for."""
        return self._inner.said(value)

    @property
    def page(self) -> Any:
        """A page of Playwright's sync API on the same tab: a second connection to the same browser."""
        return self._joining.page(self._inner.page, self._session)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        __tracebackhide__ = True
        try:
            return self._session.run(work)
        except HandeyeError as error:
            # The way through the loop beside is of no use to whoever reads why a test failed.
            raise error.with_traceback(None) from None
