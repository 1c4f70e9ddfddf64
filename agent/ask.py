"""Ask: a person decides or answers; the run stands still until then, in a node of its own, because it begins anew."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from .run import Flow, Run


async def ask(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    question = flow.get("question", {})
    reply = interrupt(question)
    run.tell("answered", question=question["question"], reply=reply)
    run.pending = []
    if reply is False:
        return {
            "question": {},
            "outcome": {"status": "refused", "code": "refused", "why": f"no was said to: {question['question']}"},
        }
    if reply is True:
        return {"question": {}, "approved": question["key"]}
    return {
        "question": {},
        "history": [*flow.get("history", []), {"said": question["question"], "status": "confirmed", "why": str(reply)}],
    }
