"""Tab: one tab that is watched: a script in a world of its own in each of its frames, and a picture whenever it changes."""

from __future__ import annotations

import asyncio
import base64
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from ...tools.browser.eyes import png_size
from ...tools.browser.hints import hints_script
from ...tools.frame import Frame, decode_picture
from ...tools.geometry import Box
from ...tools.target import Hint
from .look import Look, Said, hints_in, said_in
from .reports import RawLook, Report, report_of

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page
    from playwright.async_api import Frame as PageFrame

WORLD = "handeye recording"
TELL = "handeyeTell"
EVERY_S = 0.12
"""Between two pictures; people take longer to see a thing and press it."""
ANSWER_S = 2.0
"""A page that has not answered by then is loading, or stuck: the next picture will tell."""
LOOKS = 40
WHOLE = Box(0, 0, 1e6, 1e6)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the script in a page told, with the last look from before it."""

    tab: Tab
    report: Report
    look: Look | None
    now: tuple[Hint, ...]
    """What could be used at that moment, in the frame that told it."""
    frame_id: str
    window: Box
    """The part of the tab's picture that this frame fills."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The tab has come up, beside others."""

    tab: Tab


@dataclass(frozen=True, slots=True)
class Went:
    """The tab shows another address."""

    tab: Tab
    at_s: float
    url: str
    look: Look | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A dialog of the browser was answered."""

    tab: Tab
    accepted: bool
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Downloaded:
    tab: Tab
    name: str


News = Heard | Opened | Went | Answered | Downloaded


@cache
def watch_script() -> str:
    here = files(__package__ or "").joinpath("watch.js").read_text(encoding="utf-8")
    return f"({here})({hints_script()})"


class Tab:
    """`hear` is called with whatever happens in it, in the order it happened."""

    def __init__(self, page: Page, number: int, hear: Callable[[News], None]) -> None:
        self.page = page
        self._number = number
        self.looks: deque[Look] = deque(maxlen=LOOKS)
        self._history: tuple[int, tuple[int, ...]] = (0, ())
        self._hear = hear
        self._sessions: list[CDPSession] = []
        self._worlds: dict[tuple[CDPSession, int], str] = {}
        """The frame of each world of ours."""
        self._windows: dict[str, Box] = {}
        self._looked = asyncio.Event()
        self._main = ""
        self._dialog = ""
        """What kind of dialog stands in the way."""

    async def begin(self) -> None:
        session = await self._attach(self.page)
        tree = await _send(session, "Page.getFrameTree")
        self._main = str(tree["frameTree"]["frame"]["id"])
        self._windows[self._main] = WHOLE
        _on(session, "Page.javascriptDialogOpening", self._dialog_opened)
        _on(session, "Page.javascriptDialogClosed", self._dialog_closed)
        _on(session, "Page.frameNavigated", lambda said: self._went(said["frame"]["id"], said["frame"]["url"]))
        _on(session, "Page.navigatedWithinDocument", lambda said: self._went(said["frameId"], said["url"]))
        self.page.on("download", lambda download: self._hear(Downloaded(self, download.suggested_filename)))
        self.page.on("framenavigated", self._frame_came)

    async def watch(self) -> None:
        """Until it is cancelled, or the tab is closed."""
        while not self.page.is_closed():
            if not self._dialog:
                await self._take_look()
            self._looked.set()
            await asyncio.sleep(EVERY_S)

    def look_before(self, at_s: float) -> Look | None:
        """The last one that the thing done at that time cannot have changed."""
        return next((look for look in reversed(self.looks) if look.known_s <= at_s), None)

    def is_older_than(self, other: Tab) -> bool:
        return self._number < other._number

    async def first_look(self) -> Look | None:
        """Once there is one; None where the page is gone before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_S):
                while self.last is None:
                    await self._next_look()
        return self.last

    async def same_since(self, at_s: float, for_s: float) -> None:
        """Until the tab has shown the same for so long after that moment; one that is closed, or asks something, does not."""
        while not (self.page.is_closed() or self._dialog) and (self.last is None or self.last.same_until_s < at_s + for_s):
            await self._next_look()

    async def _next_look(self) -> None:
        self._looked.clear()
        await self._looked.wait()

    @property
    def last(self) -> Look | None:
        return self.looks[-1] if self.looks else None

    async def went_back(self) -> tuple[int, str]:
        """How many pages back the tab went since it was last asked (negative: forward), and how it came to this one."""
        from playwright.async_api import Error

        try:
            said = await _send(self._sessions[0], "Page.getNavigationHistory")
        except Error:
            return 0, ""  # it was closed meanwhile
        entries = tuple(int(entry["id"]) for entry in said["entries"])
        at, (before, known) = int(said["currentIndex"]), self._history
        self._history = (at, entries)
        return (before - at if entries == known else 0), str(said["entries"][at]["transitionType"])

    async def path_of(self, heard: Heard, number: int) -> str:
        """Where a file that was chosen in the page is; "" where the browser does not tell."""
        for (session, world), frame_id in self._worlds.items():
            if frame_id != heard.frame_id:
                continue
            file = await _send(session, "Runtime.evaluate", expression=f"recording.file({number})", contextId=world)
            if "objectId" in file["result"]:
                return str((await _send(session, "DOM.getFileInfo", objectId=file["result"]["objectId"]))["path"])
        return ""

    # ---- how it listens

    async def _attach(self, to: Page | PageFrame) -> CDPSession:
        session = await self.page.context.new_cdp_session(to)
        self._sessions.append(session)
        _on(session, "Runtime.executionContextCreated", lambda said: self._world_made(session, said["context"]))
        _on(session, "Runtime.executionContextDestroyed", lambda said: self._world_gone(session, said["executionContextId"]))
        _on(session, "Runtime.executionContextsCleared", lambda _: self._worlds_gone(session))
        _on(session, "Runtime.bindingCalled", lambda said: self._told(session, said))
        await _send(session, "Page.enable")
        await _send(session, "DOM.enable")
        await _send(session, "Runtime.enable")
        await _send(session, "Runtime.addBinding", name=TELL, executionContextName=WORLD)
        await _send(
            session, "Page.addScriptToEvaluateOnNewDocument", source=watch_script(), worldName=WORLD, runImmediately=True
        )
        return session

    def _frame_came(self, frame: PageFrame) -> None:
        if frame.parent_frame is not None:
            task = asyncio.ensure_future(self._attach_to_frame(frame))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _attach_to_frame(self, frame: PageFrame) -> None:
        """Only a frame with a process of its own can be attached to; any other is part of its page."""
        from playwright.async_api import Error

        with suppress(Error):
            await self._attach(frame)

    def _world_made(self, session: CDPSession, context: dict[str, Any]) -> None:
        if context["name"] == WORLD:
            self._worlds[session, context["id"]] = context["auxData"]["frameId"]

    def _world_gone(self, session: CDPSession, world: int) -> None:
        self._worlds.pop((session, world), None)

    def _worlds_gone(self, session: CDPSession) -> None:
        for world in [world for world in self._worlds if world[0] is session]:
            del self._worlds[world]

    def _told(self, session: CDPSession, said: dict[str, Any]) -> None:
        frame_id = self._worlds.get((session, said["executionContextId"]))
        if said["name"] != TELL or frame_id is None:
            return
        with suppress(ValidationError):
            report = report_of(said["payload"])
            window = self._windows.get(frame_id, WHOLE)
            now = hints_in(getattr(report, "hints", ()), window)
            self._hear(Heard(self, report, self.look_before(report.at_ms / 1000), now, frame_id, window))

    def _went(self, frame_id: str, url: str) -> None:
        if frame_id == self._main:
            self._hear(Went(self, time.time(), url, self.last))

    def _dialog_opened(self, said: dict[str, Any]) -> None:
        self._dialog = str(said["type"])

    def _dialog_closed(self, said: dict[str, Any]) -> None:
        kind, self._dialog = self._dialog, ""
        self._hear(Answered(self, bool(said["result"]), str(said.get("userInput", "")), kind))

    # ---- how it looks

    async def _take_look(self) -> None:
        from playwright.async_api import Error

        session = self._sessions[0]
        try:
            async with asyncio.timeout(ANSWER_S):
                data = base64.b64decode(
                    (await _send(session, "Page.captureScreenshot", format="png", optimizeForSpeed=True))["data"]
                )
                taken_s = time.time()
                if self.looks and self.looks[-1].frame.encoded_png == data:
                    self.looks[-1] = replace(self.looks[-1], same_until_s=taken_s)
                    return
                self.looks.append(await self._asked(data, taken_s))
        except (Error, TimeoutError):
            return  # it is on its way to another page, or was just closed

    async def _asked(self, data: bytes, taken_s: float) -> Look:
        frame = Frame(
            png_size(data), lambda: decode_picture(data), "browser", taken_at=taken_s, url=self.page.url, encoded_png=data
        )
        hints: dict[str, tuple[Hint, ...]] = {}
        said: tuple[Said, ...] = ()
        over = ""
        for (session, world), frame_id in list(self._worlds.items()):
            window = self._windows[frame_id] = await self._window_of(frame_id)
            raw = await self._raw_look(session, world)
            if raw is not None and window.area:
                hints[frame_id] = hints_in(raw.hints, window)
                said += said_in(raw, window)
                over = over or raw.over
        return Look(frame, hints, said, over, taken_s, time.time(), taken_s)

    async def _raw_look(self, session: CDPSession, world: int) -> RawLook | None:
        from playwright.async_api import Error

        with suppress(Error, ValidationError):
            said = await _send(session, "Runtime.evaluate", expression="recording.look()", contextId=world, returnByValue=True)
            return RawLook.model_validate(said["result"].get("value"))
        return None

    async def _window_of(self, frame_id: str) -> Box:
        """Where the content of a frame stands in the tab; without area where it is not to be seen."""
        from playwright.async_api import Error

        if frame_id == self._main:
            return WHOLE
        with suppress(Error):
            owner = await _send(self._sessions[0], "DOM.getFrameOwner", frameId=frame_id)
            model = await _send(self._sessions[0], "DOM.getBoxModel", backendNodeId=owner["backendNodeId"])
            return _around(cast("Sequence[float]", model["model"]["content"]))
        return Box(0, 0, 0, 0)


def _around(quad: Sequence[float]) -> Box:
    xs, ys = quad[::2], quad[1::2]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _on(session: CDPSession, event: str, hear: Callable[[dict[str, Any]], None]) -> None:
    session.on(event, cast("Any", hear))


async def _send(session: CDPSession, method: str, **asked: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", await session.send(method, asked))  # pyright: ignore[reportUnknownMemberType]
