"""Reconcile: whether something that may or may not have arrived was stored, looked up where the task says it would be seen."""

from __future__ import annotations

from dataclasses import replace

from ..tools.action import Goto
from ..tools.errors import HandeyeError
from .proof import claimed
from .run import Run
from .state import Verdict


async def found_again(run: Run, doubt: Verdict) -> Verdict:
    """The doubt itself where the task says no way to settle it."""
    if run.reconcile is None:
        return doubt
    run.network.is_expected = False  # looking things up changes nothing
    try:
        await run.computer.do(Goto(run.reconcile.open))
        now = await run.look()
    except HandeyeError as error:
        return replace(doubt, why=f"{doubt.why}; and it could not be looked up: {error}")
    seen = claimed(run.reconcile.seen, await now.sight())
    run.tell("reconciled", open=run.reconcile.open, seen=run.reconcile.seen, status=seen.status, why=seen.why)
    match seen.status:
        case "confirmed":
            return replace(seen, why=f"no answer came, but it was stored: {seen.why}")
        case "wrong" | "no_effect":
            return replace(seen, status="wrong", why=f"no answer came, and it was not stored: {seen.why}")
        case _:
            return replace(doubt, why=f"{doubt.why}; and looking it up left it open: {seen.why}")
