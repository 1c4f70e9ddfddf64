"""Browser: Chromium through Playwright, as a Computer that looks by capture and acts by position."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..action import (
    Action,
    Answer,
    Ask,
    Click,
    Dialog,
    Done,
    Goto,
    Keyed,
    Move,
    Positioned,
    Press,
    Seen,
    Type,
    Upload,
    Wait,
    check_keys,
)
from ..computer import Effect, Written
from ..drawing import dialog_hints
from ..errors import BadInput, ComputerGone, PageError, StaleFrame, UncertainDelivery, Unsupported
from ..frame import Frame
from ..geometry import Box, Point, View
from ..keys import key_named, untypable
from ..motion import Watch
from ..stale import refuse_stale, stray_keys
from ..target import Hint
from ..whole import write_whole
from .addresses import normal_url
from .chromium import BrowserOptions
from .focus import has_focus
from .hands import answer, deliver
from .hints import hint_under, hints_of
from .places import texts_in_dialog, texts_of
from .popup import choose_in_open_list
from .process import first_line
from .reach import reach
from .session import Session, start_session
from .shared import SharedChromium
from .tabs import Standing
from .touched import touched_in

if TYPE_CHECKING:
    from playwright.async_api import Page

__all__ = ["Browser", "BrowserOptions", "SharedChromium"]

TAKEN_S = 20.0
"""A click or a key that the page has not taken by then may or may not have arrived."""


class Browser:
    """`async with opened(Browser(), "localhost:8000") as browser:`"""

    def __init__(self, options: BrowserOptions | None = None) -> None:
        self.options = options or BrowserOptions()
        self.watch = Watch()
        self._open: Session | None = None
        self._view = View(self.options.scale)
        self._untouched: Frame | None = None
        """The last look, as long as nobody may have done anything since."""
        self._is_lent = False
        self._written: WeakKeyDictionary[Page, tuple[Written, ...]] = WeakKeyDictionary()

    async def open(self, start: str = "") -> None:
        self.options.check()
        url = normal_url(start) if start else ""
        if self._open is None:
            self._open = await start_session(self.options)
        if url:
            await self.do(Goto(url))

    async def look(self) -> Frame:
        frame = await self._session.eyes.look()
        self._view, self._untouched = frame.view, None if self._is_lent else frame
        return frame

    async def _look_unless_it_stands(self) -> Frame:
        last = self._untouched
        return last if last is not None and self.stands(last) else await self.look()

    def stands(self, frame: Frame) -> bool:
        return self._open is not None and frame is self._untouched and self._open.eyes.stands(frame)

    def refuses(self, action: Action) -> str:
        match action:
            case Answer() | Ask() | Done():
                return f"{action.action} is said, not done"
            case Type() if bad := untypable(action.text):
                return f"{bad} of the text is on no keyboard; leave it out, or press keys"
            case Press() if lost := [name for name in action.keys if not _pressable(name)]:
                return f'the key "{lost[0]}" is not on this keyboard; type it as text instead'
            case _:
                return ""

    async def do(self, action: Action) -> Effect:
        session = self._session
        self._check(action)
        if isinstance(action, Positioned):
            look, asks_again = self._look_unless_it_stands, self._asks_again(action)
            await refuse_stale(action, look, self.watch, self.hint_at, asks_again=asks_again)
        standing = session.tabs.standing
        if isinstance(action, Dialog) and standing is None:
            raise BadInput("dialog: none is open")
        session.ledger.begin()
        self._untouched = None
        if not isinstance(action, Upload):
            session.tabs.chooser = None
        try:
            await (self._deliver(action) if standing is None else self._do_on_dialog(action, standing))
        finally:
            if not isinstance(action, Wait):  # waiting is watching
                self.watch.acted()
            session.ledger.is_acting = False
        return session.ledger.effect()

    async def effect(self) -> Effect:
        return self._session.ledger.effect()

    async def calm(self, begins_s: float, limit_s: float) -> None:
        waiting = asyncio.ensure_future(self._session.ledger.calm(begins_s))
        try:
            with contextlib.suppress(TimeoutError):
                await self._session.tabs.until_dialog(waiting, limit_s)
        finally:
            waiting.cancel()

    async def touched(self) -> tuple[Box, ...] | None:
        """Where the page's own handlers changed something while they were told of the last action."""
        tabs = self._session.tabs
        return await tabs.unless_gone(touched_in(tabs.page, self._view)) if tabs.standing is None else None

    async def hints(self) -> tuple[Hint, ...]:
        tabs = self._session.tabs
        if tabs.standing is not None:
            dialog = (await self.look()).dialog
            return dialog_hints(dialog) if dialog else ()
        return await tabs.unless_gone(hints_of(tabs.page, self._view))

    async def hint_at(self, point: Point) -> Hint | None:
        tabs = self._session.tabs
        if tabs.standing is not None:
            return next((hint for hint in await self.hints() if hint.box.contains(point)), None)
        return await tabs.unless_gone(hint_under(tabs.page, point, self._view))

    async def keys_go_to(self, permits: Callable[[str], bool]) -> bool:
        tabs = self._session.tabs
        return tabs.standing is None and await tabs.unless_gone(has_focus(tabs.page, permits))

    async def written(self, frame: Frame) -> tuple[Written, ...] | None:
        tabs = self._session.tabs
        page, standing = tabs.page, tabs.standing
        if frame.url != page.url or (frame.dialog is None) != (standing is None):
            return None
        if standing is not None:  # the page behind it stands still, and cannot be asked
            typed = standing.typed
            return (*self._written.get(page, ()), *texts_in_dialog(frame, frame.view.scale, typed))
        found = await tabs.unless_gone(texts_of(page, frame.view))
        if found is not None:
            self._written[page] = found
        return found

    async def title(self) -> str:
        """As the tab in front says; "" while a dialog stands in the way."""
        tabs = self._session.tabs
        return await tabs.unless_gone(tabs.page.title()) if tabs.standing is None else ""

    @property
    def tab(self) -> Page:
        """Playwright's own page of the tab in front, for what is done with it at once."""
        self._untouched = None
        return self._session.tabs.page

    @property
    def page(self) -> Page:
        """The same, for those who mix both: what they do with it, and when, is not known from here on."""
        self._is_lent = True
        return self.tab

    async def save_storage(self, path: Path, clean: Callable[[str], str] = str) -> None:
        """Cookies and local storage, readable by this user only; `clean` may take out what is not to be written down."""
        state = await self._session.tabs.context.storage_state()
        await asyncio.to_thread(write_whole, path, clean(json.dumps(state, ensure_ascii=False)).encode())

    async def close(self) -> None:
        session, self._open = self._open, None
        if session is not None:
            await session.close()

    @property
    def _session(self) -> Session:
        if self._open is None:
            raise ComputerGone("this browser is not open; open() it first")
        return self._open

    def _check(self, action: Action) -> None:
        """Refuses what cannot be done, before anything is sent."""
        check_keys(action)
        if why := self.refuses(action):
            raise (BadInput if isinstance(action, Type) else Unsupported)(f"{action.action}: {why}")
        if isinstance(action, Upload):
            for file in action.files:
                if not Path(file).is_file():
                    raise BadInput(f"upload: there is no file {file}")
        if isinstance(action, Goto):
            normal_url(action.url)

    async def _deliver(self, action: Action) -> None:
        from playwright.async_api import Error

        tabs = self._session.tabs
        page = tabs.page
        try:
            await tabs.until_dialog(self._hands(action), TAKEN_S + _lasts_s(action))
        except TimeoutError:
            raise UncertainDelivery(
                f"{action.action}: the page has not taken it within {TAKEN_S:g} s; look whether it happened"
            ) from None
        except Error as error:
            if page.is_closed() and "closed" in error.message and tabs.all:
                return  # the click closed its own tab
            await self.look()  # raises if the browser is gone
            raise UncertainDelivery(f"{action.action}: the browser answered: {first_line(error)}") from None

    async def _hands(self, action: Action) -> None:
        tabs = self._session.tabs
        match action:
            case Click(button="left", count=1, held=()) if await choose_in_open_list(
                tabs.page, action.point, self._view, self.look
            ):
                return
            case Click(seen=Seen(hint=Hint() as hint)):
                await self._come_to(action.point, hint)
                await deliver(action, tabs, self._view)
            case _:
                await deliver(action, tabs, self._view)

    def _asks_again(self, action: Action) -> bool:
        """Whether `_come_to` will ask what is at the hint's place."""
        if not isinstance(action, Click) or action.seen is None or action.seen.hint is None:
            return False
        return _is_at(action.seen.hint, action.point) and self._session.tabs.standing is None

    async def _come_to(self, point: Point, hint: Hint) -> None:
        """A page feels the pointer come, and may put another thing under it."""
        before = hint if _is_at(hint, point) else await self.hint_at(point)
        await reach(self._session.tabs.page, self._view.to_screen(point))
        now = await self.hint_at(point)
        if before is not None and (now is None or not now.same_thing(before)):
            there = f'{now.role} "{now.name}"' if now else "something else"
            raise StaleFrame(
                f'click: when the pointer came, {before.role} "{before.name}" made way for {there}, '
                "so nothing was pressed; look again and decide anew"
            )

    async def _do_on_dialog(self, action: Action, standing: Standing) -> None:
        """With a dialog open, the drawing of it is the only thing that hands can reach."""
        if isinstance(action, Keyed) and action.into is not None:
            has_keys = (await self.hints())[0]
            if not has_keys.same_thing(action.into):
                raise stray_keys(action, action.into, (has_keys.role, has_keys.name))
        meant = _meant_for_dialog(action, standing)
        if isinstance(meant, str):
            standing.typed = meant
        elif meant is not None:
            tabs = self._session.tabs
            tabs.answered()
            text = action.text if isinstance(action, Dialog) else None
            await tabs.until_dialog(answer(standing, meant, text), TAKEN_S)


def _is_at(hint: Hint, point: Point) -> bool:
    return Box.around(hint.box.center, 1).contains(point)


def _meant_for_dialog(action: Action, standing: Standing) -> bool | str | None:
    """Accept or dismiss, or what a prompt now holds, or None: nothing happens."""
    typed = standing.opened.default if standing.typed is None else standing.typed
    match action:
        case Dialog():
            return action.accept
        case Press(keys=("enter" | "return",)):
            return True
        case Press(keys=("escape" | "esc",)):
            return False
        case Press(keys=("backspace",)) if standing.opened.kind == "prompt":
            return typed[:-1]
        case Type() if standing.opened.kind == "prompt":
            return (standing.typed or "") + action.text
        case Click():
            pressed = next((name for name, box in standing.opened.boxes if box.contains(action.point)), "")
            return {"ok": True, "cancel": False}.get(pressed)
        case Move() | Wait():
            return None
        case _:
            raise PageError(
                f'{action.action}: a dialog stands in the way ({standing.opened.kind}: "{standing.opened.message}"); '
                "nothing was sent; answer it first"
            )


def _pressable(name: str) -> bool:
    key = key_named(name)
    return not key.is_character or (key.name.isascii() and key.name.isprintable())


def _lasts_s(action: Action) -> float:
    """What an action takes by itself."""
    match action:
        case Wait():
            return action.seconds
        case Goto():
            return 60.0
        case Type():
            return len(action.text) * 0.02
        case _:
            return float(getattr(action, "hold_s", 0.0))
