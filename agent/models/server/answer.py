"""Answer: what a server sends, whole or in pieces, put together; whatever is not whole is no answer.

data: {"choices": [{"index": 0, "delta": {"content": "Hel"}, "finish_reason": null}]}

data: {"choices": [{"index": 0, "delta": {"content": "lo"}, "finish_reason": "stop"}]}

data: [DONE]
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import cast

from pydantic import BaseModel, Field, ValidationError

from ....tools.errors import ModelError
from ..model import Finish, Usage
from .trouble import WAY_OUT_OF_NO_SERVER, MayPass, quoted_words

MOST_BYTES = 32 * 2**20
"""No answer is longer; a server that never ends would fill the memory."""

_FINISHES: dict[str, Finish] = {
    "stop": "stop",
    "eos": "stop",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "tool_calls": "stop",
    "function_call": "stop",
    "length": "length",
    "max_tokens": "length",
}


class _Function(BaseModel):
    name: str | None = None
    arguments: str | None = None


class _Call(BaseModel):
    index: int | None = None
    function: _Function = Field(default_factory=_Function)


class _Piece(BaseModel):
    content: str | None = None
    reasoning: str | None = None
    reasoning_content: str | None = None
    tool_calls: list[_Call] | None = None


class _Choice(BaseModel):
    index: int = 0
    delta: _Piece | None = None
    message: _Piece | None = None
    finish_reason: str | None = None


class _Event(BaseModel):
    choices: list[_Choice] | None = None
    usage: object = None
    error: object = None


class _Details(BaseModel):
    cached_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _Details | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    text: str
    reasoning: str
    finish: Finish
    usage: Usage


@dataclass
class Hearing:
    """Takes an answer as it comes; `end` is called when the server has ended it."""

    where: str
    """The address of the server, for complaints."""
    has_begun: bool = False
    """Something of the answer, or of what was thought, has come."""
    is_done: bool = False
    """The server said that nothing will follow."""
    _is_stream: bool | None = None
    _buffer: bytearray = field(default_factory=bytearray)
    _bytes: int = 0
    _data: list[bytes] = field(default_factory=list[bytes])
    _text: list[str] = field(default_factory=list[str])
    _reasoning: list[str] = field(default_factory=list[str])
    _calls: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    _finish: str | None = None
    _usage: object = None

    def feed(self, data: bytes) -> None:
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            raise ModelError(f"the answer of {self.where} did not end within {MOST_BYTES // 2**20} MB")
        self._buffer += data
        if self._is_stream is None and (start := bytes(self._buffer[:64]).lstrip()):
            # By what comes, not by what it is called: some answer whole where pieces were asked for.
            if start.startswith(b"<"):
                raise ModelError(f"{self.where} answers with a web page: {WAY_OUT_OF_NO_SERVER}")
            self._is_stream = not start.startswith(b"{")
        # Line by line by hand: what splits text into lines elsewhere also splits at marks that answers may hold.
        while self._is_stream and (at := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:at]).removesuffix(b"\r")
            del self._buffer[: at + 1]
            self._take_line(line)

    def end(self) -> Answer:
        if self._is_stream:
            self._take_line(bytes(self._buffer).removesuffix(b"\r"))
            self._take_line(b"")
        else:
            self._take(bytes(self._buffer))
        if self._finish is None:
            raise MayPass(f"the answer of {self.where} broke off before it was whole")
        finish = _FINISHES.get(self._finish.casefold())
        if finish is None:
            raise MayPass(f"{self.where} broke its answer off itself: {quoted_words(self._finish)}")
        text = "".join(self._text)
        text += "".join(_call_in_words(*self._calls[index]) for index in sorted(self._calls))
        if finish == "stop" and not text.strip():
            raise MayPass(f"the answer of {self.where} was empty")
        return Answer(text=text, reasoning="".join(self._reasoning), finish=finish, usage=self._used())

    @property
    def is_whole(self) -> bool:
        """The server said so; what it still counts may follow."""
        return self._finish is not None

    def _take_line(self, line: bytes) -> None:
        """Of the lines of an event only its data says anything; what begins with a colon keeps the line open."""
        if self.is_done:
            return
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
        elif not line and self._data:
            data, self._data = b"\n".join(self._data), []
            if data.strip() == b"[DONE]":
                self.is_done = True
            else:
                self._take(data)

    def _take(self, data: bytes) -> None:
        try:
            event = _Event.model_validate_json(data)
        except ValidationError:
            said = quoted_words(data[:200].decode("utf-8", "replace"))
            raise MayPass(f"the answer of {self.where} was garbled: {said}") from None
        if event.error:
            raise MayPass(f"{self.where} broke its answer off: {_said(event.error)}")
        if event.usage:
            self._usage = event.usage
        for choice in event.choices or ():
            if choice.index == 0:
                self._take_choice(choice)

    def _take_choice(self, choice: _Choice) -> None:
        piece = choice.delta or choice.message or _Piece()
        # Some send what was thought under both names, each whole.
        reasoning = piece.reasoning or piece.reasoning_content
        if not (piece.content or reasoning or piece.tool_calls):
            self._finish = choice.finish_reason or self._finish
            return
        if self._finish is not None:
            raise MayPass(f"the answer of {self.where} went on after its end")
        self.has_begun = True
        self._text.append(piece.content or "")
        self._reasoning.append(reasoning or "")
        for place, call in enumerate(piece.tool_calls or ()):
            known = self._calls.setdefault(place if call.index is None else call.index, ["", ""])
            known[0] += call.function.name or ""
            known[1] += call.function.arguments or ""
        self._finish = choice.finish_reason

    def _used(self) -> Usage:
        """Where a server counts nothing, each piece it sent is taken for a token."""
        try:
            used = _Usage.model_validate(self._usage)
        except ValidationError:
            return Usage(answer=len(self._text))
        cached = used.prompt_tokens_details.cached_tokens if used.prompt_tokens_details else None
        return Usage(prompt=max(0, used.prompt_tokens), answer=max(0, used.completion_tokens), cached=max(0, cached or 0))


def _call_in_words(name: str, arguments: str) -> str:
    """Some servers cut calls out of what the model wrote: put back as it writes them."""
    return f'\n<tool_call>\n{{"name": {json.dumps(name)}, "arguments": {arguments or "{}"}}}\n</tool_call>'


def _said(error: object) -> str:
    if isinstance(error, dict):
        told = cast("dict[str, object]", error)
        return quoted_words(str(told.get("message") or told))
    return quoted_words(str(error))
