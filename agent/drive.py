"""Drive: takes a task round the loop to its end, and says in one value how it ended."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

from ..tools.errors import BadInput, FailureCode, HandeyeError
from .graph import build
from .run import Flow, Run, spent_of
from .state import Outcome, Spent

STEPS_OF_GRAPH = 100_000
"""LangGraph's own limit is no safety net; budgets are."""

CHECKPOINTS = "checkpoints.sqlite"
DURABILITY = "exit"
"""The place in the graph is written down where a run stops or asks. What a crash leaves is told by the events, one by one."""


async def drive(
    run: Run,
    task: str,
    *,
    reply: bool | str | None = None,
    begin: Flow | None = None,
    thread: str = "",
    resumes: bool = True,
) -> Outcome:
    """Begins a task; goes on with a waiting one where a reply to its question is given, or from where `begin` says.

    `resumes`: it may go on in another process, from what is written down where it stops."""
    async with AsyncExitStack() as stack:
        saver = await stack.enter_async_context(_on_disk(run.recorder.folder)) if resumes else InMemorySaver()
        graph = _graph().compile(checkpointer=saver)
        config = {"configurable": {"thread_id": thread or run.recorder.folder.name}, "recursion_limit": STEPS_OF_GRAPH}
        said = run.clean(reply) if isinstance(reply, str) else reply
        given: Any = Command(resume=said) if said is not None else {"task": run.clean(task), **(begin or {})}
        try:
            ended = cast("dict[str, Any]", await graph.ainvoke(given, config, context=run, durability=DURABILITY))
        except BadInput:
            raise
        except HandeyeError as error:
            known = cast("Flow", (await graph.aget_state(config)).values)
            return _broken_off(run, error, spent_of(known, run))
    if waiting := ended.get("__interrupt__"):
        question, key = str(waiting[0].value["question"]), str(waiting[0].value.get("key", ""))
        run.tell("asked", question=question, key=key)
        return Outcome(status="waiting", code="waiting", why=question, spent=spent_of(cast("Flow", ended), run))
    outcome = ended["outcome"]
    return Outcome(
        status=outcome["status"],
        why=outcome.get("why", ""),
        code=cast("FailureCode | None", outcome.get("code")),
        proof=outcome.get("proof", "none"),
        answer=ended.get("answer"),
        spent=spent_of(cast("Flow", ended), run),
    )


@asynccontextmanager
async def _on_disk(folder: Path) -> AsyncGenerator[AsyncSqliteSaver]:
    path = folder / CHECKPOINTS
    async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
        path.chmod(0o600)
        yield saver


@cache
def _graph() -> Any:
    return build()


def _broken_off(run: Run, error: HandeyeError, spent: Spent) -> Outcome:
    """The computer is gone, or would not go on."""
    if run.unproven or run.network.sent_since(run.mark):
        why = f"{error}; what was last done ({run.unproven or 'a step that sent something'}) may or may not have arrived"
        outcome = Outcome(status="unsure", code="uncertain_delivery", why=why, spent=spent)
    else:
        status = "refused" if error.exit_code == 4 else "failed"
        outcome = Outcome(status=status, code=error.code, why=str(error), spent=spent)
    run.tell("ended", status=outcome.status, code=outcome.code, why=outcome.why)
    return outcome
