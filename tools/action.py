"""The one vocabulary of hands: a closed typed union, parsed from text and never executed as text.

A model, a person or a file says

    {"action": "click", "point": [512, 88], "count": 2}

and `parse_action` makes `Click(Point(512, 88), count=2)` of it, or one clear line of refusal.
Points are in frame px. A positioned action is bound to the look it was decided on with `bind`, and keys
to the control that they are meant for with `bind_keys`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal, TypeAlias, TypeVar, cast, get_args, get_type_hints

from pydantic import BeforeValidator, ConfigDict, Field, InstanceOf, PlainSerializer, TypeAdapter, ValidationError

from .errors import BadInput, nearest
from .frame import Frame, Patch
from .geometry import Box, Point
from .keys import MODIFIERS, key_named
from .target import Hint

Button = Literal["left", "middle", "right"]


def _as_point(value: object) -> Point:
    match value:
        case Point():
            return value
        # Python's True is an int, and its ints may be too large for a float.
        case [int() | float() as x, int() | float() as y] if not isinstance(x, bool) and not isinstance(y, bool):
            with suppress(OverflowError):
                if math.isfinite(x) and math.isfinite(y):
                    return Point(float(x), float(y))
        case _:
            pass
    raise ValueError("a point is [x, y] in frame px")


def _no_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is wanted here, not true or false")
    return value


def _from_point(point: Point) -> list[float]:
    return [point.x, point.y]


At: TypeAlias = Annotated[InstanceOf[Point], BeforeValidator(_as_point), PlainSerializer(_from_point)]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_no_bool)]
Seconds: TypeAlias = Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False), BeforeValidator(_no_bool)]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an action was decided on: the look's patch there, and the hint under it if any."""

    patch: Patch
    hint: Hint | None = None
    end: Patch | None = None
    """Where a drag lets go."""


class _Strict:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


Bound: TypeAlias = InstanceOf[Seen] | None
"""None until `bind` has bound the action to a look; nothing written in a text can set it."""
Into: TypeAlias = InstanceOf[Hint] | None
"""None until `bind_keys` has said what the keys are for; nothing written in a text can set it."""


@dataclass(frozen=True)
class Click(_Strict):
    point: At
    button: Button = "left"
    count: Annotated[int, Field(ge=1, le=3), BeforeValidator(_no_bool)] = 1
    held: tuple[str, ...] = ()
    """Modifier keys held during the click."""
    hold_s: Seconds = 0.0
    """How long the button stays down: a long press."""
    action: Literal["click"] = "click"
    seen: Bound = None


@dataclass(frozen=True)
class Move(_Strict):
    point: At
    action: Literal["move"] = "move"
    seen: Bound = None


@dataclass(frozen=True)
class Drag(_Strict):
    path: Annotated[tuple[At, ...], Field(min_length=2, max_length=1000)]
    button: Button = "left"
    held: tuple[str, ...] = ()
    hold_s: Seconds = 0.0
    """How long the button is down before it moves."""
    action: Literal["drag"] = "drag"
    seen: Bound = None


@dataclass(frozen=True)
class Scroll(_Strict):
    point: At
    dx: Number = 0.0
    dy: Number = 0.0
    """dy > 0 shows what is further down, dx > 0 what is further right."""
    action: Literal["scroll"] = "scroll"
    seen: Bound = None


@dataclass(frozen=True)
class Type(_Strict):
    text: Annotated[str, Field(max_length=100_000)]
    action: Literal["type"] = "type"
    into: Into = None


@dataclass(frozen=True)
class Press(_Strict):
    keys: Annotated[tuple[str, ...], Field(min_length=1, max_length=6)]
    """Pressed in order and let go in reverse: ("ctrl", "s")."""
    hold_s: Seconds = 0.0
    action: Literal["press"] = "press"
    into: Into = None


@dataclass(frozen=True)
class Wait(_Strict):
    seconds: Seconds
    action: Literal["wait"] = "wait"


@dataclass(frozen=True)
class Goto(_Strict):
    url: Annotated[str, Field(min_length=1)]
    action: Literal["goto"] = "goto"


@dataclass(frozen=True)
class Back(_Strict):
    action: Literal["back"] = "back"


@dataclass(frozen=True)
class Tab(_Strict):
    which: Annotated[int | str, BeforeValidator(_no_bool)]
    """Its place counted from 1 (-1 is the last), "next", "previous", "new", "close", or words of its title or URL."""
    action: Literal["tab"] = "tab"


@dataclass(frozen=True)
class Upload(_Strict):
    files: tuple[str, ...]
    """Answers the file chooser that the last click opened."""
    action: Literal["upload"] = "upload"


@dataclass(frozen=True)
class Dialog(_Strict):
    accept: bool
    text: str | None = None
    """What to enter into a prompt; its own default where None."""
    action: Literal["dialog"] = "dialog"


@dataclass(frozen=True)
class Answer(_Strict):
    text: str
    action: Literal["answer"] = "answer"


@dataclass(frozen=True)
class Ask(_Strict):
    question: str
    action: Literal["ask"] = "ask"


@dataclass(frozen=True)
class Done(_Strict):
    success: bool
    why: str = ""
    action: Literal["done"] = "done"


Positioned: TypeAlias = Click | Move | Drag | Scroll
Spoken: TypeAlias = Answer | Ask | Done
"""What a brain says to the loop; no hand can do these."""
Action: TypeAlias = Positioned | Type | Press | Wait | Goto | Back | Tab | Upload | Dialog | Spoken

Keyed: TypeAlias = Type | Press
"""What goes wherever the focus is."""

P = TypeVar("P", bound=Positioned)
K = TypeVar("K", bound=Keyed)

_ADAPTER: TypeAdapter[Action] = TypeAdapter(Annotated[Action, Field(discriminator="action")])
_BOUND = {
    "seen": "an action is bound to a look with bind()",
    "into": "keys are bound to a control with bind_keys()",
}
_NAMES = tuple(get_args(get_type_hints(kind)["action"])[0] for kind in get_args(Action))


def start_of(action: Positioned) -> Point:
    """Where the pointer goes first."""
    return action.path[0] if isinstance(action, Drag) else action.point


def points_of(action: Positioned) -> tuple[Point, ...]:
    return action.path if isinstance(action, Drag) else (action.point,)


def bind(action: P, frame: Frame, box: Box | None = None, hint: Hint | None = None) -> P:
    """The same action, tied to the look it was decided on: what `frame` shows in `box` (or around
    the point) must still be there when the hands arrive."""
    for point in points_of(action):
        if not frame.size.contains(point):
            raise BadInput(
                f"{action.action}: the point {point.x:g},{point.y:g} is outside the picture of "
                f"{frame.size.w}x{frame.size.h}; points are in frame px from its top left corner"
            )
    if box is not None and box.clip(frame.size) is None:
        raise BadInput(f"{action.action}: the box {box.x:g},{box.y:g} {box.w:g}x{box.h:g} is outside the picture")
    end = frame.patch(action.path[-1]) if isinstance(action, Drag) else None
    return replace(action, seen=Seen(frame.patch(box or start_of(action)), hint, end))


def bind_keys(action: K, hint: Hint) -> K:
    """The same keys, for this control alone: where another one has the focus when the first would be sent, none is.
    What the keys themselves do to the focus is theirs, as a tab in a text is."""
    return replace(action, into=hint)


def parse_action(said: str | Mapping[str, object]) -> Action:
    """An action from JSON or from a mapping. Whatever is not one is refused in one line."""
    value = _from_json(said) if isinstance(said, str) else dict(said)
    name = value.get("action")
    if name not in _NAMES:
        short = str(name)[:40]
        raise BadInput(f'unknown action "{short}".{nearest(short, _NAMES)} Known are: {", ".join(_NAMES)}')
    for field, how in _BOUND.items():
        if field in value:
            raise BadInput(f'{name}: "{field}" cannot be written down; {how}')
    try:
        action = _ADAPTER.validate_python(value)
    except ValidationError as error:
        raise BadInput(f"{name}: {_first_complaint(error)}") from None
    check_keys(action)
    return action


def check_keys(action: Action) -> None:
    """Refuses key names nobody knows, before anything is pressed."""
    if isinstance(action, Click | Drag):
        for name in action.held:
            if not key_named(name).is_modifier:
                raise BadInput(f'{action.action}: "{name}" cannot be held; held keys are {", ".join(MODIFIERS)}')
    if isinstance(action, Press):
        for name in action.keys:
            key_named(name)


def to_dict(action: Action) -> dict[str, object]:
    """What `parse_action` reads back: for records, events and prompts."""
    if isinstance(action, Positioned):
        action = replace(action, seen=None)
    elif isinstance(action, Keyed):
        action = replace(action, into=None)
    said = _ADAPTER.dump_python(action, mode="json")
    return {field: value for field, value in said.items() if field not in _BOUND}


def _from_json(said: str) -> dict[str, object]:
    try:
        value = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this is not JSON, so no action can be read from it: {error}") from None
    if not isinstance(value, dict):
        raise BadInput('an action is a JSON object such as {"action": "click", "point": [512, 88]}')
    return cast("dict[str, object]", value)


def _first_complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "it"
    what = first["msg"].removeprefix("Value error, ")
    return f"{place}: {what[:1].lower()}{what[1:]}"
