"""Guard: what is risky and was not named by the user goes to ask, what is forbidden ends the run."""

from __future__ import annotations

from langgraph.runtime import Runtime

from .policy import Allowed, Asks, Forbidden, decide
from .run import Flow, Run


async def guard(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    assert run.now is not None
    intent = run.pending[0]
    match decide(intent, run.now.frame, run.policy, flow.get("approved", ""), run.network.permits):
        case Allowed():
            return {"question": {}}
        case Asks(question, key):
            run.tell("risky", said=intent.said, question=question)
            return {"question": {"question": run.clean(question), "key": key}}
        case Forbidden(why):
            run.tell("forbidden", said=intent.said, why=why)
            return {"outcome": {"status": "refused", "code": "refused", "why": run.clean(why)}}
