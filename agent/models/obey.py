"""Obey: asks, checks what came, says what was wrong with it and asks again: a few times, and within the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from ...tools.errors import ModelError
from .model import LIMITS, SAMPLING, Json, Limits, Message, Reply, Sampling, Schema, Usage
from .server.trouble import one_line
from .shape import json_fault, unfenced

Check = Callable[[str], str]
"""What is wrong with an answer, in words for whoever wrote it; "" where nothing is."""


class Asks(Protocol):
    async def ask(
        self,
        messages: tuple[Message, ...],
        /,
        *,
        schema: Schema | None = None,
        thinking: bool | None = None,
        limits: Limits,
        sampling: Sampling,
    ) -> Reply: ...


async def obeyed(
    model: Asks,
    messages: tuple[Message, ...],
    check: Check,
    *,
    tries: int = 2,
    schema: Schema | None = None,
    thinking: bool | None = None,
    limits: Limits = LIMITS,
    sampling: Sampling = SAMPLING,
) -> Reply:
    """An answer that `check` has nothing against. ModelError where `tries` further ones were no better."""
    started_s, spent, first_s, asked, wrong = time.monotonic(), Usage(), None, messages, ""
    for _ in range(tries + 1):
        left_s = limits.seconds - (time.monotonic() - started_s)
        if left_s <= 0:
            break
        within = replace(limits, seconds=left_s)
        reply = await model.ask(asked, schema=schema, thinking=thinking, limits=within, sampling=sampling)
        spent = _sum(spent, reply.usage)
        first_s = reply.first_s if first_s is None else first_s
        wrong = _fault(reply, check)
        if not wrong:
            return replace(reply, usage=spent, seconds=time.monotonic() - started_s, first_s=first_s)
        # Only the last failure is told of: the more of them a model sees, the more it writes like them.
        asked = (*messages, Message("assistant", (reply.text or "(nothing)",)), Message("user", (_complaint(wrong),)))
    raise ModelError(f"the model did not answer as it was asked to, however often it was told: {one_line(wrong)}")


async def obeyed_json(model: Asks, messages: tuple[Message, ...], schema: Json, **more: object) -> Reply:
    """An answer that is one JSON value of the schema, whoever holds it to that."""
    reply = await obeyed(model, messages, lambda text: json_fault(unfenced(text), schema), schema=schema, **more)  # type: ignore[arg-type]
    return replace(reply, text=unfenced(reply.text))


def _fault(reply: Reply, check: Check) -> str:
    if reply.finish == "stop":
        return check(reply.text)
    if not reply.text:
        raise ModelError(
            "the model was cut off while it was still thinking: allow it more thoughts, or ask one that does not think"
        )
    return "it was cut off before its end: be shorter"


def _complaint(wrong: str) -> str:
    return f"This answer cannot be used: {wrong}. Answer again, in the form that was asked for and without a word about this."


def _sum(a: Usage, b: Usage) -> Usage:
    return Usage(prompt=a.prompt + b.prompt, answer=a.answer + b.answer, cached=a.cached + b.cached)
