"""Job status: how many rows stand where, of what they failed, who works on them, what waits for a person, what to type next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from ..terminal import plain, to_json
from .entry import Entry, State
from .job_list import counted, moment, told_of, when
from .owner import is_alive, owner_name
from .reasons import group_of
from .telling import MARKS, rows
from .which_job import Found, shown

PROBLEMS: tuple[State, ...] = ("rejected", "failed", "unknown")
OPEN: tuple[State, ...] = ("filling", "ready", "submitting")
MOST_GROUPS = 1000
MOST_SHOWN = 12
MOST_NUMBERS = 5
"""So many rows of several are named."""


@dataclass(slots=True)
class Rows:
    """How many, and the first of them by their numbers."""

    count: int = 0
    first: list[int] = field(default_factory=list[int])

    def add(self, entry: Entry) -> None:
        self.count += 1
        if len(self.first) < MOST_NUMBERS:
            self.first.append(entry.number)

    def __str__(self) -> str:
        numbers = ", ".join(map(str, self.first))
        more = f" and {self.count - len(self.first)} more" if self.count > len(self.first) else ""
        return f"{'row' if self.count == 1 else 'rows'} {numbers}{more}"


@dataclass(slots=True)
class Owner:
    """A runner that holds rows."""

    name: str
    lease_until: float
    rows: Rows = field(default_factory=Rows)

    @property
    def is_gone(self) -> bool:
        """It surely runs no more, or it did not say so any more in time."""
        return not is_alive(self.name) or self.lease_until < time.time()

    def __str__(self) -> str:
        host, process, *_ = (*self.name.split(":"), "?")
        where = "on this machine" if host == owner_name().split(":")[0] else f"on {host}"
        return f"process {process} {where}"


@dataclass(frozen=True, slots=True)
class Next:
    """What a person can do, and what to type for it."""

    why: str
    commands: tuple[str, ...]


@dataclass(slots=True)
class Status:
    found: Found
    groups: dict[tuple[State, str], Rows] = field(default_factory=dict[tuple[State, str], Rows])
    owners: dict[str, Owner] = field(default_factory=dict[str, Owner])
    approval: Rows = field(default_factory=Rows)
    """Filled in, and nobody has said yes."""
    doubt: Rows = field(default_factory=Rows)
    """Nobody knows whether they were stored."""

    @property
    def works(self) -> bool:
        return any(not owner.is_gone for owner in self.owners.values())

    def see(self, entry: Entry) -> None:
        if entry.state in PROBLEMS:
            group = (entry.state, group_of(entry.why, entry.cells) or "no reason was given")
            if group not in self.groups and len(self.groups) >= MOST_GROUPS:
                group = (entry.state, "other reasons")
            self.groups.setdefault(group, Rows()).add(entry)
        if entry.owner:
            owner = self.owners.setdefault(entry.owner, Owner(entry.owner, entry.lease_until))
            owner.lease_until = max(owner.lease_until, entry.lease_until)
            owner.rows.add(entry)
        elif entry.state == "ready":
            self.approval.add(entry)
        if entry.state == "unknown":
            self.doubt.add(entry)


def status_of(found: Found) -> Status:
    status = Status(found)
    with found.opened() as ledger:
        for entry in ledger.entries((*PROBLEMS, *OPEN)):
            status.see(entry)
    return status


def next_of(status: Status) -> Iterator[Next]:
    found, counts = status.found, status.found.seen.counts
    if status.approval.count:
        one = found.command("approve", f"--row {status.approval.first[0]}")
        look = found.command("show", f"--row {status.approval.first[0]}")
        yes = (one, found.command("approve", "--all")) if status.approval.count > 1 else (one,)
        yield Next(f"{status.approval} {_is(status.approval)} filled in and wait{_s(status.approval)} for a yes", (look, *yes))
    if status.doubt.count:
        yield from _about_doubt(status)
    if failed := counts["failed"]:
        yield Next(
            f"{rows(failed)} failed; to try {_them(failed)} again",
            (found.command("retry", "--all"), found.fill),
        )
    if rejected := counts["rejected"]:
        yield Next(
            f"{rows(rejected)} {'was' if rejected == 1 else 'were'} rejected with the values that {_them(rejected, 'it has')}; "
            "to see why, and to send the same once more",
            (found.command("show", "--state rejected"), found.command("retry", "--rejected")),
        )
    gone = sum(owner.rows.count for owner in status.owners.values() if owner.is_gone)
    if (left := counts["pending"] + gone) and not status.works:
        yield Next(f"{rows(left)} {'is' if left == 1 else 'are'} not done yet; to go on", (found.fill,))


def _about_doubt(status: Status) -> Iterator[Next]:
    found, doubt = status.found, status.doubt
    row = f"--row {doubt.first[0]}"
    settle = (found.command("settle", row, "--stored"), found.command("settle", row, "--not-stored"))
    said = f"{doubt} may have been stored or not, and {_is(doubt)} never sent again on a guess"
    if found.job is not None and found.job.reconcile is not None and not status.works:
        yield Next(f"{said}; to have {_them(doubt.count)} looked up", (found.fill,))
        yield Next("where that leaves it open: look yourself, and say what you found", settle)
    else:
        yield Next(f"{said}: look yourself, and say what you found", settle)


def _is(some: Rows) -> str:
    return "is" if some.count == 1 else "are"


def _s(some: Rows) -> str:
    return "s" if some.count == 1 else ""


def _them(count: int, one: str = "it") -> str:
    return one if count == 1 else "they have" if one != "it" else "them"


def show_status(found: Found, *, as_json: bool) -> None:
    status = status_of(found)
    if as_json:
        print(to_json(_told(status)))
        return
    console = Console(highlight=False)
    for line in _lines(status):
        console.print(line, soft_wrap=True)


def _lines(status: Status) -> Iterator[Text]:
    found = status.found
    yield Text(f"{found.name}: {rows(found.rows)}", style="bold").append("  ").append_text(counted(found.seen.counts))
    yield Text(f"  ledger {plain(shown(found.ledger))}, last change {when(found.seen.updated_s)}", style="dim")
    groups = sorted(status.groups.items(), key=lambda each: -each[1].count)
    if groups:
        yield Text("why", style="bold")
    for (state, why), some in groups[:MOST_SHOWN]:
        mark, style = MARKS[state]
        yield (
            Text(f"  {mark} ", style=style).append(f"{some.count} {state}: {plain(why)}", "default").append(f"  {some}", "dim")
        )
    if (more := len(groups) - MOST_SHOWN) > 0:
        yield Text(f"  and {more} more reason{'s' * (more > 1)}: {found.command('show', '--state failed')}")
    if status.owners:
        yield Text("workers", style="bold")
    for owner in status.owners.values():
        said = "is gone; the next fill gives back" if owner.is_gone else f"until {moment(owner.lease_until)} or longer, has"
        yield Text(f"  {plain(str(owner))} {said} {owner.rows}")
    steps = list(next_of(status))
    if steps:
        yield Text("next", style="bold")
    for step in steps:
        yield Text(f"  {step.why}:")
        yield from (Text(f"    {command}") for command in step.commands)


def _told(status: Status) -> dict[str, object]:
    return {
        **told_of(status.found),
        "groups": [{"state": state, "why": why, **_counted(some)} for (state, why), some in status.groups.items()],
        "owners": [
            {"owner": owner.name, "gone": owner.is_gone, "lease_until": owner.lease_until, **_counted(owner.rows)}
            for owner in status.owners.values()
        ],
        "waiting": {"approve": _counted(status.approval), "settle": _counted(status.doubt)},
        "next": [{"why": step.why, "commands": step.commands} for step in next_of(status)],
    }


def _counted(some: Rows) -> dict[str, object]:
    return {"rows": some.count, "first": some.first}
