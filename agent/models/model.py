"""Model: is asked with words and pictures, and answers in words; servers, weights in this process and scripts are all one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from ...tools.frame import Frame

Role = Literal["system", "user", "assistant"]
Part: TypeAlias = "str | Frame"
"""Words, or a picture."""


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def pictures(self) -> tuple[Frame, ...]:
        return tuple(part for part in self.parts if not isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Json:
    """The whole answer is one JSON value of this schema."""

    schema: Mapping[str, Any]
    name: str = "answer"


@dataclass(frozen=True, slots=True)
class Calls:
    """The answer ends in calls of these functions, each a `<tool_call>` of `{"name": …, "arguments": …}`, after any words."""

    functions: Mapping[str, Mapping[str, Any]]
    """The JSON schema of each one's arguments, by its name."""
    most: int = 1


Schema: TypeAlias = Json | Calls


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampling:
    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int = 0
    """0: no limit."""
    presence_penalty: float = 0.0
    seed: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    tokens: int = 1024
    """Of the answer, what was thought before it not counted."""
    thoughts: int = 4096
    """So many tokens may be thought; then the thinking is closed, and answered from what was thought."""
    seconds: float = 120.0
    """For the whole answer, tries included."""


LIMITS, SAMPLING = Limits(), Sampling()
"""Where nobody says otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    prompt: int = 0
    answer: int = 0
    """With what was thought."""
    cached: int = 0
    """Of the prompt, what needed no computing again."""

    @property
    def tokens(self) -> int:
        return self.prompt + self.answer


Finish = Literal["stop", "length"]
"""It ended by itself, or was cut off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    text: str
    """Without what was thought; "" where it was cut off while still thinking."""
    reasoning: str = ""
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    first_s: float = 0.0
    """Until the first token; 0 where nobody could tell."""
    finish: Finish = "stop"


class Model(Protocol):
    @property
    def name(self) -> str:
        """As records and prices call it."""
        ...

    @property
    def thinks(self) -> bool:
        """Whether it thinks before it answers."""
        ...

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
        """`thinking` None: as the model does by itself. ModelError where no whole answer came."""
        ...

    async def close(self) -> None: ...
