"""The loop on a painted computer: what is done, what is not, what is asked, and that nothing is said without proof."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from handeye.agent.act import with_those_before
from handeye.agent.eyes import Looker
from handeye.agent.graph import build
from handeye.agent.policy import Policy
from handeye.agent.recorder import Recorder, read_events
from handeye.agent.run import Run
from handeye.agent.scripted import Deed, Scripted
from handeye.agent.state import Budget, Changes, Holds, Hope, Intent, Says, Situation
from handeye.tools.action import Click, Done, Type, bind
from handeye.tools.computer import opened
from handeye.tools.find import find
from handeye.tools.painted import Painted
from handeye.tools.painted.scene import Button, Field, Label, Pages, goto, nothing, show, submit

PAGES: Pages = {
    "greet": (Field("Name"), Button("Greet", show("Hello!")), Button("Dead", nothing), Button("Delete", submit(goto("gone")))),
    "gone": (Label("It is gone"),),
}


def click(words: str, hope: Hope | None = None, *, named: bool = True) -> Deed:
    def deed(situation: Situation) -> list[Intent]:
        target = find(situation.sight, words).target
        assert target is not None
        action = bind(Click(target.point), situation.sight.frame, target.box, target.hint)
        return [Intent(action, f"click {words}", target, hope or Changes(), named=named)]

    return deed


def enter(words: str, text: str) -> Deed:
    def deed(situation: Situation) -> list[Intent]:
        target = find(situation.sight, words).target
        assert target is not None
        first = bind(Click(target.point), situation.sight.frame, target.box, target.hint)
        return [
            Intent(first, f"click {words}", target, None, named=True),
            Intent(Type(text), f"type {text}", target, Holds(text), named=True),
        ]

    return deed


@asynccontextmanager
async def on_painted(tmp_path: Path, brain: Scripted, **more: Any) -> AsyncGenerator[tuple[Any, Run]]:
    async with opened(Painted(PAGES)) as computer:
        run = Run(computer, brain, Looker(computer), Recorder(tmp_path), more.pop("policy", Policy()), **more)
        try:
            yield cast("Any", build()).compile(checkpointer=InMemorySaver()), run
        finally:
            run.recorder.close()
            run.looker.close()


def looped(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(*given: Any, **named: Any) -> None:
        asyncio.run(test(*given, **named))

    return run


CONFIG: Any = {"configurable": {"thread_id": "one"}, "recursion_limit": 1000}


@looped
async def test_each_step_is_done_and_proven(tmp_path: Path) -> None:
    brain = Scripted([("type Ada into Name", enter("Name", "Ada")), ("click Greet", click("Greet"))])
    async with on_painted(tmp_path, brain) as (graph, run):
        ended = await graph.ainvoke({"task": "greet Ada"}, CONFIG, context=run)
    assert ended["outcome"]["status"] == "done"
    verdicts = [event for event in read_events(tmp_path) if event["event"] == "verdict"]
    assert [event["status"] for event in verdicts] == ["confirmed"] * 3
    assert all((tmp_path / "frames" / f"{event['frame']}.png").exists() for event in verdicts)


@looped
async def test_a_button_that_does_nothing_ends_stuck_and_is_never_pressed_a_fourth_time(tmp_path: Path) -> None:
    brain = Scripted([("click Dead", click("Dead"))])
    async with on_painted(tmp_path, brain) as (graph, run):
        ended = await graph.ainvoke({"task": "press it"}, CONFIG, context=run)
    assert (ended["outcome"]["status"], ended["outcome"]["code"]) == ("failed", "stuck")
    assert sum(event["event"] == "delivered" for event in read_events(tmp_path)) == 3
    assert [situation.closer for situation in brain.asked] == [False, True, True]


@looped
async def test_what_a_brain_adds_and_is_risky_waits_for_a_yes(tmp_path: Path) -> None:
    brain = Scripted([("click Delete", click("Delete", named=False))])
    async with on_painted(tmp_path, brain) as (graph, run):
        waiting = await graph.ainvoke({"task": "tidy up"}, CONFIG, context=run)
        assert "delet" in waiting["__interrupt__"][0].value["question"].casefold()
        assert not any(event["event"] == "intent" for event in read_events(tmp_path))
        ended = await graph.ainvoke(Command(resume=True), CONFIG, context=run)
        assert len(run.computer.submissions) == 1  # type: ignore[attr-defined]
    assert ended["outcome"]["status"] == "done"


@looped
async def test_a_no_ends_it_and_nothing_was_sent(tmp_path: Path) -> None:
    brain = Scripted([("click Delete", click("Delete", named=False))])
    async with on_painted(tmp_path, brain) as (graph, run):
        await graph.ainvoke({"task": "tidy up"}, CONFIG, context=run)
        ended = await graph.ainvoke(Command(resume=False), CONFIG, context=run)
        assert not run.computer.submissions  # type: ignore[attr-defined]
    assert ended["outcome"]["status"] == "refused"


@looped
async def test_what_the_user_named_is_approved_by_being_said(tmp_path: Path) -> None:
    brain = Scripted([("click Delete", click("Delete"))])
    async with on_painted(tmp_path, brain) as (graph, run):
        ended = await graph.ainvoke({"task": "click Delete"}, CONFIG, context=run)
    assert ended["outcome"]["status"] == "done"


@looped
async def test_a_claim_that_nobody_can_judge_is_unsure_not_done(tmp_path: Path) -> None:
    brain = Scripted([("click Greet", click("Greet", Says("everybody is happy now")))])
    async with on_painted(tmp_path, brain) as (graph, run):
        ended = await graph.ainvoke({"task": "greet"}, CONFIG, context=run)
    assert ended["outcome"]["status"] == "unsure"


@looped
async def test_a_budget_ends_the_run_and_says_which(tmp_path: Path) -> None:
    brain = Scripted([("click Greet", click("Greet")), ("click Dead", click("Dead"))])
    async with on_painted(tmp_path, brain, budget=Budget(steps=1)) as (graph, run):
        ended = await graph.ainvoke({"task": "greet"}, CONFIG, context=run)
    assert (ended["outcome"]["code"], ended["outcome"]["why"]) == ("budget", "the budget of 1 steps is used up")


@pytest.mark.parametrize("text", ["Ada", "l1I O0", "Zażółć gęślą"])
@looped
async def test_what_was_typed_is_what_is_shown(tmp_path: Path, text: str) -> None:
    brain = Scripted([("type", enter("Name", text))])
    async with on_painted(tmp_path, brain) as (graph, run):
        ended = await graph.ainvoke({"task": "type"}, CONFIG, context=run)
    assert ended["outcome"]["status"] in ("done", "unsure")


@looped
async def test_what_went_wrong_is_taken_back_where_the_computer_can(tmp_path: Path) -> None:
    wrong = Scripted([("click Delete", click("Delete", Says("'Hello' is visible")))])
    async with on_painted(tmp_path, wrong, undo=True) as (graph, run):
        ended = await graph.ainvoke({"task": "click Delete"}, CONFIG, context=run)
        assert find(await run.now.sight(), "Delete").target is not None, "it is as it was before"  # type: ignore[union-attr]
    assert ended["outcome"]["status"] == "failed"
    assert "undone" in [event["event"] for event in read_events(tmp_path)]


def test_several_answers_are_told_by_their_names() -> None:
    assert with_those_before(None, "read X", "", "5") == "5"
    assert with_those_before(None, "read X", "x", "5") == {"x": "5"}
    assert with_those_before({"x": "5"}, "read Y", "", "6") == {"x": "5", "read Y": "6"}
    assert with_those_before("5", "read Y", "y", "6") == {"answer": "5", "y": "6"}


@looped
async def test_a_brain_that_says_it_is_done_is_not_believed_without_proof(tmp_path: Path) -> None:
    def says_so(_situation: Situation) -> list[Intent]:
        return [Intent(Done(success=True, why="all is well"), "done")]

    for deeds, status in (([("x", says_so)], "unsure"), ([("click Greet", click("Greet")), ("x", says_so)], "done")):
        folder = tmp_path / status
        async with on_painted(folder, Scripted(deeds)) as (graph, run):
            ended = await graph.ainvoke({"task": "x"}, CONFIG, context=run)
        assert ended["outcome"]["status"] == status
        assert ended["outcome"].get("proof", "effect") == "effect"


@looped
async def test_claims_must_be_so_in_the_end(tmp_path: Path) -> None:
    for claim, status in (("'Hello!' is visible", "done"), ("'Goodbye' is visible", "failed"), ("it is nice", "unsure")):
        brain = Scripted([("click Greet", click("Greet"))])
        async with on_painted(tmp_path / status, brain, checks=(claim,)) as (graph, run):
            ended = await graph.ainvoke({"task": "greet"}, CONFIG, context=run)
        assert ended["outcome"]["status"] == status, claim
