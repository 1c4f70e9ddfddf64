"""Do: delivers one action, once; what may or may not have arrived is looked at, and never sent again."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Iterator

from langgraph.runtime import Runtime

from ..tools.action import Action, Back, Click, Drag, Goto, Move, Press, Tab, Type, Wait, bind, to_dict
from ..tools.computer import Addressed, shows_pointer
from ..tools.errors import ComputerGone, HandeyeError, StaleFrame, UncertainDelivery
from ..tools.hosts import host_of
from ..tools.motion import settle
from .eyes import Looked
from .policy import key_of, risk_in
from .run import Flow, Run, target_to
from .secret import Secret
from .state import Changes, Intent, hope_in_words
from .undo import save

POINTED_S = 0.15
"""What lights up under a pointer has done so by then."""
FRESH_S = 0.3
"""What an older look does not show yet may have changed by itself before the action."""


async def do(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    intent = run.pending[0]
    step = int(flow.get("spent", {}).get("steps", 0)) + 1
    known: Flow = {"spent": {**flow.get("spent", {}), "steps": step}}
    if why := await _keeps_its_secrets(run, intent):
        run.tell("forbidden", step=step, said=intent.said, why=why)
        return {**known, "outcome": {"status": "refused", "code": "refused", "why": why}}
    await _see_what_is_there_before(run, intent)
    if intent.commits and run.before_commit is not None:
        await run.before_commit()
    await _announce(run, intent, step, flow)
    await save(flow, run, intent.action)
    with run.timed("do"):
        delivery, why = await _deliver(run, intent)
    if delivery == "delivered":
        run.tell("delivered", step=step, seconds=run.took["do"])
        if run.pause_s:
            await asyncio.sleep(run.pause_s)
    else:
        run.tell("uncertain" if delivery == "uncertain" else "not delivered", step=step, why=why)
    if delivery in ("refused", "unsupported", "page_error", "gone"):
        run.unproven = ""
        status = "refused" if delivery == "refused" else "failed"
        return {**known, "outcome": {"status": status, "code": delivery, "why": why}}
    return {**known, "verdict": {"delivery": delivery, "why": why}}


async def _deliver(run: Run, intent: Intent) -> tuple[str, str]:
    """How it went and why; whatever is not said to be uncertain or delivered has sent nothing."""
    try:
        meant = await _pointed_at_first(run, intent)
        for action in _for_hands(run, meant):
            if action is not meant and (why := await _keeps_its_secrets(run, intent)):
                return "refused", why
            await run.computer.do(action)
    except (StaleFrame, UncertainDelivery) as error:
        return ("stale" if isinstance(error, StaleFrame) else "uncertain"), str(error)
    except ComputerGone as error:
        if run.unproven:
            return "uncertain", str(error)
        return "gone", str(error)
    except HandeyeError as error:
        return error.code or "unsupported", str(error)
    return "delivered", ""


async def _pointed_at_first(run: Run, intent: Intent) -> Action:
    """Where pictures show the pointer, it goes there before: that it is there now, and what that lights up, is no effect."""
    action, before = intent.action, run.before
    is_proven_by_change = isinstance(action, Click) and isinstance(intent.hope, Changes)
    if before is None or not is_proven_by_change or not shows_pointer(run.computer):
        return action
    assert isinstance(action, Click)
    await run.computer.do(Move(action.point, seen=action.seen))
    frame = (await settle(run.computer.look, run.computer.watch, quiet_s=POINTED_S, limit_s=run.looker.limit_s)).frame
    run.before = Looked(frame, before.hints, before.effect, run.looker)
    box = intent.target.box if intent.target is not None else None
    return bind(action, frame, box, action.seen.hint if action.seen is not None else None)


def _for_hands(run: Run, action: Action) -> Iterator[Action]:
    """A secret goes letter by letter: another frame may take the keys at any time, and then gets no more of them."""
    meant = run.policy.secrets.for_hands(action)
    if isinstance(meant, Type) and meant != action and _is_apart(meant.text):
        yield from (Type(letter) for letter in meant.text)
    else:
        yield meant


def _is_apart(text: str) -> bool:
    """Whether each of its characters can be typed by itself."""
    return not any(unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "So") for char in text)


async def _see_what_is_there_before(run: Run, intent: Intent) -> None:
    """Somebody may have thought for long since the look; what changed meanwhile is not this action's doing."""
    before = run.before
    if before is None or not isinstance(intent.action, Click | Drag | Press) or not isinstance(intent.hope, Changes):
        return
    if time.monotonic() - before.frame.taken_s > FRESH_S:
        frame = await run.computer.look()
        run.computer.watch.add(frame)
        if frame.size == before.frame.size and frame.url == before.frame.url:
            run.before = Looked(frame, before.hints, before.effect, run.looker)


async def _announce(run: Run, intent: Intent, step: int, flow: Flow) -> None:
    """Write-ahead: whoever comes after a crash knows what may have happened."""
    risk = risk_in(intent)
    run.mark = run.network.mark()
    run.network.is_expected = _expects_to_send(run, intent, flow.get("approved", ""))
    run.unproven = intent.said if risk or intent.commits else ""
    run.took = {phase: run.took[phase] for phase in ("act",) if phase in run.took}
    run.tell(
        "intent",
        step=step,
        part=flow.get("at", 0),
        said=intent.said,
        frame=await run.keep(run.before) if run.before is not None else "",
        action=to_dict(intent.action),
        target=target_to(intent.target),
        hope=hope_in_words(intent.hope),
        risk=risk,
        commits=intent.commits,
        last=len(run.pending) == 1 and not intent.goes_on,
    )


def _expects_to_send(run: Run, intent: Intent, approved: str) -> bool:
    """Whether what is sent now was asked for; while one waits, that is as it was."""
    match intent.action:
        case Wait():
            return run.network.is_expected
        case Goto() | Back() | Tab():
            return False
        case _:
            is_approved = run.now is not None and approved == key_of(intent, run.now.frame)
            return intent.named or is_approved


async def _keeps_its_secrets(run: Run, intent: Intent) -> str:
    """Why a secret may not be typed now; where it may, nothing goes anywhere but its hosts from here on."""
    secrets = run.policy.secrets.said_in(intent.action.text) if isinstance(intent.action, Type) else ()
    for secret in secrets:
        if why := await _may_not_go_there(run, secret):
            return why
    for secret in secrets:
        if secret.hosts:
            run.network.narrow(secret.hosts)
    if secrets and intent.target is not None and intent.target.box not in run.hidden:
        run.hidden.append(intent.target.box)
    return ""


async def _may_not_go_there(run: Run, secret: Secret) -> str:
    if not secret.hosts:
        return ""
    hosts = ", ".join(secret.hosts)
    if not isinstance(run.computer, Addressed):
        return (
            f"{secret.said} is for {hosts} alone, and nobody can tell what host is open here; leave its hosts out to allow it"
        )

    def permits(url: str) -> bool:
        where = host_of(url)
        return where is not None and secret.may_go_to(*where)

    if await run.computer.keys_go_to(permits):
        return ""
    return f"{secret.said} is for {hosts} alone, and what has the focus is not a page of that host"
