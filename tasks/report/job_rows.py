"""Rows of a job: all that its table shows, as data for the page's script, and what is only shown of one row in pieces aside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from ..forms.entry import STATES, Entry
from ..forms.written import written
from .job_places import folder_of, link
from .job_tally import Tally
from .job_told import JobTold
from .markup import Html, clean, joined, tag
from .told import number

PIECE = 250
"""So many rows' receipts are read at once, when one of them is opened."""
HIDDEN = "••••••"
LEAST_SECRET = 4
"""Shorter ones stand in words of everybody's, and are hidden only where they stand alone."""
DEEPEST = 12


def rows_data(told: JobTold, tally: Tally, home: Path) -> Html:
    pieces = [tally.listed[at : at + PIECE] for at in range(0, len(tally.listed), PIECE)]
    more = [_script(f"more-{n}", [_more(entry, told, home) for entry, _ in piece]) for n, piece in enumerate(pieces)]
    data = {
        "key": told.key,
        "columns": told.columns,
        "captures": told.captures,
        "states": STATES,
        "groups": [f"{group.why}" for group in tally.groups],
        "piece": PIECE,
        "rows": [list(_row(entry, group, told, home)) for entry, group in tally.listed],
    }
    return joined([_script("data", data), *more])


def _row(entry: Entry, group: int | None, told: JobTold, home: Path) -> Iterator[object]:
    secrets = _secrets(entry, told)
    yield entry.number
    yield _without(entry.key, secrets)
    yield STATES.index(entry.state)
    yield _without(entry.why, secrets)
    yield _took_s(entry)
    yield round(entry.updated_s, 1) if entry.state != "pending" else None
    yield _film(entry, home)
    yield group
    yield [HIDDEN if name in told.hidden else written(entry.cells.get(name, "")) for name in told.columns]
    yield [_without(entry.captured.get(name, ""), secrets) for name in told.captures]


def _more(entry: Entry, told: JobTold, home: Path) -> Sequence[object]:
    folder = folder_of(entry.run, home)
    receipt = _cleaned(entry.receipt, _secrets(entry, told))
    return [entry.line, entry.source, entry.attempts, entry.run, link(folder, home) if folder else "", receipt]


def _secrets(entry: Entry, told: JobTold) -> tuple[str, ...]:
    return tuple(value for name in told.hidden if (value := written(entry.cells.get(name, ""))))


def _without(said: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        if said == secret:
            return HIDDEN
        if len(secret) >= LEAST_SECRET:
            said = said.replace(secret, HIDDEN)
    return said


def _took_s(entry: Entry) -> float | None:
    told_s = number((entry.receipt or {}).get("seconds"))
    if told_s is None and entry.began_s is not None and entry.state != "pending":
        told_s = entry.updated_s - entry.began_s
    return None if told_s is None else round(max(told_s, 0.0), 2)


def _film(entry: Entry, home: Path) -> str:
    folder = folder_of(entry.run, home)
    film = None if folder is None else folder / "report.html"
    return link(film, home) if film is not None and film.is_file() else ""


def _script(name: str, data: object) -> Html:
    """The page's script makes text of all of it, never markup."""
    said = json.dumps(_cleaned(data), ensure_ascii=False, separators=(",", ":"), default=str).replace("<", "\\u003c")
    return tag("script", Html(said), type_="application/json", id=name)


def _cleaned(value: object, secrets: Sequence[str] = (), depth: int = 0) -> object:
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
            return {str(_cleaned(str(name))): _cleaned(each, secrets, depth + 1) for name, each in told.items()}
        case list() | tuple() if depth < DEEPEST:
            return [_cleaned(each, secrets, depth + 1) for each in cast("Sequence[object]", value)]
        case _:
            return _cleaned(str(value), secrets)
