"""Lines: a YAML file as data, with the line that each part of it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from ...tools.errors import BadInput
from ..yaml_text import load, nodes

Place = tuple[str | int, ...]
"""The way to a part: ("cases", 0, "steps", 2)."""


@dataclass(frozen=True, slots=True)
class Lined:
    path: Path
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Of a part, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def at(self, place: Place) -> str:
        return f"{self.path.name}:{self.line(place)}"


def read(path: Path) -> Lined:
    try:
        text = path.read_text(encoding="utf-8")
        data, node = load(text), nodes(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark is not None else ""
        what = getattr(error, "problem", None) or "it cannot be taken apart"
        raise BadInput(f"{path.name}{where}: this is no YAML: {what}") from None
    return Lined(path, data, {} if node is None else dict(_lines(node, ())))


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    match node:
        case yaml.MappingNode():
            for key, value in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
                inner = (*place, str(cast("Any", key).value))
                yield from _lines(value, inner)
                yield inner, key.start_mark.line + 1
        case yaml.SequenceNode():
            for number, value in enumerate(cast("list[yaml.Node]", node.value)):
                yield from _lines(value, (*place, number))
        case _:
            pass
