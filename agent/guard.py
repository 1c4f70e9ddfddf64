"""Guard: what is risky and was not named by the user goes to ask, what is forbidden ends the run."""

from __future__ import annotations

from langgraph.runtime import Runtime

from ..tools.action import Click
from ..tools.computer import Hinting
from .policy import WRITTEN, Allowed, Asks, Forbidden, Under, decide
from .run import Flow, Run
from .state import Intent

QUIET = frozenset({*WRITTEN, "checkbox", "radio", "option", "switch"})
"""What is written on these is a value, or stands beside them: nobody reads it for each of them."""


async def guard(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    assert run.now is not None
    intent = run.pending[0]
    under = await _under(run, intent)
    match decide(intent, run.now.frame, run.policy, flow.get("approved", ""), run.network.permits, under):
        case Allowed():
            return {"question": {}}
        case Asks(question, key):
            run.tell("risky", said=intent.said, question=question)
            return {"question": {"question": question, "key": key}}
        case Forbidden(why):
            run.tell("forbidden", said=intent.said, why=why)
            return {"outcome": {"status": "refused", "code": "refused", "why": why}}


async def _under(run: Run, intent: Intent) -> Under:
    """By sight, and by what the computer says, which may be something that nobody sees."""
    assert run.now is not None
    if run.policy.ask == "never" or not isinstance(intent.action, Click):
        return Under()
    # Where it was decided on a hint, the hands see to it that the same thing is there still.
    hint = intent.action.seen.hint if intent.action.seen is not None else None
    if hint is None and isinstance(run.computer, Hinting) and not run.looker.sight_only:
        hint = await run.computer.hint_at(intent.action.point)
    shown = ""
    if intent.target is not None and intent.target.kind not in QUIET:
        shown = await run.now.written(intent.target.box)
    return Under(shown, hint.name if hint is not None else "")
