"""Delivers one action to the tab in front, exactly once, and lets go of everything afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never, cast

from ..action import (
    Action,
    Answer,
    Ask,
    Back,
    Button,
    Click,
    Dialog,
    Done,
    Drag,
    Goto,
    Move,
    Press,
    Scroll,
    Tab,
    Type,
    Upload,
    Wait,
)
from ..errors import BadInput, PageError
from ..geometry import Point, View
from ..keys import key_named
from .addresses import normal_url, why_unreachable
from .focus import refuse_stray
from .letters import type_text
from .reach import agree_on_focus, reach
from .tabs import Standing, Tabs

if TYPE_CHECKING:
    from playwright.async_api import Page

DRAG_STEP_PX = 16.0
"""A dragged pointer is seen at least this often on its way."""

LOAD_S = 30.0
ERROR_PAGE_S = 1.0
CHOOSER_S = 3.0
CLOSE_AGAIN_S = 1.0


async def deliver(action: Action, tabs: Tabs, view: View) -> None:
    """Returns when the browser took it; a dialog it opens may still be standing then."""
    page = tabs.page
    match action:
        case Click():
            await reach(page, view.to_screen(action.point))
            async with _held(page, action.held):
                await _click(page, action)
        case Move():
            at = view.to_screen(action.point)
            await reach(page, at)
        case Drag():
            await reach(page, view.to_screen(action.path[0]))
            async with _held(page, action.held):
                await _drag(page, action, view)
        case Scroll():
            at = view.to_screen(action.point)
            await reach(page, at)
            await page.mouse.wheel(action.dx / view.scale, action.dy / view.scale)
        case Type():
            await agree_on_focus(page)
            await refuse_stray(page, action)
            await type_text(page, action.text)
        case Press():
            await agree_on_focus(page)
            await refuse_stray(page, action)
            await _press(page, action)
        case Wait():
            await asyncio.sleep(action.seconds)
        case Goto():
            await _open(page, normal_url(action.url))
        case Back():
            await _go_back(page)
        case Tab():
            await _switch(tabs, action.which)
        case Upload():
            await _upload(tabs, action)
        case Dialog() | Answer() | Ask() | Done():
            raise AssertionError(f"{action.action} is not for the hands")
        case _:
            assert_never(action)


async def answer(standing: Standing, accept: bool, text: str | None) -> None:
    dialog = standing.dialog
    if not accept:
        await dialog.dismiss()
    elif dialog.type == "prompt":
        entered = text if text is not None else standing.typed
        await dialog.accept(dialog.default_value if entered is None else entered)
    else:
        await dialog.accept()


@contextlib.asynccontextmanager
async def _held(page: Page, names: tuple[str, ...]) -> AsyncGenerator[None]:
    """Keys that are down during something; whatever happens, they come up again."""
    keys = [key_named(name).playwright for name in names]
    down: list[str] = []
    try:
        for key in keys:
            down.append(key)
            await page.keyboard.down(key)
        yield
    finally:
        for key in reversed(down):
            await asyncio.shield(page.keyboard.up(key))


@contextlib.asynccontextmanager
async def _pressed(page: Page, button: Button, count: int = 1) -> AsyncGenerator[None]:
    """The button is down during something; whatever happens, it comes up again."""
    try:
        await page.mouse.down(button=button, click_count=count)
        yield
    finally:
        await asyncio.shield(page.mouse.up(button=button, click_count=count))


async def _click(page: Page, action: Click) -> None:
    for count in range(1, action.count + 1):
        async with _pressed(page, action.button, count):
            if action.hold_s:
                await asyncio.sleep(action.hold_s)


async def _drag(page: Page, action: Drag, view: View) -> None:
    path = [view.to_screen(point) for point in action.path]
    async with _pressed(page, action.button):
        await asyncio.sleep(action.hold_s)
        for here, there in itertools.pairwise(path):
            await page.mouse.move(there.x, there.y, steps=_steps(here, there))


def _steps(here: Point, there: Point) -> int:
    return max(2, math.ceil(math.dist((here.x, here.y), (there.x, there.y)) / DRAG_STEP_PX))


async def _press(page: Page, action: Press) -> None:
    async with _held(page, action.keys):
        await asyncio.sleep(action.hold_s)


async def _open(page: Page, url: str) -> None:
    from playwright.async_api import Error

    try:
        await page.goto(url, wait_until="commit", timeout=LOAD_S * 1000)
    except Error as error:
        if "Download is starting" in error.message or page.is_closed():
            return
        await _error_page(page)
        raise PageError(why_unreachable(url, error.message)) from None


async def _error_page(page: Page) -> None:
    """The browser's own page about the failure comes a little later, and would interrupt what is opened next."""
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await page.wait_for_url("chrome-error:**", wait_until="commit", timeout=ERROR_PAGE_S * 1000)


async def _go_back(page: Page) -> None:
    from playwright.async_api import Error

    before = page.url
    try:
        gone_back = await page.go_back(wait_until="commit", timeout=LOAD_S * 1000)
    except Error as error:
        if page.is_closed():
            return
        raise PageError(why_unreachable("the page before", error.message)) from None
    if gone_back is None and page.url == before and await page.evaluate("history.length") <= 1:
        raise PageError("there is no page to go back to")


async def _switch(tabs: Tabs, which: int | str) -> None:
    if which == "new":
        tabs.show(await tabs.context.new_page())
    elif which == "close":
        await _close(tabs.page)
    else:
        page = await tabs.find(which)
        await page.bring_to_front()
        tabs.show(page)


async def _close(page: Page) -> None:
    """A tab asked to close while its page is only just arriving says yes and stays: it is asked until it goes."""
    closing = asyncio.ensure_future(page.close())
    try:
        while not (await asyncio.wait({closing}, timeout=CLOSE_AGAIN_S))[0]:
            session = await page.context.new_cdp_session(page)
            about = cast("dict[str, Any]", await session.send("Target.getTargetInfo"))  # pyright: ignore[reportUnknownMemberType]
            tab = {"targetId": about["targetInfo"]["targetId"]}
            await session.send("Target.closeTarget", tab)  # pyright: ignore[reportUnknownMemberType]
        await closing
    finally:
        closing.cancel()


async def _upload(tabs: Tabs, action: Upload) -> None:
    chooser = await tabs.opening_of_chooser(CHOOSER_S)
    if chooser is None:
        raise BadInput("upload: no file chooser is open; click what opens it first")
    if len(action.files) > 1 and not chooser.is_multiple():
        raise BadInput(f"upload: one file is asked for here, not {len(action.files)}")
    files = [Path(file) for file in action.files]
    tabs.chosen.add(files)
    await chooser.set_files(files)
