"""Hands: the pointer and the keys of a machine, and what of them is held."""

from __future__ import annotations

import asyncio
import math
import time
from typing import Any, cast

from ..geometry import Point, Size
from .keyboard import Event, Stroke, key_event
from .qmp import Qmp

POLLED_EVERY_S = 0.01
"""A guest asks its tablet that often for one more thing that has happened to it."""

LATE_S = 0.03
"""By so much a guest may be late with that; nothing tells when it has asked."""

READ_WITHIN_S = 10.0
"""A guest that has not read a key after so long is taken to hang."""

ASKED_AGAIN_S = 0.001

REACH = 1 << 15
"""The tablet counts so many places from edge to edge."""

_UNREAD = 0x01
"""Of the keyboard controller's status: there is something that the guest has not fetched."""


class Hands:
    def __init__(self, qmp: Qmp) -> None:
        self._qmp = qmp
        self._keys: list[str] = []
        self._buttons: list[str] = []
        self._pointed_s = 0.0
        """By then the guest has asked for all that the pointer did."""

    async def has_tablet(self, within_s: float) -> bool:
        """Whether the guest uses the pointer that knows places; until it does, all goes to another mouse."""
        until_s = time.monotonic() + within_s
        while True:
            mice = cast("list[dict[str, Any]]", await self._qmp.ask("query-mice"))
            if any(mouse["absolute"] and mouse["current"] for mouse in mice):
                return True
            if time.monotonic() > until_s:
                return False
            await asyncio.sleep(0.05)

    # ---- the pointer: what it does is fetched one by one, so nothing waits for anything but keys

    async def move(self, point: Point, size: Size) -> None:
        await self._point(_at("x", point.x, size.w), _at("y", point.y, size.h))

    async def press(self, button: str) -> None:
        self._buttons.append(button)
        await self._point(_button(button, True))

    async def let_go(self, button: str) -> None:
        await self._point(_button(button, False))
        self._buttons.remove(button)

    async def click(self, point: Point, size: Size, button: str) -> None:
        """All of it sent at once: QEMU does it in this order."""
        await asyncio.gather(self.move(point, size), self.press(button), self.let_go(button))

    async def wheel(self, down: int) -> None:
        """So many clicks of the wheel; up where negative."""
        for _ in range(abs(down)):
            for is_down in (True, False):
                await self._point(_button("wheel-down" if down > 0 else "wheel-up", is_down))

    async def has_pointed(self) -> None:
        """Until the guest knows all that the pointer did, as far as can be told."""
        await asyncio.sleep(self._pointed_s - time.monotonic())

    # ---- the keys: whether they were read can be told

    async def hold(self, codes: tuple[str, ...]) -> bool:
        """Presses keys in order; they stay down until `release`. Whether the guest has read them."""
        if not codes:
            return True
        await self._after_pointer()
        for code in codes:
            self._keys.append(code)
            await self._send(key_event(code, True))
        return await self._are_read()

    async def strike(self, stroke: Stroke) -> bool:
        """Whether the guest has read it."""
        await self._after_pointer()
        await self._send(*stroke.events())
        return await self._are_read()

    async def release(self) -> None:
        """Lets go of all that is held, what was pressed last first."""
        while self._buttons:
            await self.let_go(self._buttons[-1])
        if self._keys:
            await self._after_pointer()
        while self._keys:
            await self._send(key_event(self._keys[-1], False))
            self._keys.pop()

    # ---- how it is done

    async def _send(self, *events: Event) -> None:
        await self._qmp.ask("input-send-event", {"events": list(events)})

    async def _point(self, *events: Event) -> None:
        await self._send(*events)
        self._pointed_s = max(time.monotonic(), self._pointed_s) + POLLED_EVERY_S

    async def _after_pointer(self) -> None:
        """Keys go another way, and would overtake it."""
        if (late_s := self._pointed_s + LATE_S - time.monotonic()) > 0:
            await asyncio.sleep(late_s)

    async def _are_read(self) -> bool:
        until_s = time.monotonic() + READ_WITHIN_S
        while await self._status() & _UNREAD:
            if time.monotonic() > until_s:
                return False
            await asyncio.sleep(ASKED_AGAIN_S)
        return True

    async def _status(self) -> int:
        said = await self._qmp.hear("i /xb 0x64")
        return int(said.rpartition("=")[2], 16)


def _at(axis: str, at: float, length: int) -> Event:
    """The middle of a pixel: however a guest rounds, it comes to that pixel."""
    value = min(math.floor((math.floor(at) + 0.5) * REACH / length), REACH - 1)
    return {"type": "abs", "data": {"axis": axis, "value": value}}


def _button(button: str, down: bool) -> Event:
    return {"type": "btn", "data": {"down": down, "button": button}}
