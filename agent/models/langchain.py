"""Langchain: a chat model of LangChain's as a model of ours, and the other way round."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr

from ...tools.errors import BadInput, ModelError
from ...tools.frame import Frame, decode_picture
from .model import LIMITS, SAMPLING, Json, Limits, Message, Model, Part, Reply, Role, Sampling, Schema, Usage
from .obey import obeyed_json
from .pictures import Pictures
from .resize import VisualTokens
from .server.request import told
from .server.trouble import one_line
from .thoughts import part
from .tokens import steerless, unquoted

_OUT_OF_TOKENS = frozenset({"length", "max_tokens"})
_DATA_URL = re.compile(r"data:image/[a-z+]+;base64,(.*)", re.DOTALL)
_ROLES: dict[str, Role] = {"system": "system", "human": "user", "ai": "assistant", "tool": "user"}


class LangChainModel:
    """Sampling and lengths are as the chat model was made: each of them calls these by other names. The time is held."""

    def __init__(
        self, chat: BaseChatModel, *, name: str = "", thinks: bool = False, picture: VisualTokens | None = None
    ) -> None:
        self.name = name or str(getattr(chat, "model_name", "") or getattr(chat, "model", "") or chat.get_name())
        self.thinks = thinks
        self._asks = _Chat(self.name, thinks, chat, Pictures(picture or VisualTokens()))

    async def ask(
        self,
        messages: tuple[Message, ...],
        /,
        *,
        schema: Schema | None = None,
        thinking: bool | None = None,
        limits: Limits = LIMITS,
        sampling: Sampling = SAMPLING,
    ) -> Reply:
        if isinstance(schema, Json):
            return await obeyed_json(
                self._asks, told(messages, schema), schema, thinking=thinking, limits=limits, sampling=sampling
            )
        return await self._asks.ask(messages, schema=schema, thinking=thinking, limits=limits, sampling=sampling)

    async def close(self) -> None:
        pass


class _Chat:
    def __init__(self, name: str, thinks: bool, chat: BaseChatModel, pictures: Pictures) -> None:
        self._name, self._thinks, self._chat, self._pictures = name, thinks, chat, pictures

    async def ask(self, messages: tuple[Message, ...], /, *, limits: Limits, **_asked: object) -> Reply:
        started_s = time.monotonic()
        sent = [await self._sent(message) for message in messages]
        try:
            async with asyncio.timeout(limits.seconds):
                got = await self._chat.ainvoke(sent)
        except TimeoutError:
            raise ModelError(f"no whole answer came from {self._name} within {limits.seconds:g} s: allow more time") from None
        except Exception as error:  # each provider raises errors of its own
            raise ModelError(f"{self._name} gave no answer: {type(error).__name__}: {one_line(str(error))}") from error
        return replace(_reply(got, self._name, self._thinks), seconds=time.monotonic() - started_s)

    async def _sent(self, message: Message) -> BaseMessage:
        words = steerless(message.words)
        content: list[Any] = [
            {"type": "image_url", "image_url": {"url": (await self._pictures.of(frame)).url}} for frame in message.pictures
        ]
        if not content:
            made = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}[message.role]
            return made(words)
        return HumanMessage([*content, {"type": "text", "text": words}] if words else content)


def _reply(got: AIMessage, name: str, thinks: bool) -> Reply:
    told_by = cast("dict[str, Any]", got.response_metadata)
    ended = str(told_by.get("finish_reason") or told_by.get("stop_reason") or told_by.get("done_reason") or "stop")
    reasoning = "".join(str(block.get("reasoning", "")) for block in got.content_blocks if block["type"] == "reasoning")
    parted = part(str(got.text), reasoning, thinks=thinks)
    finish = "length" if ended.casefold() in _OUT_OF_TOKENS or not parted.is_closed else "stop"
    if finish == "stop" and not parted.answer:
        raise ModelError(f"the answer of {name} was empty")
    return Reply(text=unquoted(parted.answer), reasoning=parted.reasoning, usage=_usage(got.usage_metadata), finish=finish)


def _usage(used: UsageMetadata | None) -> Usage:
    if used is None:
        return Usage()
    cached = used.get("input_token_details", {}).get("cache_read", 0)
    return Usage(prompt=used["input_tokens"], answer=used["output_tokens"], cached=cached)


class ChatModel(BaseChatModel):
    """A model of ours, for whatever is built on LangChain. Either `invoke` or `ainvoke`: a model lives in one event loop."""

    model: Any
    """A `Model`."""
    limits: Limits = LIMITS
    sampling: Sampling = SAMPLING
    _runner: asyncio.Runner = PrivateAttr(default_factory=asyncio.Runner)
    _turn: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "handeye"

    def close(self) -> None:
        """Of those that were used by `invoke`."""
        self._runner.run(cast("Model", self.model).close())
        self._runner.close()

    def _generate(self, messages: list[BaseMessage], stop: list[str] | None = None, *_: Any, **more: Any) -> ChatResult:
        with self._turn:
            return self._runner.run(self._agenerate(messages, stop, **more))

    async def _agenerate(self, messages: list[BaseMessage], stop: list[str] | None = None, *_: Any, **more: Any) -> ChatResult:
        """`schema`, as in `chat.bind(schema=Json(…))`, is what the answer is held to."""
        model = cast("Model", self.model)
        reply = await model.ask(
            tuple(_message(each) for each in messages), schema=more.get("schema"), limits=self.limits, sampling=self.sampling
        )
        text = _until(reply.text, stop or ())
        used = UsageMetadata(
            input_tokens=reply.usage.prompt,
            output_tokens=reply.usage.answer,
            total_tokens=reply.usage.tokens,
            input_token_details={"cache_read": reply.usage.cached},
        )
        thought = {"reasoning_content": reply.reasoning} if reply.reasoning else {}
        about = {"finish_reason": reply.finish, "model_name": model.name}
        message = AIMessage(text, additional_kwargs=thought, usage_metadata=used, response_metadata=about)
        return ChatResult(generations=[ChatGeneration(message=message)])


def _message(message: BaseMessage) -> Message:
    role = _ROLES.get(message.type)
    if role is None:
        raise BadInput(f"a message of the type {message.type!r} cannot be told to this model")
    content = message.content
    parts = tuple(_part(each) for each in ([content] if isinstance(content, str) else content))
    if message.type == "tool":
        parts = ("<tool_response>\n", *parts, "\n</tool_response>")
    return Message(role, parts)


def _part(block: str | dict[str, Any]) -> Part:
    if isinstance(block, str):
        return block
    match block:
        case {"type": "text", "text": str() as text}:
            return text
        case {"type": "image_url", "image_url": {"url": str() as url}} | {"type": "image_url", "image_url": str() as url}:
            found = _DATA_URL.fullmatch(url)
        case {"type": "image", "base64": str() as data}:
            found = _DATA_URL.fullmatch(f"data:image/png;base64,{data}")
        case _:
            raise BadInput(f"a part of the type {block.get('type')!r} cannot be told to this model")
    if found is None:
        raise BadInput("a picture has to be in the message, as data:image/png;base64,…: none is fetched from elsewhere")
    try:
        return Frame.of(decode_picture(base64.b64decode(found[1], validate=True)), "langchain")
    except (ValueError, binascii.Error):
        raise BadInput("a picture in a message is no PNG or JPEG") from None


def _until(text: str, stops: Sequence[str]) -> str:
    ends = [at for stop in stops if (at := text.find(stop)) >= 0]
    return text[: min(ends)] if ends else text
