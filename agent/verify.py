"""Verify: what is to be seen after an action, and whether that is what should be."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import replace

from langgraph.runtime import Runtime

from ..tools.action import Move
from ..tools.action import Seen as SeenThere
from ..tools.computer import Rewindable
from ..tools.errors import StaleFrame
from ..tools.geometry import Box, Point
from .aftermath import is_under_way, led_astray, was_lost
from .do import BEFORE
from .eyes import Looked
from .network import HELD
from .proof import Seen, changed_inside, newly_sent, own, proved, troubled
from .reconcile import found_again
from .run import Flow, Run, box_to, verdict_to
from .state import Changes, Holds, Intent, Says, Verdict

ASIDE_PX = 3
"""Where the pointer waits while it is looked whether a thing itself changed."""
BETWEEN_LOOKS_S = 0.1
ANSWERS_S = 1.0
"""So long something may take to come of an action, where nobody said otherwise."""
SURENESS = ("confirmed", "wrong", "unsure", "no_effect")
ANSWER_S = 30.0
"""So long an answer to what may have changed something is waited for."""
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
    verdict = await _patiently(run, intent, is_last=is_last)
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
    tries = 0 if reached else flow.get("tries", 0)
    return {**known, "verdict": said, "at": flow.get("at", 0) + reached, "tries": tries, "approved": ""}


async def _patiently(run: Run, intent: Intent, *, is_last: bool) -> Verdict:
    """The verdict on what is to be seen now, or as soon as it is what should be."""
    assert run.before is not None
    before, intent = run.before, _with_its_secret(run, intent)
    patience_s = max(intent.patience_s, ANSWERS_S) if isinstance(intent.hope, Changes) else intent.patience_s
    now = await run.look()
    began_s, has_sent, is_aside = time.monotonic(), False, False
    # Asked before the pointer is moved again, which is an action, too.
    touched = await run.looker.touched() if isinstance(intent.hope, Changes) and intent.target is not None else None
    answered_s = run.computer.watch.answered_s()
    quiet_s = run.computer.watch.quiet_s(answered_s)
    has_asked = newly_sent(before.effect, now.effect, harmless=True)
    while True:
        has_sent = has_sent or newly_sent(before.effect, now.effect, harmless=False)
        seen = Seen(before, now, run.computer.watch, has_sent, touched, answered_s, has_asked, quiet_s)
        with run.timed("verify"):
            verdict = await _proved(run, intent, seen, is_aside=is_aside)
        waited_s = time.monotonic() - began_s
        is_held, is_in_doubt = run.network.held is not None, isinstance(intent.hope, Changes) and verdict.status == "unsure"
        if is_held or (is_decided(intent, verdict) and not is_under_way(run)):
            break
        if (
            _may_only_be_pointed_at(intent, seen, verdict)
            and not is_aside
            and not (now.effect.requests and waited_s < patience_s)
        ):
            is_aside, now = True, await _looked_from_aside(run, now)
            continue
        limit_s = ANSWER_S if is_under_way(run) else patience_s + (run.looker.limit_s if is_in_doubt else 0.0)
        if waited_s >= limit_s:
            break
        await asyncio.sleep(BETWEEN_LOOKS_S)
        now = await _looked_again(run, now, is_in_doubt=is_in_doubt)
    if run.now is not now:
        run.now = await run.looker.asked(now)
    if verdict.status == "confirmed" and isinstance(intent.hope, Changes) and (run.unproven or is_last):
        return await troubled(seen) or verdict
    return verdict


async def _proved(run: Run, intent: Intent, seen: Seen, *, is_aside: bool) -> Verdict:
    async def judge(claim: str) -> Verdict:
        return await run.brain.judge(claim, await seen.before.sight(), await seen.after.sight(), ())

    verdict = await proved(intent, seen, judge)
    if is_aside and intent.target is not None and _may_only_be_pointed_at(intent, seen, verdict):
        return min(verdict, changed_inside(intent.target, seen), key=lambda each: SURENESS.index(each.status))
    return verdict


def is_decided(intent: Intent, verdict: Verdict) -> bool:
    """Whether waiting for longer would not change it."""
    return verdict.status == "confirmed" or (isinstance(intent.hope, Changes) and verdict.status == "wrong")


def _may_only_be_pointed_at(intent: Intent, seen: Seen, verdict: Verdict) -> bool:
    """Whether the thing itself looks otherwise, and that may be because it has the focus, or the pointer over it."""
    return isinstance(intent.hope, Changes) and not is_decided(intent, verdict) and bool(own(intent.target, seen))


async def _looked_from_aside(run: Run, now: Looked) -> Looked:
    size = now.frame.size
    # Whatever is to be seen there by now, the pointer does nothing to it.
    anything = SeenThere(now.frame.patch(Box(0, 0, 0, 0)))
    with run.computer.watch.going_on(), suppress(StaleFrame):  # the screen may have got another size
        await run.computer.do(Move(Point(size.w - ASIDE_PX, size.h - ASIDE_PX), seen=anything))
    return await run.look()


async def _looked_again(run: Run, now: Looked, *, is_in_doubt: bool) -> Looked:
    """While only time is waited for a glance will do, as long as it shows nothing new."""
    if not is_in_doubt:
        return await run.look()
    with run.timed("look"):
        glance = await run.looker.glance()
    return glance if glance.frame.url == now.frame.url and not glance.frame.busy else await run.look()


def _with_its_secret(run: Run, intent: Intent) -> Intent:
    """What a field should show is compared with the secret itself; nothing else is told of it."""
    match intent.hope:
        case Holds(text, masked) if (secret := run.policy.secrets.reveal(text)) != text:
            return replace(intent, hope=Holds(secret, masked))
        case _:
            return intent
