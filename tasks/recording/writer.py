"""Writer: what a person did, as it is told, to the steps that do it again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import assert_never

from ...agent.reader.steps import Dialog, Open, Press
from .checks import pointed_at
from .reports import (
    Checked,
    Chosen,
    Clicked,
    Dropped,
    Files,
    Into,
    Keyed,
    Left,
    Moved,
    Pressed,
    Submitted,
    Ticked,
    Typed,
)
from .seen import Seen, Sights, brought_up_by, dropped_on
from .steps import Steps
from .tab import Answered, Downloaded, Heard, News, Opened, Tab, Went
from .typed import Typing
from .words import (
    CHOOSE,
    CLICK,
    DOUBLE_CLICK,
    HOVER,
    RIGHT_CLICK,
    Thing,
    Way,
    dragging,
    selecting,
    ticking,
    typing_in,
    uploading,
)

CAUSED_S = 2.0
"""Where a page goes so soon after something was done in it, it went there for that."""
BY_ADDRESS = ("typed", "generated", "keyword", "auto_bookmark", "reload")
TOLD_TICKS = frozenset({"checkbox", "switch", "menuitemcheckbox"})
CHOICES = frozenset({"radio", "menuitemradio"})
REPEATABLE = frozenset({"button", "link", "menuitem", "tab", "option"})
"""Two quick clicks on one of these are two clicks."""
PRESSED = TOLD_TICKS | CHOICES | REPEATABLE | {"treeitem", "gridcell"}


class Writer:
    def __init__(self, steps: Steps, sights: Sights) -> None:
        self._steps = steps
        self._sights = sights
        self._typing = Typing(steps)
        self._tab: Tab | None = None
        self._press: Seen | None = None
        """What the pointer was down on last, and what the keyboard works on."""
        self._into: Seen | None = None
        self._maybe: Seen | None = None
        """A click that counts only if it brought up what is used next."""
        self._cause_s = 0.0
        """When the last thing was done that the page has not gone anywhere for yet."""

    async def hear(self, news: News) -> None:
        await self._follow(news.tab)
        match news:
            case Heard():
                if isinstance(news.report, Pressed | Into | Keyed | Checked):
                    await self._steps.answered(news.look)
                if not isinstance(news.report, Into | Left | Typed):
                    self._steps.acted_s = self._cause_s = news.report.at_ms / 1000
                await self._heard(news)
            case Opened():
                self._steps.sent()
            case Went():
                await self._went(news)
            case Answered(_, accepted, text, kind):
                if kind != "beforeunload" or not accepted:
                    await self._typing.end()
                    self._steps.add(str(Dialog(accepted, text if accepted and text else None)))
            case Downloaded(_, name):
                self._steps.add(f"check that a file {name} is downloaded", is_optional=True)
            case _:
                assert_never(news)

    async def idle(self) -> None:
        """Called when nothing happens."""
        await self._steps.rest(self._tab.last if self._tab is not None else None)

    async def end(self) -> None:
        await self._typing.end()
        await self._steps.answered(self._tab.last if self._tab is not None else None)
        self._steps.flow.write()

    # ---- what is told of a page

    async def _heard(self, heard: Heard) -> None:
        report = heard.report
        match report:
            case Pressed():
                await self._pressed(heard)
            case Into():
                await self._works_on(heard, report)
            case Clicked():
                await self._let_go(report)
            case Dropped():
                await self._dropped(heard, report)
            case Typed():
                self._type(report)
            case Left(key=key):
                if self._typing.is_in(key) and not _picks(self._typing.field, self._press):
                    await self._typing.end()
            case Chosen(key=key, values=values):
                await self._choose(key, values)
            case Ticked(key=key, on=on):
                seen = self._known(key)
                await self._on(seen, _mark(seen.role if seen is not None else "", on=on), "a tick")
            case Files():
                await self._upload(heard, report)
            case Moved(key=key, value=value):
                await self._on(self._known(key), typing_in(value), f"a slider or colour that was set to {value}")
            case Keyed():
                await self._keyed(report)
            case Submitted():
                await self._typing.sent()
                self._steps.sent()
            case Checked():
                await self._check(heard, report)
            case _:
                assert_never(report)

    async def _pressed(self, heard: Heard) -> None:
        seen = await self._sights.seen(heard)
        if seen is not None and not self._typing.is_in(seen.key) and not _picks(self._typing.field, seen):
            await self._typing.end()
        self._press = seen

    async def _works_on(self, heard: Heard, report: Into) -> None:
        if self._typing.is_in(report.key):
            return
        await self._typing.end()
        self._into = await self._sights.seen(heard)
        if self._into is not None and report.nature in ("text", "lines") and self._into.key:
            self._typing.begin(self._into)

    async def _let_go(self, report: Clicked) -> None:
        """A click in a field, or beside everything, is no step by itself; it counts where it brought up what is used next."""
        seen = self._into if report.by_key else self._press
        if seen is None:
            return
        if report.button == 2:
            await self._steps.say(seen, RIGHT_CLICK, "a right click")
        elif not report.is_sure and seen.role not in PRESSED:
            self._maybe = seen
        elif report.count == 2 and _is_on(self._steps.last, "click", seen) and seen.role not in REPEATABLE:
            self._steps.take_back()
            await self._steps.say(seen, DOUBLE_CLICK, "a double click")
        else:
            await self._click(seen)

    async def _click(self, seen: Seen) -> None:
        state = seen.thing.hint.state if seen.thing.hint is not None else ()
        if await self._picked(seen):
            return
        if (seen.role in TOLD_TICKS and {"checked", "unchecked"} & set(state)) or seen.role in CHOICES:
            await self._on(seen, _mark(seen.role, on="checked" not in state), "a tick")
        else:
            await self._on(seen, CLICK, "a click", "click")

    async def _picked(self, seen: Seen) -> bool:
        """`select Poland from Country`, where a list of the page's own was opened and an entry of it clicked."""
        last, field = self._steps.last, self._typing.field
        opened = field or (last[1] if last is not None and last[0] == "click" else None)
        if opened is None or not _picks(opened, seen) or seen.thing.hint is None:
            return False
        way = selecting([seen.thing.hint.name])
        phrase = await self._steps.phrase(opened, way)
        if phrase is None:
            return False
        if field is None:
            self._steps.take_back()
        self._typing.drop()
        self._steps.add(way.said(phrase), seen.look)
        return True

    async def _choose(self, key: str, values: tuple[str, ...]) -> None:
        seen = self._known(key)
        if seen is not None and _is_on(self._steps.last, "choice", seen):
            self._steps.take_back()  # several are chosen, one after the other
        await self._on(seen, selecting(values), f"the choice of {', '.join(values)}", "choice")

    async def _dropped(self, heard: Heard, report: Dropped) -> None:
        seen = self._press
        if seen is not None:
            there = dropped_on(seen, report, heard.window)
            to = await self._steps.phrase(seen.other(there), HOVER)
            await self._steps.say(seen, None if to is None else dragging(to), "a drag")

    def _type(self, report: Typed) -> None:
        if not self._typing.is_in(report.key) and (seen := self._known(report.key)) is not None:
            self._typing.begin(seen)
        if self._typing.is_in(report.key):
            self._typing.typed(report)

    async def _keyed(self, report: Keyed) -> None:
        if not self._typing.takes(report):
            await self._typing.end()
            on = self._into or self._press
            self._steps.add(str(Press(report.values)), on.look if on is not None else None)

    async def _upload(self, heard: Heard, report: Files) -> None:
        paths = [await heard.tab.path_of(heard, number) for number in range(len(report.values))]
        files = tuple(_from_here(path) if path else name for path, name in zip(paths, report.values, strict=True))
        await self._on(self._known(report.key), uploading(files), f"the choice of {', '.join(report.values)}")

    async def _check(self, heard: Heard, report: Checked) -> None:
        await self._typing.end()
        seen = await self._sights.seen(heard)
        if seen is None:
            return
        step = await asyncio.to_thread(pointed_at, seen.thing, report.label, seen.sight, seen.look.said)
        if step is None:
            self._steps.miss(seen, "what you pointed at to have it checked")
        else:
            self._steps.check(step)

    # ---- what is told of the browser

    async def _went(self, news: Went) -> None:
        back, how = await news.tab.went_back()
        is_caused, self._cause_s = news.at_s - self._cause_s < CAUSED_S, 0.0
        await self._typing.sent()
        if not is_caused:
            await self._steps.answered(news.look)
            self._steps.acted_s = news.at_s
        by_address = back == 0 and how in BY_ADDRESS and not (is_caused and how == "reload")
        if by_address or (back < 0 and not is_caused):
            self._steps.add(str(Open(news.url)), news.look)
        elif not is_caused:
            for _ in range(back):
                self._steps.add("go back", news.look)
        self._steps.sent()

    async def _follow(self, tab: Tab) -> None:
        """A click that opens a tab, or closes one, is followed by a test as well; a person may go to any."""
        before, self._tab = self._tab, tab
        if before is None or before is tab:
            return
        await self._typing.end()
        if not before.page.is_closed() and tab.is_older_than(before):
            self._steps.remark("here the recording went on in another tab; a test stays in the one that was opened last")

    # ---- steps about things

    async def _on(self, seen: Seen | None, way: Way, what: str, kind: str = "") -> None:
        if seen is None:
            return
        if self._typing.is_in(seen.key):
            self._typing.drop()
        await self._typing.end()
        await self._bring_up(seen)
        await self._steps.say(seen, way, what, kind)

    async def _bring_up(self, seen: Seen) -> None:
        """What had to be done for this to be there: a click beside all steps, or the pointer over a menu."""
        maybe, self._maybe = self._maybe, None
        last = self._steps.last[1] if self._steps.last is not None else None
        used = [each.key for each in (last, self._into, maybe) if each is not None]
        found = brought_up_by(seen, self._steps.last_s, used)
        if found is not None:
            hint, look = found
            over = Seen(Thing(hint, hint.box.center), look, await self._sights.of(look), seen.tab, look.taken_s)
            await self._steps.say(over, HOVER, "the pointer over a thing")
        elif maybe is not None and maybe.tab is seen.tab and maybe.has_brought_up(seen):
            await self._steps.say(maybe, CLICK, "a click")

    def _known(self, key: str) -> Seen | None:
        """The thing of that key, in the last look in which something was done to it."""
        for seen in (self._press, self._into):
            if seen is not None and (hint := seen.look.hint(key)) is not None:
                return seen.other(Thing(hint, hint.box.center))
        return None


def _mark(role: str, *, on: bool) -> Way:
    return CHOOSE if role in CHOICES else ticking(on=on, is_switch=role == "switch")


def _picks(field: Seen | None, entry: Seen | None) -> bool:
    """Whether it is an entry of the list that the field has opened."""
    if field is None or entry is None:
        return False
    return field.role == "combobox" and entry.role == "option" and entry.key != field.key


def _is_on(last: tuple[str, Seen] | None, kind: str, seen: Seen) -> bool:
    return last is not None and last[0] == kind and last[1].key == seen.key


def _from_here(path: str) -> str:
    """As files are named in a step: from the folder that tests are run in, where they lie below it."""
    file, here = Path(path).resolve(), Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
