"""Graph: look, plan, act, guard, do, verify; and what follows what."""

from __future__ import annotations

from typing import Any, Literal, cast

from langgraph.graph import END, START, StateGraph  # pyright: ignore[reportMissingTypeStubs]
from langgraph.runtime import Runtime

from .act import act
from .ask import ask
from .do import do
from .guard import guard
from .look import look
from .plan import plan
from .run import Flow, Run, spent_of
from .verify import verify

MOST_TRIES = 3
"""As it was said, with a closer look, in another way; never a fourth time."""

Next = Literal["look", "plan", "act", "guard", "ask", "do", "verify", "finish"]


def build() -> StateGraph[Flow, Run, Flow, Flow]:
    graph = StateGraph(Flow, context_schema=Run)
    for node in (look, plan, act, guard, ask, do, verify, finish):
        graph.add_node(node.__name__, cast("Any", node))  # pyright: ignore[reportUnknownMemberType]
    graph.add_edge(START, "look")
    graph.add_conditional_edges("look", after_look)
    graph.add_conditional_edges("plan", after_plan)
    graph.add_conditional_edges("act", after_act)
    graph.add_conditional_edges("guard", after_guard)
    graph.add_conditional_edges("ask", after_ask)
    graph.add_conditional_edges("do", after_do)
    graph.add_conditional_edges("verify", after_verify)
    graph.add_edge("finish", END)
    return graph


def after_look(flow: Flow) -> Next:
    return "act" if flow.get("plan") else "plan"


def after_plan(flow: Flow) -> Next:
    return "finish" if flow.get("outcome") or not flow.get("plan") else "act"


def after_act(flow: Flow, runtime: Runtime[Run]) -> Next:
    if flow.get("outcome") or _is_over(flow):
        return "finish"
    if flow.get("question", {}).get("question"):
        return "ask"
    return "guard" if runtime.context.pending else "act"


def after_guard(flow: Flow) -> Next:
    if flow.get("outcome"):
        return "finish"
    return "ask" if flow.get("question", {}).get("question") else "do"


def after_ask(flow: Flow) -> Next:
    return "finish" if flow.get("outcome") else "look"


def after_do(flow: Flow) -> Next:
    return "finish" if flow.get("outcome") else "verify"


def after_verify(flow: Flow, runtime: Runtime[Run]) -> Next:
    run = runtime.context
    if flow.get("verdict", {}).get("status") == "unsure" or flow.get("tries", 0) >= MOST_TRIES or _is_over(flow):
        return "finish"
    if run.budget.exceeded(spent_of(flow, run)):
        return "finish"
    return "guard" if run.pending else "act"


def _is_over(flow: Flow) -> bool:
    return flow.get("at", 0) >= len(flow.get("plan", []))


async def finish(flow: Flow, runtime: Runtime[Run]) -> Flow:
    """How it ended: done only when all of it was seen to be done."""
    run = runtime.context
    outcome = flow.get("outcome") or _ended(flow, run)
    run.tell("ended", **outcome)
    return {"outcome": outcome}


def _ended(flow: Flow, run: Run) -> dict[str, Any]:
    verdict = flow.get("verdict", {})
    if _is_over(flow):
        proof = "checked" if verdict.get("checked") else "effect"
        return {"status": "done", "why": verdict.get("why", "it was so already"), "proof": proof}
    if verdict.get("status") == "unsure":
        return {"status": "unsure", "why": verdict["why"]}
    if why := run.budget.exceeded(spent_of(flow, run)):
        return {"status": "failed", "code": "budget", "why": why}
    code = {"no_effect": "stuck", "wrong": "wrong", "stale": "stale"}.get(verdict.get("status", ""), "stuck")
    return {"status": "failed", "code": code, "why": verdict.get("why", "nothing more could be done")}
