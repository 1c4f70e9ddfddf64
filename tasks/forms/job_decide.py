"""Job decide: what a person says of rows: to be tried again, approved, or found to be stored or not."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence

from ...tools.errors import BadInput
from ..terminal import plain, tell
from .entry import Entry, State
from .job_list import moment
from .job_show import found_row
from .job_status import Owner
from .ledger import Ledger
from .owner import is_alive
from .telling import rows
from .which_job import Found

YES = frozenset({"y", "yes"})


def retry(found: Found, which: Sequence[str], *, every: bool, rejected: bool) -> None:
    """Rows that failed, and were not stored, are pending again; those that were rejected only where that is said."""
    with _opened(found) as ledger:
        if which:
            named = [_of_state(found, ledger, each, ("failed", "rejected"), "tried again") for each in which]
            count = sum(ledger.retry(entry.key) for entry in named)
        elif every or rejected:
            count = ledger.retry() if every else 0
            if rejected:
                count += sum(ledger.retry(entry.key) for entry in list(ledger.entries(["rejected"])))
        else:
            raise BadInput("say which: --row N or KEY, --all for those that failed, --rejected for those that were rejected")
    if count:
        tell(f"{_are(count)} pending again, with the values that the ledger has; next: {found.fill}")
    else:
        said = " and ".join(["failed"] * every + ["was rejected"] * rejected)
        tell(f"no row of {found.name} {said}; how it stands: {found.command('status')}")


def _are(count: int) -> str:
    return f"{rows(count)} {'is' if count == 1 else 'are'}"


def approve(found: Found, which: Sequence[str], *, every: bool) -> None:
    with _opened(found) as ledger:
        if which:
            named = [_of_state(found, ledger, each, ("ready",), "approved") for each in which]
            count = sum(ledger.approve(entry.key) for entry in named)
        elif every:
            count = ledger.approve()
        else:
            raise BadInput("say which: --row N or KEY, or --all that wait for it")
    if count:
        tell(f"{_are(count)} approved; to send {'it' if count == 1 else 'them'} off: {found.fill}")
    else:
        tell(f"no row of {found.name} waits for a yes; how it stands: {found.command('status')}")


def settle(found: Found, which: str, *, stored: bool, why: str, yes: bool) -> int:
    """The exit code: 1 where a person would not have it so."""
    with _opened(found) as ledger:
        entry = _of_state(found, ledger, which, ("unknown",), "settled")
        if not yes and not _is_sure(entry, stored=stored):
            tell("nothing was changed")
            return 1
        ledger.settle(entry.key, stored, why or f"a person found that it was {'' if stored else 'not '}stored")
    said = "confirmed" if stored else f"pending again; next: {found.fill}"
    tell(f"row {entry.number} ({entry.key}) is {said}")
    return 0


def _is_sure(entry: Entry, *, stored: bool) -> bool:
    said = f"row {entry.number} ({plain(entry.key)}) may have been stored: {plain(entry.why)}"
    if entry.submitting_s is not None:
        said += f"; it was sent off {moment(entry.submitting_s)}"
    if stored:
        means = "as stored it is done, and is never sent again: if it was not stored after all, it is lost"
    else:
        means = "as not stored it is sent once more by the next fill: if it was stored after all, it will be there twice"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadInput(f"{said}. {means[0].upper()}{means[1:]}. Say --yes where you are sure")
    print(f"{said}\n{means}\nsure? yes or no: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in YES


def _opened(found: Found) -> Ledger:
    """With nothing in it that runners hold who are gone."""
    ledger = found.opened()
    try:
        ledger.expire(is_alive)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _of_state(found: Found, ledger: Ledger, which: str, states: Collection[State], what: str) -> Entry:
    """BadInput says why a row in another state cannot be, and what to do instead."""
    entry = found_row(ledger, which)
    if entry.state in states:
        return entry
    raise BadInput(f"row {entry.number} ({entry.key}) {_instead(found, entry)}; nothing was {what}")


def _instead(found: Found, entry: Entry) -> str:
    row, owner = f"--row {entry.number}", Owner(entry.owner, entry.lease_until)
    match entry.state:
        case "confirmed":
            return "is confirmed: it was stored, and is never sent again"
        case "unknown":
            stored = found.command("settle", row, "--stored")
            return f"may have been stored: look, and say what you found: {stored} or --not-stored"
        case "submitting" | "filling":
            doing = "sent off" if entry.state == "submitting" else "filled in"
            return f"is just being {doing} by {owner}; see what comes of it: {found.command('status')}"
        case "ready":
            return f"is filled in and waits for a yes: {found.command('approve', row)}"
        case "pending":
            return f"is pending, and is done by the next fill: {found.fill}"
        case "failed" | "rejected":
            said = "failed" if entry.state == "failed" else "was rejected"
            return f"{said}; to try it again: {found.command('retry', row)}"
