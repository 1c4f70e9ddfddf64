"""Job list: the jobs that have a ledger in a folder, and how each stands, in one line."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..terminal import plain, tell, to_json
from .entry import State
from .telling import MARKS
from .which_job import Found, jobs_of, shown

SAID: Mapping[State, str] = {"ready": "waiting for a yes", "filling": "under way", "submitting": "under way", "pending": "left"}
"""What states are called where they are counted; the others are called as they are."""
DAY_S = 86400.0
WIDE = 1000
"""Where nobody looks on, no path is cut in two."""


def show_jobs(folder: Path, *, as_json: bool) -> None:
    found, unreadable = jobs_of(folder)
    if as_json:
        told = [told_of(each) for each in found]
        print(to_json({"jobs": told, "unreadable": [{"ledger": each.ledger, "why": each.why} for each in unreadable]}))
        return
    for each in unreadable:
        tell(each.why)
    if not found:
        tell(f'there are no jobs in {folder}; "handeye fill job.yaml" begins one')
        return
    table = Table("job", "rows", "how it stands", "last change", "file", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for each in found:
        where = str(each.file) if each.file else shown(each.ledger)
        cells = (Text(each.name), Text(str(each.rows)), counted(each.seen.counts), Text(when(each.seen.updated_s)))
        table.add_row(*cells, Text(plain(where), overflow="fold"))
    Console(width=None if sys.stdout.isatty() else WIDE, highlight=False).print(table)


def told_of(found: Found) -> dict[str, object]:
    return {
        "job": found.name,
        "ledger": shown(found.ledger),
        "file": str(found.file) if found.file else None,
        "rows": found.rows,
        "counts": found.seen.counts,
        "changed": found.seen.updated_s,
    }


def counted(counts: Mapping[State, int]) -> Text:
    """`180 confirmed, 3 failed, 17 left`"""
    said: dict[str, tuple[int, str]] = {}
    for state in (*MARKS, "filling", "submitting", "pending"):
        if count := counts.get(state, 0):
            name = SAID.get(state, state)
            said[name] = (said.get(name, (0, ""))[0] + count, MARKS.get(state, ("", "default"))[1])
    line = Text()
    for name, (count, style) in said.items():
        line.append(", " if line else "").append(f"{count} {name}", style)
    return line or Text("no rows")


def when(at_s: float, now_s: float | None = None) -> str:
    """`3 min ago`, or the day where that is longer ago."""
    ago_s = (time.time() if now_s is None else now_s) - at_s
    if ago_s < 0 or ago_s >= DAY_S:
        return moment(at_s)
    for size_s, name in ((3600, "h"), (60, "min"), (1, "s")):
        if ago_s >= size_s:
            return f"{int(ago_s // size_s)} {name} ago"
    return "just now"


def moment(at_s: float) -> str:
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at_s))
    except (OverflowError, OSError, ValueError):
        return "?"
