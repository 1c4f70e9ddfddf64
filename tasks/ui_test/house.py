"""House: what all the screens of a test process share: one Chromium, eyes that read nothing twice, a brain loaded once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ...agent.brain import Brain
from ...agent.reader.brain import Reader
from ...sandbox.egress import BROWSER_FLAGS
from ...tools.action import Goto
from ...tools.browser import Browser, BrowserOptions
from ...tools.browser.shared import SharedChromium
from ...tools.errors import BadInput, PageError
from ...tools.memory import Memory
from ...tools.sight import Eyes
from ..at_screen import AtScreen
from ..brains import opened_brain
from ..forms.desk import Desk, Terms, desk_at, desk_in, desk_on
from ..prepare import BLANK, Ready, prepare
from ..spec import Task
from .free import free_port
from .marker import Opening
from .on_machine import Machines
from .settings import Settings
from .strict import Strict

REMOTE = "--remote-debugging-port="
"""So that a second Playwright may join, on loopback alone."""


NOBODY = (502, 504)
"""What the way out answers where a server does not."""


@dataclass(frozen=True, slots=True)
class Key:
    """What makes one desk as good as another."""

    terms: Terms
    shown: BrowserOptions


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    desk: Desk
    stack: AsyncExitStack

    @property
    def lives(self) -> bool:
        """Whether its page is still there: the browser may have died meanwhile."""
        computer = self.desk.computer
        return isinstance(computer, Browser) and not computer.tab.is_closed()


class House:
    """Belongs to one event loop."""

    def __init__(self, settings: Settings, memory: Memory | None = None) -> None:
        self.settings = settings
        self._eyes, self._discreet = Eyes(memory), Eyes()
        """Of what is seen with the second nothing is kept."""
        self._chromium: SharedChromium | None = None
        self._brain: Brain | None = None
        self._stack = AsyncExitStack()
        self._spare: tuple[Key, asyncio.Task[Held]] | None = None
        self._machines = Machines()
        self._leaving: set[asyncio.Task[None]] = set()
        self.port = free_port()

    async def close(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            await (await spare[1]).stack.aclose()
        await asyncio.gather(*self._leaving)
        await self._stack.aclose()
        self._chromium = self._brain = None

    @asynccontextmanager
    async def screen(self, opening: Opening, folder: Path) -> AsyncGenerator[AtScreen]:
        """A fresh browser context, or a private display; what it did is on record in the folder."""
        task = Task(
            start=opening.start,
            on="desktop" if opening.is_on_machine else opening.on,
            allow=(*opening.allow, *self.settings.allow),
            secrets=opening.secrets,
            inputs=opening.inputs,
            ask="never",
            model=self.settings.model,
        )
        ready = await asyncio.to_thread(prepare, task, os.environ, is_open=True)
        brain = await self._thinking()
        async with self._desk(opening, ready) as desk:
            with desk.run(folder, brain, ready.budget, files=ready.uploads) as run:
                run.pause_s = self.settings.slow_mo_s
                # A test that wants an error to come up checks that it does.
                run.minds_trouble = False
                run.recorder.about(task="", start=ready.start, on=opening.on)
                at = AtScreen(run, ready, resumes=False)
                if opening.on == "browser" and ready.start != BLANK:
                    await go_to(at, ready.start)
                yield at

    @asynccontextmanager
    async def _desk(self, opening: Opening, ready: Ready) -> AsyncGenerator[Desk]:
        terms = Terms(hosts=ready.hosts, secrets=ready.secrets, ask="never", headed=self.settings.headed)
        if opening.is_on_machine:
            async with self._machines.at(opening.on, opening.reset, os.environ) as vm, desk_at(vm, terms) as desk:
                yield desk
            return
        if opening.on == "desktop":
            if not opening.start:
                raise BadInput('a desktop begins with a program: screen_on("desktop", start="mousepad")')
            async with desk_on(opening.start, terms, os.environ) as desk:
                yield desk
            return
        shown = BrowserOptions(size=opening.size, locale=opening.locale, timezone=opening.timezone, color_scheme=opening.scheme)
        held = await self._held(Key(terms, shown))
        try:
            yield held.desk
        finally:
            # The next test need not wait until this one's browser has put everything away.
            leaving = asyncio.ensure_future(held.stack.aclose())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def _held(self, key: Key) -> Held:
        """The desk that was made ready meanwhile, where it is of the kind that is wanted; and another is begun on."""
        spare, self._spare = self._spare, None
        if spare is None or spare[0] != key:
            if spare is not None:
                await (await spare[1]).stack.aclose()
            held = await self._made(key)
        else:
            held = await spare[1]
            if not held.lives:
                await held.stack.aclose()
                held = await self._made(key)
        self._spare = key, asyncio.ensure_future(self._made(key))
        return held

    async def _made(self, key: Key) -> Held:
        stack = AsyncExitStack()
        try:
            eyes = self._discreet if key.terms.secrets else self._eyes
            desk = await stack.enter_async_context(desk_in(self.chromium, key.terms, key.shown, eyes))
        except BaseException:
            await stack.aclose()
            raise
        return Held(desk, stack)

    @property
    def chromium(self) -> SharedChromium:
        if self._chromium is None:
            arguments = (*BROWSER_FLAGS, f"{REMOTE}{self.port}")
            self._chromium = SharedChromium(BrowserOptions(headed=self.settings.headed, arguments=arguments))
            self._stack.push_async_callback(self._chromium.close)
        return self._chromium

    async def _thinking(self) -> Brain:
        """The reader remembers what it did on a screen, so each has one of its own; a model is loaded once."""
        if self.settings.model == "reader":
            return Strict(Reader())
        if self._brain is None:
            self._brain = await opened_brain(self.settings.model, os.environ, self._stack, lambda *_, **__: None)
        return self._brain


async def go_to(at: AtScreen, url: str) -> None:
    """A start that nobody answers for is no page to test."""
    await at.run.computer.do(Goto(url))
    asked = [each for each in (await at.run.computer.effect()).requests if each.url.partition("#")[0] == url.partition("#")[0]]
    if any(each.status in NOBODY for each in asked):
        raise PageError(f"{url} could not be opened: nothing answers there; start what is to be tested first")
    at.run.tell("opened", url=url)
