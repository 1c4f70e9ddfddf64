"""Job show: all that is known of one row of a job, with its film and its picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ...agent.recorder import read_events
from ...tools.errors import BadInput, HandeyeError
from ..report.told import mapping, several, text
from ..terminal import plain, tell, to_json
from .entry import Entry, State
from .job_list import moment, when
from .job_rows import in_short, state_said
from .job_status import Owner
from .ledger import Ledger
from .places import meant
from .results import receipt_in_short
from .telling import rows
from .unsaid import HIDDEN, Unsaid, all_without, without
from .which_job import Found
from .written import written

MOST_WIDE = 32
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


def show_row(found: Found, which: str, *, as_json: bool) -> None:
    with found.opened() as ledger:
        entry = found_row(ledger, which)
    kept = kept_of(entry, Path(found.ledger).parent if "://" not in found.ledger else Path())
    if as_json:
        print(to_json(_told(found, entry, kept)))
        return
    console = Console(highlight=False)
    for line in _lines(found, entry, kept):
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


def _told(found: Found, entry: Entry, kept: Kept | None) -> dict[str, object]:
    unsaid = found.unsaid
    return {
        "job": found.name,
        **in_short(entry, unsaid),
        "source": entry.source,
        "attempts": entry.attempts,
        "approved": entry.approved,
        "owner": entry.owner or None,
        "lease_until": entry.lease_until or None,
        "submitted": entry.submitting_s,
        "began": entry.began_s,
        "values": {name: unsaid.value(entry, name) for name in entry.cells},
        "hidden": sorted(unsaid.columns(entry.cells)),
        "receipt": _receipt(entry, unsaid),
        "record": str(kept.folder) if kept else None,
        "film": str(kept.film) if kept and kept.film else None,
        "picture": str(kept.picture) if kept and kept.picture else None,
    }


def _receipt(entry: Entry, unsaid: Unsaid) -> object:
    """A value may have been typed otherwise than the table has it."""
    if entry.receipt is None:
        return None
    hidden, values = unsaid.columns(entry.cells), mapping(entry.receipt.get("values"))
    said = {name: HIDDEN if name in hidden else value for name, value in values.items()}
    return all_without({**entry.receipt, "values": said}, unsaid.secrets(entry))


def _lines(found: Found, entry: Entry, kept: Kept | None) -> Iterator[Text]:
    unsaid = found.unsaid
    secrets = unsaid.secrets(entry)
    yield Text(f"{found.name}, row {entry.number} ({plain(entry.key)})  ", style="bold").append_text(state_said(entry.state))
    facts = dict(_facts(entry))
    if kept is not None:
        facts |= {"film": str(kept.film or "there is none"), "picture": str(kept.picture or "none was kept")}
    elif entry.run:
        facts["record"] = f"{entry.run} is not there"
    yield from _listed(facts, secrets)
    typed = mapping(mapping(entry.receipt).get("values"))
    yield Text("values", style="bold")
    yield from _listed({name: _value(name, entry, typed, unsaid) for name in entry.cells}, ())
    if entry.captured:
        yield Text("captured", style="bold")
        yield from _listed(entry.captured, secrets)
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


def _value(name: str, entry: Entry, typed: Mapping[str, object], unsaid: Unsaid) -> str:
    """As the table has it, and as it was typed where that is something else."""
    said = written(unsaid.value(entry, name))
    told = typed.get(name)
    other = written([text(each) for each in several(told)]) or text(told)
    return said if not other or said in (other, HIDDEN) else f"{said} → {other}"


def _listed(facts: Mapping[str, str], secrets: Sequence[str]) -> Iterator[Text]:
    width = min(max(map(len, map(plain, facts)), default=0), MOST_WIDE)
    for name, said in facts.items():
        yield Text(f"  {plain(name):{width}}  ", style="dim").append(plain(without(said, secrets)), "not dim")


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
