"""Screen: what a test has in its hands; every word that is not so raises, with what was seen instead and the picture of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload
from urllib.parse import urljoin

from ...tools.browser.addresses import normal_url
from ...tools.errors import BadInput, ComputerGone, HandeyeError, NotDone, PageError, Unsure
from ..at_screen import AtScreen, Values, outcome_of
from ..inputs import Inputs
from .evidence import Evidence, close_record
from .failing import failure
from .house import House, go_to
from .marker import Opening

if TYPE_CHECKING:
    from ...tools.geometry import Box
    from ...tools.sight import Sight
    from .baseline.kept import Pictures

M = TypeVar("M")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a test's screen is opened with."""

    opening: Opening
    base: str = ""
    """What relative addresses are relative to."""
    pictures: Callable[[], Pictures] | None = None
    """Where its baselines are."""


class AsyncUiScreen:
    """Opened with its first use, or by `open`; closed with its test."""

    def __init__(self, house: House, wanted: Wanted, evidence: Evidence) -> None:
        self._house = house
        self._wanted = wanted
        self._evidence = evidence
        self._folder = evidence.next_folder()
        self._stack = AsyncExitStack()
        self._at: AtScreen | None = None
        self._is_closed = False
        self._so = True
        self.place = ""
        """File and line of what is done now, in a test that is not written in Python."""

    @property
    def folder(self) -> Path:
        """Where its record is kept."""
        return self._folder

    async def start(self) -> None:
        """Opens what the test is to begin with."""
        if self._wanted.opening.start or self._wanted.base or self._wanted.opening.is_on_machine:
            await self._opened(self.address(self._wanted.opening.start))

    async def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        was_open, self._at = self._at is not None, None
        await self._stack.aclose()
        if was_open:
            start = self.address(self._wanted.opening.start)
            why = self._evidence.instead if not self._so else "all that was asked for was seen"
            await asyncio.to_thread(close_record, self._folder, self._evidence.nodeid, start, why, is_done=self._so)

    async def open(self, address: str = "") -> None:
        """A page; relative to where the tests start."""
        if self._wanted.opening.is_on_machine:
            raise BadInput("a machine has no address of its own; open what you want by steps, as a person would")
        url = self.address(address)
        async with self._told(f"open {url}"):
            at = self._at
            if at is None:
                await self._opened(url)
            else:
                await go_to(at, url)

    async def do(self, steps: str, within: float | None = None) -> Any:
        """Does what plain words say, each step proven, and returns what they read; in so many seconds at most."""
        async with self._told(steps):
            at = await self._opened()
            try:
                async with asyncio.timeout(within):
                    return await at.do(steps)
            except TimeoutError:
                raise NotDone(f"it was not done within {within:g} s", "budget") from None

    async def check(self, claim: str, within: float | None = None, during: str = "") -> None:
        """Waits so many seconds until it is so. `during`: steps that are done meanwhile, for what is seen only briefly."""
        within = self._house.settings.within_s if within is None else within
        async with self._told(f"check that {claim}" + (f", during: {during}" if during else "")):
            at = await self._opened()
            if not during:
                await at.check(claim, within)
                return
            from .during import seen_during

            verdict = await seen_during(at, claim, during, within)
            at.last = outcome_of(verdict)
            if verdict.status != "confirmed":
                raise (Unsure if verdict.status == "unsure" else NotDone)(verdict.why)

    async def fill(self, values: Values) -> None:
        """A form, its fields found by their labels."""
        async with self._told(f"fill the form with {', '.join(values)}"):
            await (await self._opened()).fill(values)

    @overload
    async def read(self, question: str) -> str: ...
    @overload
    async def read(self, question: str, schema: type[M]) -> M: ...
    async def read(self, question: str, schema: type[Any] | None = None) -> Any:
        """What the screen says; as a pydantic model where one is given."""
        async with self._told(f"read {question}"):
            return await (await self._opened()).read(question, schema)

    async def see(self) -> Sight:
        """What is to be seen now: text and widgets."""
        async with self._told("see"):
            return await (await self._opened()).see()

    async def matches(
        self,
        name: str,
        ignore: Sequence[str | Box] = (),
        region: str = "",
        tolerance: float = 0.0,
        within: float | None = None,
    ) -> None:
        """Whether it looks as in the picture of that name that is kept; `ignore`: what may look otherwise, in words."""
        async with self._told(f'match the picture "{name}"'):
            from .picture import matched

            at = await self._opened()
            within = self._house.settings.within_s if within is None else within
            await matched(at, name, self._pictures(), ignore=tuple(ignore), region=region, tolerance=tolerance, within_s=within)

    async def audit(
        self,
        only: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        width: int | None = None,
        whole: bool = True,
    ) -> None:
        """Whether all can be read, reached and seen: contrast, cut off, overlap, covered, horizontal scroll, focus.

        `whole`: the page from its top to its end, not only what is in view."""
        async with self._told("audit what is to be seen" + (f" at a width of {width}" if width else "")):
            from .inspection import inspected

            await inspected(await self._opened(), only=only, ignore=tuple(ignore), width=width, whole=whole)

    @property
    def page(self) -> Any:
        """Playwright's own page of the tab in front, for those who mix both."""
        if self._at is None:
            raise ComputerGone("nothing is open yet: say screen.open(URL), or where tests start: --handeye-start=URL")
        return self._at.page

    def know(self, names: Mapping[str, str]) -> None:
        """What `{name}` stands for from now on, beside what the test began with."""
        if self._at is not None and names:
            self._at.ready = replace(self._at.ready, inputs=Inputs({**self._at.ready.inputs.values, **names}))

    def said(self, value: str | Sequence[str]) -> str | tuple[str, ...]:
        """With what its `{name}`s stand for."""
        inputs = Inputs(self._wanted.opening.inputs) if self._at is None else self._at.ready.inputs
        return inputs.in_address(value) if isinstance(value, str) else tuple(inputs.in_address(each) for each in value)

    def address(self, said: str) -> str:
        """As it is meant from where the tests start."""
        if self._wanted.opening.is_on_machine:
            return ""
        if not self._wanted.base:
            return normal_url(said) if said and self._wanted.opening.on == "browser" else said
        return urljoin(normal_url(self._wanted.base), said)

    async def _opened(self, start: str = "") -> AtScreen:
        if self._is_closed:
            raise ComputerGone("this screen was closed with its test")
        if self._at is None:
            url = start or self.address(self._wanted.opening.start)
            if not url and not self._wanted.opening.is_on_machine:
                raise PageError("nothing is open yet: say screen.open(URL), or where tests start: --handeye-start=URL")
            opening = replace(self._wanted.opening, start=url)
            self._at = await self._stack.enter_async_context(self._house.screen(opening, self._folder))
        return self._at

    def _pictures(self) -> Pictures:
        if self._wanted.pictures is None:
            raise ComputerGone("pictures are kept beside test files, and this screen belongs to none")
        return self._wanted.pictures()

    @asynccontextmanager
    async def _told(self, said: str) -> AsyncGenerator[None]:
        """What goes wrong becomes what the test says."""
        try:
            yield
        except HandeyeError as error:
            picture = await self._picture()
            said = str(self.said(said))
            self._so = False
            self._evidence.failed(said, str(error), picture)
            raise failure(said, error, picture, self.place) from None

    async def _picture(self) -> Path | None:
        """Of what was seen last."""
        if self._at is None or self._at.run.now is None:
            return None
        run = self._at.run
        assert run.now is not None
        name = await run.keep(run.now)
        return await asyncio.to_thread(run.recorder.kept, name)
