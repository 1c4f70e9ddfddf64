"""Egress: the one way out for a browser, a proxy on loopback that lets through what is allowed and tells of everything.

async with Egress(["localhost:8000"], hold=decide, watch=record) as egress:
    Browser(BrowserOptions(proxy=egress.url, arguments=BROWSER_FLAGS))
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Literal

import h11

from ...tools.hosts import AllowList, authority
from .answers import finish, say
from .dial import NobodyThere, NotTrusted, Resolve, dial, resolve
from .exchange import Book, Decision, Delivery, Entry, Exchange, Redact, Watch, without_values
from .peer import Lost, Peer
from .relay import GAVE_UP, Outcome, pass_on, tunnel, unless_gone
from .request import Asked, for_server, understand

__all__ = ["BROWSER_FLAGS", "AllowList", "Decision", "Delivery", "Egress", "Exchange", "Hold", "without_values"]

BROWSER_FLAGS = (
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # what some builds call it; others ignore it
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the proxy asks for names: a question can carry a secret
    "--no-pings",
)
"""What would go past a proxy, beside `--proxy-server` and `--proxy-bypass-list=<-loopback>`."""

CONNECTIONS_MAX, CONNECTIONS_OF_A_SANDBOX = 512, 96
"""At once. What is in a sandbox may want to use up this computer's; its browser asks for 32."""
IDLE_S = 600.0
HEAD_S = 60.0

Hold = Callable[[Exchange], Awaitable[Literal["allow", "refuse"]]]
"""Asked before anything of a request that may change something is sent. It may take its time: the browser waits."""


class Egress:
    def __init__(
        self,
        allow: Iterable[str],
        *,
        hold: Hold | None = None,
        watch: Watch | None = None,
        redact: Redact = without_values,
        ask: Resolve = resolve,
        most: int = CONNECTIONS_MAX,
    ) -> None:
        """`redact` gets path and query of a request, and returns what watchers may see of them; `most` connections at once."""
        self._allowed = AllowList.parse(allow)
        self._hold = hold
        self._ask = ask
        self._most = most
        self._book = Book(watch, redact)
        self._listener: asyncio.Server | None = None
        self._serving: dict[asyncio.Task[None], Peer] = {}
        self._links: dict[Peer, Asked] = {}
        """The servers that are connected now, and for what."""

    async def __aenter__(self) -> Egress:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._listener is not None
        self._listener.close()
        for peer in (*self._serving.values(), *self._links):
            peer.cut("the proxy was closed")
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await self._listener.wait_closed()

    @property
    def url(self) -> str:
        """For `--proxy-server`."""
        assert self._listener is not None
        return f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"

    @property
    def allowed(self) -> AllowList:
        return self._allowed

    def narrow(self, hosts: Iterable[str]) -> None:
        """From now on only what these and the list so far both permit; other connections end at once."""
        self._allowed = self._allowed.narrowed(AllowList.parse(hosts))
        for server, asked in self._links.items():
            if not self._permits(asked):
                server.cut("its host was taken off the list")

    def mark(self) -> int:
        """This moment, for `sent_since`."""
        return self._book.last

    def sent_since(self, mark: int) -> tuple[Exchange, ...]:
        """What was sent since then and may have changed something, as far as it has come, in the order it was sent.

        Tunnels are not among it: what goes through them nobody can see."""
        return tuple(exchange for number, exchange in self._book.sent.items() if number > mark)

    def _permits(self, asked: Asked) -> bool:
        return self._allowed.permits(asked.host, asked.port)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._serving) >= self._most:
            writer.transport.abort()
            return
        browser = Peer(h11.SERVER, reader, writer)
        task = asyncio.get_running_loop().create_task(self._serve(browser))
        self._serving[task] = browser
        task.add_done_callback(self._served)

    def _served(self, task: asyncio.Task[None]) -> None:
        del self._serving[task]
        if not task.cancelled() and (error := task.exception()):
            task.get_loop().call_exception_handler({"message": "a hook of the proxy failed", "exception": error, "task": task})

    async def _serve(self, browser: Peer) -> None:
        """One connection of the browser, request after request."""
        try:
            while await browser.begins(IDLE_S):
                async with asyncio.timeout(HEAD_S):
                    request = await browser.receive()
                assert isinstance(request, h11.Request)
                await self._answer(browser, request)
                if not await finish(browser):
                    return
                browser.http.start_next_cycle()
        except TimeoutError:
            await say(browser, 408, "the request did not come to its end.")
        except Lost as lost:
            if lost.peer is browser and lost.status:
                await say(browser, lost.status, f"{lost.why}.")
        finally:
            await browser.close()

    async def _answer(self, browser: Peer, request: h11.Request) -> None:
        try:
            asked = understand(request)
        except ValueError as error:
            await say(browser, 400, f"this request makes no sense: {error}.")
            return
        entry = self._book.begin(asked)
        if not self._permits(asked):
            await self._refuse(browser, asked, entry)
        elif self._hold is None or not entry.now.may_change_something or await self._is_approved(browser, entry, self._hold):
            await self._connect(browser, request, asked, entry)

    async def _refuse(self, browser: Peer, asked: Asked, entry: Entry) -> None:
        shown = authority(asked.host, asked.port)
        if any(host.permits(asked.host, asked.port) for host in self._allowed.trusted):
            entry.refused("its host was taken off the list")
            await say(browser, 403, f"nothing goes to {shown} any more: a secret was typed that is for other hosts.")
            return
        entry.refused("its host is not on the list")
        await say(
            browser, 403, f"{shown} is not on the list of hosts that may be reached. To allow it: --allow {asked.to_allow}"
        )

    async def _is_approved(self, browser: Peer, entry: Entry, hold: Hold) -> bool:
        entry.held()
        verdict = "refuse"
        try:
            verdict = await unless_gone(browser, hold(entry.now))
        finally:  # a decision that fails is a no, and its error goes on
            if verdict != "allow":
                entry.refused(GAVE_UP if browser.has_left else "it was not approved")
                await say(browser, 403, "this request was not approved, so nothing was sent.")
        return verdict == "allow"

    async def _connect(self, browser: Peer, request: h11.Request, asked: Asked, entry: Entry) -> None:
        if not self._permits(asked):  # the list was narrowed while it was held
            await self._refuse(browser, asked, entry)
            return
        try:
            server = Peer(h11.CLIENT, *await unless_gone(browser, dial(asked.host, asked.port, self._allowed, self._ask)))
        except NotTrusted as error:
            entry.refused(str(error))
            await say(browser, 403, f"{error}")
            return
        except (NobodyThere, Lost) as error:
            entry.failed(str(error))
            await say(browser, 502, f"{authority(asked.host, asked.port)} could not be reached: {error}.")
            return
        self._links[server] = asked
        try:
            await self._send(browser, server, request, asked, entry)
        finally:
            server.cut("it is over")
            del self._links[server]

    async def _send(self, browser: Peer, server: Peer, request: h11.Request, asked: Asked, entry: Entry) -> None:
        if not self._permits(asked):  # or while it was looked for
            await self._refuse(browser, asked, entry)
            return
        if browser.has_left:
            entry.failed(GAVE_UP)
            return
        entry.sent()
        outcome = Outcome(None, "the proxy was closed")
        try:
            if asked.is_tunnel:
                outcome = await tunnel(browser, server)
            else:
                outcome = await pass_on(browser, server, for_server(request, asked))
        finally:
            entry.over(
                outcome.status,
                why=outcome.why,
                leads_to=outcome.leads_to,
                up_bytes=server.sent_bytes,
                down_bytes=server.received_bytes,
            )
