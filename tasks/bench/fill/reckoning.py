"""Reckoning: the table, the site's database, the ledger and results.csv held against one another, row by row."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...forms.entry import FINAL, Entry
from .fields import CALLED, NOT_OFFERED
from .guests import Guest
from .site import REFUSAL

MOST_SAID = 5
NUMBER = re.compile("[0-9]+")


@dataclass(eq=False)
class Reckoning:
    """Of each kind the rows that are of it, in words."""

    once: list[str] = field(default_factory=list[str])
    """Good ones that are stored once, with every field exact."""
    twice: list[str] = field(default_factory=list[str])
    """Or more often; bad ones that are stored at all, too."""
    lost: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])
    """Good ones that are stored with another value than the table has."""
    unknown: list[str] = field(default_factory=list[str])
    """Not come to an end."""
    refused: list[str] = field(default_factory=list[str])
    """Bad ones that the ledger says so of, with the true reason."""
    noisy: list[str] = field(default_factory=list[str])
    """Of these, those whose reason says more than is true."""
    untrue: list[str] = field(default_factory=list[str])
    """Of which the ledger says what is not so."""
    misreported: list[str] = field(default_factory=list[str])
    """Of which results.csv says anything else than the ledger."""
    unnumbered: list[str] = field(default_factory=list[str])
    """Stored ones whose number was not captured."""
    wordy: list[str] = field(default_factory=list[str])
    """Whose number was captured with words around it."""


def reckoned(
    guests: Iterable[Guest], stored: Iterable[Mapping[str, object]], ledger: Iterable[Entry], results: Path | None
) -> Reckoning:
    of_key: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for each in stored:
        of_key[str(each["email"])].append(each)
    entries = {entry.key: entry for entry in ledger}
    told = _results(results)
    reckoning = Reckoning()
    for guest in guests:
        there, entry = of_key.pop(guest.key, []), entries.pop(guest.key, None)
        _hold_against_site(reckoning, guest, there, entry)
        _hold_against_ledger(reckoning, guest, there, entry)
        if entry is not None and (said := _misreported(entry, told.pop(guest.key, None))):
            reckoning.misreported.append(f"{guest.key}: {said}")
    reckoning.twice += [f"{key}: is in no row of the table" for key in of_key]
    reckoning.untrue += [f"{key}: is in no row of the table" for key in entries]
    reckoning.misreported += [f"{key}: is in no row of the table" for key in told]
    return reckoning


def _hold_against_site(reckoning: Reckoning, guest: Guest, there: Sequence[Mapping[str, object]], entry: Entry | None) -> None:
    numbers = " ".join(str(each["number"]) for each in there)
    if len(there) > (0 if guest.wrong else 1):
        reckoning.twice.append(f"{guest.key}: {numbers}")
    if guest.wrong:
        return
    if not there:
        reckoning.lost.append(_said(guest, entry))
    others = [said for each in there if (said := _otherwise(guest, each))]
    reckoning.wrong += others
    if len(there) == 1 and not others:
        reckoning.once.append(guest.key)


def _otherwise(guest: Guest, there: Mapping[str, object]) -> str:
    # Browsers send line breaks as HTTP has them.
    kept = {name: str(there[name]).replace("\r\n", "\n") for name in CALLED}
    wrong = [f"{name} {kept[name]!r} for {guest.stored[name]!r}" for name in CALLED if kept[name] != guest.stored[name]]
    return f"{guest.key}: {', '.join(wrong)}" if wrong else ""


def _hold_against_ledger(
    reckoning: Reckoning, guest: Guest, there: Sequence[Mapping[str, object]], entry: Entry | None
) -> None:
    if entry is None:
        reckoning.untrue.append(f"{guest.key}: the ledger does not know it")
        return
    said = _said(guest, entry)
    if entry.state not in FINAL:
        reckoning.unknown.append(said)
    elif (entry.state == "confirmed") != bool(there):
        reckoning.untrue.append(f"{said}, but it is {'' if there else 'not '}stored")
    elif there:
        _hold_number(reckoning, said, entry.captured.get("number", ""), str(there[0]["number"]))
    elif guest.wrong:
        true, is_all = _reasons(guest)
        (reckoning.refused if all(each in entry.why for each in true) else reckoning.untrue).append(said)
        if is_all and ";" in entry.why:
            reckoning.noisy.append(said)


def _said(guest: Guest, entry: Entry | None) -> str:
    if entry is None:
        return guest.key
    return f"{guest.key}: {entry.state}{f' ({entry.why})' if entry.why else ''}"


def _hold_number(reckoning: Reckoning, said: str, captured: str, number: str) -> None:
    if not captured:
        reckoning.unnumbered.append(said)
    elif NUMBER.findall(captured) != [number]:
        reckoning.untrue.append(f"{said}: its number is {number}, not {captured}")
    elif captured != number:
        reckoning.wordy.append(f"{said}: {captured}")


def _reasons(guest: Guest) -> tuple[tuple[str, ...], bool]:
    """What the ledger must say of it, and whether it is to say no more."""
    match guest.wrong:
        case "not taken":
            return (REFUSAL,), True
        case "not offered":
            return (NOT_OFFERED,), False
        case "":
            return (), False


def _results(path: Path | None) -> dict[str, dict[str, str]]:
    if path is None or not path.is_file():
        return {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {row["email"]: row for row in csv.DictReader(file)}


def _misreported(entry: Entry, told: Mapping[str, str] | None) -> str:
    if told is None:
        return "results.csv lacks it"
    if told["status"] != entry.state:
        return f"results.csv says {told['status']}, the ledger {entry.state}"
    if told.get("number", "") != entry.captured.get("number", ""):
        return f"results.csv has the number {told.get('number')}, the ledger {entry.captured.get('number')}"
    cells = [name for name in CALLED if told[name] != entry.cells.get(name, "")]
    return f"its {' and '.join(cells)} came out otherwise" if cells else ""


def shortly(said: Sequence[str]) -> str:
    more = f"; and {len(said) - MOST_SAID} more" if len(said) > MOST_SAID else ""
    return "; ".join(said[:MOST_SAID]) + more
