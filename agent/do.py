"""Do: delivers one action, once; what may or may not have arrived is looked at, and never sent again."""

from __future__ import annotations

from langgraph.runtime import Runtime

from ..tools.action import to_dict
from ..tools.errors import StaleFrame, UncertainDelivery, Unsupported
from .run import Flow, Run, spent_of


async def do(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    intent = run.pending[0]
    step = int(flow.get("spent", {}).get("steps", 0)) + 1
    run.tell("intent", step=step, said=intent.said, action=to_dict(intent.action))
    delivery, why = "delivered", ""
    try:
        effect = await run.computer.do(intent.action)
    except StaleFrame as stale:
        delivery, why = "stale", str(stale)
    except Unsupported as refusal:
        run.tell("not delivered", step=step, why=str(refusal))
        return {"outcome": {"status": "failed", "code": "unsupported", "why": str(refusal)}}
    except UncertainDelivery as doubt:
        delivery, why = "uncertain", str(doubt)
    else:
        run.tell("delivered", step=step, requests=[f"{each.method} {each.status}" for each in effect.requests])
    if delivery != "delivered":
        run.tell("not delivered" if delivery == "stale" else "uncertain", step=step, why=why)
    spent = spent_of(flow, run)
    return {
        "spent": {**flow.get("spent", {}), "steps": step, "tokens": spent.tokens, "model_calls": spent.model_calls},
        "verdict": {"delivery": delivery, "why": why},
    }
