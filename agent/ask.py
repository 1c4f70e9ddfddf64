"""Ask: a person decides or answers; the run stands still until then, in a node of its own, because it begins anew."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from .network import HELD
from .run import Flow, Run


async def ask(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    question = flow.get("question", {})
    reply = interrupt(question)
    run.tell("answered", question=question["question"], reply=reply)
    held = question.get("key", "").startswith(HELD)
    if held:
        run.network.answer(question["key"].removeprefix(HELD), yes=reply is True)
    else:
        run.pending = []
    if reply is False or (held and reply is not True):
        why = f"no was said to: {question['question']}"
        return {"question": {}, "outcome": {"status": "refused", "code": "refused", "why": why}}
    if reply is True:
        return {"question": {}, "approved": flow.get("approved", "") if held else question["key"]}
    said = {"said": question["question"], "status": "confirmed", "why": str(reply)}
    return {"question": {}, "history": [*flow.get("history", []), said]}
