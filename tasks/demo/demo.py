"""`handeye demo`: hands and eyes on the guest book, each step with what proves it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from ...tools.action import Action, Click, Press, Type, bind
from ...tools.browser import Browser
from ...tools.computer import Effect, opened
from ...tools.drawing import mark
from ...tools.errors import StaleFrame
from ...tools.frame import Frame
from ...tools.geometry import Box, Point
from ...tools.motion import difference, settle
from ...tools.target import Hint
from .guest_book import GuestBook, serve

GUEST = "Zażółć gęślą jaźń · 你好，世界"


def run() -> int:
    """The exit code: 0 when everything was seen to happen."""
    folder = Path("runs") / f"demo-{time.strftime('%Y%m%d-%H%M%S')}"
    folder.mkdir(parents=True, mode=0o700)
    console = Console(highlight=False)
    console.print("A guest book of ours, a real browser, and nothing downloaded.\n")
    with serve() as book:
        failed = asyncio.run(_tell(book, folder, console))
    console.print(f"\n[dim]The pictures are in[/] {folder}/")
    console.print('Next: "handeye look --start URL -o see.png" on a page of yours.')
    return 1 if failed else 0


async def _tell(book: GuestBook, folder: Path, console: Console) -> int:
    async with opened(Browser(), book.url) as browser:
        show = _Show(browser, book, folder, console)
        await show.everything()
        return show.failed


@dataclass
class _Show:
    browser: Browser
    book: GuestBook
    folder: Path
    console: Console
    failed: int = 0
    _pictures: int = 0
    _began_s: float = field(default_factory=time.monotonic)

    async def everything(self) -> None:
        await self.looks()
        await self.types()
        await self.chooses()
        await self.signs()
        await self.refuses_to_miss()
        await self.asks_first()

    async def looks(self) -> None:
        frame = await self._settled()
        hints = await self.browser.hints()
        said = ", ".join(f'{hint.role} "{hint.name}"' for hint in hints)
        self._verdict(len(hints) == 6, "looks", f"{frame.size.w}x{frame.size.h} px, {len(hints)} things to use: {said}", frame)

    async def types(self) -> None:
        field_ = await self._hint("Name")
        before = await self._settled()
        await self._click(field_)
        await self.browser.do(Type(GUEST))
        after = await self._settled()
        shown = (await self._hint("Name")).value == GUEST and _changed_inside(before, after, field_.box)
        self._verdict(shown, "types", f'"{GUEST}" stands in the field, and only the field changed', mark(after, field_.box))

    async def chooses(self) -> None:
        city = await self._hint("City")
        before = await self._settled()
        await self._click(city)
        opened_ = await self._settled()
        rows = Box.union([box for box in difference(before, opened_) if box.bottom > city.box.bottom])
        option_h = (rows.bottom - city.box.bottom) / len(city.options)
        third = Point(rows.center.x, city.box.bottom + option_h * 2.5)
        await self._do(bind(Click(third), opened_))
        await self._click(await self._hint("Send me news"))
        after = await self._settled()
        chosen = (await self._hint("City")).value == "Zürich" and "checked" in (await self._hint("Send me news")).state
        self._verdict(chosen, "chooses", "Zürich in the open list, by position; the box is ticked", mark(after, city.box))

    async def signs(self) -> None:
        before = await self._settled()
        effect = await self._click(await self._hint("Sign"))
        after = await self._settled()
        changed = difference(before, after)
        posted = [request for request in effect.requests if request.method == "POST"]
        done = (
            self.book.lines() == [f"{GUEST}, Zürich (news)"] and len(posted) == 1 and posted[0].status == 201 and bool(changed)
        )
        what = "the name is in the book; one POST was sent and answered 201"
        self._verdict(done, "signs", what, mark(after, Box.union(changed)) if changed else after)

    async def refuses_to_miss(self) -> None:
        button = await self._hint("A shy button")
        frame = await self._settled()
        await self.browser.page.evaluate("dispatchEvent(new Event('move-away'))")
        try:
            await self.browser.do(bind(Click(button.box.center), frame, button.box, button))
            refused = False
        except StaleFrame:
            refused = True
        frame = await self._settled()
        self._verdict(
            refused and not self.book.times_caught,
            "refuses to miss",
            "a button moved after the look: nothing was sent",
            mark(frame, button.box, label="it was here"),
        )

    async def asks_first(self) -> None:
        await self._click(await self._hint("Clear the book"))
        drawn = await self._settled()
        asked = drawn.dialog is not None and "Really clear" in drawn.dialog.message
        await self._do(Press(("escape",)))
        await self._settled()
        kept = len(self.book.guests) == 1
        self._verdict(
            asked and kept, "sees dialogs", "a confirm box was drawn into the picture and dismissed; the book is kept", drawn
        )

    async def _settled(self) -> Frame:
        return (await settle(self.browser.look, self.browser.watch)).frame

    async def _hint(self, name: str) -> Hint:
        return next(hint for hint in await self.browser.hints() if hint.name == name)

    async def _click(self, hint: Hint) -> Effect:
        return await self._do(bind(Click(hint.box.center), await self._settled(), hint.box, hint))

    async def _do(self, action: Action) -> Effect:
        await self.browser.do(action)
        await self._settled()
        return await self.browser.effect()

    def _verdict(self, happened: bool, name: str, what: str, picture: Frame) -> None:
        self._pictures += 1
        (self.folder / f"{self._pictures}-{name.replace(' ', '-')}.png").write_bytes(picture.png)
        self.failed += not happened
        sign = "[green]✓[/]" if happened else "[red]✗ not seen:[/]"
        self.console.print(f"{sign} [bold]{name}[/]: {what} [dim]({time.monotonic() - self._began_s:.1f} s)[/]", soft_wrap=True)


def _changed_inside(before: Frame, after: Frame, box: Box) -> bool:
    changed = difference(before, after)
    return bool(changed) and all(region.intersect(box.grow(6)) == region for region in changed)
