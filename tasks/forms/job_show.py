"""Job show: all that is known of one row, with its film and its picture; or a line for each row of a job."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...agent.recorder import read_events
from ...tools.errors import BadInput, HandeyeError, nearest
from ..report.told import mapping, several, text
from ..terminal import plain, tell, to_json
from .entry import STATES, Entry, State
from .job_list import moment, when
from .job_status import Owner
from .ledger import Ledger
from .places import meant
from .results import receipt_in_short
from .telling import MARKS, rows
from .unsaid import HIDDEN, all_without, secret_columns, secrets_of, without
from .which_job import Found
from .written import written

MOST_ON_A_TERMINAL = 50
UNDER_WAY: frozenset[State] = frozenset({"filling", "submitting"})
MOST_KEYS = 20_000
"""Among so many the one is looked for that may have been meant."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record has to look at."""

    folder: Path
    film: Path | None
    picture: Path | None


def found_row(ledger: Ledger, which: str) -> Entry:
    """BadInput names the one that may have been meant."""
    try:
        return ledger.find(which)
    except BadInput as error:
        if "has no row" not in str(error):
            raise
        keys = [entry.key for entry in islice(ledger.entries(), MOST_KEYS)]
        count = sum(ledger.counts().values())
        raise BadInput(f"{error}.{meant(which, keys)} It has {rows(count)}; --row takes a row's number or its key") from None


def states_in(said: str) -> tuple[State, ...]:
    """`failed,rejected`"""
    names = [name.strip().casefold() for name in said.split(",") if name.strip()]
    for name in names:
        if name not in STATES:
            raise BadInput(f'a row is never "{name}".{nearest(name, STATES)} There are: {", ".join(STATES)}')
    return tuple(state for state in STATES if state in names)


def hidden_of(found: Found, columns: Collection[str]) -> frozenset[str]:
    return secret_columns(columns, found.job, found.file.with_suffix(".map.yaml") if found.file else None)


def show_row(found: Found, which: str, *, as_json: bool) -> None:
    with found.opened() as ledger:
        entry = found_row(ledger, which)
    hidden = hidden_of(found, entry.cells)
    kept = kept_of(entry, Path(found.ledger).parent if "://" not in found.ledger else Path())
    if as_json:
        print(to_json(_told(found, entry, hidden, kept)))
        return
    console = Console(highlight=False)
    for line in _lines(found, entry, hidden, kept):
        console.print(line, soft_wrap=True)


def kept_of(entry: Entry, beside: Path) -> Kept | None:
    """Its record, where that is still there; the film is written where it is missing, or older than what it shows."""
    folder = next((each for each in (Path(entry.run), beside / entry.run) if each.is_dir()), None) if entry.run else None
    if folder is None:
        return None
    film = folder / "report.html"
    if entry.state not in UNDER_WAY or Owner(entry.owner, entry.lease_until).is_gone:
        _write_film(folder, film)
    return Kept(folder, film if film.is_file() else None, _picture(entry, folder))


def _write_film(folder: Path, film: Path) -> None:
    from ..report.report import write_report

    try:
        if not film.is_file() or film.stat().st_mtime < (folder / "events.jsonl").stat().st_mtime:
            write_report(folder)
    except (HandeyeError, OSError) as error:
        tell(f"its film cannot be written: {error}")


def _picture(entry: Entry, folder: Path) -> Path | None:
    """The one that its receipt names, else the last one that was kept."""
    names = [text(mapping(entry.receipt).get("picture"))]
    with suppress(BadInput, OSError):
        names += [text(event.get("frame")) for event in reversed(list(read_events(folder)))]
    pictures = (folder / "frames" / f"{name}.png" for name in names if name.isalnum())
    return next((each for each in pictures if each.is_file()), None)


def _told(found: Found, entry: Entry, hidden: frozenset[str], kept: Kept | None) -> dict[str, object]:
    secrets = secrets_of(entry, hidden)
    return {
        "job": found.name,
        **_in_short(entry, hidden),
        "source": entry.source,
        "attempts": entry.attempts,
        "approved": entry.approved,
        "owner": entry.owner or None,
        "lease_until": entry.lease_until or None,
        "submitted": entry.submitting_s,
        "began": entry.began_s,
        "values": {name: HIDDEN if name in hidden else cell for name, cell in entry.cells.items()},
        "hidden": sorted(hidden),
        "receipt": all_without(_receipt(entry, hidden), secrets),
        "record": str(kept.folder) if kept else None,
        "film": str(kept.film) if kept and kept.film else None,
        "picture": str(kept.picture) if kept and kept.picture else None,
    }


def _in_short(entry: Entry, hidden: frozenset[str]) -> dict[str, object]:
    secrets = secrets_of(entry, hidden)
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


def _receipt(entry: Entry, hidden: frozenset[str]) -> dict[str, object] | None:
    if entry.receipt is None:
        return None
    values = mapping(entry.receipt.get("values"))
    if not values:
        return entry.receipt
    return {**entry.receipt, "values": {name: HIDDEN if name in hidden else value for name, value in values.items()}}


def _lines(found: Found, entry: Entry, hidden: frozenset[str], kept: Kept | None) -> Iterator[Text]:
    secrets = secrets_of(entry, hidden)
    yield Text(f"{found.name}, row {entry.number} ({plain(entry.key)})  ", style="bold").append_text(_state(entry.state))
    facts = dict(_facts(entry))
    if kept is None and entry.run:
        facts["record"] = f"{entry.run} is not there, from here"
    elif kept is not None:
        facts |= {"film": str(kept.film or "none"), "picture": str(kept.picture or "none was kept")}
    yield from _listed(facts, secrets, "  ")
    typed = mapping(mapping(entry.receipt).get("values"))
    yield Text("values", style="bold")
    yield from _listed({name: _value(name, entry, typed, hidden) for name in entry.cells}, (), "  ")
    if entry.captured:
        yield Text("captured", style="bold")
        yield from _listed(entry.captured, secrets, "  ")
    steps = list(_next(found, entry))
    if steps:
        yield Text("next", style="bold")
    yield from (Text(f"  {step}") for step in steps)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.why:
        yield "why", entry.why
    if entry.attempts and entry.began_s is not None:
        yield "tries", f"{entry.attempts}, the last one began {moment(entry.began_s)}"
    if entry.submitting_s is not None:
        yield "sent off", moment(entry.submitting_s)
    yield "changed", f"{moment(entry.updated_s)} ({when(entry.updated_s)})"
    if entry.owner:
        owner = Owner(entry.owner, entry.lease_until)
        yield "held by", f"{owner}, which is gone" if owner.is_gone else str(owner)
    yield "table", f"{entry.source}, line {entry.line}"
    if entry.approved:
        yield "approved", "by a person"
    if entry.receipt is not None:
        yield "receipt", receipt_in_short(entry.receipt)


def _value(name: str, entry: Entry, typed: Mapping[str, object], hidden: frozenset[str]) -> str:
    """As the table has it, and as it was typed where that is something else."""
    said = written(entry.cells[name])
    if name in hidden:
        return HIDDEN if said else ""
    other = text(typed.get(name)) or written([text(each) for each in several(typed.get(name))])
    return said if not other or other == said else f"{said}  → {other}"


def _listed(facts: Mapping[str, str], secrets: tuple[str, ...], indent: str) -> Iterator[Text]:
    width = min(max(map(len, map(plain, facts)), default=0), 32)
    for name, said in facts.items():
        yield Text(f"{indent}{plain(name):{width}}  ", style="dim").append(plain(without(said, secrets)), "not dim")


def _next(found: Found, entry: Entry) -> Iterator[str]:
    row = f"--row {entry.number}"
    match entry.state:
        case "failed" | "rejected":
            yield found.command("retry", row)
        case "ready" if not entry.owner:
            yield found.command("approve", row)
        case "unknown":
            if found.job is not None and found.job.reconcile is not None:
                yield f"{found.fill}   (looks it up)"
            yield found.command("settle", row, "--stored")
            yield found.command("settle", row, "--not-stored")
        case "pending":
            yield found.fill
        case _:
            pass


def _state(state: State) -> Text:
    mark, style = MARKS.get(state, ("·", "default"))
    return Text(f"{mark} {state}", style=style)


def show_rows(found: Found, states: Collection[State], limit: int | None, *, as_json: bool) -> None:
    """On a terminal a table; elsewhere a line each, its parts between tabs."""
    is_seen = sys.stdout.isatty() and not as_json
    with found.opened() as ledger:
        count = sum(number for state, number in ledger.counts().items() if not states or state in states)
        most = limit if limit is not None else MOST_ON_A_TERMINAL if is_seen else None
        entries = ledger.entries(states or None, limit=most)
        if as_json:
            _print_json(found, entries)
        elif is_seen:
            _print_table(found, entries)
        else:
            for entry in entries:
                parts = (
                    str(entry.number),
                    entry.key,
                    entry.state,
                    without(entry.why, secrets_of(entry, hidden_of(found, entry.cells))),
                )
                print("\t".join(map(plain, parts)))
    if not count:
        tell(f'no row of "{found.name}" is {" or ".join(states)}' if states else f'"{found.name}" has no rows')
    elif is_seen and most is not None and count > most:
        tell(f"{count - most} more; --limit {count} shows all, --state those of a kind")


def _print_json(found: Found, entries: Iterator[Entry]) -> None:
    """One object, written row by row: a million of them do not sit in memory."""
    print(f'{{"job": {json.dumps(found.name)}, "rows": [', end="")
    hidden: frozenset[str] | None = None
    for n, entry in enumerate(entries):
        hidden = hidden_of(found, entry.cells) if hidden is None else hidden
        print(", " if n else "", to_json(_in_short(entry, hidden)), sep="", end="")
    print("]}")


def _print_table(found: Found, entries: Iterator[Entry]) -> None:
    table = Table("row", "key", "state", "tries", "changed", "why", box=None, pad_edge=False)
    for entry in entries:
        secrets = secrets_of(entry, hidden_of(found, entry.cells))
        cells = (
            str(entry.number),
            plain(entry.key),
            str(entry.attempts),
            when(entry.updated_s),
            plain(without(entry.why, secrets)),
        )
        number, key, tries, changed, why = map(Text, cells)
        table.add_row(number, key, _state(entry.state), tries, changed, why)
    Console(highlight=False).print(table)
