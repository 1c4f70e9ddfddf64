"""Graph: look, plan, act, guard, do, verify; and what follows what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal, cast

from langgraph.graph import END, START, StateGraph  # pyright: ignore[reportMissingTypeStubs]
from langgraph.runtime import Runtime

from .act import act
from .ask import ask
from .do import do
from .finish import finish, is_over
from .guard import guard
from .look import look
from .plan import plan
from .run import Flow, Run, spent_of
from .verify import verify

MOST_TRIES = 3
"""As it was said, with a closer look, in another way; never a fourth time."""


def build() -> StateGraph[Flow, Run, Flow, Flow]:
    graph = StateGraph(Flow, context_schema=Run)
    nodes: tuple[Callable[..., Awaitable[Flow]], ...] = (look, plan, act, guard, ask, do, verify, finish)
    for node in nodes:
        graph.add_node(node.__name__, cast("Any", _clean(node)))  # pyright: ignore[reportUnknownMemberType]
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


def _clean(node: Callable[..., Awaitable[Flow]]) -> Callable[..., Awaitable[Flow]]:
    """What flows is written down between nodes: nothing secret is in it, whoever put it there."""

    async def cleaned(flow: Flow, runtime: Runtime[Run]) -> Flow:
        return cast("Flow", runtime.context.recorder.clean(await node(flow, runtime)))

    return cleaned


def after_look(flow: Flow) -> Literal["plan", "act", "finish"]:
    if flow.get("outcome"):
        return "finish"
    if flow.get("plan"):
        return "finish" if is_over(flow) else "act"
    return "plan"


def after_plan(flow: Flow) -> Literal["act", "finish"]:
    return "finish" if flow.get("outcome") or not flow.get("plan") else "act"


def after_act(flow: Flow, runtime: Runtime[Run]) -> Literal["act", "guard", "ask", "finish"]:
    if flow.get("outcome") or is_over(flow):
        return "finish"
    if flow.get("question", {}).get("question"):
        return "ask"
    return "guard" if runtime.context.pending else "act"


def after_guard(flow: Flow) -> Literal["ask", "do", "finish"]:
    if flow.get("outcome"):
        return "finish"
    return "ask" if flow.get("question", {}).get("question") else "do"


def after_ask(flow: Flow, runtime: Runtime[Run]) -> Literal["look", "verify", "finish"]:
    """What was asked in the middle of an action is verified now; anything else is decided anew."""
    if flow.get("outcome"):
        return "finish"
    return "verify" if runtime.context.pending else "look"


def after_do(flow: Flow) -> Literal["verify", "finish"]:
    return "finish" if flow.get("outcome") else "verify"


def after_verify(flow: Flow, runtime: Runtime[Run]) -> Literal["act", "guard", "ask", "finish"]:
    run, verdict = runtime.context, flow.get("verdict", {})
    if flow.get("outcome"):
        return "finish"
    if flow.get("question", {}).get("question"):
        return "ask"
    if verdict.get("status") == "unsure" or verdict.get("ends") or flow.get("tries", 0) >= MOST_TRIES or is_over(flow):
        return "finish"
    if run.budget.exceeded(spent_of(flow, run)):
        return "finish"
    return "guard" if run.pending else "act"
