"""Person: somebody at a screen of their own who moves a real pointer and types on a real keyboard, at a person's pace."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from handeye.sandbox.display import PrivateDisplay
from handeye.tasks.recording.record import Asked, Recording, recording
from handeye.tools.action import Click, Drag, Move, Press, Type, bind
from handeye.tools.computer import opened
from handeye.tools.desktop import Desktop
from handeye.tools.frame import decode_picture
from handeye.tools.geometry import Point, Size
from handeye.tools.motion import settle

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

SCREEN = Size(1400, 960)
TOP_PX = 240
"""So much of a page is enough to tell where on the screen it is."""


class Person:
    def __init__(self, desktop: Desktop, being_made: Recording) -> None:
        self._desktop = desktop
        self._being_made = being_made
        self._corner = Point(0, 0)

    @property
    def page(self) -> Page:
        return self._being_made.page

    async def sit_down(self) -> None:
        """Sees where on the screen the page is."""
        await self._being_made.rested()
        shown = decode_picture(await self.page.screenshot())[:TOP_PX]
        screen = (await settle(self._desktop.look, self._desktop.watch)).frame.rgb
        fits = cv2.matchTemplate(np.ascontiguousarray(screen), np.ascontiguousarray(shown), cv2.TM_SQDIFF_NORMED)
        least, _, (x, y), _ = cv2.minMaxLoc(fits)
        assert least < 0.01, "the page is not to be seen on the screen"
        self._corner = Point(x, y)

    async def click(
        self, what: Locator, *, held: tuple[str, ...] = (), count: int = 1, at: Point | None = None, wait: bool = True
    ) -> None:
        """`wait`: until the page has answered, which it does not while a dialog is open."""
        await self._do(Click(await self._place(what, at), count=count, held=held), wait=wait)

    async def right_click(self, what: Locator) -> None:
        await self._do(Click(await self._place(what), "right"))

    async def point_at(self, what: Locator) -> None:
        await self._do(Move(await self._place(what)))

    async def drag(self, what: Locator, to: Locator) -> None:
        await self._do(Drag((await self._place(what), await self._place(to)), hold_s=0.1))

    async def type(self, text: str) -> None:
        await self._desktop.do(Type(text))
        await self._being_made.rested()

    async def press(self, *keys: str) -> None:
        await self._desktop.do(Press(keys))
        await self._being_made.rested()

    async def enter(self, what: Locator, text: str) -> None:
        await self.click(what)
        await self.type(text)

    async def choose(self, what: Locator, letters: str) -> None:
        """From the browser's own list, by its first letters."""
        await self.click(what)
        await self.type(letters)
        await self.press("enter")

    async def _place(self, what: Locator, at: Point | None = None) -> Point:
        await what.scroll_into_view_if_needed()
        await self._being_made.rested()
        box = await what.bounding_box()
        assert box is not None, "it is not to be seen"
        inside = at or Point(box["width"] / 2, box["height"] / 2)
        return Point(self._corner.x + box["x"] + inside.x, self._corner.y + box["y"] + inside.y)

    async def _do(self, action: Click | Move | Drag, *, wait: bool = True) -> None:
        await self._desktop.do(bind(action, await self._desktop.look()))
        if wait:
            await self._being_made.rested()
        else:
            await settle(self._desktop.look, self._desktop.watch)


@asynccontextmanager
async def person_at(url: str, out: Path) -> AsyncGenerator[Person]:
    """A recording that a person has begun on a display of their own; it ends with the block."""
    async with PrivateDisplay(SCREEN) as place:
        environ = {**os.environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
        async with (
            opened(Desktop(place.display, xauthority=place.xauthority)) as desktop,
            recording(Asked(url=url, out=out, environ=environ)) as being_made,
        ):
            person = Person(desktop, being_made)
            await person.sit_down()
            yield person
