"""Draws: whether a tab has drawn anything since a picture of it was taken, as the browser itself tells."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .tabs import ignore_outcome

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from ..frame import Frame

OWN = 1
"""A capture has the tab drawn anew, and that is told once."""

AS_SMALL_AS_CAN_BE: dict[str, Any] = {"format": "jpeg", "quality": 1, "maxWidth": 16, "maxHeight": 16, "everyNthFrame": 1}


class Draws:
    """What is drawn is told a few ms later, and nothing while nothing is: what is told beyond the capture's own is news.

    The small pictures that are told with it are not looked at."""

    def __init__(self) -> None:
        self._told: WeakKeyDictionary[CDPSession, int] = WeakKeyDictionary()
        self._before: WeakKeyDictionary[Frame, tuple[CDPSession, int]] = WeakKeyDictionary()
        self._answers: set[asyncio.Future[None]] = set()

    async def follow(self, session: CDPSession) -> None:
        """A session ends with its tab, or when another takes its place; what it tells after that is of no use."""

        def drawn(event: dict[str, Any]) -> None:
            self._told[session] = self.told(session) + 1
            answer = asyncio.ensure_future(_send(session, "Page.screencastFrameAck", sessionId=event["sessionId"]))
            self._answers.add(answer)
            answer.add_done_callback(self._answers.discard)
            answer.add_done_callback(ignore_outcome)

        session.on("Page.screencastFrame", drawn)
        await _send(session, "Page.startScreencast", **AS_SMALL_AS_CAN_BE)

    def told(self, session: CDPSession) -> int:
        """How often it was told that something was drawn."""
        return self._told.get(session, 0)

    def took(self, frame: Frame, session: CDPSession, before: int) -> None:
        """A picture that was asked for when that had been told so often."""
        self._before[frame] = session, before

    def none_since(self, frame: Frame, session: CDPSession | None) -> bool:
        """False where nothing at all was told, not even of the capture: then nobody can tell."""
        its, before = self._before.get(frame, (None, 0))
        return its is not None and its is session and self.told(its) - before == OWN


async def _send(session: CDPSession, method: str, **asked: Any) -> None:
    await session.send(method, asked)  # pyright: ignore[reportUnknownMemberType]
