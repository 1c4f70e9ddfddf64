"""Verify: what is to be seen after an action, and whether that is what should be."""

from __future__ import annotations

from langgraph.runtime import Runtime

from ..tools.computer import Rewindable
from .aftermath import led_astray, was_lost
from .do import BEFORE
from .network import HELD
from .patience import patiently
from .reconcile import found_again
from .run import Flow, Run, box_to, verdict_to
from .state import Intent, Says, Verdict

HISTORY = 20
"""So many past steps a brain is told of."""


async def verify(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    intent, done = run.pending[0], flow.get("verdict", {})
    delivery, why = done.get("delivery", ""), done.get("why", "")
    if delivery == "stale":
        # Nothing was sent: the screen is looked at anew and all is decided again.
        await run.look()
        run.unproven = ""
        return await _judged(flow, run, intent, Verdict("no_effect", why), delivery)
    if delivery == "delivered" and intent.hope is None and len(run.pending) > 1:
        # What follows proves it, or fails to.
        return await _judged(flow, run, intent, Verdict("confirmed", "delivered"), delivery)
    is_last = flow.get("at", 0) == len(flow.get("plan", [])) - 1
    verdict = await patiently(run, intent, is_last=is_last)
    if (held := run.network.held) is not None:
        question = run.clean(held.question)
        run.tell("risky", said=intent.said, question=question)
        return {"question": {"question": question, "key": f"{HELD}{held.said}"}}
    if astray := led_astray(run):
        run.tell("forbidden", said=intent.said, why=astray)
        return {"outcome": {"status": "refused", "code": "refused", "why": run.clean(astray)}}
    if lost := was_lost(run) or (delivery == "uncertain" and verdict.status != "confirmed" and why):
        verdict, delivery = await found_again(run, Verdict("unsure", lost, verdict.evidence)), "uncertain"
    return await _judged(flow, run, intent, verdict, delivery)


async def _judged(flow: Flow, run: Run, intent: Intent, verdict: Verdict, delivery: str) -> Flow:
    """The verdict is written down, and says where the run goes on."""
    assert run.now is not None
    sent = [f"{each.method} {each.status or each.delivery}" for each in run.network.sent_since(run.mark)]
    commits = bool(run.unproven or sent)
    if commits and verdict.status == "confirmed" and run.after_commit is not None:
        await run.after_commit()
    frame = await run.keep(run.now)
    reached = verdict.status == "confirmed" and len(run.pending) == 1 and not intent.goes_on
    changed = run.computer.watch.changes(run.before.frame, run.now.frame) if run.before is not None else ()
    said = verdict_to(verdict, run)
    run.tell(
        "verdict",
        step=int(flow.get("spent", {}).get("steps", 0)),
        part=flow.get("at", 0),
        said=intent.said,
        frame=frame,
        url=run.now.frame.url,
        proven=intent.hope is not None,
        commits=commits,
        reached=reached,
        checked=isinstance(intent.hope, Says),
        sent=sent,
        changed=[box_to(box) for box in changed],
        seconds=run.took,
        **said,
    )
    run.took = {}
    run.pending.pop(0)
    run.before = run.now
    past = [*flow.get("history", []), {"said": run.clean(intent.said), "status": said["status"], "why": said["why"]}][-HISTORY:]
    known: Flow = {"frame": frame, "history": past}
    unproven, run.unproven = run.unproven, ""
    if verdict.status != "confirmed":
        run.pending = []
        if verdict.status == "wrong" and run.undo and isinstance(run.computer, Rewindable):
            await run.computer.rewind(BEFORE)
            run.tell("undone", said=intent.said)
            run.before = await run.look()
        # What may have changed something for good is not tried a second time, nor what the page has said no to.
        ends = delivery != "stale" and bool(sent or (unproven and verdict.status == "wrong"))
        said = {**said, "status": "stale" if delivery == "stale" else said["status"], "delivery": delivery, "ends": ends}
        return {**known, "verdict": said, "tries": flow.get("tries", 0) + 1}
    said = {**said, "checked": isinstance(intent.hope, Says), "delivery": delivery}
    tries = 0 if reached or intent.hope is not None else flow.get("tries", 0)
    return {**known, "verdict": said, "at": flow.get("at", 0) + reached, "tries": tries, "approved": ""}
