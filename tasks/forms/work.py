"""Work: what a worker does with one row, and how the ledger learns of it: filled in, approved, sent off once, or looked up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ...agent.brain import Brain, Cost, Costly
from ...agent.forms.brain import CostlyFormBrain, FormBrain
from ...agent.forms.form import Form
from ...agent.forms.order import Order
from ...tools.errors import BadInput, HandeyeError
from ..keeping import Keep, keep_only
from ..report.report import write_report
from .approval import Approval, NotApproved
from .desk import Desk
from .entry import Entry
from .fate import Fate
from .job import Job
from .ledger import Ledger
from .looking_up import looked_up
from .places import Places
from .row_run import RowRun

STORED = 20
"""Of so many rows that were confirmed last one is looked up as well."""
LOOKED = "; looked up"
"""What follows in a reason is told anew each time."""


@dataclass(eq=False)
class JobWork:
    job: Job
    ledger: Ledger
    owner: str
    form: Form
    order: Callable[[Entry], Order]
    runs: Path
    """Where the records of the rows are kept."""
    approval: Approval
    keep: Keep = "evidence"
    films: bool = True
    """Whether each row gets a film of its own."""
    mapper: Brain | None = None
    secrets: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    """Columns whose values are in no receipt."""
    first_picture: Path | None = None
    is_down: Callable[[], bool] = lambda: False
    """Whether nothing goes through at the moment, whichever row it is."""
    is_dry: bool = False
    """Rows are filled in and read back, and not sent off."""

    @property
    def cost(self) -> Cost:
        """Of all thinking so far."""
        return self.mapper.cost if isinstance(self.mapper, Costly) else Cost()

    async def row(self, desk: Desk, entry: Entry, doing: Callable[[str], None]) -> Fate:
        try:
            order, start = self.order(entry), ""
            if self.job.on == "browser":
                start = Places(entry.cells, self.secrets).in_address(self.job.start)
        except BadInput as error:
            return await self._move(entry, Fate(state="failed", why=str(error), may_be_stored=False), None)
        folder = self.runs / f"{entry.number:06d}-{entry.attempts}-{entry.id}"
        brain = FormBrain(self.form, order) if self.mapper is None else CostlyFormBrain(self.form, order, self.mapper)
        limit_s = self.job.limits.seconds_per_row
        run = RowRun(desk, entry, brain, folder, start, limit_s, lambda: self._submitting(run), self.job.capture, self.unsaid)
        run.doing = doing
        try:
            fate = await self._settled(desk, run, await run.run())
        except BadInput as error:
            fate = Fate(state="failed", why=str(error), may_be_stored=False)
        except OSError as error:
            # Without a record nothing is sent; what was sent is for somebody to look up.
            why = f"its record cannot be written: {error.strerror or error}"
            sent = run.is_delivered
            fate = Fate(state="unknown" if sent else "pending", why=why, stops=why, may_be_stored=sent)
        if run.answer == "waits":
            fate = Fate(state="filled", why="it waits for a yes", may_be_stored=False)
        fate = await self._move(entry, fate, run)
        with suppress(OSError):
            await asyncio.to_thread(self._put_away, folder, fate)
        return fate

    def _put_away(self, folder: Path, fate: Fate) -> None:
        keep_only(folder, self.keep, is_done=fate.state == "confirmed")
        if self.films:
            write_report(folder)

    async def _submitting(self, run: RowRun) -> None:
        """Read back, approved where somebody has to, and on the disk; only then the hands move."""
        entry = run.entry
        await asyncio.to_thread(self.ledger.move, entry.id, self.owner, "ready", run=str(run.folder))
        if self.approval.is_wanted(entry):
            run.doing("waits for a yes")
            shown = tuple(f"{label}: {value}" for label, value in run.brain.order.values)
            run.answer = answer = await self.approval.asked(entry, await run.picture(), shown)
            if answer != "yes":
                raise NotApproved(
                    "no was said to it" if answer == "no" else "it is filled in and waits for somebody to approve it"
                )
        await asyncio.to_thread(self.ledger.move, entry.id, self.owner, "submitting")

    async def _settled(self, desk: Desk, run: RowRun, fate: Fate) -> Fate:
        """A row of unknown fate is looked up at once: what is seen to be stored is stored. What is not seen may still come."""
        if fate.state != "unknown" or self.job.reconcile is None:
            return fate
        run.doing("looks it up")
        found = await self._looked_up(desk, run.entry, fate.why)
        return found if found.state == "confirmed" else fate

    async def look_up(self, desk: Desk, entry: Entry) -> Fate:
        """A row that was submitted so long ago that it would be there by now."""
        doubt = entry.why.partition(LOOKED)[0]
        fate = await self._looked_up(desk, entry, doubt)
        if fate.state == "pending" and (why := await self._why_not_believed(desk)):
            fate = Fate(state="unknown", why=f"{doubt}{LOOKED}: it is not to be seen, but {why}")
        if fate.state == "pending" and entry.attempts >= self.job.limits.attempts:
            fate = replace(fate, state="failed", why=f"{fate.why}, in {entry.attempts} tries")
        receipt: dict[str, object] = {**(entry.receipt or {}), "at": _now(), "seen": fate.why}
        await self._write(entry, fate, receipt=receipt if fate.state == "confirmed" else None)
        return fate

    async def _why_not_believed(self, desk: Desk) -> str:
        """A page that does not show what surely is stored, as one that asks for a password, tells nothing of what is not."""
        before_s = time.time() - self.job.limits.settle_s
        stored = await asyncio.to_thread(lambda: list(self.ledger.entries(["confirmed"], newest_first=True, limit=STORED)))
        if not stored:
            return "no row is known to be stored that would have to be there"
        settled = (each for each in stored if each.updated_s < before_s)
        other = next(settled, stored[-1])
        found = await self._looked_up(desk, other, "")
        return "" if found.state == "confirmed" else f'neither is row {other.number} ("{other.key}"), which is stored'

    async def _looked_up(self, desk: Desk, entry: Entry, doubt: str) -> Fate:
        """Confirmed where it is stored, pending where it surely is not, unknown where that cannot be told."""
        assert self.job.reconcile is not None
        places = Places(entry.cells, self.secrets)
        try:
            verdict = await looked_up(desk, places.in_address(self.job.reconcile.open), self.job.reconcile.seen, places)
        except HandeyeError as error:
            return Fate(state="unknown", why=f"{doubt}{LOOKED}: that did not work: {error}", is_gone=error.code == "gone")
        match verdict.status:
            case "confirmed":
                return Fate(state="confirmed", why=f"{doubt}{LOOKED}: it was stored, {verdict.why}")
            case "unsure":
                return Fate(state="unknown", why=f"{doubt}{LOOKED}: that left it open, {verdict.why}")
            case _:
                return Fate(state="pending", why=f"{doubt}{LOOKED}: it was not stored", may_be_stored=False)

    async def _move(self, entry: Entry, fate: Fate, run: RowRun | None) -> Fate:
        """What became of it, in the ledger; and what that is to the rows that follow."""
        if fate.state == "filled" and run is not None:
            if self.is_dry:
                self.first_picture = self.first_picture or run.folder / "frames" / f"{run.receipt['picture']}.png"
            move = self.ledger.move
            await asyncio.to_thread(move, entry.id, self.owner, "ready", waits=True, why=fate.why, run=str(run.folder))
            return fate
        if fate.state == "failed" and fate.is_trouble and not fate.may_be_stored and self._may_try_again(entry):
            fate = replace(fate, state="pending")
        await self._write(entry, fate, run, receipt=run.receipt if run is not None and fate.state == "confirmed" else None)
        return fate

    def _may_try_again(self, entry: Entry) -> bool:
        """While nothing goes through at all it is not this row's fault."""
        return entry.attempts < self.job.limits.attempts or self.is_down()

    async def _write(self, entry: Entry, fate: Fate, run: RowRun | None = None, *, receipt: dict[str, object] | None) -> None:
        assert fate.state != "filled"
        await asyncio.to_thread(
            self.ledger.move,
            entry.id,
            self.owner,
            fate.state,
            why=fate.why,
            captured=run.captured if run is not None and run.captured else None,
            receipt=receipt,
            run=str(run.folder) if run is not None else None,
            surely_not_stored=not fate.may_be_stored,
        )


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
