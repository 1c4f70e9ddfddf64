"""Finish: how a run ended: done only when all of it was seen to be done, and what it claims is so on a fresh look."""

from __future__ import annotations

import asyncio
import time
from typing import Any, assert_never

from langgraph.runtime import Runtime

from .proof import Seen, answered_badly, claimed, troubled
from .run import Flow, Run, spent_of, verdict_to
from .state import Verdict

COMES_TRUE_S = 2.0
BETWEEN_LOOKS_S = 0.1


async def finish(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    outcome = flow.get("outcome") or await _ended(flow, run)
    if outcome["status"] == "failed" and (past := flow.get("past")):
        # What came after it may only have been to be seen right then.
        why = f"it went on after «{past}», which was done before it was cut off; then: {outcome['why']}"
        outcome = {"status": "unsure", "code": "uncertain_delivery", "why": why}
    run.tell("ended", **outcome)
    return {"outcome": outcome}


async def _ended(flow: Flow, run: Run) -> dict[str, Any]:
    verdict = flow.get("verdict", {})
    if is_over(flow):
        return await _done(flow, run)
    if verdict.get("status") == "unsure":
        code = {"code": "uncertain_delivery"} if verdict.get("delivery") == "uncertain" else {}
        return {"status": "unsure", **code, "why": verdict["why"]}
    if why := run.budget.exceeded(spent_of(flow, run)):
        return {"status": "failed", "code": "budget", "why": why}
    code = {"no_effect": "stuck", "wrong": "wrong", "stale": "stale"}.get(verdict.get("status", ""), "stuck")
    return {"status": "failed", "code": code, "why": verdict.get("why", "nothing more could be done")}


def is_over(flow: Flow) -> bool:
    return flow.get("at", 0) >= len(flow.get("plan", []))


async def _done(flow: Flow, run: Run) -> dict[str, Any]:
    """Nobody's word is enough: what is claimed must be seen, and where nothing is, something must have been seen to happen."""
    verdict, parts = flow.get("verdict", {}), flow.get("plan", [])
    claims = run.checks or tuple(part["then"] for part in parts[-1:] if part["then"])
    if claims:
        return _so(await _checked(claims, run))
    if flow.get("claimed") is not None and (doubt := await _doubt(flow, run)):
        return doubt
    if verdict.get("checked"):
        return {"status": "done", "why": verdict["why"], "proof": "checked"}
    why = "it was read" if flow.get("answer") is not None else verdict.get("why", "it was so already")
    return {"status": "done", "why": why, "proof": "effect"}


def _so(verdict: Verdict) -> dict[str, Any]:
    why = verdict.why
    match verdict.status:
        case "confirmed":
            return {"status": "done", "proof": "checked", "why": why}
        case "unsure":
            return {"status": "unsure", "why": why}
        case "wrong" | "no_effect":
            return {"status": "failed", "code": "wrong", "why": why}
        case _:
            assert_never(verdict.status)


async def _doubt(flow: Flow, run: Run) -> dict[str, Any] | None:
    """Why a brain that says it is done is not believed: nothing was proven last, or the page tells of trouble."""
    verdict = flow.get("verdict", {})
    is_proven = verdict.get("status") == "confirmed" and verdict.get("proven", True)
    if not is_proven and flow.get("answer") is None:
        last = f"; the last thing seen was: {verdict['why']}" if verdict.get("why") else ""
        return {"status": "unsure", "why": f"it was said to be done, and nothing that was seen proves it{last}"}
    assert run.now is not None
    assert run.first is not None
    if bad := answered_badly(run.now.effect):
        return {"status": "failed", "code": "page_error", "why": bad}
    trouble = await troubled(Seen(run.first, run.now, run.computer.watch))
    return {"status": "failed", "code": "wrong", "why": trouble.why} if trouble else None


async def _checked(claims: tuple[str, ...], run: Run) -> Verdict:
    """The worst verdict on what must be so in the end."""
    until_s = time.monotonic() + COMES_TRUE_S
    first = run.now
    while True:
        now = await run.look()
        sight = await now.sight()
        verdicts = [claimed(claim, sight) for claim in claims]
        if all(each.status == "confirmed" for each in verdicts) or time.monotonic() >= until_s:
            break
        await asyncio.sleep(BETWEEN_LOOKS_S)
    frame = await run.keep(now)
    for at, (claim, verdict) in enumerate(zip(claims, verdicts, strict=True)):
        if verdict.status == "unsure":
            before, after = await run.shown(first or now), await run.shown(now)
            async with run.thinking() as brain:
                verdicts[at] = await brain.judge(claim, before, after, verdict.evidence)
        run.tell("verdict", said=f"check that {claim}", frame=frame, proven=True, commits=False, **verdict_to(verdicts[at]))
    return min(verdicts, key=lambda each: ("wrong", "no_effect", "unsure", "confirmed").index(each.status))
