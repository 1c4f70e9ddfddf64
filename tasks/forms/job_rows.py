"""Job rows: a line for each row of a job: a table on a terminal, lines that other programs take apart elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...tools.errors import BadInput, nearest
from ..terminal import plain, tell, to_json
from .entry import STATES, Entry, State
from .job_list import when
from .telling import MARKS
from .unsaid import Unsaid, all_without, without
from .which_job import Found

MOST_ON_A_TERMINAL = 50


def states_in(said: str) -> tuple[State, ...]:
    """`failed,rejected`"""
    names = [name.strip().casefold() for name in said.split(",") if name.strip()]
    for name in names:
        if name not in STATES:
            raise BadInput(f'a row is never "{name}".{nearest(name, STATES)} There are: {", ".join(STATES)}')
    return tuple(state for state in STATES if state in names)


def show_rows(found: Found, states: Collection[State], limit: int | None, *, as_json: bool) -> None:
    """On a terminal a table; elsewhere a line each, its parts between tabs."""
    is_seen = sys.stdout.isatty() and not as_json
    with found.opened() as ledger:
        count = sum(number for state, number in ledger.counts().items() if not states or state in states)
        most = limit if limit is not None else MOST_ON_A_TERMINAL if is_seen else None
        entries, unsaid = ledger.entries(states or None, limit=most), found.unsaid
        if as_json:
            _print_json(found.name, entries, unsaid)
        elif is_seen:
            _print_table(entries, unsaid)
        else:
            for entry in entries:
                parts = (str(entry.number), entry.key, entry.state, without(entry.why, unsaid.secrets(entry)))
                print("\t".join(map(plain, parts)))
    if not count:
        tell(f'no row of "{found.name}" is {" or ".join(states)}' if states else f'"{found.name}" has no rows')
    elif is_seen and most is not None and count > most:
        tell(f"{count - most} more; --limit {count} shows all, --state those of a kind")


def _print_json(name: str, entries: Iterator[Entry], unsaid: Unsaid) -> None:
    """One object, written row by row: a million of them do not sit in memory."""
    print(f'{{"job": {json.dumps(name)}, "rows": [', end="")
    for n, entry in enumerate(entries):
        print(", " if n else "", to_json(in_short(entry, unsaid)), sep="", end="")
    print("]}")


def _print_table(entries: Iterator[Entry], unsaid: Unsaid) -> None:
    table = Table("row", "key", "state", "tries", "changed", "why", box=None, pad_edge=False)
    for entry in entries:
        why = without(entry.why, unsaid.secrets(entry))
        cells = (entry.key, str(entry.attempts), when(entry.updated_s), why)
        key, tries, changed, why = (Text(plain(cell)) for cell in cells)
        table.add_row(str(entry.number), key, state_said(entry.state), tries, changed, why)
    Console(highlight=False).print(table)


def in_short(entry: Entry, unsaid: Unsaid) -> dict[str, object]:
    secrets = unsaid.secrets(entry)
    return {
        "row": entry.number,
        "key": entry.key,
        "line": entry.line,
        "state": entry.state,
        "why": without(entry.why, secrets),
        "changed": entry.updated_s,
        "captured": all_without(entry.captured, secrets),
        "run": entry.run or None,
    }


def state_said(state: State) -> Text:
    mark, style = MARKS.get(state, ("·", "default"))
    return Text(f"{mark} {state}", style=style)
