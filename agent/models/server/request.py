"""Request: a question in the words of one server; what it once refused is left out from then on."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..model import Calls, Json, Limits, Message, Sampling, Schema
from ..pictures import Pictures
from ..tokens import steerless
from .quirks import QUIRKS, Kind, picture_fields, pixel_bounds, thinking_fields

Body: TypeAlias = "dict[str, object]"

PLAIN = frozenset({"model", "messages", "max_tokens", "temperature", "top_p", "stream"})
"""What every server takes. `stream` too can be refused, but is given up last."""

IN_PICTURES = ("uuid", "min_pixels", "max_pixels")
TAGS = "structural_tag"
"""A `response_format` of its own: who refuses it may well take a schema."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "response_format": (
        "response_format",
        "json_schema",
        "json_object",
        "json mode",
        "structur",
        "grammar",
        "requested parameters",
    ),
    "provider": ("requested parameters",),
    "stream_options": ("stream_options", "include_usage"),
    "uuid": ("uuid",),
    "chat_template_kwargs": ("chat_template", "enable_thinking"),
    "thinking_token_budget": ("thinking_token_budget", "reasoning_config", "reasoning-config"),
}
"""How servers call a field when they refuse it; others are called by their names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    messages: tuple[Message, ...]
    schema: Schema | None
    thinking: bool | None
    limits: Limits
    sampling: Sampling


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Who is asked, and what is known of them."""

    kind: Kind
    model: str
    thinks: bool | None = None
    parts_thoughts: bool = False
    refuses: frozenset[str] = frozenset()


def is_held(question: Question, asked: Asked) -> bool:
    """Whether the server itself holds the answer to its schema."""
    quirks = QUIRKS[asked.kind]
    match question.schema:
        case Json():
            able = quirks.schemas == "json_schema" and "response_format" not in asked.refuses
        case Calls():
            able = quirks.structural_tags and TAGS not in asked.refuses
        case None:
            able = False
    return able and (asked.parts_thoughts or not will_think(question, asked))


def will_think(question: Question, asked: Asked) -> bool | None:
    """None where nobody knows yet. Weights that think cannot be told not to; who parts thoughts from answers may have both."""
    if question.thinking is False and asked.thinks and not asked.parts_thoughts:
        return True
    return asked.thinks if question.thinking is None else question.thinking


async def body_of(question: Question, asked: Asked, pictures: Pictures) -> Body:
    think, limits = will_think(question, asked), question.limits
    body: Body = {
        "model": asked.model,
        "messages": await _messages(question, asked, pictures),
        # What is thought counts as well; of an unknown model room is left for it.
        "max_tokens": limits.tokens + (0 if think is False else limits.thoughts),
        "temperature": question.sampling.temperature,
        "top_p": question.sampling.top_p,
        "stream": True,
        "stream_options": {"include_usage": True},
        **_sampling(question.sampling, asked.kind),
        **thinking_fields(asked.kind, question.thinking, limits.thoughts if think else None),
        **(pixel_bounds(pictures.tokens) if asked.kind == "mlx-vlm" else {}),
        **_response_format(question, asked),
    }
    body = {name: value for name, value in body.items() if name not in asked.refuses}
    if "stream" not in body:
        body.pop("stream_options", None)
    return body


def unwanted(body: Body, said: str, refused: Collection[str]) -> frozenset[str]:
    """What to leave out after a refusal in these words: what they name, else all beyond the common form, at last streaming."""
    words = said.casefold()
    optional = [name for name in (*body, *IN_PICTURES) if name not in PLAIN and name not in refused]
    named = [name for name in optional if any(word in words for word in _WORDS.get(name, (name,)))]
    stream = {"stream"} & body.keys()
    if stream and not named and "stream" in words:
        return frozenset(stream)
    out = set(named or optional or stream)
    if "response_format" in out and isinstance(form := body["response_format"], dict) and TAGS in form.values():
        out ^= {"response_format", TAGS}
    return frozenset(out)


def _sampling(sampling: Sampling, kind: Kind) -> Body:
    any_k = QUIRKS[kind].any_top_k
    # Zero is said as well: servers have defaults of their own for what is left out.
    fields: Body = {"presence_penalty": sampling.presence_penalty}
    if sampling.seed is not None:
        fields["seed"] = sampling.seed
    if any_k is not None:
        fields["top_k"] = sampling.top_k or any_k
    elif kind == "dashscope" and sampling.top_k:
        fields["top_k"] = sampling.top_k
    return fields


def _response_format(question: Question, asked: Asked) -> Body:
    match question.schema:
        case Json(schema, name) if is_held(question, asked):
            form = {"name": name, "schema": dict(schema), "strict": True}
            more: Body = {"provider": {"require_parameters": True}} if asked.kind == "openrouter" else {}
            return {"response_format": {"type": "json_schema", "json_schema": form}, **more}
        case Calls() as calls if is_held(question, asked):
            return {"response_format": {"type": TAGS, "format": _call_tags(calls)}}
        case Json() if QUIRKS[asked.kind].schemas == "json_object" and will_think(question, asked) is False:
            return {"response_format": {"type": "json_object"}}
        case _:
            return {}


def _call_tags(calls: Calls) -> Body:
    """Any words, and from `<tool_call>` on one of the functions; after the first nothing, where one is all that may come."""
    tags = [
        {
            "type": "tag",
            "begin": f'<tool_call>\n{{"name": {json.dumps(name)}, "arguments": ',
            "content": {"type": "json_schema", "json_schema": dict(schema)},
            "end": "}\n</tool_call>",
        }
        for name, schema in calls.functions.items()
    ]
    return {"type": "triggered_tags", "triggers": ["<tool_call>"], "tags": tags, "stop_after_first": calls.most == 1}


async def _messages(question: Question, asked: Asked, pictures: Pictures) -> list[Body]:
    messages = question.messages
    if isinstance(question.schema, Json) and not is_held(question, asked):
        messages = told(messages, question.schema)
    return [await _message(message, asked, pictures) for message in messages]


async def _message(message: Message, asked: Asked, pictures: Pictures) -> Body:
    words = steerless(message.words)
    if not message.pictures:
        return {"role": message.role, "content": words}
    parts: list[Body] = []
    for frame in message.pictures:
        picture = await pictures.of(frame)
        fields = picture_fields(asked.kind, picture.name, pictures.tokens)
        kept = {name: value for name, value in fields.items() if name not in asked.refuses}
        parts.append({"type": "image_url", "image_url": {"url": picture.url}, **kept})
    return {"role": message.role, "content": [*parts, {"type": "text", "text": words}] if words else parts}


def told(messages: tuple[Message, ...], schema: Json) -> tuple[Message, ...]:
    """With the schema in words, for whom nothing else holds to it."""
    form = json.dumps(dict(schema.schema), ensure_ascii=False)
    words = f"\n\nAnswer with one JSON value of this schema, and nothing else:\n{form}"
    *before, last = messages
    return (*before, replace(last, parts=(*last.parts, words)))
