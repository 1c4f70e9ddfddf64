"""Rows of a job: all that its list shows, as data for the page's script, and what is only shown of one row in pieces aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..forms.entry import STATES
from .job_line import as_json
from .job_tally import Tally
from .job_told import JobTold
from .markup import Html, tag

PIECE = 250
"""So many rows' receipts are read at once, when one of them is opened."""


def rows_data(told: JobTold, tally: Tally) -> Iterator[Html]:
    about = {
        "key": told.key,
        "columns": told.columns,
        "captures": told.captures,
        "states": STATES,
        "groups": {group.id: group.why for group in tally.groups},
        "piece": PIECE,
    }
    yield from _script("data", f'{as_json(about)[:-1]},"rows":[', (listed.line for listed in tally.listed), "]}")
    for n, at in enumerate(range(0, len(tally.listed), PIECE)):
        yield from _script(f"more-{n}", "[", (listed.more for listed in tally.listed[at : at + PIECE]), "]")


def _script(name: str, before: str, values: Iterable[str], after: str) -> Iterator[Html]:
    opened, closed = tag("script", Html("\n"), type_="application/json", id=name).split("\n")
    yield Html(opened + before)
    for n, value in enumerate(values):
        yield Html(f",{value}" if n else value)
    yield Html(after + closed)
