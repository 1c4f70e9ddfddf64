"""Missed: the bugs that were not found, and the changes that were taken for bugs, as a table for people on stderr."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...terminal import plain
from .alarms import Trials
from .bugs import Hunts

_PIPED_WIDTH = 200
_LONGEST = 160


def show_missed(hunts: Hunts) -> None:
    """Nothing where all were found."""
    rows = [
        (each.bug.place.kind, each.bug.place.page, each.bug.place.thing, each.now, each.word, each.message)
        for each in hunts.counted
        if each.word != "found"
    ]
    _show(("bug", "page", "thing", "showed", "verdict", "what the test said"), rows)


def show_alarms(trials: Trials) -> None:
    rows = [(str(each.changes), each.word, each.test, each.message) for each in trials.counted if each.word != "green"]
    _show(("harmless change", "verdict", "test", "what it said"), rows)


def _show(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(word)[:_LONGEST]) for word in row))
    console.print(table)
