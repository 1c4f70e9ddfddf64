"""Desktop: hands and eyes on an X11 screen. mss looks, PyAutoGUI points, and the keyboard is ours.

async with opened(Desktop(":0", xauthority="/home/ada/.Xauthority")) as desktop:
    frame = await desktop.look()
    await desktop.do(bind(Click(Point(512, 88)), frame))
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar, assert_never

import cv2
import numpy as np

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
from ..errors import BadInput, ComputerGone, PageError, Unsupported
from ..frame import Frame, Pixels
from ..geometry import Size
from ..keys import key_named, untypable
from ..motion import Watch
from ..stale import refuse_stale
from .pointer import points_between, wheel_clicks
from .screen import Screen
from .thread import OneThread
from .x11 import PRIVATE

R = TypeVar("R")

LETTERS_AT_ONCE = 32
"""So many characters are sent before it is asked whether somebody wants to stop."""

DRAG_STEP_S = 0.004

DROP_AFTER_S = 0.05
"""A program answers a drag with where it may be dropped; nothing on the screen tells that it has."""

APART_S = 0.6
APART_PX = 10
"""Two clicks decided one by one are no double click: so long, or so far, every program waits for one."""

HELD_UP_S = 3.0
"""A window manager may hold the pointer up; one that does so for longer is taken to hang."""

ALIVE_EVERY_S = 0.2

ANSWERS_WITHIN_S = 10.0
"""One program can stop a whole X server from answering all others, and may itself have been stopped."""

NEWS_APART_S = 0.01
"""Between the news of two keys, for programs that take in only one at a time and never say that they have."""

READ_WITHIN_S = 10.0
"""A program that has not read its keys after so long is taken to hang."""

READ_AT_CLOSE_S = 2.0
UNANSWERED_S = 2.0
"""Programs that cannot be asked whether they have read their keys get this long."""

UNREAD = "a program that has not taken in what was done"
"""What a look is busy with."""


class Desktop:
    """A Computer: one X11 screen, or one monitor of it (0 is the whole screen)."""

    def __init__(self, display: str | None = None, *, xauthority: str | None = None, monitor: int = 0) -> None:
        self.watch = Watch()
        self._at = (display, xauthority, monitor)
        self._worker: OneThread | None = None
        self._opened: Screen | None = None
        self._typed_s = 0.0
        self._last_click: tuple[str, int, int, float] | None = None

    async def open(self, start: str = "") -> None:
        """Takes hold of the screen as it is; it starts nothing."""
        display, xauthority, monitor = self._at
        if start:
            raise Unsupported(
                f'a desktop shows what runs on it and cannot open "{start}"; start the program yourself, then look; {PRIVATE}'
            )
        if not display:
            raise Unsupported(f"a Desktop needs the name of its display, such as :0; {PRIVATE}")
        if self._opened is not None:
            return
        # X11, mss and PyAutoGUI block, and each belongs to one thread.
        self._worker = OneThread(f"handeye {display}")
        made: list[Screen] = []
        try:
            await self._worker.run(lambda: made.append(Screen(display, xauthority, monitor)))
        except BaseException:  # cancelled: it may be made all the same
            self._worker.end(lambda: _close_all(made))
            raise
        self._opened = made[0]

    async def look(self) -> Frame:
        awaited, (shot, view) = await self._run(lambda: (self._screen.windows.is_awaited(), self._screen.grab()))
        raw, size = shot.raw, Size(shot.width, shot.height)

        def decode() -> Pixels:
            bgra = np.frombuffer(raw, np.uint8).reshape(size.h, size.w, 4)
            return cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGB)  # type: ignore[return-value]

        return Frame(size, decode, "desktop", view, busy=UNREAD if awaited else "")

    def refuses(self, action: Action) -> str:
        match action:
            case Type() | Press() if action.into is not None:
                return f"{action.action}: a desktop cannot say what has the focus; look at it, and send keys that are not bound"
            case Click() | Move() | Drag() | Scroll() | Press() | Wait():
                return ""
            case Type(text):
                what = untypable(text)
                return (
                    f"type: {what} cannot be typed: it is no character of a text; leave it out, or press keys" if what else ""
                )
            case Goto():
                return "goto: a desktop has no address; click and type in a browser's window, or use --on browser"
            case Back():
                return "back: a desktop has no pages to go back to; press the program's own keys, such as alt+left"
            case Tab():
                return "tab: a desktop has no tabs of its own; click the program's, or press its keys, such as ctrl+tab"
            case Upload():
                return "upload: a desktop cannot answer a file chooser; type the file's path into it and press enter"
            case Dialog():
                return "dialog: on a desktop it is a window like any other; click its button"
            case Answer() | Ask() | Done():
                return f"{action.action}: that is said to whoever gave the task; no hand can do it"
            case _:
                assert_never(action)

    async def do(self, action: Action) -> Effect:
        if why := self.refuses(action):
            raise BadInput(why) if isinstance(action, Type) and action.into is None else Unsupported(why)
        check_keys(action)
        if not isinstance(action, Move | Wait):  # a pointer that is moved aside takes nothing back
            await self._run(self._screen.windows.begin)
        if isinstance(action, Click):
            await self._stand_apart(action)
        if isinstance(action, Positioned):
            self._pixels(action)
            await refuse_stale(action, self.look, self.watch)
        try:
            await self._deliver(action)
        finally:
            self.watch.acted()
            await self._let_go()
        if not isinstance(action, Wait):
            await self._run(self._screen.windows.ask)
        return await self.effect()

    async def effect(self) -> Effect:
        """Which windows came and went; what else happened has to be seen."""
        return await self._run(self._screen.effect)

    async def close(self) -> None:
        screen, worker = self._opened, self._worker
        if screen is None or worker is None:
            return
        try:
            with suppress(ComputerGone):
                if screen.keyboard.has_lent:
                    await self._has_been_read(READ_AT_CLOSE_S)
        finally:
            self._opened = self._worker = None
            with suppress(TimeoutError):
                async with asyncio.timeout(ANSWERS_WITHIN_S):
                    await asyncio.shield(worker.run(screen.close))
            worker.end()

    # ---- how it is done

    @property
    def _screen(self) -> Screen:
        if self._opened is None:
            raise ComputerGone("this desktop is not open: call open() first, and close() last")
        return self._opened

    async def _run(self, work: Callable[[], R]) -> R:
        """Does a short piece of work on the thread that owns the display."""
        screen, worker = self._screen, self._worker
        assert worker is not None
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                return await worker.run(lambda: screen.run(work))
        except TimeoutError:
            raise ComputerGone(
                f"the X server of {self._at[0]} has not answered for {ANSWERS_WITHIN_S:g} s: a program may have taken "
                "hold of all of it; end that program, or start the display again"
            ) from None

    async def _deliver(self, action: Action) -> None:
        match action:
            case Click():
                await self._click(action)
            case Move():
                await self._move(*self._pixels(action)[0])
            case Drag():
                await self._drag(action)
            case Scroll():
                await self._scroll(action)
            case Type(text):
                await self._type(text)
            case Press():
                await self._hold(action.keys)
                await self._pause(action.hold_s)
            case Wait(seconds):
                await self._pause(seconds)
            case _:
                raise Unsupported(self.refuses(action))

    async def _click(self, action: Click) -> None:
        (x, y), = self._pixels(action)  # fmt: skip
        await self._move(x, y)
        await self._hold(action.held)
        for _ in range(action.count):
            await self._press(action.button, x, y)
            await self._pause(action.hold_s)
            await self._release()
        self._last_click = (action.button, x, y, time.monotonic())

    async def _drag(self, action: Drag) -> None:
        start, *path = self._pixels(action)
        await self._move(*start)
        await self._hold(action.held)
        await self._press(action.button, *start)
        await self._pause(action.hold_s)
        for end in path:
            for x, y in points_between(start, end):
                await self._move(x, y)
                await asyncio.sleep(DRAG_STEP_S)
            start = end
        await self._pause(DROP_AFTER_S)
        await self._release()

    async def _scroll(self, action: Scroll) -> None:
        (x, y), = self._pixels(action)  # fmt: skip
        await self._move(x, y)
        right, down = wheel_clicks(action.dx), wheel_clicks(action.dy)
        for clicks, is_down in ((down, True), (right, False)):
            for _ in range(abs(clicks)):
                once = 1 if clicks > 0 else -1
                await self._wheel(x, y, 0 if is_down else once, once if is_down else 0)

    async def _type(self, text: str) -> None:
        keyboard = self._screen.keyboard
        await self._run(keyboard.read)
        await self._run(keyboard.ready)
        await self._pause(keyboard.unread_s)
        parts = list(keyboard.parts(text))
        switched = await self._run(lambda: keyboard.switch_caps_lock(False))
        try:
            done = 0
            for part in parts:
                if keyboard.must_take_back(part) and not await self._has_been_read(READ_WITHIN_S):
                    raise PageError(f"type: the program stopped reading its keys after {done} of {len(text)} characters")
                await self._tell(await self._run(partial(keyboard.put_in_place, part)))
                for at in range(0, len(part), LETTERS_AT_ONCE):
                    await self._run(partial(keyboard.strike, part[at : at + LETTERS_AT_ONCE]))
                    self._typed_s = time.monotonic()
                done += len(part)
        finally:
            if switched:
                with suppress(ComputerGone):
                    await asyncio.shield(self._run(lambda: keyboard.switch_caps_lock(True)))

    async def _tell(self, keycodes: tuple[int, ...]) -> None:
        """Sees to it that the program in use knows what keys mean now.

        Xlib itself forgets news of one key that comes while it asks about another, and programs that
        cannot be asked (they are built on it) must hear of each key alone."""
        if not keycodes:
            return
        if await self._run(self._screen.windows.ping) is not None:
            return
        for keycode in keycodes:
            await asyncio.sleep(NEWS_APART_S)
            await self._run(partial(self._screen.keyboard.say_again, keycode))
        await asyncio.sleep(NEWS_APART_S)

    async def _hold(self, names: tuple[str, ...]) -> None:
        if not names:
            return
        keyboard = self._screen.keyboard
        keys = tuple(key_named(name) for name in names)
        await self._run(keyboard.read)
        if keyboard.must_take_back("".join(key.name for key in keys if key.is_character)):
            await self._has_been_read(READ_WITHIN_S)
        self._typed_s = time.monotonic()
        await self._run(lambda: keyboard.press(keys))

    async def _has_been_read(self, limit_s: float) -> bool:
        """Waits until the program in use has read every key sent so far; False when it does not."""
        ping = await self._run(self._screen.windows.ping)
        if ping is None:
            await self._pause(self._typed_s + UNANSWERED_S - time.monotonic())
            return True
        return await self._becomes(lambda: self._screen.windows.has_answered(ping), limit_s)

    async def _pause(self, seconds: float) -> None:
        """Waits, and hears of it if the display goes away meanwhile."""
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            await asyncio.sleep(min(left_s, ALIVE_EVERY_S))
            await self._run(self._screen.check)

    async def _stand_apart(self, action: Click) -> None:
        if self._last_click is None:
            return
        button, x, y, at_s = self._last_click
        ((to_x, to_y),) = self._pixels(action)
        if button == action.button and max(abs(x - to_x), abs(y - to_y)) <= APART_PX:
            await self._pause(at_s + APART_S - time.monotonic())

    async def _let_go(self) -> None:
        with suppress(ComputerGone):
            await asyncio.shield(self._run(self._screen.release))

    def _pixels(self, action: Positioned) -> list[tuple[int, int]]:
        """Where on the screen an action's points are."""
        screen = self._screen
        for point in points_of(action):
            if not screen.size.contains(point):
                raise BadInput(
                    f"{action.action}: the point {point.x:g},{point.y:g} is outside the screen of "
                    f"{screen.size.w}x{screen.size.h}; points are in frame px from its top left corner"
                )
        return [screen.view.to_pixel(point) for point in points_of(action)]

    async def _move(self, x: int, y: int) -> None:
        if await self._run(lambda: self._screen.pointer.move(x, y)):
            return
        if not await self._becomes(lambda: self._screen.pointer.is_at(x, y)):
            raise Unsupported(
                f"the pointer did not get to {x},{y} within {HELD_UP_S:g} s, so nothing was pressed there: "
                "a program holds it, or no monitor shows that place"
            )

    async def _press(self, button: str, x: int, y: int) -> None:
        await self._run(lambda: self._screen.pointer.press(button, x, y))

    async def _release(self) -> None:
        if not await self._run(lambda: self._screen.pointer.release()):
            await self._becomes(lambda: self._screen.pointer.is_up())

    async def _wheel(self, x: int, y: int, right: int, down: int) -> None:
        if not await self._run(lambda: self._screen.pointer.wheel(x, y, right, down)):
            await self._becomes(lambda: self._screen.pointer.is_up())

    async def _becomes(self, is_so: Callable[[], bool], limit_s: float = HELD_UP_S) -> bool:
        until_s = time.monotonic() + limit_s
        while not await self._run(is_so):
            if time.monotonic() > until_s:
                return False
            await asyncio.sleep(0.002)
        return True


def _close_all(screens: list[Screen]) -> None:
    for screen in screens:
        screen.close()
