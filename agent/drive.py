"""Drive: takes a task round the loop to its end, and says in one value how it ended."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any, cast

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

from ..tools.errors import FailureCode
from .graph import build
from .run import Run, spent_of
from .state import Outcome

STEPS_OF_GRAPH = 100_000
"""LangGraph's own limit is no safety net; budgets are."""


async def drive(run: Run, task: str, *, reply: bool | str | None = None) -> Outcome:
    """Begins a task, or goes on with a waiting one where a reply to its question is given."""
    async with AsyncExitStack() as stack:
        path = run.recorder.folder / "checkpoints.sqlite"
        saver = await stack.enter_async_context(AsyncSqliteSaver.from_conn_string(str(path)))
        graph = cast("Any", build()).compile(checkpointer=saver)
        config = {"configurable": {"thread_id": run.recorder.folder.name}, "recursion_limit": STEPS_OF_GRAPH}
        given = {"task": task} if reply is None else Command(resume=reply)
        ended = cast("dict[str, Any]", await graph.ainvoke(given, config, context=run, durability="sync"))
        path.chmod(0o600)
    if waiting := ended.get("__interrupt__"):
        question = str(waiting[0].value["question"])
        run.tell("asked", question=question)
        return Outcome(status="waiting", code="waiting", why=question, spent=spent_of(cast("Any", ended), run))
    outcome = ended["outcome"]
    return Outcome(
        status=outcome["status"],
        why=outcome.get("why", ""),
        code=cast("FailureCode | None", outcome.get("code")),
        proof=outcome.get("proof", "none"),
        answer=ended.get("answer"),
        spent=spent_of(cast("Any", ended), run),
    )
