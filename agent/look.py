"""Look: what is to be seen now, once it holds still."""

from __future__ import annotations

from langgraph.runtime import Runtime

from .aftermath import led_astray
from .run import Flow, Run


async def look(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    now = await run.glance() if run.knows else await run.look_again()
    frame = await run.keep(now)
    run.tell("look", frame=frame, url=now.frame.url, still=now.still, why=now.why, seconds=run.took.get("look", 0.0))
    if not flow.get("plan") and (astray := led_astray(run)):
        return {"frame": frame, "outcome": {"status": "refused", "code": "refused", "why": astray}}
    return {"frame": frame}
