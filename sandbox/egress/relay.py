"""Passes one exchange between browser and server, as fast as the slower of them takes it, and sends nothing twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import h11

from .answers import say
from .peer import SILENT_S, Lost, Peer
from .request import for_browser

T = TypeVar("T")

ANSWER_S = 900.0
"""For a server to begin its answer once it has the whole request."""

TUNNEL_SILENT_S = 3600.0

GAVE_UP = "the browser gave it up"


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int | None
    why: str = ""
    """Why there is no complete answer; empty where there is."""
    leads_to: str = ""


async def pass_on(browser: Peer, server: Peer, request: h11.Request) -> Outcome:
    """A server that hangs up before it answers is answered for: a browser whose own connection ended without
    a word would send its request again."""
    passing = _Passing(browser, server)
    try:
        await server.send(request)
        if not await passing.to_the_end():
            return Outcome(passing.status, GAVE_UP)
        if browser.http.our_state is h11.SWITCHED_PROTOCOL:
            await _join(browser, server)
        return Outcome(passing.status, leads_to=passing.leads_to)
    except Lost as lost:
        if lost.peer is browser:
            return Outcome(passing.status, GAVE_UP)
        if passing.status is None:
            await say(browser, 502, f"The server gave no answer: {lost.why}. It may have done what was asked all the same.")
        return Outcome(passing.status, lost.why)


async def tunnel(browser: Peer, server: Peer) -> Outcome:
    """Whatever it carries; how that ends is for those at its ends to understand."""
    with contextlib.suppress(Lost):
        await browser.send(h11.Response(status_code=200, headers=[], reason=b"Connection established"))
        await _join(browser, server)
        await server.close()
    return Outcome(200)


async def unless_gone(browser: Peer, work: Awaitable[T]) -> T:
    """What `work` comes to; it is ended, and `Lost` raised, when the browser hangs up before."""
    working, leaving = asyncio.ensure_future(work), asyncio.create_task(browser.gone())
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Lost(browser, GAVE_UP)
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.wait((working, leaving))


async def _join(browser: Peer, server: Peer) -> None:
    """Passes bytes both ways until one side ends or both are silent."""
    loop = asyncio.get_running_loop()

    async def pour(source: Peer, sink: Peer) -> None:
        data = source.http.trailing_data[0] or await source.read_raw(None)
        while data:
            limit.reschedule(loop.time() + TUNNEL_SILENT_S)
            await sink.write_raw(data)
            data = await source.read_raw(None)

    try:
        async with asyncio.timeout(TUNNEL_SILENT_S) as limit:
            await _first_of(pour(browser, server), pour(server, browser))
    except TimeoutError:
        raise Lost(server, f"both sides were silent for {TUNNEL_SILENT_S:g} s") from None


async def _first_of(*works: Coroutine[Any, Any, object]) -> int:
    """Which of them was over first; the others are ended. Its error is raised."""
    tasks = [asyncio.create_task(work) for work in works]
    over: set[asyncio.Task[object]] = set()
    try:
        over, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    first = next(place for place, task in enumerate(tasks) if task in over)
    tasks[first].result()
    return first


class _Passing:
    """The request's body one way, the answer the other way, at the same time."""

    def __init__(self, browser: Peer, server: Peer) -> None:
        self.status: int | None = None
        """Of the answer, once the browser has begun to get it."""
        self.leads_to = ""
        self._browser = browser
        self._server = server
        self._patience = asyncio.timeout(None)

    async def to_the_end(self) -> bool:
        """False where the browser hung up before there was a complete answer."""
        try:
            async with self._patience:
                return await _first_of(self._pass_answer(), self._pass_body()) == 0
        except TimeoutError:
            raise Lost(self._server, f"it did not answer within {ANSWER_S:g} s") from None

    async def _pass_body(self) -> None:
        """Returns when the browser has hung up. That a server stopped listening does not keep it from finishing."""
        listening, over = True, False
        while not over:
            event = await self._browser.receive()
            over = isinstance(event, h11.EndOfMessage)
            if listening:
                try:
                    await self._server.send(h11.EndOfMessage() if over else event)  # trailers end here
                except Lost:
                    listening = False  # its answer, or the lack of one, says what became of it
        if self.status is None:
            self._patience.reschedule(asyncio.get_running_loop().time() + ANSWER_S)
        await self._browser.gone()

    async def _pass_answer(self) -> None:
        while True:
            event = await self._server.receive(None if self.status is None else SILENT_S)
            match event:
                case h11.InformationalResponse(status_code=101):
                    self.status = 101
                    self._patience.reschedule(None)
                    await self._browser.send(event)
                    return
                case h11.InformationalResponse() | h11.Data():
                    await self._browser.send(event)
                case h11.Response(status_code=407):
                    raise Lost(self._server, "it asked for a password as if it were a proxy")
                case h11.Response():
                    self.status = event.status_code
                    self.leads_to = next((value.decode("latin-1") for name, value in event.headers if name == b"location"), "")
                    self._patience.reschedule(None)
                    await self._browser.send(for_browser(event))
                case h11.EndOfMessage():
                    await self._browser.send(h11.EndOfMessage())
                    return
                case _:
                    raise Lost(self._server, "it does not speak HTTP")
