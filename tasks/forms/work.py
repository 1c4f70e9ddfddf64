"""Work: what a worker does with one row, and how the ledger learns of it: filled in, approved, sent off once, or looked up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ...agent.brain import Brain, Cost, Costly
from ...agent.forms.brain import CostlyFormBrain, FormBrain
from ...agent.forms.form import Form
from ...agent.forms.order import Order
from ...agent.proof import claimed
from ...agent.reader.parse import parse_claims
from ...agent.state import Verdict
from ...agent.witness import to_be_read
from ...tools.action import Goto
from ...tools.errors import BadInput, HandeyeError
from ...tools.sight import Sight
from ..keeping import Keep, keep_only
from ..report.report import write_report
from .approval import Approval, NotApproved
from .desk import Desk
from .entry import Entry
from .fate import Fate
from .job import PLACE, Job
from .ledger import Ledger
from .places import Places
from .row_run import RowRun

SEEN_S = 2.0
"""How long a page that tells what was stored may take to show it."""


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
    waiting: list[Entry] = field(default_factory=list[Entry])
    """Rows that are filled in and wait for a person."""
    first_picture: Path | None = None
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
            fate = Fate(state="failed", why=str(error), may_be_stored=False)
            await self._move(entry, fate, None)
            return fate
        folder = self.runs / f"{entry.number:06d}-{entry.attempts}"
        brain = FormBrain(self.form, order) if self.mapper is None else CostlyFormBrain(self.form, order, self.mapper)
        run = RowRun(
            desk, entry, brain, folder, start, self.job.limits.seconds_per_row, lambda: self._submitting(run), self.job.capture
        )
        run.doing = doing
        try:
            fate = await self._settled(desk, run, await run.run())
        except BadInput as error:
            fate = Fate(state="failed", why=str(error), may_be_stored=False)
        await self._move(entry, fate, run)
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
        return await self._looked_up(desk, run.entry, fate.why) or fate

    async def look_up(self, desk: Desk, entry: Entry) -> Fate:
        """A row that was submitted so long ago that it would be there by now."""
        began_s, attempts = time.time(), entry.attempts
        fate = await self._looked_up(desk, entry, entry.why)
        if fate is None:
            limit = self.job.limits.attempts
            why = f"{entry.why}; looked up, and not stored"
            if attempts < limit:
                fate = Fate(state="pending", why=why, may_be_stored=False)
            else:
                fate = Fate(state="failed", why=f"{why}, in {attempts} tries", may_be_stored=False)
        if fate.state == "unknown":
            await asyncio.to_thread(self.ledger.move, entry.id, self.owner, "unknown", why=fate.why)
            return fate
        receipt: dict[str, object] = {
            **(entry.receipt or {}),
            "at": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(began_s)),
            "seen": fate.why,
        }
        await asyncio.to_thread(
            self.ledger.move,
            entry.id,
            self.owner,
            fate.state,
            why=fate.why,
            receipt=receipt if fate.state == "confirmed" else None,
            surely_not_stored=fate.state == "pending",
        )
        return fate

    async def _looked_up(self, desk: Desk, entry: Entry, doubt: str) -> Fate | None:
        """Confirmed where it is seen to be stored; None where it surely is not there; unknown where that cannot be told."""
        assert self.job.reconcile is not None
        places = Places(entry.cells, self.secrets)
        address = places.in_address(self.job.reconcile.open)
        try:
            await desk.computer.do(Goto(address))
            until_s = time.monotonic() + SEEN_S
            while True:
                now = await desk.looker.look()
                verdict = _seen(self.job.reconcile.seen, places, await now.read())
                if verdict.status == "confirmed":
                    return Fate(state="confirmed", why=f"{doubt}; looked up, and it was stored: {verdict.why}")
                if time.monotonic() > until_s:
                    break
                await asyncio.sleep(0.1)
        except HandeyeError as error:
            return Fate(state="unknown", why=f"{doubt}; it could not be looked up: {error}", is_trouble=True)
        bad = [
            each
            for each in now.effect.requests
            if (each.status or 0) >= 400 and each.url.partition("#")[0] == now.frame.url.partition("#")[0]
        ]
        if bad or verdict.status == "unsure":
            why = f"that page was answered {bad[0].status}" if bad else verdict.why
            return Fate(state="unknown", why=f"{doubt}; looking it up left it open: {why}", is_trouble=bool(bad))
        return None

    async def _move(self, entry: Entry, fate: Fate, run: RowRun | None) -> None:
        state, why = fate.state, fate.why
        if self.is_dry and state == "filled":
            self.first_picture = self.first_picture or run.folder / "frames" / f"{run.receipt['picture']}.png"
            await asyncio.to_thread(self.ledger.move, entry.id, self.owner, "ready", waits=True, why=why, run=str(run.folder))
            return
        again = fate.is_trouble and state == "failed" and not fate.may_be_stored and entry.attempts < self.job.limits.attempts
        if run is not None and run.answer == "waits":
            self.waiting.append(entry)
            await asyncio.to_thread(
                self.ledger.move, entry.id, self.owner, "ready", waits=True, why="it waits for a yes", run=str(run.folder)
            )
            return
        if again:
            state = "pending"
        await asyncio.to_thread(
            self.ledger.move,
            entry.id,
            self.owner,
            state,
            why=why,
            captured=run.captured if run is not None and run.captured else None,
            receipt=run.receipt if run is not None and state == "confirmed" else None,
            run=str(run.folder) if run is not None else None,
            surely_not_stored=not fate.may_be_stored,
        )


def _seen(said: str, places: Places, sight: Sight) -> Verdict:
    """A claim such as "'x' is visible", or words, or a pattern, that are to be read."""
    if _is_claim(said):
        return claimed(places.in_steps(said), sight)
    return to_be_read(places.in_words_to_see(said), sight)


def _is_claim(said: str) -> bool:
    """By what the job says alone: whatever a row says, the others are looked up in the same way."""
    try:
        parse_claims(PLACE.sub("x", said))
    except BadInput:
        return False
    return True
