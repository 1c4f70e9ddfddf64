"""Verify: what is to be seen after an action, and whether that is what should be."""

from __future__ import annotations

import asyncio
import time

from langgraph.runtime import Runtime

from ..tools.action import Move, bind
from ..tools.geometry import Point
from .proof import Seen, changed_inside, is_only_itself, proved
from .run import Flow, Run, verdict_to
from .state import Changes, Intent, Says, Verdict

ASIDE_PX = 3
"""Where the pointer waits while it is looked whether a thing itself changed."""
BETWEEN_LOOKS_S = 0.1
HISTORY = 20
"""So many past steps a brain is told of."""


async def verify(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    intent, done = run.pending[0], flow.get("verdict", {})
    delivery, why = done.get("delivery", ""), done.get("why", "")
    if delivery == "stale":
        # Nothing was sent: the screen is looked at anew and all is decided again.
        run.now = await run.looker.look()
        verdict = Verdict("no_effect", why)
    else:
        verdict = await _patiently(run, intent)
        if delivery == "uncertain" and verdict.status != "confirmed":
            verdict = Verdict("unsure", f"{why}; and {verdict.why}", verdict.evidence)
    assert run.now is not None
    frame = run.recorder.keep(run.now.frame)
    run.tell("verdict", said=intent.said, frame=frame, proven=intent.hope is not None, **verdict_to(verdict))
    run.pending.pop(0)
    run.before = run.now
    past = [*flow.get("history", []), {"said": intent.said, "status": verdict.status, "why": verdict.why}][-HISTORY:]
    known: Flow = {"frame": frame, "history": past}
    if verdict.status != "confirmed":
        run.pending = []
        said = {**verdict_to(verdict), "status": "stale" if delivery == "stale" else verdict.status}
        return {**known, "verdict": said, "tries": flow.get("tries", 0) + 1}
    reached = not run.pending and not intent.goes_on
    said = {**verdict_to(verdict), "checked": isinstance(intent.hope, Says)}
    tries = 0 if reached else flow.get("tries", 0)
    return {**known, "verdict": said, "at": flow.get("at", 0) + reached, "tries": tries, "approved": ""}


async def _patiently(run: Run, intent: Intent) -> Verdict:
    """The verdict on what is to be seen now, or as soon as it is what should be."""
    assert run.before is not None
    before = run.before
    until_s = time.monotonic() + intent.patience_s
    while True:
        run.now = await run.looker.look()
        seen = Seen(before, run.now, run.computer.watch)

        async def judge(claim: str, seen: Seen = seen) -> Verdict:
            return await run.brain.judge(claim, await before.sight(), await seen.after.sight(), ())

        verdict = await proved(intent, seen, judge)
        if verdict.status == "confirmed" or time.monotonic() >= until_s:
            break
        await asyncio.sleep(BETWEEN_LOOKS_S)
    if isinstance(intent.hope, Changes) and intent.target is not None and is_only_itself(intent.target, seen):
        size = run.now.frame.size
        await run.computer.do(bind(Move(Point(size.w - ASIDE_PX, size.h - ASIDE_PX)), run.now.frame))
        run.now = seen.after = await run.looker.look()
        return changed_inside(intent.target, seen)
    return verdict
