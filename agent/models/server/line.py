"""Line: to one server: finds out who it is, asks, tries again where that may help, and gives up within the time."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ....tools.errors import ModelError
from ..model import Limits, Message, Reply, Sampling, Schema
from ..pictures import Pictures
from ..thoughts import part
from ..tokens import unquoted
from .answer import Answer, Hearing
from .finding import Found, find, no_model_line
from .quirks import QUIRKS, Kind
from .request import Asked, Body, Question, body_of, unwanted, will_think
from .trouble import MayPass, NoModel, Refused, blind_line, trouble_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

TRIES = 4
"""So often a question is sent where the server is busy or breaks off; asking in another form is not another try."""
FINDING_S = 20.0
"""Who it is must be known by then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    url: str
    model: str = ""
    """"": the only one there is."""
    key: str = field(default="", repr=False)
    kind: Kind | None = None
    """None: it is found out."""
    thinks: bool | None = None
    is_local: bool = False


class Line:
    def __init__(self, address: Address, pictures: Pictures, wait_s: float) -> None:
        self.address = address
        self.found: Found | None = None
        self._pictures = pictures
        self._wait_s = wait_s
        self._client: AsyncOpenAI | None = None
        self._finding = asyncio.Lock()
        self._thought: bool | None = None
        self._parts_thoughts = False
        self._refuses: frozenset[str] = frozenset()

    @property
    def thinks(self) -> bool | None:
        """As was said, else as it was seen to, else as it is called."""
        if self.address.thinks is not None or self.found is None:
            return self.address.thinks
        return self.found.thinks if self._thought is None else self._thought

    async def ask(
        self,
        messages: tuple[Message, ...],
        /,
        *,
        schema: Schema | None = None,
        thinking: bool | None = None,
        limits: Limits,
        sampling: Sampling,
    ) -> Reply:
        question = Question(messages=messages, schema=schema, thinking=thinking, limits=limits, sampling=sampling)
        try:
            async with asyncio.timeout(limits.seconds):
                return await self._tried(question)
        except TimeoutError:
            said = f"no whole answer came from {self.address.url} within {limits.seconds:g} s"
            raise ModelError(f"{said}: allow more time, or take a faster model") from None

    async def meet(self) -> Found:
        """Who it is, found out once."""
        from openai import APIConnectionError

        async with self._finding:
            if self.found is None:
                url = self.address.url
                try:
                    async with asyncio.timeout(FINDING_S):
                        self.found = await find(self._connected(), url, self.address.model, self.address.kind)
                except (APIConnectionError, TimeoutError):
                    raise ModelError(f"nothing answers at {url}: start the model server, or correct the address") from None
        return self.found

    async def meet_seeing(self) -> Found:
        found = await self.meet()
        if found.sees is False:
            raise blind_line(self.address.url, found.model, QUIRKS[found.kind].way_out_blind)
        return found

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _tried(self, question: Question) -> Reply:
        started_s = time.monotonic()
        refused: set[str] = set()
        for tried in range(TRIES):
            try:
                return await self._asked(question, refused, started_s)
            except MayPass as trouble:
                if tried + 1 == TRIES:
                    raise ModelError(f"{trouble}; tried {TRIES} times") from None
                wait_s = self._wait_s * 2**tried * random.uniform(0.5, 1.0) + (trouble.after_s or 0.0)
                if wait_s > started_s + question.limits.seconds - time.monotonic():
                    raise ModelError(f"{trouble}; no time is left to try again") from None
                await asyncio.sleep(wait_s)
        raise AssertionError("the last try either answers or raises")

    async def _asked(self, question: Question, refused: set[str], started_s: float) -> Reply:
        """In the form the server takes: what it refuses is left out, and remembered once it was answered without."""
        found = await (self.meet_seeing() if _shows(question) else self.meet())
        while True:
            asked = Asked(
                kind=found.kind,
                model=found.model,
                thinks=self.thinks,
                parts_thoughts=self._parts_thoughts or QUIRKS[found.kind].parts_thoughts,
                refuses=self._refuses | refused,
            )
            body = await body_of(question, asked, self._pictures)
            try:
                answer, first_s = await self._sent(body, found, is_seen=_shows(question))
            except Refused as trouble:
                more = unwanted(body, str(trouble), asked.refuses)
                if not more:
                    raise
                refused |= more
            except NoModel:
                raise no_model_line(self.address.url, found.model, found.names) from None
            else:
                self._refuses |= refused
                return self._reply(question, asked, answer, started_s, first_s)

    async def _sent(self, body: Body, found: Found, *, is_seen: bool) -> tuple[Answer, float]:
        """The answer, and when its first word came."""
        from openai import APIConnectionError, APIStatusError, Omit

        url, first_s = self.address.url, 0.0
        hearing = Hearing(url)
        post = self._connected().chat.completions.with_streaming_response.create
        # The SDK would tell every server what its user's account at OpenAI is.
        nobody = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
        try:
            async with post(model=found.model, messages=[], extra_body=body, extra_headers=nobody) as response:
                async for data in response.iter_bytes():
                    hearing.feed(data)
                    if hearing.has_begun and not first_s:
                        first_s = time.monotonic()
                    if hearing.is_done:
                        break
        except APIStatusError as error:
            raise trouble_of(
                error.status_code,
                error.response.headers,
                error.response.text,
                where=url,
                model=found.model,
                blind=QUIRKS[found.kind].way_out_blind,
                seeing=is_seen,
            ) from None
        except (APIConnectionError, *_wire_errors()):
            if not hearing.is_whole:
                raise MayPass(f"the connection to {url} broke off") from None
        return hearing.end(), first_s

    def _reply(self, question: Question, asked: Asked, answer: Answer, started_s: float, first_s: float) -> Reply:
        # Who parts thoughts from answers leaves none in the text, and what looks like one there was read off the screen.
        thinks = False if asked.parts_thoughts else will_think(question, asked)
        parted = part(answer.text, answer.reasoning, thinks=thinks)
        if not parted.answer and parted.is_closed and answer.finish == "stop":
            raise MayPass(f"{self.address.url} thought, and then answered nothing")
        self._parts_thoughts |= bool(answer.reasoning)
        if parted.reasoning:
            self._thought = True
        elif self.thinks is None and question.thinking is None and answer.finish == "stop":
            self._thought = False
        return Reply(
            text=unquoted(parted.answer),
            reasoning=unquoted(parted.reasoning),
            usage=answer.usage,
            seconds=time.monotonic() - started_s,
            first_s=first_s - started_s if first_s else 0.0,
            finish=answer.finish if parted.is_closed else "length",
        )

    def _connected(self) -> AsyncOpenAI:
        """Nothing is sent elsewhere than asked for: not after a redirection, and to this machine through no proxy."""
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        if self._client is None:
            http = DefaultAsyncHttpxClient(trust_env=not self.address.is_local, follow_redirects=False, timeout=None)
            key = self.address.key or "none"
            self._client = AsyncOpenAI(api_key=key, base_url=self.address.url, max_retries=0, timeout=None, http_client=http)
        return self._client


def _shows(question: Question) -> bool:
    return any(message.pictures for message in question.messages)


def _wire_errors() -> tuple[type[Exception], ...]:
    """What breaks off in mid-answer is an error of the library under the SDK, which is another one in each major version."""
    libraries = (sys.modules.get(name) for name in ("httpx2", "httpx"))
    return tuple(library.RequestError for library in libraries if library is not None)
