"""The Qwen brain in the loop, on a painted computer and with answers from a list: what is done of what a model says, and what not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from handeye.agent.models.model import Message, Model
from handeye.agent.models.prices import Price, Prices
from handeye.agent.models.scripted import Answer, ScriptedModel
from handeye.agent.qwen.aim import part_around
from handeye.agent.qwen.brain import QwenBrain
from handeye.agent.qwen.roles import Roles
from handeye.agent.recorder import read_events
from handeye.tools.computer import opened
from handeye.tools.geometry import Point, Size
from handeye.tools.painted import Painted
from handeye.tools.sight import Eyes
from tests.agent.test_graph import CONFIG, PAGES, looped, on_painted

SIZE = Size(1280, 720)


def call(said: str, /, **arguments: object) -> str:
    return f"Thought: it is next.\nAction: {said}\n<tool_call>\n{json.dumps({'name': 'computer_use', 'arguments': arguments})}\n</tool_call>"


async def place_of(name: str) -> list[int]:
    """Where a thing stands on the painted page, as a model says it."""
    async with opened(Painted(PAGES)) as computer:
        await computer.look()
        hint = next(each for each in await computer.hints() if each.name == name)
        return list(SIZE.to_thousandths(hint.box.center))


def plan(*parts: object) -> str:
    return json.dumps({"parts": parts})


def closer(at: list[int]) -> str:
    """The same place, as it is said of the enlarged part around it."""
    point = SIZE.from_thousandths(*at)
    part = part_around(point, SIZE)
    x, y = Size(int(part.w), int(part.h)).to_thousandths(Point(point.x - part.x, point.y - part.y))
    return json.dumps([{"point_2d": [x, y], "label": "it"}])


def finished(status: str = "success") -> str:
    return call("finish", action="terminate", status=status)


async def run_with(
    tmp_path: Path,
    instruct: list[Answer],
    thinking: list[Answer] | None = None,
    *,
    task: str = "greet Ada, then stop",
    **more: Any,
) -> tuple[dict[str, Any], list[dict[str, Any]], ScriptedModel, ScriptedModel | None]:
    act = ScriptedModel(instruct, name="act")
    think = ScriptedModel(thinking, name="think", thinks=True) if thinking is not None else None
    brain = QwenBrain(Roles(act, think, **more.pop("roles", {})))
    async with on_painted(tmp_path, brain, **more) as (graph, run):  # type: ignore[arg-type]
        brain.tell = run.tell
        ended = await graph.ainvoke({"task": task}, CONFIG, context=run)
    events = [dict(each) for each in read_events(tmp_path)]
    return (ended.get("outcome") or {"status": "waiting"}), events, act, think


def pictures(messages: tuple[Message, ...]) -> int:
    return sum(len(message.pictures) for message in messages)


@looped
async def test_a_plan_of_two_parts_is_thought_acted_and_proven(tmp_path: Path) -> None:
    name, greet = await place_of("Name"), await place_of("Greet")
    parts = plan({"words": "Enter Ada", "then": "Name shows 'Ada'"}, {"words": "Press Greet", "then": "'Hello!' is visible"})
    acts = [
        call("Click the Name field.", action="left_click", coordinate=name),
        call("Type Ada.", action="type", text="Ada"),
        finished(),
        call("Click the Greet button.", action="left_click", coordinate=greet),
        finished(),
    ]
    outcome, events, act, think = await run_with(tmp_path, [*acts], [parts])
    assert (outcome["status"], outcome["proof"]) == ("done", "checked"), outcome
    assert think is not None
    assert len(think.asked) == 1
    assert [event["role"] for event in events if event["event"] == "model"] == ["plan", *["act"] * 5]
    assert [pictures(each.messages) for each in act.asked] == [1, 2, 3, 4, 5]


@looped
async def test_a_form_that_is_planned_with_its_values_is_filled_without_another_call(tmp_path: Path) -> None:
    name = await place_of("Name")
    parts = plan(
        {"words": "Fill in", "then": "Name shows 'Ada'", "fields": [{"field": "Name", "value": "Ada", "point_2d": name}]}
    )
    outcome, events, act, _ = await run_with(tmp_path, [finished()], [parts])
    assert outcome["status"] == "done"
    typed = [event for event in events if event["event"] == "verdict" and event["said"].startswith('type "Ada"')]
    assert typed[-1]["status"] == "confirmed"
    assert len(act.asked) == 1


@looped
async def test_a_short_sentence_is_its_own_plan(tmp_path: Path) -> None:
    greet = await place_of("Greet")
    outcome, events, _, think = await run_with(
        tmp_path, [call("Click Greet.", action="left_click", coordinate=greet), finished()], [], task="press Greet"
    )
    assert outcome["status"] == "done"
    assert think is not None
    assert not think.asked
    assert sum(event["event"] == "model" for event in events) == 2


@looped
async def test_that_it_is_done_is_not_believed_where_nothing_shows_it(tmp_path: Path) -> None:
    outcome, *_ = await run_with(tmp_path, [finished()], task="press Greet")
    assert outcome["status"] == "unsure"


@looped
async def test_what_should_be_seen_at_the_end_is_looked_for(tmp_path: Path) -> None:
    parts = plan({"words": "Press Greet", "then": "'Hello!' is visible"})
    outcome, *_ = await run_with(tmp_path, [finished(), finished()], [parts])
    assert outcome["status"] == "failed"


@looped
async def test_a_point_beside_its_button_is_put_right_by_what_is_seen(tmp_path: Path) -> None:
    x, y = await place_of("Greet")
    outcome, events, *_ = await run_with(
        tmp_path,
        [call("Click the Greet button.", action="left_click", coordinate=[x + 40, y + 25]), finished()],
        task="press Greet",
    )
    assert outcome["status"] == "done"
    (target,) = [event["target"] for event in events if event["event"] == "intent"]
    assert (target["words"], target["source"]) == ("Greet", "model")


@looped
async def test_a_bad_reply_is_told_once_and_said_again(tmp_path: Path) -> None:
    greet = await place_of("Greet")
    good = [call("Click Greet.", action="left_click", coordinate=greet), finished()]
    outcome, events, act, _ = await run_with(tmp_path, ["I would click it.", *good], task="press Greet")
    assert outcome["status"] == "done"
    assert "no call in the reply" in act.asked[1].messages[-1].words
    assert [event["why"] for event in events if event["event"] == "bad reply"]


@looped
async def test_a_second_bad_reply_ends_it_and_nothing_was_touched(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no call"):
        await run_with(tmp_path, ["I would click it.", "Really."], task="press Greet")
    assert not any(event["event"] == "intent" for event in read_events(tmp_path))


@looped
async def test_what_fails_twice_is_put_to_the_one_that_thinks(tmp_path: Path) -> None:
    dead, greet = await place_of("Dead"), await place_of("Greet")
    press = call("Click Dead.", action="left_click", coordinate=dead)
    think = [call("Click Greet.", action="left_click", coordinate=greet)]
    outcome, _events, _, thinking = await run_with(
        tmp_path, [press, press, closer(dead), closer(greet), finished()], [*think], task="press Dead or Greet"
    )
    assert thinking is not None
    assert len(thinking.asked) == 1
    assert "find another way" in thinking.asked[0].messages[-1].words
    assert outcome["status"] == "done", outcome


@looped
async def test_a_thinking_model_that_fails_is_replaced_and_then_left_alone(tmp_path: Path) -> None:
    parts = plan({"words": "Press Greet", "then": "'Hello!' is visible"})
    greet = await place_of("Greet")
    acts = [parts, call("Click Greet.", action="left_click", coordinate=greet), finished()]
    outcome, events, *_ = await run_with(tmp_path, [*acts], [])
    assert outcome["status"] == "done"
    (failed,) = [event for event in events if event["event"] == "model failed"]
    assert (failed["model"], failed["then"]) == ("think", "act")


@looped
async def test_a_judge_in_doubt_asks_the_one_that_thinks(tmp_path: Path) -> None:
    doubt, sure = (
        json.dumps({"reason": "It may be.", "verdict": "unsure"}),
        json.dumps({"reason": "It greets.", "verdict": "yes"}),
    )
    parts = plan({"words": "Press Greet", "then": "the greeting looks friendly"})
    greet = await place_of("Greet")
    acts = [call("Click Greet.", action="left_click", coordinate=greet), finished(), doubt]
    outcome, events, act, _ = await run_with(tmp_path, [*acts], [parts, sure])
    assert (outcome["status"], outcome["why"]) == ("done", "It greets.")
    assert [event["role"] for event in events if event["event"] == "model"][-2:] == ["judge", "judge"]
    assert pictures(act.asked[-1].messages) >= 2


@looped
async def test_the_budget_of_calls_ends_it(tmp_path: Path) -> None:
    from handeye.agent.state import Budget

    name = await place_of("Name")
    acts = [call("Click the Name field.", action="left_click", coordinate=name) for _ in range(9)]
    outcome, events, *_ = await run_with(tmp_path, [*acts], task="press Greet", budget=Budget(model_calls=2))
    assert (outcome["code"], sum(event["event"] == "model" for event in events)) == ("budget", 2)


@looped
async def test_what_is_risky_and_not_of_the_users_words_is_asked(tmp_path: Path) -> None:
    delete = await place_of("Delete")
    outcome, events, *_ = await run_with(
        tmp_path, [call("Click Delete.", action="left_click", coordinate=delete)], task="tidy up"
    )
    assert outcome["status"] == "waiting"
    assert not any(event["event"] == "intent" for event in events)


@looped
async def test_what_it_thought_is_kept_only_when_asked_for(tmp_path: Path) -> None:
    from handeye.agent.models.model import Reply, Usage

    greet = await place_of("Greet")
    said = call("Click Greet.", action="left_click", coordinate=greet)
    replies: Callable[[], list[Answer]] = lambda: [  # noqa: E731
        Reply(text=said, reasoning="I wonder", usage=Usage(prompt=1_000_000, answer=0)),
        finished(),
    ]
    _, events, *_ = await run_with(
        tmp_path / "one", replies(), task="press Greet", roles={"prices": Prices({"act": Price(prompt=2.5)})}
    )
    calls = [event for event in events if event["event"] == "model"]
    assert (calls[0]["price"], "I wonder" in str(calls)) == (2.5, False)
    _, events, *_ = await run_with(tmp_path / "two", replies(), task="press Greet", roles={"keeps_thoughts": True})
    assert [event["reasoning"] for event in events if event.get("reasoning")] == ["I wonder"]


class Greeting(BaseModel):
    words: str
    exclaims: bool


@looped
async def test_what_is_read_comes_as_what_was_asked_for() -> None:
    async with opened(Painted(PAGES)) as computer:
        sight = Eyes().understand(await computer.look())
    model: Model = ScriptedModel([json.dumps({"found": True, "value": {"words": "Hello", "exclaims": True}})])
    assert await QwenBrain(Roles(model)).read("the greeting", sight, Greeting) == Greeting(words="Hello", exclaims=True)
