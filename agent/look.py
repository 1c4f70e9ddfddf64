"""Look: what is to be seen now, once it holds still."""

from __future__ import annotations

from langgraph.runtime import Runtime

from .run import Flow, Run


async def look(_flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    run.now = await run.looker.look()
    frame = run.recorder.keep(run.now.frame)
    run.tell("look", frame=frame, url=run.now.frame.url, still=run.now.still, why=run.now.why)
    return {"frame": frame}
