"""Row run: one row from its leasing to its fate: the form is opened, filled, read back, sent off once, and proven."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...agent.drive import drive
from ...agent.eyes import Looked
from ...agent.forms.brain import FormBrain
from ...agent.proof import answered_badly, read_outside_fields
from ...agent.run import Run
from ...agent.state import Budget, Outcome
from ...tools.action import Goto
from ...tools.errors import HandeyeError
from .captured import captured
from .desk import Desk
from .entry import Entry
from .fate import FEW, Fate, Sending, fate_of

MOST_PROOFS = 8
"""Where the words differ from row to row it is no use to remember them."""
STEPS = 2_000
"""A row may take so many; its seconds are what limits it."""

Approve = Callable[[Entry, Path, str], Awaitable[bool]]


@dataclass(eq=False)
class RowRun:
    desk: Desk
    entry: Entry
    brain: FormBrain
    folder: Path
    start: str
    seconds: float
    submitting: Callable[[], Awaitable[None]]
    """Writes down that it is about to be sent off; returns once that is on the disk."""
    capture: Mapping[str, str] = field(default_factory=dict[str, str])
    unsaid: frozenset[str] = frozenset()
    """Columns whose values stand in no receipt."""
    doing: Callable[[str], None] = lambda _doing: None
    captured: dict[str, str] = field(default_factory=dict[str, str])
    receipt: dict[str, object] = field(default_factory=dict[str, object])
    answer: str = "yes"
    """What a person said to it, where one was asked."""
    _run: Run | None = None
    _commits: bool = False
    _sending: Sending = field(default_factory=Sending)
    _mark: int = 0

    @property
    def is_delivered(self) -> bool:
        return self._sending.delivered

    async def run(self) -> Fate:
        began_s = time.time()
        words = f"row {self.entry.number} ({self.entry.key})"
        with self.desk.run(
            self.folder, self.brain, Budget(steps=STEPS, seconds=self.seconds), words, files=self.brain.order.files
        ) as run:
            run.recorder.about(task=words, start=self.start, on="browser", brain="form")
            self._run, run.watcher, run.before_commit = run, self._heard, self._announce
            outcome = await self._outcome(run, words)
            self._sending.exchanges = self.desk.network.sent_since(self._mark) if self._sending.announced else ()
            fate = await self._judged(run, outcome)
            self._write_receipt(run, fate, began_s)
            run.tell("row", state=fate.state, why=fate.why, captured=self.captured)
            run.recorder.about(result={"status": _status(fate), "why": fate.why, "run": str(self.folder)})
        return fate

    async def _outcome(self, run: Run, words: str) -> Outcome:
        self.doing("opens the form")
        if self.start and (bad := await self._opened(run)) is not None:
            return bad
        self.doing("fills it in")
        # Where a row stands, and whether it may go on, is for the ledger to say.
        return await drive(run, words, resumes=False)

    async def _opened(self, run: Run) -> Outcome | None:
        """None where the site answered as it should."""
        try:
            effect = await run.computer.do(Goto(self.start))
        except HandeyeError as error:
            return Outcome(status="failed", code=error.code or "page_error", why=str(error))
        bad = answered_badly(effect)
        return Outcome(status="failed", code="page_error", why=bad) if bad else None

    async def picture(self) -> Path:
        """Of what is to be seen now, on the disk."""
        assert self._run is not None
        assert self._run.now is not None
        return await asyncio.to_thread(self._run.recorder.kept, await self._run.keep(self._run.now))

    async def _announce(self) -> None:
        if not self._sending.announced:
            self._mark = self.desk.network.mark()
            self.doing("sends it off")
            await self.submitting()
            self._sending.announced = True

    def _heard(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "intent":
                self._commits = bool(event.get("commits"))
            case "delivered" | "uncertain" if self._commits:
                self._sending.delivered = True
            case _:
                pass

    async def _judged(self, run: Run, outcome: Outcome) -> Fate:
        if not self._sending.delivered or run.now is None:
            return fate_of(outcome, self.brain, self._sending, ())
        now = run.now
        self._sending.requests = now.effect.requests
        if outcome.status == "done":
            self.captured = await captured(self.capture, now, self.brain.form.spots)
            await self._remember_proof(now)
            if not self._sending.is_answered_well:
                self._sending.echoes = (*self.captured.values(), *await self._echoes(now))
            return fate_of(outcome, self.brain, self._sending, ())
        said: list[str] = []
        with suppress(HandeyeError):
            sight = await now.sight()
            said = [str(each) for each in self.brain.complaints_on(sight)]
        return fate_of(outcome, self.brain, self._sending, said)

    async def _remember_proof(self, now: Looked) -> None:
        """Where the words stood that prove it: the next row's need not be read where they look the same."""
        done, proofs = self.brain.order.done, self.brain.form.proofs
        if done not in proofs and len(proofs) < MOST_PROOFS:
            verdict = await read_outside_fields(done, now)
            if verdict.status == "confirmed" and verdict.evidence and (box := verdict.evidence[0].box) is not None:
                proofs[done] = now.frame.patch(box.grow(2))

    async def _echoes(self, now: Looked) -> list[str]:
        text = " ".join(line.text for line in (await now.read()).lines)
        before = " ".join(self.brain.texts)
        values = [value for _, value in self.brain.order.values if isinstance(value, str) and len(value) >= FEW]
        return [value for value in values if value in text and value not in before and not value.startswith("‹")]

    def _write_receipt(self, run: Run, fate: Fate, began_s: float) -> None:
        requests = [
            {
                "method": each.method,
                "to": f"{each.host}:{each.port}{each.target}",
                "status": each.status,
                "delivery": each.delivery,
            }
            for each in self._sending.exchanges
        ] or [
            {"method": each.method, "to": each.url, "status": each.status}
            for each in self._sending.requests
            if each.method != "GET"
        ]
        values = {self.brain.order.column(label): value for label, value in self.brain.order.values}
        values = {column: value for column, value in values.items() if column not in self.unsaid}
        picture = run.now.frame.sha256 if run.now is not None else ""
        self.receipt = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime()),
            "seconds": round(time.time() - began_s, 2),
            "seen": fate.why,
            "requests": requests if self._sending.announced else [],
            "values": run.recorder.redactor.data(values),
            "picture": picture,
        }


def _status(fate: Fate) -> str:
    return {"confirmed": "done", "unknown": "unsure"}.get(fate.state, "failed")
