"""Painted: a computer drawn in memory whose widgets really work. It needs no screen, and a step takes milliseconds.

pages = {"greet": (Field("Name"), Button("Greet", show("Hello!")))}
async with opened(Painted(pages)) as computer:
    frame = await computer.look()
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import assert_never

from ..action import (
    Action,
    Answer,
    Ask,
    Back,
    Click,
    Dialog,
    Done,
    Drag,
    Goto,
    Keyed,
    Move,
    Positioned,
    Press,
    Scroll,
    Tab,
    Type,
    Upload,
    Wait,
    check_keys,
    points_of,
)
from ..computer import Effect
from ..drawing import dialog_hints
from ..errors import BadInput, ComputerGone, Unsupported
from ..frame import Frame
from ..geometry import Box, Point, Size
from ..keys import MODIFIERS, key_named, untypable
from ..motion import Watch, difference
from ..stale import refuse_stale
from ..target import Hint
from .eyes import Eyes
from .hints import hint_of, hints_of, refuse_stray
from .keyboard import press, type_text
from .pointer import Pointer
from .scene import Label, Pages, Value, sign_up
from .stage import Stage, State, Submission

__all__ = ["Clock", "Painted", "Submission"]

DRAWN_SIZE = Size(1280, 720)


class Clock:
    """Time that passes only when somebody waits for it: `Painted(pages, now=clock, sleep=clock.sleep)`."""

    def __init__(self, now_s: float = 0.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        await asyncio.sleep(0)


class Painted:
    """A computer, with hints, that can also be rewound."""

    def __init__(
        self,
        pages: Pages | None = None,
        *,
        size: Size = DRAWN_SIZE,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`pages` are described in `scene.py`; a sign-up form where none are given."""
        self.watch = Watch()
        self._now = now
        self._sleep = sleep
        self._stage = Stage(sign_up() if pages is None else pages, size, now)
        self._pointer = Pointer(self._stage)
        self._eyes = Eyes(self._stage, self._pointer)
        self._saved: dict[str, tuple[float, State]] = {}
        self._closed = False
        self._touched: tuple[Box, ...] = ()

    # The truth, for tests

    @property
    def page(self) -> str:
        return self._stage.state.page

    @property
    def submissions(self) -> tuple[Submission, ...]:
        return tuple(self._stage.state.submissions)

    def values(self, page: str = "") -> dict[str, Value]:
        """What the widgets hold, of this page or of another, by label (or key, or group)."""
        return self._stage.values(page)

    def text(self, key: str) -> str:
        """What the label of this key says on this page; `show` writes into "status"."""
        for widget in self._stage.widgets:
            if isinstance(widget, Label) and widget.key == key:
                return self._stage.words(widget)
        raise BadInput(f'there is no label "{key}" on the page "{self.page}"')

    def box_of(self, words: str) -> Box:
        """Where the widget of this label (or key, or text) is on the screen now."""
        for index, widget in enumerate(self._stage.widgets):
            label = self._stage.words(widget) if isinstance(widget, Label) else widget.label
            if words in (label, widget.key):
                return self._stage.box(index)
        raise BadInput(f'there is no "{words}" on the page "{self.page}"')

    # Computer

    async def open(self, start: str = "") -> None:
        self._check_alive()
        if start:
            self._stage.goto(self._stage.page_of(start))
            self._stage.state.history.clear()
            self._stage.effect = Effect()

    async def look(self) -> Frame:
        self._check_alive()
        self._stage.catch_up()
        pixels, dialog = self._eyes.look()
        return Frame.of(pixels, "painted", url=f"painted:/{self.page}", dialog=dialog, taken_s=self._now())

    def refuses(self, action: Action) -> str:
        match action:
            case Tab():
                return "a painted computer has no tabs; go to another page with goto"
            case Upload():
                return "a painted computer has no files to choose"
            case Answer() | Ask() | Done():
                return f"{action.action} is said to the loop; no hand can do it"
            case _:
                return ""

    async def do(self, action: Action) -> Effect:
        self._check_alive()
        self._check(action)
        if isinstance(action, Positioned):
            await refuse_stale(action, self.look, self.watch, self.hint_at, self._sleep)
        self._stage.catch_up()
        if isinstance(action, Keyed) and action.into is not None:
            refuse_stray(self._stage, action, action.into, (await self.look()).dialog)
        self._stage.effect = Effect()
        if isinstance(action, Wait):
            await self._sleep(action.seconds)
            return await self.effect()
        before = await self.look()
        await self._deliver(action)
        # Nothing else moves meanwhile: whatever looks otherwise now is the action's doing.
        self._touched = difference(before, await self.look())
        self.watch.acted()
        return self._stage.effect

    async def effect(self) -> Effect:
        self._stage.catch_up()
        return self._stage.effect

    async def touched(self) -> tuple[Box, ...] | None:
        return self._touched

    async def close(self) -> None:
        self._closed = True

    # Hinting

    async def hints(self) -> tuple[Hint, ...]:
        if (await self.look()).dialog is not None and (dialog := self._stage.state.dialog) is not None:
            return dialog_hints(dialog)
        return hints_of(self._stage)

    async def hint_at(self, point: Point) -> Hint | None:
        if self._stage.state.dialog is not None:
            return next((hint for hint in await self.hints() if hint.box.contains(point)), None)
        spot = self._pointer.under(point)
        return hint_of(self._stage, spot) if spot is not None else None

    # Rewindable

    async def save(self, name: str) -> None:
        self._saved[name] = (self._now(), self._stage.state.copied())

    async def rewind(self, name: str) -> None:
        if name not in self._saved:
            raise BadInput(f'nothing was saved as "{name}"; saved are: {", ".join(self._saved) or "none"}')
        saved_s, state = self._saved[name]
        self._stage.state = state.copied(self._now() - saved_s)
        self._pointer.pressed = None
        self.watch.forget()

    # Hands

    def _check_alive(self) -> None:
        if self._closed:
            raise ComputerGone("this painted computer was closed; make another one")

    def _check(self, action: Action) -> None:
        """Refuses what cannot be done, before anything changes."""
        if why := self.refuses(action):
            raise Unsupported(why)
        check_keys(action)
        dialog = self._stage.state.dialog
        match action:
            case Click() | Move() | Drag() | Scroll():
                for point in points_of(action):
                    if not self._stage.size.contains(point):
                        raise BadInput(f"{action.action}: the point {point.x:g},{point.y:g} is outside the screen")
            case Type() if strange := untypable(action.text):
                raise BadInput(f"type: {strange} cannot be typed on a keyboard")
            case Dialog() if dialog is None:
                raise BadInput("dialog: no dialog is open")
            case Goto() | Back() if dialog is not None:
                raise BadInput(f'{action.action}: the dialog "{dialog.message}" must be answered first')
            case Goto():
                self._stage.page_of(action.url)
            case _:
                pass

    async def _deliver(self, action: Action) -> None:
        match action:
            case Click():
                await self._click(action)
            case Move():
                self._pointer.move(action.point)
            case Drag():
                self._pointer.press(action.path[0], extend=_extends(action))
                await self._hold(action.hold_s)
                for point in action.path[1:]:
                    self._pointer.move(point)
                self._pointer.release(action.path[-1])
            case Scroll():
                self._pointer.wheel(action.point, action.dy)
            case Type():
                type_text(self._stage, action.text)
            case Press():
                names = [key_named(name).name for name in action.keys]
                held = frozenset(name for name in names if name in MODIFIERS)
                for name in names:
                    if name not in held:
                        press(self._stage, name, held)
                await self._hold(action.hold_s)
            case Goto():
                self._stage.goto(action.url)
            case Back():
                self._stage.back()
            case Dialog():
                self._stage.answer(action.accept, action.text)
            case Wait() | Tab() | Upload() | Answer() | Ask() | Done():
                raise Unsupported(f"{action.action} is no gesture")
            case _:
                assert_never(action)

    async def _click(self, action: Click) -> None:
        self._pointer.move(action.point)
        if action.button != "left":
            return
        for count in range(1, action.count + 1):
            self._pointer.press(action.point, count, extend=_extends(action))
            await self._hold(action.hold_s)
            self._pointer.release(action.point)

    async def _hold(self, seconds: float) -> None:
        if seconds:
            await self._sleep(seconds)
            self._stage.catch_up()


def _extends(action: Click | Drag) -> bool:
    return any(key_named(name).name == "shift" for name in action.held)
