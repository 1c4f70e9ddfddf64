"""Told: values out of a record, whatever stands there: a text, a number, a box; nothing where it is none."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from ...tools.geometry import Box, Point

Event: TypeAlias = Mapping[str, object]


def text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        said = float(value)
    except OverflowError:
        return None
    return said if math.isfinite(said) else None


def several(value: object) -> Sequence[object]:
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else ()


def mapping(value: object) -> Event:
    return cast("Event", value) if isinstance(value, Mapping) else {}


def box(value: object) -> Box | None:
    sides = [number(side) for side in several(value)]
    match sides:
        case [float(x), float(y), float(w), float(h)] if w > 0 and h > 0:
            return Box(x, y, w, h)
        case _:
            return None


def boxes(value: object) -> tuple[Box, ...]:
    return tuple(found for each in several(value) if (found := box(each)) is not None)


def points(action: Event) -> tuple[Point, ...]:
    """Where an action pressed, or the way that it dragged along."""
    path = several(action.get("path")) or [action.get("point")]
    found = [[number(side) for side in several(each)] for each in path]
    return tuple(Point(x, y) for x, y in (each for each in found if len(each) == 2) if x is not None and y is not None)


def seconds(value: object) -> dict[str, float]:
    """How long each phase took."""
    took = {name: number(spent) for name, spent in mapping(value).items()}
    return {name: spent for name, spent in took.items() if spent is not None and spent >= 0}
