"""Act: the next action, or several that were decided on this one look."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from langgraph.runtime import Runtime

from ..tools.action import Answer, Ask, Done
from ..tools.errors import Ambiguous, NotFound, Unsupported
from .brain import WantsEyes
from .out_of_view import scrolled_to
from .run import Flow, Run
from .state import Intent, Situation
from .undo import taken_back


async def act(flow: Flow, runtime: Runtime[Run]) -> Flow:
    run = runtime.context
    run.before = run.now
    try:
        with run.timed("act"):
            run.pending = await _decided(flow, run)
    except (NotFound, Ambiguous, Unsupported) as error:
        run.pending = []
        if isinstance(error, NotFound) and (undone := await taken_back(flow, run, str(error))):
            return undone
        run.tell("no way", why=str(error))
        return {"outcome": {"status": "failed", "code": error.code, "why": str(error)}}
    if not run.pending:
        # What this part asked for is there already.
        said = flow.get("verdict", {})
        so = {"status": "confirmed", "why": "it was so already", "checked": False}
        return {
            "at": flow.get("at", 0) + 1,
            "tries": 0,
            "verdict": said if said.get("status", "confirmed") == "confirmed" else so,
        }
    match run.pending[0].action:
        case Answer(text):
            intent = run.pending.pop(0)
            run.tell("answer", part=flow.get("at", 0), said=intent.said, name=intent.name, answer=text)
            answer = with_those_before(flow.get("answer"), intent.said, intent.name, text)
            return {"answer": answer, "at": flow.get("at", 0) + 1, "tries": 0}
        case Ask(question):
            return {"question": {"question": question, "key": ""}}
        case Done(success, why):
            run.pending.clear()
            if not success:
                return {"outcome": {"status": "failed", "code": "stuck", "why": why or "it was given up"}}
            # That it is done is for the screen to show, in `finish`.
            return {"at": len(flow.get("plan", [])), "tries": 0, "claimed": why}
        case _:
            return {}


async def _decided(flow: Flow, run: Run) -> list[Intent]:
    """What the computer says of itself is there at once; the eyes look where it does not tell enough, or led to nothing."""
    tries = flow.get("tries", 0)
    if not tries and run.knows and (found := await _by_names(flow, run)) is not None:
        return found
    told = None if tries else await run.told()
    if told is not None:
        try:
            return await _asked(run, await run.situation(flow, told))
        except (WantsEyes, Ambiguous):
            pass
        except NotFound:
            if (elsewhere := await scrolled_to(flow, run)) is not None:
                return [elsewhere]
    return await _asked(run, await run.situation(flow))


async def _asked(run: Run, situation: Situation) -> list[Intent]:
    async with run.thinking() as brain:
        return await brain.act(situation)


async def _by_names(flow: Flow, run: Run) -> list[Intent] | None:
    """Nothing is read for that; where one picture does not do, once it holds still."""
    while (named := run.named()) is not None or run.is_glance:
        with suppress(NotFound, Ambiguous):
            if named is not None:
                return await _asked(run, await run.situation(flow, named))
        if not run.is_glance:
            break
        run.before = await run.look()
    return None


def with_those_before(known: object, said: str, name: str, text: str) -> object:
    """One answer is its text; several, or one that was given a name, are told by their names."""
    if known is None and not name:
        return text
    before = cast("dict[str, object]", known) if isinstance(known, dict) else {} if known is None else {"answer": known}
    return {**before, name or said: text}
