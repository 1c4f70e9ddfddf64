"""Quirks: what each server understands beyond the common form; one that is not known gets the common form alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..resize import TOKEN_PX, VisualTokens

Kind = Literal["vllm", "sglang", "llama.cpp", "ollama", "mlx-vlm", "dashscope", "openrouter", "plain"]
Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quirks:
    called: str
    schemas: Literal["json_schema", "json_object", ""] = ""
    """What its `response_format` can hold an answer to."""
    structural_tags: bool = False
    """It can hold a call to its function's schema, with words before it."""
    parts_thoughts: bool = False
    """It always parts them from the answer. Others may be started so that they do not, and are known by the first reply: held
    to a schema before, a model could not think, as the schema would hold from its first token on."""
    any_top_k: int | None = None
    """What it takes for "no limit"; None: it knows no top_k."""
    picture_ids: bool = False
    """It finds a picture again by its `uuid`, without looking at it."""
    way_out_blind: str = ""
    """How to start it so that it sees."""


QUIRKS: Mapping[Kind, Quirks] = {
    "vllm": Quirks(called="vLLM", schemas="json_schema", structural_tags=True, any_top_k=-1, picture_ids=True),
    "sglang": Quirks(called="SGLang", schemas="json_schema", any_top_k=-1),
    "llama.cpp": Quirks(
        called="llama-server",
        schemas="json_schema",
        any_top_k=0,
        way_out_blind=", and give llama-server its --mmproj",
    ),
    "ollama": Quirks(called="Ollama", schemas="json_schema", parts_thoughts=True),
    "mlx-vlm": Quirks(called="mlx-vlm", schemas="json_schema", any_top_k=0),
    "dashscope": Quirks(called="DashScope", schemas="json_object", parts_thoughts=True),
    "openrouter": Quirks(called="OpenRouter", schemas="json_schema", parts_thoughts=True, any_top_k=0),
    "plain": Quirks(called="a server"),
}


def kind_of_host(host: str) -> Kind | None:
    """The two that are known by where they are."""
    if host == "openrouter.ai" or host.endswith(".openrouter.ai"):
        return "openrouter"
    if host.startswith("dashscope") and host.endswith(".aliyuncs.com"):
        return "dashscope"
    return None


def thinking_fields(kind: Kind, thinking: bool | None, thoughts: int | None) -> Fields:
    """Tells a model that can do both whether to think, and how much; `thoughts` None: it is not known to think."""
    match kind:
        case "vllm":
            return _template(thinking) | ({} if thoughts is None else {"thinking_token_budget": thoughts})
        case "llama.cpp":
            return _template(thinking) | ({} if thoughts is None else {"thinking_budget_tokens": thoughts})
        case "sglang":
            return _template(thinking)
        case "ollama":
            return {"reasoning_effort": "none"} if thinking is False else {}
        case "mlx-vlm" | "dashscope":
            switch = {} if thinking is None else {"enable_thinking": thinking}
            return switch | ({} if thoughts is None else {"thinking_budget": thoughts})
        case "openrouter":
            if thinking is False:
                return {"reasoning": {"enabled": False}}
            return {} if thoughts is None else {"reasoning": {"max_tokens": thoughts}}
        case "plain":
            return {}


def _template(thinking: bool | None) -> dict[str, object]:
    return {} if thinking is None else {"chat_template_kwargs": {"enable_thinking": thinking}}


def picture_fields(kind: Kind, name: str, tokens: VisualTokens) -> Fields:
    """What goes into the part of a message that is a picture, so that it is found again and not made smaller."""
    if QUIRKS[kind].picture_ids:
        return {"uuid": name}
    return pixel_bounds(tokens) if kind == "dashscope" else {}


def pixel_bounds(tokens: VisualTokens) -> Fields:
    return {"min_pixels": tokens.least * TOKEN_PX**2, "max_pixels": tokens.most * TOKEN_PX**2}
