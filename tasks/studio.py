"""Studio: the graph for LangGraph's own server, which finds it in langgraph.json: each run has a browser of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any, cast

from langgraph.graph.state import CompiledStateGraph  # pyright: ignore[reportMissingTypeStubs]
from langgraph.types import Interrupt
from langgraph_sdk import Auth

from ..agent.drive import STEPS_OF_GRAPH
from ..agent.graph import build
from ..agent.run import Flow, Run
from ..tools.errors import HandeyeError
from .session import at_work
from .visit import Settings, Visit

STUDIO = "https://smith.langchain.com"
"""The one site whose pages may have something done; any other that a browser here has open could have files sent off."""

INPUT: dict[str, Any] = {
    "title": "Task",
    "type": "object",
    "properties": {"task": {"type": "string", "description": "such as: open localhost:8000, click Save"}},
    "required": ["task"],
}


class Served(CompiledStateGraph[Flow, Settings, Flow, Flow]):
    """However the server streams it, a run comes by here: its place is open for as long as it takes."""

    def get_input_jsonschema(self, config: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """A task is all that is asked for; what else flows is the graph's own."""
        return INPUT

    async def astream(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        input: Any,  # noqa: A002
        config: Any = None,
        *,
        context: Any = None,
        **more: Any,
    ) -> AsyncGenerator[Any]:
        ids = cast("Mapping[str, Any]", config["configurable"])
        config = {**config, "recursion_limit": STEPS_OF_GRAPH}
        async with _opened(input, context, thread=str(ids["thread_id"]), call=str(ids.get("run_id", ""))) as (run, begin):
            asked: Mapping[str, str] = {}
            async with aclosing(cast("Any", super()).astream(begin, config, context=run, **more)) as stream:
                async for each in stream:
                    asked = asked_in(each) or asked
                    yield each
            if asked:
                run.tell("asked", **asked)


class Stopped(RuntimeError):
    """What the server passes on whole; of errors it does not know it tells the name alone."""


@asynccontextmanager
async def _opened(given: object, context: object, *, thread: str, call: str) -> AsyncGenerator[tuple[Run, Flow]]:
    """What is at hand, and what the graph begins with; the record tells how it ended, whatever happened."""
    visit: Visit | None = None
    broken: HandeyeError | None = None
    try:
        visit = await asyncio.to_thread(Visit.of, given, context, thread=thread, call=call, environ=os.environ)
        async with at_work(visit.task, visit.ready, visit.ways, os.environ, visit.folder, start=visit.start) as run:
            yield run, visit.begin(run)
    except HandeyeError as error:
        broken = error
        raise Stopped(str(error)) from error
    finally:
        if visit is not None:
            await asyncio.to_thread(visit.close, broken)


def asked_in(streamed: Any) -> Mapping[str, str]:
    """The question that the graph stands still for, where a piece of its stream tells of one."""
    match cast("Any", streamed)[-1] if isinstance(streamed, tuple) else streamed:
        case {"__interrupt__": [Interrupt(value=question), *_]} | {"payload": {"interrupts": [{"value": question}, *_]}}:
            return question
        case _:
            return {}


def _served() -> Served:
    built = build()
    built.context_schema = cast("Any", Settings)
    # As the compiled graph's own copy() does it.
    return cast("Any", Served)(**vars(cast("Any", built).compile(name="handeye")))


graph = _served()
auth = Auth()


@auth.authenticate
async def _asks(headers: Mapping[bytes, bytes]) -> str:
    origin = headers.get(b"origin", b"").decode()
    if origin not in ("", STUDIO):
        raise Auth.exceptions.HTTPException(status_code=403, detail=f"pages of {origin} may not have anything done here")
    return "who works at this machine"
