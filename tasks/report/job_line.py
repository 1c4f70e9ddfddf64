"""Line: what the list of a job's rows holds of one of them, as JSON: what is always shown, and what is when it is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from ..forms.entry import STATES, Entry
from ..forms.written import written
from .job_places import folder_of, link
from .job_told import JobTold
from .markup import clean
from .told import number

HIDDEN = "••••••"
LEAST_SECRET = 4
"""Shorter ones stand in words of everybody's, and are hidden only where they stand alone."""
DEEPEST = 12


def line(entry: Entry, group: int | None, told: JobTold, home: Path) -> str:
    return as_json(list(_line(entry, group, told, home)), _secrets(entry, told))


def more(entry: Entry, told: JobTold, home: Path) -> str:
    folder = folder_of(entry.run, home)
    place = link(folder, home) if folder else ""
    return as_json([entry.line, entry.source, entry.attempts, entry.run, place, entry.receipt], _secrets(entry, told))


def as_json(value: object, secrets: Sequence[str] = ()) -> str:
    """The page's script makes text of all of it, never markup; and no markup can end what it stands in."""
    said = json.dumps(_cleaned(value, secrets), ensure_ascii=False, separators=(",", ":"))
    return said.replace("<", "\\u003c")


def without_secrets(said: str, entry: Entry, told: JobTold) -> str:
    return _without(said, _secrets(entry, told))


def _line(entry: Entry, group: int | None, told: JobTold, home: Path) -> Iterator[object]:
    folder = folder_of(entry.run, home)
    film = None if folder is None else folder / "report.html"
    yield entry.number
    yield entry.key
    yield STATES.index(entry.state)
    yield entry.why
    yield _took_s(entry)
    yield round(entry.updated_s, 1) if entry.state != "pending" else None
    yield link(film, home) if film is not None and film.is_file() else ""
    yield group
    yield [written(entry.cells.get(name, "")) for name in told.columns]
    yield [entry.captured.get(name, "") for name in told.captures]


def _took_s(entry: Entry) -> float | None:
    told_s = number((entry.receipt or {}).get("seconds"))
    if told_s is None and entry.began_s is not None and entry.state != "pending":
        told_s = entry.updated_s - entry.began_s
    return None if told_s is None else round(max(told_s, 0.0), 2)


def _secrets(entry: Entry, told: JobTold) -> tuple[str, ...]:
    return tuple(value for name in told.hidden if (value := written(entry.cells.get(name, ""))))


def _without(said: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        if said == secret:
            return HIDDEN
        if len(secret) >= LEAST_SECRET:
            said = said.replace(secret, HIDDEN)
    return said


def _cleaned(value: object, secrets: Sequence[str], depth: int = 0) -> object:
    match value:
        case str():
            said = _without(value, secrets)
            return said if said.isprintable() else clean(said)
        case float():
            return number(value)
        case int() | None:
            return value
        case Mapping() if depth < DEEPEST:
            told = cast("Mapping[object, object]", value)
            return {str(_cleaned(str(name), ())): _cleaned(each, secrets, depth + 1) for name, each in told.items()}
        case list() | tuple() if depth < DEEPEST:
            return [_cleaned(each, secrets, depth + 1) for each in cast("Sequence[object]", value)]
        case _:
            return _cleaned(str(value), secrets)
