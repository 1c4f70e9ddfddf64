"""Calls: all that the model may call, typed and strict; nothing else reaches the hands.

{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [447, 81]}}   → Click
{"name": "browser_use", "arguments": {"action": "goto", "url": "http://localhost:8000"}}   → Goto
"""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, cast, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema


def _writable(text: str) -> str:
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("half of a character cannot be written")
    return text


_THOUSANDTHS: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 1000}
_PAIR: dict[str, Any] = {"type": "array", "items": _THOUSANDTHS, "minItems": 2, "maxItems": 2}

Words: TypeAlias = Annotated[str, AfterValidator(_writable)]
Thousandths: TypeAlias = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False), WithJsonSchema(_THOUSANDTHS)]
"""Of the width or height of the picture. Parts of one are taken, whole ones are what a grammar holds the model to."""
Coordinate: TypeAlias = Annotated[tuple[Thousandths, Thousandths], Strict(False), WithJsonSchema(_PAIR)]
Pixels: TypeAlias = Annotated[float, Field(allow_inf_nan=False), WithJsonSchema({"type": "integer"})]
Seconds: TypeAlias = Annotated[
    float, Field(ge=0, le=3600, allow_inf_nan=False), WithJsonSchema({"type": "integer", "minimum": 0})
]
Maybe: TypeAlias = Coordinate | SkipJsonSchema[None]


class Arguments(BaseModel):
    """What is called with what; `function` is whose arguments these are."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    function: ClassVar[str]


class ComputerUse(Arguments):
    function = "computer_use"


class Key(ComputerUse):
    action: Literal["key"] = "key"
    keys: Annotated[tuple[Words, ...], Strict(False), Field(min_length=1, max_length=6)]


class Type(ComputerUse):
    action: Literal["type"] = "type"
    text: Words


class Move(ComputerUse):
    action: Literal["mouse_move"] = "mouse_move"
    coordinate: Coordinate


class Click(ComputerUse):
    action: Literal["left_click", "right_click", "middle_click", "double_click", "triple_click"] = "left_click"
    coordinate: Maybe = None
    """None: where the pointer is."""


class Drag(ComputerUse):
    """From where the pointer is."""

    action: Literal["left_click_drag"] = "left_click_drag"
    coordinate: Coordinate


class Scroll(ComputerUse):
    action: Literal["scroll", "hscroll"] = "scroll"
    coordinate: Maybe = None
    pixels: Pixels
    """More than 0: towards the top, or the left."""


class Wait(ComputerUse):
    action: Literal["wait"] = "wait"
    time: Seconds


class Terminate(ComputerUse):
    action: Literal["terminate"] = "terminate"
    status: Literal["success", "failure"]


class Answer(ComputerUse):
    action: Literal["answer"] = "answer"
    text: Words


class BrowserUse(Arguments):
    function = "browser_use"


class Goto(BrowserUse):
    action: Literal["goto"] = "goto"
    url: Annotated[Words, Field(min_length=1)]


class Back(BrowserUse):
    action: Literal["back"] = "back"


class Tab(BrowserUse):
    action: Literal["tab"] = "tab"
    which: Annotated[int, Field(ge=-100, le=100)] | Annotated[Words, Field(min_length=1)]


class Upload(BrowserUse):
    action: Literal["upload"] = "upload"
    files: Annotated[tuple[Annotated[Words, Field(min_length=1)], ...], Strict(False), Field(min_length=1)]


class Dialog(BrowserUse):
    action: Literal["dialog"] = "dialog"
    accept: bool
    text: Words | SkipJsonSchema[None] = None


class Ask(Arguments):
    function = "ask"
    question: Annotated[Words, Field(min_length=1)]


Call: TypeAlias = (
    Key | Type | Move | Click | Drag | Scroll | Wait | Terminate | Answer | Goto | Back | Tab | Upload | Dialog | Ask
)  # fmt: skip
KINDS: tuple[type[Call], ...] = get_args(Call)


def actions_of(kind: type[Call]) -> tuple[str, ...]:
    """The values of `action` that are of this kind; none where its function has no such argument."""
    action = kind.model_fields.get("action")
    return get_args(action.annotation) if action is not None else ()


def schema_of(kind: type[Call]) -> dict[str, Any]:
    """For a grammar: what may be left out is to be written all the same, but for where to scroll and what to enter."""
    schema: dict[str, Any] = kind.model_json_schema()
    properties: dict[str, Any] = {name: _bare(value) for name, value in schema["properties"].items()}
    optional = {"coordinate"} if kind is Scroll else {"text"} if kind is Dialog else set[str]()
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _bare(value: dict[str, Any]) -> dict[str, Any]:
    """Without titles and what holds where it is left out; one spelling for one value."""
    kept = {name: part for name, part in value.items() if name not in ("title", "default", "description")}
    return {"enum": [kept["const"]]} if "const" in kept else kept


def written(call: Call) -> str:
    """As the model writes it between its tags."""
    said = {name: _whole(value) for name, value in call.model_dump(mode="json", exclude_none=True).items()}
    return json.dumps({"name": call.function, "arguments": said}, ensure_ascii=False)


def _whole(value: object) -> object:
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [_whole(each) for each in cast("list[object]", value)]
        case _:
            return value
