"""Plan: the parts of the task, each with what should then be seen."""

from __future__ import annotations

from langgraph.runtime import Runtime

from .run import Flow, Run


async def plan(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    with run.timed("plan"):
        told = (run.named() if run.knows else None) or await run.told()
        situation = await run.situation(flow, told)
        async with run.thinking() as brain:
            goals = await brain.plan(situation)
    run.tell("plan", goals=[goal.words for goal in goals], then=[goal.then for goal in goals], seconds=run.took.pop("plan"))
    return {"plan": [{"words": goal.words, "then": goal.then} for goal in goals], "at": 0, "tries": 0}
