"""The shipped fake: answers from a list, or as a run was answered before."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from handeye.agent.models.model import Json, Message, Reply, Usage
from handeye.agent.models.scripted import EVENT, ScriptedModel, as_event
from handeye.agent.recorder import Recorder, new_run
from handeye.tools.errors import BadInput, ModelError

HI = (Message("user", ("hi",)),)


def answers_of(model: ScriptedModel, count: int) -> list[Reply]:
    async def all_of_them() -> list[Reply]:
        return [await model.ask(HI) for _ in range(count)]

    return asyncio.run(all_of_them())


def test_it_answers_in_order_and_by_what_it_was_asked() -> None:
    model = ScriptedModel(["one", Reply(text="two", finish="length"), lambda messages: f"you said {messages[-1].words}"])
    assert [reply.text for reply in answers_of(model, 3)] == ["one", "two", "you said hi"]


def test_it_remembers_what_it_was_asked() -> None:
    model, schema = ScriptedModel(["{}"]), Json({"type": "object"})
    asyncio.run(model.ask(HI, schema=schema, thinking=False))
    (asked,) = model.asked
    assert (asked.messages, asked.schema, asked.thinking) == (HI, schema, False)


def test_a_list_that_is_used_up_is_no_answer() -> None:
    with pytest.raises(ModelError, match="scripted has no answer left: it was asked 2 times"):
        answers_of(ScriptedModel(["one"]), 2)


def test_a_recorded_run_is_answered_as_it_was(tmp_path: Path) -> None:
    first = Reply(
        text="press “Säve”\u2028now", reasoning="hm", usage=Usage(prompt=9, answer=3, cached=4), seconds=1.5, first_s=0.5
    )
    second = Reply(text="", reasoning="hm, hm", finish="length")
    recorder = Recorder(new_run(tmp_path))
    recorder.event("look", frame="x")
    recorder.event(EVENT, **as_event("act", first))
    recorder.event(EVENT, **as_event("plan", Reply(text="a plan")))
    recorder.event(EVENT, **as_event("act", second))
    recorder.close()
    assert answers_of(ScriptedModel.recorded(recorder.folder, "act"), 2) == [first, second]
    everything = ScriptedModel.recorded(recorder.folder / "events.jsonl")
    assert [reply.text for reply in answers_of(everything, 3)] == [first.text, "a plan", ""]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{oops", ":2 is no line of JSON"),
        (json.dumps({"event": EVENT, "text": 7}), ":2 is no reply of a model"),
        (json.dumps({"event": EVENT}), ":2 is no reply of a model"),
        (json.dumps({"event": EVENT, "text": "x", "finish": "maybe"}), ":2 is no reply of a model"),
    ],
)
def test_a_record_that_is_none_is_said_to_be(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f"[]\n{line}\n")
    with pytest.raises(BadInput, match=said):
        ScriptedModel.recorded(path)


def test_a_record_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        ScriptedModel.recorded(tmp_path / "gone.jsonl")
