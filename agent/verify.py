"""Verify: what is to be seen after an action, and whether that is what should be."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from .aftermath import led_astray, was_lost
from .network import HELD
from .patience import patiently, proved_now
from .reconcile import found_again
from .run import Flow, Later, Run, box_to, verdict_to
from .state import Intent, Reads, Says, Verdict, stays
from .undo import taken_back

MOST_MOVED = 6
"""So often a part of the plan may find the screen changed when its hands arrive."""
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
    if delivery == "delivered" and len(run.pending) > 1:
        if intent.hope is None:
            # What follows proves it, or fails to.
            return await _judged(flow, run, intent, Verdict("confirmed", "delivered"), delivery)
        following = next((each for each in run.pending[1:] if each.hope is not None), None)
        if stays(intent) and following is not None and stays(following):
            return _later(flow, run, intent)
    is_last = flow.get("at", 0) == len(flow.get("plan", [])) - 1
    verdict = await patiently(run, intent, is_last=is_last)
    if (held := run.network.held) is not None:
        question = held.question
        run.tell("risky", said=intent.said, question=question)
        return {"question": {"question": question, "key": f"{HELD}{held.said}"}}
    if astray := led_astray(run):
        run.tell("forbidden", said=intent.said, why=astray)
        return {"outcome": {"status": "refused", "code": "refused", "why": astray}}
    if lost := was_lost(run) or (delivery == "uncertain" and verdict.status != "confirmed" and why):
        verdict, delivery = await found_again(run, Verdict("unsure", lost, verdict.evidence)), "uncertain"
    return await _judged(flow, run, intent, verdict, delivery)


def _later(flow: Flow, run: Run, intent: Intent) -> Flow:
    """What goes into several fields, one after the other, is proven on one look, each for itself."""
    assert run.before is not None
    step, part = int(flow.get("spent", {}).get("steps", 0)), flow.get("at", 0)
    run.later.append(Later(intent, run.before, step, part, run.took))
    run.took, run.unproven = {}, ""
    run.pending.pop(0)
    return {"verdict": {}}


async def _judged(flow: Flow, run: Run, intent: Intent, verdict: Verdict, delivery: str) -> Flow:
    """The verdict is written down, and says where the run goes on."""
    assert run.now is not None
    later = await _proved_by_now(run) if intent.hope is not None or delivery == "stale" else []
    failed = next((each for each in later if each[1].status != "confirmed"), None)
    sent = [f"{each.method} {each.status or each.delivery}" for each in run.network.sent_since(run.mark)]
    commits = bool(run.unproven or sent)
    if commits and verdict.status == "confirmed" and run.after_commit is not None:
        await run.after_commit()
    reached = verdict.status == "confirmed" and failed is None and len(run.pending) == 1 and not intent.goes_on
    step = Later(intent, run.before or run.now, int(flow.get("spent", {}).get("steps", 0)), flow.get("at", 0), run.took)
    said = await _tell(run, step, verdict, commits=commits, reached=reached, sent=sent)
    run.took = {}
    run.pending.pop(0)
    run.before = run.now
    # What failed first stands last: it is what the brain goes on from.
    told = [*((each.said, verdict_to(its)) for each, its in later), (intent.said, said)]
    told += [(failed[0].said, verdict_to(failed[1]))] if failed else []
    past = [{"said": words, "status": its["status"], "why": its["why"]} for words, its in told]
    known: Flow = {"frame": run.now.frame.sha256, "history": [*flow.get("history", []), *past][-HISTORY:]}
    unproven, run.unproven = run.unproven, ""
    if failed is not None:
        verdict, said = failed[1], verdict_to(failed[1])
    if verdict.status != "confirmed":
        run.pending = []
        undone = await taken_back(flow, run, verdict.why) if verdict.status == "wrong" else Flow()
        # What may have changed something for good is not tried a second time, nor what the page has said no to.
        ends = delivery != "stale" and not undone and bool(sent or (unproven and verdict.status == "wrong"))
        said = {**said, "status": "stale" if delivery == "stale" else said["status"], "delivery": delivery, "ends": ends}
        return {**known, "verdict": said, **_tried(flow, delivery), **undone}
    said = {**said, "checked": isinstance(intent.hope, Says | Reads), "proven": intent.hope is not None, "delivery": delivery}
    tries = 0 if reached or intent.hope is not None else flow.get("tries", 0)
    return {**known, "verdict": said, "at": flow.get("at", 0) + reached, "tries": tries, "moved": 0, "approved": ""}


def _tried(flow: Flow, delivery: str) -> Flow:
    """What was not sent, because the screen had moved, was not tried; but not for ever."""
    if delivery == "stale" and flow.get("moved", 0) < MOST_MOVED:
        return {"moved": flow.get("moved", 0) + 1}
    return {"tries": flow.get("tries", 0) + 1}


async def _proved_by_now(run: Run) -> list[tuple[Intent, Verdict]]:
    """What was to be proven later is told now."""
    told: list[tuple[Intent, Verdict]] = []
    for step in run.later:
        with run.timed("verify"):
            verdict = await proved_now(run, step.intent, step.before)
        await _tell(run, step, verdict, commits=False, reached=False, sent=[])
        told.append((step.intent, verdict))
    run.later = []
    return told


async def _tell(run: Run, step: Later, verdict: Verdict, *, commits: bool, reached: bool, sent: list[str]) -> dict[str, Any]:
    assert run.now is not None
    changed = run.computer.watch.changes(step.before.frame, run.now.frame)
    said = verdict_to(verdict)
    run.tell(
        "verdict",
        step=step.step,
        part=step.part,
        said=step.intent.said,
        frame=await run.keep(run.now),
        url=run.now.frame.url,
        proven=step.intent.hope is not None,
        commits=commits,
        reached=reached,
        checked=isinstance(step.intent.hope, Says | Reads),
        sent=sent,
        changed=[box_to(box) for box in changed],
        seconds=step.took,
        **said,
    )
    return said
