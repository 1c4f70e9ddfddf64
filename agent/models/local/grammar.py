"""Grammar: what an answer may look like, as rules that are followed while it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ....tools.errors import ModelError
from ..model import Calls, Json, Schema

SPACING = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
"""As the calls that the model was trained on are written."""


class Grammar:
    """Knows the tokenizer; makes rules of schemas."""

    def __init__(self, tokenizer: Any, vocabulary: int, stops: list[int]) -> None:
        import llguidance.hf

        self.tokens = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=stops)

    def rules(self, schema: Schema) -> Any:
        """A matcher that has read nothing yet."""
        import llguidance

        matcher = llguidance.LLMatcher(self.tokens, lark_of(schema))
        if error := matcher.get_error():
            raise ModelError(f"the schema of the answer is none that a grammar can hold: {error.splitlines()[0]}")
        return matcher


def lark_of(schema: Schema) -> str:
    match schema:
        case Json():
            return f"%llguidance {{}}\nstart: %json {_strict(schema.schema)}\n"
        case Calls():
            return _calls(schema)


def _calls(calls: Calls) -> str:
    """Words, then one call or more; the words cannot spell the beginning of a call."""
    more = f' ("\\n" call){{0,{calls.most - 1}}}' if calls.most > 1 else ""
    heads = (json.dumps(f'{json.dumps(name)}, "arguments": ') for name in calls.functions)
    each = "\n    | ".join(f"{head} args_{n}" for n, head in enumerate(heads))
    args = "\n".join(f"args_{n}: %json {_strict(schema)}" for n, schema in enumerate(calls.functions.values()))
    return f"""%llguidance {{}}
start: WORDS call{more}
WORDS: /(.|\\n)*/ & ~/(.|\\n)*<tool_call(.|\\n)*/
call: <tool_call> "\\n{{\\"name\\": " each "}}\\n" </tool_call>
each: {each}
{args}
"""


def _strict(schema: Mapping[str, Any]) -> str:
    return json.dumps({**_closed(schema), "x-guidance": SPACING})


def _closed(schema: Any) -> Any:
    """Nothing is written that the schema does not name, unless it says that there may be more."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(schema, Mapping):
        return schema
    closed: dict[str, Any] = {str(key): _closed(value) for key, value in schema.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if "properties" in schema and schema.get("type") == "object":  # pyright: ignore[reportUnknownMemberType]
        closed.setdefault("additionalProperties", False)
    return closed
