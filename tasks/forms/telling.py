"""Telling: what a job says line by line: a row that is not confirmed, how far it is, how it ended and what that cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rich.text import Text

from ..terminal import plain
from .entry import Entry, State
from .progress import Progress

MARKS: dict[State, tuple[str, str]] = {
    "confirmed": ("✓", "green"),
    "rejected": ("✗", "yellow"),
    "failed": ("✗", "red"),
    "unknown": ("?", "magenta"),
    "ready": ("…", "blue"),
}
OUTCOMES: tuple[State, ...] = ("confirmed", "rejected", "failed", "unknown")
STATES_SAID: dict[State, str] = {"ready": "waits for a yes", "pending": "is tried again later"}
MOST_GROUPS = 12


def row_said(entry: Entry, seconds: float) -> Text:
    mark, style = MARKS.get(entry.state, ("↻", "yellow"))
    line = Text(f"{mark} ", style=style)
    line.append(f"row {entry.number} ({plain(entry.key)}) {STATES_SAID.get(entry.state, entry.state)}", "default")
    line.append(f": {plain(entry.why)}" if entry.why else "", "default")
    return line.append(f"  {seconds:.1f} s" if seconds else "", "dim")


def how_far(progress: Progress) -> str:
    outcomes = ", ".join(f"{progress.counts[state]} {state}" for state in MARKS if progress.counts[state])
    line = f"{progress.done} of {rows(progress.rows)}: {outcomes or 'none done'}; {progress.per_minute():.1f} a minute"
    to_go_s = progress.to_go_s()
    return line if to_go_s is None else f"{line}, {about(to_go_s)} to go"


def end_said(told: Mapping[str, object], groups: Counter[tuple[State, str]]) -> Iterator[str]:
    """How it ended, of what rows failed, how many came through, where to read on."""
    yield f"handeye: {told['status']}" + (f": {plain(str(told['why']))}" if told.get("why") else "")
    for (state, reason), count in groups.most_common(MOST_GROUPS):
        yield f"  {count} {state}: {plain(reason)}"
    if (more := len(groups) - MOST_GROUPS) > 0:
        yield f"  and {more} more reason{'s' * (more > 1)}"
    outcomes = ", ".join(f"{told[state]} {state}" for state in OUTCOMES if told[state])
    left = f", {told['pending']} left" if told.get("pending") else ""
    yield f"handeye: {rows(told['rows'])}: {outcomes or 'none done'}{left}; {_cost(told)}"
    yield from (f"handeye: {name}: {plain(str(told[name]))}" for name in ("results", "report") if told.get(name))


def _cost(told: Mapping[str, object]) -> str:
    seconds = float(str(told["seconds"]))
    parts = [f"{seconds:.1f} s" if seconds < 60 else clock(seconds), f"{told['per_minute']} rows a minute"]
    if told.get("cpu_seconds") is not None:
        parts.append(f"{told['cpu_seconds']} CPU-seconds")
    calls = told["model_calls"]
    parts.append(f"{calls} model call{'s' * (calls != 1)}")
    if told.get("tokens"):
        parts.append(f"{told['tokens']} tokens")
    return ", ".join(parts)


def rows(count: object) -> str:
    return f"{count} row{'s' * (count != 1)}"


def clock(seconds: float) -> str:
    minutes, spent_s = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{spent_s:02}" if hours else f"{minutes}:{spent_s:02}"


def about(seconds: float) -> str:
    """How long it may take, no more exactly than anybody knows."""
    if seconds < 90:
        return f"about {max(5, round(seconds / 5) * 5)} s"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"
