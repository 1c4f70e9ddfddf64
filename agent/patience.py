"""Patience: looks until what should be seen is, or until it is known that it will not be; and no longer than it may take."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import replace

from ..tools.action import Move
from ..tools.action import Seen as SeenThere
from ..tools.computer import Answered, Slow, shows_pointer
from ..tools.errors import StaleFrame
from ..tools.geometry import Box, Point
from .aftermath import is_under_way, was_refused
from .belief import PROMPT_S
from .eyes import Looked
from .proof import Seen, changed_inside, looks_as_read, newly_sent, own, proved, shows_there, ticked_there, troubled
from .run import Run
from .state import ON_STATES, Changes, Evidence, Holds, Intent, Reads, Says, Stands, Typed, Verdict, stays

ASIDE_PX = 3
"""Where the pointer waits while it is looked whether a thing itself changed."""
LEAST_S = 0.3
"""So long the picture may take to hold still once the pointer is out of the way, whatever was waited before."""
BETWEEN_LOOKS_S = 0.1
ANSWERS_S = 1.0
"""So long something may take to come of an action, where nobody said otherwise."""
SURENESS = ("confirmed", "wrong", "unsure", "no_effect")
BEGINS_S = 0.15
"""So long after it was sent off a form may take to ask for something over the network."""
AT_WORK_S = 30.0
"""So long something may take to come of an action where the computer is slow, and still at work on it."""
ANSWER_S = 30.0
"""So long an answer to what may have changed something is waited for."""


async def patiently(run: Run, intent: Intent, *, is_last: bool) -> Verdict:
    """The verdict on what is to be seen now, or as soon as it is what should be."""
    assert run.before is not None
    before, intent = run.before, _with_its_secret(run, intent)
    slow = run.computer if isinstance(run.computer, Slow) else None
    answers_s, prompt_s = (ANSWERS_S, PROMPT_S) if slow is None else (slow.answers_s, slow.prompt_s)
    is_answer = isinstance(intent.hope, Changes) or (slow is not None and not isinstance(intent.hope, Says | Reads))
    patience_s = max(intent.patience_s, answers_s) if is_answer else intent.patience_s
    first_s = time.monotonic()
    if intent.commits and isinstance(run.computer, Answered):
        # What is seen before that is the page that is being left.
        await run.computer.calm(BEGINS_S, run.looker.limit_s)
    if (quick := await _at_first_sight(run, intent)) is not None:
        return quick
    now = await run.look()
    began_s, has_sent, is_at_work = time.monotonic(), False, slow is not None
    # Where the pointer was there before the click, too, it need not be moved away to know what it does.
    is_aside = shows_pointer(run.computer) and isinstance(intent.hope, Changes)
    # Asked before the pointer is moved again, which is an action, too.
    touched = await run.looker.touched() if isinstance(intent.hope, Changes) and intent.target is not None else None
    answered_s = run.computer.watch.answered_s()
    quiet_s = run.computer.watch.quiet_s(answered_s)
    has_asked = newly_sent(before.effect, now.effect, harmless=True)
    while True:
        has_sent = has_sent or newly_sent(before.effect, now.effect, harmless=False)
        seen = Seen(
            before, now, run.computer.watch, has_sent, touched, answered_s, has_asked, quiet_s,
            prompt_s, run.minds_trouble,
        )  # fmt: skip
        with run.timed("verify"):
            verdict = await _proved(run, intent, seen, is_aside=is_aside)
        waited_s = time.monotonic() - began_s
        is_held, is_in_doubt = run.network.held is not None, isinstance(intent.hope, Changes) and verdict.status == "unsure"
        if is_held or (is_decided(intent, verdict) and not is_under_way(run)):
            break
        if intent.commits and was_refused(run):
            # It was answered: what is waited for will not come.
            break
        is_disguised = _may_only_be_pointed_at(intent, seen, verdict) and not (now.effect.requests and waited_s < patience_s)
        if not is_aside and (is_disguised or _may_be_covered(run, intent, verdict)):
            is_aside, now = True, await _looked_from_aside(run, now, first_s)
            continue
        limit_s = ANSWER_S if is_under_way(run) else patience_s + (run.looker.limit_s if is_in_doubt else 0.0)
        if waited_s >= limit_s and not (is_at_work and waited_s < AT_WORK_S):
            break
        if slow is not None and is_at_work:
            # Until it rests, whatever comes is its answer.
            is_at_work, prompt_s = await slow.works(), max(prompt_s, time.monotonic() - answered_s)
        await asyncio.sleep(BETWEEN_LOOKS_S)
        now = await _looked_again(run, now, is_in_doubt=is_in_doubt)
    if run.now is not now:
        run.now = await run.looker.asked(now)
    if verdict.status == "confirmed" and isinstance(intent.hope, Changes) and (run.unproven or is_last):
        return (await troubled(seen) if run.minds_trouble else None) or verdict
    return (
        await _judged(run, intent, seen, verdict)
        if verdict.status == "unsure" and isinstance(intent.hope, Changes)
        else verdict
    )


async def _at_first_sight(run: Run, intent: Intent) -> Verdict | None:
    """Texts that are where they belong are proven by the first picture; None where any of them is not."""
    assert run.before is not None
    if isinstance(intent.hope, Reads) and intent.hope.looks is not None and not run.later:
        return await _known_at_first_sight(run, intent.hope, run.before)
    if not stays(intent) or run.policy.secrets or not all(stays(each.intent) for each in run.later):
        return None
    now = await run.peek()
    if now.frame.url != run.before.frame.url or now.frame.dialog is not None:
        return None
    with run.timed("verify"):
        steps = [*((step.intent, step.before) for step in run.later), (intent, run.before)]
        verdicts = [await _seen_at_once(each, before, now) for each, before in steps]
    if not all(verdicts):
        return None
    run.now = now
    return verdicts[-1]


async def _known_at_first_sight(run: Run, hope: Reads, before: Looked) -> Verdict | None:
    """Not while more is on its way, which may show something else."""
    now = await run.peek()
    verdict = looks_as_read(hope, before, now)
    if verdict is None or now.frame.busy or now.frame.dialog is not None or is_under_way(run):
        return None
    run.now = now
    return verdict


async def _seen_at_once(intent: Intent, before: Looked, now: Looked) -> Verdict | None:
    """By what cheap witnesses see in its place."""
    target = intent.target
    match intent.hope:
        case Holds(text, masked) if target is not None and not masked and await shows_there(text, target.box, before, now):
            return Verdict("confirmed", f'it shows "{text}"', (Evidence("read", target.box, now.frame.sha256),))
        case Stands(state) if target is not None and await ticked_there(target, now, on=state in ON_STATES):
            return Verdict("confirmed", f"it is {state}", (Evidence("looked here", target.box, now.frame.sha256),))
        case _:
            return None


async def _judged(run: Run, intent: Intent, seen: Seen, verdict: Verdict) -> Verdict:
    """What cheap witnesses leave in doubt is put to the brain; of what may have changed something for good, never."""
    if run.unproven or seen.has_sent:
        return verdict
    claim = f"this had an effect: {intent.said}"
    before, after = await run.shown(seen.before), await run.shown(seen.after)
    async with run.thinking() as brain:
        judged = await brain.judge(claim, before, after, verdict.evidence)
    return verdict if judged.status == "unsure" else replace(judged, evidence=(*verdict.evidence, *judged.evidence))


async def proved_now(run: Run, intent: Intent, before: Looked) -> Verdict:
    """The verdict on what is to be seen on the last look."""
    assert run.now is not None
    return await _proved(run, _with_its_secret(run, intent), Seen(before, run.now, run.computer.watch), is_aside=False)


async def _proved(run: Run, intent: Intent, seen: Seen, *, is_aside: bool) -> Verdict:
    async def judge(claim: str) -> Verdict:
        before, after = await run.shown(seen.before), await run.shown(seen.after)
        async with run.thinking() as brain:
            return await brain.judge(claim, before, after, ())

    verdict = await proved(intent, seen, judge)
    if is_aside and intent.target is not None and _may_only_be_pointed_at(intent, seen, verdict):
        return min(changed_inside(intent.target, seen), verdict, key=lambda each: SURENESS.index(each.status))
    return verdict


def is_decided(intent: Intent, verdict: Verdict) -> bool:
    """Whether waiting for longer would not change it."""
    return verdict.status == "confirmed" or (isinstance(intent.hope, Changes) and verdict.status == "wrong")


def _may_only_be_pointed_at(intent: Intent, seen: Seen, verdict: Verdict) -> bool:
    """Whether the thing itself looks otherwise, and that may be because it has the focus, or the pointer over it."""
    return isinstance(intent.hope, Changes) and not is_decided(intent, verdict) and bool(own(intent.target, seen))


def _may_be_covered(run: Run, intent: Intent, verdict: Verdict) -> bool:
    """Whether the pointer may stand in the way of what should be seen: it is in the picture, where was clicked."""
    return shows_pointer(run.computer) and intent.target is not None and not is_decided(intent, verdict)


async def _looked_from_aside(run: Run, now: Looked, first_s: float) -> Looked:
    """What is left of the time that all looking may take is for this look, too."""
    size = now.frame.size
    # Whatever is to be seen there by now, the pointer does nothing to it.
    anything = SeenThere(now.frame.patch(Box(0, 0, 0, 0)))
    with run.computer.watch.going_on(), suppress(StaleFrame):  # the screen may have got another size
        await run.computer.do(Move(Point(size.w - ASIDE_PX, size.h - ASIDE_PX), seen=anything))
    left_s = run.looker.limit_s - (time.monotonic() - first_s)
    return await run.look(limit_s=max(left_s, LEAST_S))


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
        case Typed(text) if (secret := run.policy.secrets.reveal(text)) != text:
            return replace(intent, hope=Typed(secret, is_secret=True))
        case _:
            return intent
