"""Vm: hands and eyes on a QEMU machine, from outside over its control socket; nothing is installed in the guest.

async with opened(Vm(Path(place.control_socket))) as vm:
    frame = await vm.look()
    await vm.do(bind(Click(Point(512, 88)), frame))
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path
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
from ..desktop.pointer import points_between, wheel_clicks
from ..errors import BadInput, ComputerGone, PageError, Unsupported
from ..frame import Frame
from ..geometry import Point, Size
from ..keys import key_named
from ..motion import Watch
from ..stale import refuse_stale
from . import states
from .hands import Hands
from .keyboard import Compose, Keyboard
from .qmp import Qmp
from .screen import take_picture
from .work import Work

DROP_AFTER_S = 0.05
"""A program answers a drag with where it may be dropped; nothing on the screen tells that it has."""

APART_S = 0.6
APART_PX = 10
"""Two clicks decided one by one are no double click: so long, or so far, every program waits for one."""

BETWEEN_CLICKS_S = 0.04
"""A guest takes what comes sooner after a button was let go for a bad contact."""

ALIVE_EVERY_S = 0.5

POINTER_WITHIN_S = 10.0

UNREAD, WHY_UNREAD = "the guest stopped reading its keys", "is it still starting, or does it hang?"

PACE_S = 0.008
"""From one character to the next: a guest that has taken in a key has yet to pass it on to a program."""


class Vm:
    """A Computer that can be rewound and frozen: one machine, of which this is the only driver."""

    answers_s, prompt_s = 8.0, 2.5
    shows_pointer = True

    def __init__(
        self,
        socket: Path,
        layout: str = "us",
        *,
        compose: Compose = "",
        pace_s: float = PACE_S,
        pointer_within_s: float = POINTER_WITHIN_S,
    ) -> None:
        """`layout`: what the guest takes its keyboard to be; `compose`: how its programs take characters that have no key.

        `pointer_within_s`: so long is waited for the guest's driver of the pointer, which it has not while it starts."""
        self.watch = Watch()
        self._socket = socket
        self._unseen = states.unseen_mark(socket)
        self._stands_for_us = states.frozen_mark(socket)
        self._keyboard = Keyboard(layout, compose)
        self._pace_s = pace_s
        self._pointer_within_s = pointer_within_s
        self._qmp: Qmp | None = None
        self._hands: Hands | None = None
        self._frozen = False
        self._last_click: tuple[str, Point, float] | None = None
        self._has_pointed = False
        self._work = Work()

    async def open(self, start: str = "") -> None:
        """Takes hold of the machine as it is; it starts nothing in it."""
        if start:
            raise Unsupported(f'a machine shows what runs in it and cannot open "{start}"; open it by steps, as a person would')
        if self._qmp is None:
            self._qmp = await Qmp.connect(self._socket)
            self._hands = Hands(self._qmp)
            await self._work.begin(self._qmp)
            if self._stands_for_us.exists():
                await self.thaw()  # for a driver before, which came to no end of its own

    async def look(self) -> Frame:
        frame = await take_picture(self._machine)
        await states.has_looked(self._machine, self._unseen, goes_on=not self._frozen)
        self._work.note()
        return frame

    def refuses(self, action: Action) -> str:
        match action:
            case Type() | Press() if action.into is not None:
                return f"{action.action}: a machine cannot say what has the focus; look at it, and send keys that are not bound"
            case Click() | Move() | Drag() | Scroll() | Wait():
                return ""
            case Press(keys):
                return self._keyboard.refuses_keys(tuple(key_named(name) for name in keys))
            case Type(text):
                return self._keyboard.refuses(text)
            case Goto():
                return "goto: a machine has no address; click and type in a browser's window, or use --on browser"
            case Back():
                return "back: a machine has no pages to go back to; press the program's own keys, such as alt+left"
            case Tab():
                return "tab: a machine has no tabs of its own; click the program's, or press its keys, such as ctrl+tab"
            case Upload():
                return "upload: a machine cannot see this computer's files; put them into its image, or where it can fetch them"
            case Dialog():
                return "dialog: on a machine it is a window like any other; click its button"
            case Answer() | Ask() | Done():
                return f"{action.action}: that is said to whoever gave the task; no hand can do it"
            case _:
                assert_never(action)

    async def do(self, action: Action) -> Effect:
        if why := self.refuses(action):
            raise BadInput(why) if isinstance(action, Type) and action.into is None else Unsupported(why)
        check_keys(action)
        hands = self._its_hands
        if not isinstance(action, Wait):
            await self._wake(action)
        if isinstance(action, Click):
            await self._stand_apart(action)
        if isinstance(action, Type | Press):
            await self._has_taken_the_pointer()
        if not isinstance(action, Wait):
            self._work.before_action()
        if isinstance(action, Positioned):
            if not await hands.has_tablet(self._pointer_within_s):
                raise Unsupported(
                    f"{action.action}: the guest has not taken up its pointer, a USB tablet, so nothing was sent; "
                    "wait until it has started, or press keys instead: some systems have no driver for it"
                )
            await refuse_stale(action, self.look, self.watch)
        try:
            await self._deliver(action, hands)
        finally:
            self.watch.acted()
            self._has_pointed = self._has_pointed or isinstance(action, Click | Drag)
            with suppress(ComputerGone):
                await asyncio.shield(hands.release())
        return await self.effect()

    async def effect(self) -> Effect:
        """A machine tells nothing of itself: all has to be seen."""
        return Effect()

    async def works(self) -> bool:
        """On what was done last; one that was at work before is no witness of that."""
        return await self._work.came_of_it()

    async def close(self) -> None:
        qmp, hands, self._qmp, self._hands = self._qmp, self._hands, None, None
        if qmp is None or hands is None:
            return
        try:
            with suppress(ComputerGone):
                await hands.release()
        finally:
            await qmp.close()

    # ---- it can go back, and stand still

    async def save(self, name: str) -> None:
        await states.save(self._machine, name)

    async def rewind(self, name: str) -> None:
        """It stands still until the first look, which shows what was saved."""
        await states.rewind(self._machine, name, self._unseen)
        self.watch.forget()
        self._last_click = None
        self._work.forget()

    async def freeze(self) -> None:
        self._stands_for_us.touch(0o600)
        await states.freeze(self._machine)
        self._frozen = True

    async def thaw(self) -> None:
        self._frozen = False
        self._unseen.unlink(missing_ok=True)
        await states.thaw(self._machine)
        self._stands_for_us.unlink(missing_ok=True)

    # ---- how it is done

    @property
    def _machine(self) -> Qmp:
        if self._qmp is None:
            raise ComputerGone("this machine is not open: call open() first, and close() last")
        return self._qmp

    @property
    def _its_hands(self) -> Hands:
        if self._hands is None:
            raise ComputerGone("this machine is not open: call open() first, and close() last")
        return self._hands

    async def _wake(self, action: Action) -> None:
        """A machine that stands still would never hear of it, and nobody of that."""
        await states.has_looked(self._machine, self._unseen, goes_on=not self._frozen)
        if why := await states.why_still(self._machine):
            raise Unsupported(f"{action.action}: nothing was sent, for the machine stands still: {why}")

    async def _has_taken_the_pointer(self) -> None:
        """Programs find out what a click was on while keys overtake it, and go to what had the focus before."""
        until_s, had, self._has_pointed = time.monotonic() + self.answers_s, self._has_pointed, False
        while had and time.monotonic() < until_s and await self._work.is_on():
            """It is at work on that."""
        if had:
            self._work.forget()

    async def _deliver(self, action: Action, hands: Hands) -> None:
        match action:
            case Click():
                await self._click(action, hands)
            case Move(point):
                await hands.move(point, _size_of(action))
            case Drag():
                await self._drag(action, hands)
            case Scroll():
                await self._scroll(action, hands)
            case Type(text):
                await self._type(text, hands)
            case Press(keys):
                await self._hold(action, self._chord(keys), hands)
                await self._pause(action.hold_s)
            case Wait(seconds):
                await self._pause(seconds)
            case _:
                raise Unsupported(self.refuses(action))

    async def _click(self, action: Click, hands: Hands) -> None:
        size = _size_of(action)
        if action.held:
            await hands.move(action.point, size)
            await self._hold(action, self._chord(action.held), hands)
        for count in range(action.count):
            if count:
                await self._pause(BETWEEN_CLICKS_S)
            if not action.hold_s:
                await hands.click(action.point, size, action.button)
                continue
            await hands.move(action.point, size)
            await hands.press(action.button)
            await self._pause(action.hold_s)
            await hands.let_go(action.button)
        self._last_click = (action.button, action.point, time.monotonic())

    async def _drag(self, action: Drag, hands: Hands) -> None:
        size = _size_of(action)
        start, *path = ((int(point.x), int(point.y)) for point in action.path)
        await hands.move(Point(*start), size)
        await self._hold(action, self._chord(action.held), hands)
        await hands.press(action.button)
        await self._pause(action.hold_s)
        for end in path:
            for x, y in points_between(start, end):
                await hands.move(Point(x, y), size)
                await hands.has_pointed()
            start = end
        await self._pause(DROP_AFTER_S)

    async def _scroll(self, action: Scroll, hands: Hands) -> None:
        await hands.move(action.point, _size_of(action))
        down, right = wheel_clicks(action.dy), wheel_clicks(action.dx)
        await hands.wheel(down)
        if right:
            # A tablet's wheel turns one way only; with Shift, programs scroll sideways.
            await self._hold(action, ("shift",), hands)
            await hands.wheel(right)

    async def _type(self, text: str, hands: Hands) -> None:
        for done, char in enumerate(text):
            for stroke in self._keyboard.strokes(char):
                began_s = time.monotonic()
                if not await hands.strike(stroke):
                    raise PageError(f"type: {UNREAD} after {done} of {len(text)} characters; {WHY_UNREAD}")
                await asyncio.sleep(began_s + self._pace_s - time.monotonic())

    async def _hold(self, action: Action, codes: tuple[str, ...], hands: Hands) -> None:
        if not await hands.hold(codes):
            raise PageError(f"{action.action}: {UNREAD}; {WHY_UNREAD}")

    def _chord(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return self._keyboard.chord(tuple(key_named(name) for name in names))

    async def _pause(self, seconds: float) -> None:
        """Waits, and hears of it if the machine goes away meanwhile."""
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            await asyncio.sleep(min(left_s, ALIVE_EVERY_S))
            await states.why_still(self._machine)

    async def _stand_apart(self, action: Click) -> None:
        if self._last_click is None:
            return
        button, point, at_s = self._last_click
        if button == action.button and max(abs(point.x - action.point.x), abs(point.y - action.point.y)) <= APART_PX:
            await self._pause(at_s + APART_S - time.monotonic())


def _size_of(action: Positioned) -> Size:
    """Of the picture it was decided on, which is the machine's still: `refuse_stale` has seen to that."""
    assert action.seen is not None
    size = action.seen.patch.frame_size
    for point in points_of(action):
        if not size.contains(point):
            raise BadInput(
                f"{action.action}: the point {point.x:g},{point.y:g} is outside the screen of {size.w}x{size.h}; "
                "points are in frame px from its top left corner"
            )
    return size
