"""Scripted: a model that answers from a list or as it did in a recorded run, for tests and demonstrations; the shipped fake.

{"event": "model", "model": "qwen3-vl-act", "text": "…", "reasoning": "", "finish": "stop", …}     one line of a record
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias, cast

from pydantic import TypeAdapter, ValidationError

from ...tools.errors import BadInput, ModelError
from .model import LIMITS, SAMPLING, Limits, Message, Reply, Sampling, Schema

Answer: TypeAlias = "str | Reply | Callable[[tuple[Message, ...]], str | Reply]"
"""Words, a whole reply, or what makes one of what was asked."""

EVENT = "model"
_REPLY = TypeAdapter(Reply)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    messages: tuple[Message, ...]
    schema: Schema | None
    thinking: bool | None
    limits: Limits
    sampling: Sampling


@dataclass(eq=False)
class ScriptedModel:
    """Each answer once, in order; asked for more, it has none."""

    answers: Iterable[Answer]
    name: str = "scripted"
    thinks: bool = False
    asked: list[Asked] = field(default_factory=list[Asked])
    """All that it was asked, for who wants to see."""
    _left: Iterator[Answer] = field(init=False)

    def __post_init__(self) -> None:
        self._left = iter(self.answers)

    @classmethod
    def recorded(cls, path: Path, model: str = "") -> ScriptedModel:
        """As in the record of a run, its folder or a file of its events; `model` where several were asked."""
        return cls(list(_recorded(path / "events.jsonl" if path.is_dir() else path, model)), name=model or "recorded")

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
        self.asked.append(Asked(messages=messages, schema=schema, thinking=thinking, limits=limits, sampling=sampling))
        try:
            answer = next(self._left)
        except StopIteration:
            raise ModelError(f"{self.name} has no answer left: it was asked {len(self.asked)} times") from None
        if not isinstance(answer, str | Reply):
            answer = answer(messages)
        return Reply(text=answer) if isinstance(answer, str) else answer

    async def close(self) -> None:
        pass


def as_event(model: str, reply: Reply) -> dict[str, object]:
    """A reply as a record has it, beside the name of the event."""
    return {"model": model, **asdict(reply)}


def _recorded(path: Path, model: str) -> Iterator[Reply]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            event: object = json.loads(line)
        except ValueError:
            raise BadInput(f"{path}:{n} is no line of JSON") from None
        known: Mapping[str, object] = cast("Mapping[str, object]", event) if isinstance(event, Mapping) else {}
        if known.get("event") != EVENT or (model and known.get("model") != model):
            continue
        try:
            yield _REPLY.validate_python({name: known[name] for name in Reply.__slots__ if name in known})
        except ValidationError:
            raise BadInput(f"{path}:{n} is no reply of a model") from None
