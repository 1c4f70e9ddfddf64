"""Once: what a secure page sends to change something leaves once, though Chromium by itself might send it again.

Chromium repeats a request, POST included, when a kept connection drops without an answer; the server may have done what it
asked for. So such a request is stopped before it leaves, sent from here on a connection of its own, and Chromium is given the
answer, redirects and cookies included, or is told that the connection was lost.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ..computer import HARMLESS
from .bodies import body_of
from .ledger import EffectLedger
from .tabs import Tabs

if TYPE_CHECKING:
    from playwright.async_api import APIResponse, CDPSession, Playwright

ANSWER_S = 900.0
"""For a whole answer."""

ASKED_OF = ("Document", "XHR", "Fetch")

NOT_OURS_TO_TELL = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})
"""Headers of an answer that speak of how it travelled."""

NEVER_LEFT = {"ECONNREFUSED": "ConnectionRefused", "ENOTFOUND": "NameNotResolved", "EHOSTUNREACH": "AddressUnreachable"}

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """How one browser reaches the world."""

    proxy: str
    any_certificate: bool


class NotSent(Exception):
    """Nobody was there to send it to."""


class Once:
    def __init__(self, playwright: Playwright, tabs: Tabs, ledger: EffectLedger, way: Way) -> None:
        self._playwright = playwright
        self._tabs = tabs
        self._ledger = ledger
        self._way = way
        self._languages = ""
        self._profile = ""
        self._ours: dict[str, bool] = {}
        """Whether a frame is one of this browser's: in a shared Chromium, everybody hears of everybody's requests."""
        self._under_way: set[asyncio.Task[None]] = set()
        self._session: CDPSession | None = None

    async def begin(self) -> None:
        chromium, page = self._tabs.context.browser, self._tabs.page
        assert chromium is not None
        said = cast("list[str]", await page.evaluate("navigator.languages"))
        self._languages = ",".join(f"{each};q={1 - n / 10:g}" if n else each for n, each in enumerate(said[:9]))
        of_page = await page.context.new_cdp_session(page)
        self._profile = (await _ask(of_page, "Target.getTargetInfo"))["targetInfo"].get("browserContextId", "")
        await of_page.detach()
        self._session = await chromium.new_browser_cdp_session()
        self._session.on("Fetch.requestPaused", self._paused)
        patterns = [{"urlPattern": "https://*", "resourceType": each, "requestStage": "Request"} for each in ASKED_OF]
        await _ask(self._session, "Fetch.enable", {"patterns": patterns})

    def give_up(self) -> None:
        """Whoever asked is about to go. What was stopped stays stopped until `end`."""
        for task in self._under_way:
            task.cancel()

    async def end(self) -> None:
        """Others in the same Chromium are not to wait for us."""
        if self._session is not None:
            await self._session.detach()

    def _paused(self, event: Raw) -> None:
        task = asyncio.ensure_future(self._decide(event))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _decide(self, event: Raw) -> None:
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # who asked is gone, and the request with it
            body = await self._to_be_sent(event)
            if body is None:
                await self._tell("Fetch.continueRequest", event)
            else:
                await self._send(event, body)

    async def _to_be_sent(self, event: Raw) -> bytes | None:
        """The body of a request that is ours to send; None: it is Chromium's."""
        from playwright.async_api import Error

        request = event["request"]
        if not _would_change_something(event) or not _is_kept_as_it_is(request):
            return None
        try:
            if not await self._is_ours(str(event.get("frameId", ""))):
                return None
        except Error:
            return None
        return await asyncio.to_thread(body_of, request, self._tabs.chosen)

    async def _send(self, event: Raw, body: bytes) -> None:
        """From here on Chromium never sends it, whatever becomes of it."""
        from playwright.async_api import Error

        request = event["request"]
        left = self._ledger.leaves_once(request["method"], request["url"] + request.get("urlFragment", ""))
        try:
            answer, content = await self._answer_to(request, body)
            await self._pass_on(event, answer, content)
        except NotSent:
            left.times = 0
            await self._tell("Fetch.failRequest", event, errorReason="ConnectionFailed")
        except Error as error:
            reason = next((reason for code, reason in NEVER_LEFT.items() if code in error.message), "")
            left.times = 0 if reason else 1
            await self._tell("Fetch.failRequest", event, errorReason=reason or "ConnectionClosed")

    async def _pass_on(self, event: Raw, answer: APIResponse, content: bytes) -> None:
        headers = [(each["name"], each["value"]) for each in answer.headers_array]
        told = "\0".join(f"{name}: {value}" for name, value in headers if name.lower() not in NOT_OURS_TO_TELL)
        await self._tell(
            "Fetch.fulfillRequest",
            event,
            responseCode=answer.status,
            binaryResponseHeaders=base64.b64encode(told.encode("latin-1", "replace")).decode(),
            body=base64.b64encode(content).decode(),
            **({"responsePhrase": answer.status_text} if answer.status_text else {}),
        )

    async def _answer_to(self, request: Raw, body: bytes) -> tuple[APIResponse, bytes]:
        """Sends it, on a connection that nothing was sent on before."""
        proxy = self._way.proxy
        sender = await self._playwright.request.new_context(
            proxy={"server": proxy} if proxy else None, ignore_https_errors=self._way.any_certificate
        )
        try:
            answer = await sender.fetch(
                request["url"],
                method=request["method"],
                headers=self._all_headers(request),
                data=body or None,
                max_redirects=0,
                max_retries=0,
                timeout=ANSWER_S * 1000,
            )
            if await answer.security_details() is None:  # the proxy said no, in words of its own
                raise NotSent
            return answer, await answer.body()
        finally:
            await sender.dispose()

    def _all_headers(self, request: Raw) -> dict[str, str]:
        """With what Chromium adds to a request as the last thing before it leaves."""
        headers = {str(name): str(value) for name, value in request["headers"].items()}
        known = _headers_of(request)
        usual = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": self._languages}
        if _is_same_origin(request):
            is_page = "upgrade-insecure-requests" in known
            usual["Sec-Fetch-Site"] = "same-origin"
            usual["Sec-Fetch-Mode"] = "navigate" if is_page else "cors"
            usual["Sec-Fetch-Dest"] = "document" if is_page else "empty"
        return headers | {name: value for name, value in usual.items() if name.lower() not in known}

    async def _is_ours(self, frame: str) -> bool:
        if frame not in self._ours:
            self._ours[frame] = await self._lies_within(frame)
        return self._ours[frame]

    async def _lies_within(self, frame: str) -> bool:
        assert self._session is not None
        for target in (await _ask(self._session, "Target.getTargets"))["targetInfos"]:
            if target["targetId"] == frame:
                return target.get("browserContextId", "") == self._profile
        for page in self._tabs.all:  # a frame without a process of its own
            session = await page.context.new_cdp_session(page)
            tree = (await _ask(session, "Page.getFrameTree"))["frameTree"]
            await session.detach()
            if frame in _ids_in(tree):
                return True
        return False

    async def _tell(self, what: str, event: Raw, **more: object) -> None:
        assert self._session is not None
        await _ask(self._session, what, {"requestId": event["requestId"], **more})


async def _ask(session: CDPSession, what: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
    return cast("dict[str, Any]", await session.send(what, asked or {}))  # pyright: ignore[reportUnknownMemberType]


def _would_change_something(event: Raw) -> bool:
    """And may be sent from here: a script's request to another site is only sent after that site was asked, which is
    Chromium's to do; and an answer that comes bit by bit is not to be waited for."""
    request = event["request"]
    if request["method"] in HARMLESS or "text/event-stream" in _headers_of(request).get("accept", ""):
        return False
    return event["resourceType"] == "Document" or _is_same_origin(request)


def _is_same_origin(request: Raw) -> bool:
    here, there = urlsplit(_headers_of(request).get("origin", "")), urlsplit(str(request["url"]))
    return (here.scheme, here.netloc) == (there.scheme, there.netloc)


def _headers_of(request: Raw) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in request["headers"].items()}


def _is_kept_as_it_is(request: Raw) -> bool:
    """Whether what is sent from here would be quite the same."""
    headers = _headers_of(request)
    return all(value.isascii() for value in headers.values()) and ("content-type" in headers or not request.get("hasPostData"))


def _ids_in(tree: Raw) -> set[str]:
    return {tree["frame"]["id"]}.union(*(_ids_in(child) for child in tree.get("childFrames", [])))
