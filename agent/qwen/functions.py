"""Functions: what a model is offered: the computer as it was trained on it, and ours beside it where they can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..models.model import Calls
from .calls import KINDS, Ask, Back, Call, Dialog, Goto, Tab, Upload, actions_of, schema_of
from .dialect import COMPUTER_USE


@dataclass(frozen=True, slots=True)
class Function:
    spec: Mapping[str, Any]
    """As the model is told of it."""
    kinds: tuple[type[Call], ...]
    """As it may call it."""

    @property
    def name(self) -> str:
        return self.spec["name"]


_TEXT = {"type": "string"}
_BROWSER: dict[type[Call], tuple[str, dict[str, Any]]] = {
    Goto: ("open the url.", {"url": _TEXT}),
    Back: ("one page back.", {}),
    Tab: (
        "another tab: its place (-1 is the last) or title, or next, previous, new, close.",
        {"which": {"type": ["integer", "string"]}},
    ),
    Upload: ("answer a file chooser with files of the task.", {"files": {"type": "array"}}),
    Dialog: ("accept or dismiss it; text answers it.", {"accept": {"type": "boolean"}, "text": _TEXT}),
}
"""What each of its actions does, and the arguments it needs."""
_COMPUTER = Function(COMPUTER_USE, tuple(kind for kind in KINDS if kind.function == COMPUTER_USE["name"]))


def functions_for(allowed: Iterable[str]) -> tuple[Function, ...]:
    """What to offer where the computer can do these actions, by their names in the one vocabulary; asking a person always."""
    can = frozenset(allowed)
    ways = tuple(kind for kind in _BROWSER if actions_of(kind)[0] in can)
    ask = _function("Ask the user what only the user can know or decide.", "question", {"question": _TEXT}, Ask)
    return (_COMPUTER, _browser(*ways), ask) if ways else (_COMPUTER, ask)


def _browser(*ways: type[Call]) -> Function:
    names = [actions_of(way)[0] for way in ways]
    action = {
        "description": " ".join(f"`{name}`: {_BROWSER[way][0]}" for name, way in zip(names, ways, strict=True)),
        "enum": names,
        **_TEXT,
    }
    properties = {name: value for way in ways for name, value in _BROWSER[way][1].items()}
    return _function("What only a browser can do.", "action", {"action": action, **properties}, *ways)


def _function(description: str, required: str, properties: dict[str, Any], *kinds: type[Call]) -> Function:
    """In the style of the trained one."""
    parameters = {"properties": properties, "required": [required], "type": "object"}
    return Function({"name": kinds[0].function, "description": description, "parameters": parameters}, kinds)


EVERY = functions_for(("goto", "back", "tab", "upload", "dialog"))


def calls_of(functions: Iterable[Function], most: int = 1) -> Calls:
    """The same as a grammar: strict where the signatures the model reads are loose."""
    return Calls({each.name: _schema(each) for each in functions}, most)


def _schema(function: Function) -> dict[str, Any]:
    schemas = [schema_of(kind) for kind in function.kinds]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
