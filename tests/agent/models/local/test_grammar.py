"""A model that says things at random: whatever ends by itself is what was asked for, whatever was cut off is known to be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from handeye.agent.models.local.engine import Engine
from handeye.agent.models.model import Calls, Json, Limits, Message, Reply, Sampling, Schema
from handeye.tools.errors import ModelError

from .asking import ask, open_engine, picture

COUNT, COUNT_IN_FULL = 60, 1000
SHORT = Annotated[str, Field(max_length=12)]


class Item(BaseModel):
    what: Literal["tea", "coffee"]
    count: Annotated[int, Field(ge=0, le=99)]
    note: SHORT | None = None


class Order(BaseModel):
    name: SHORT
    items: Annotated[list[Item], Field(max_length=2)]
    paid: bool
    best: Item | None = None


class Click(BaseModel):
    model_config = ConfigDict(extra="forbid")
    action: Literal["left_click", "double_click"]
    coordinate: Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(min_length=2, max_length=2)]


class Wait(BaseModel):
    model_config = ConfigDict(extra="forbid")
    action: Literal["wait"]
    time: Annotated[int, Field(ge=0, le=60)]


class Question(BaseModel):
    question: SHORT


USE: dict[str, Any] = {"anyOf": [Click.model_json_schema(), Wait.model_json_schema()]}
CALLS = Calls({"computer_use": USE, "ask": Question.model_json_schema()}, most=2)
ORDER = Json(Order.model_json_schema())


def read_calls(text: str) -> list[BaseModel]:
    """Strictly: the calls of an answer, and nothing behind or between them."""
    _, opening, calls = text.partition("<tool_call>\n")
    assert opening
    assert calls.endswith("\n</tool_call>")
    read: list[BaseModel] = []
    for line in calls.removesuffix("\n</tool_call>").split("\n</tool_call>\n<tool_call>\n"):
        call = json.loads(line)
        assert line == json.dumps(call, ensure_ascii=False) or "\\u" in line, "as json.dumps writes it, whose style was trained"
        assert list(call) == ["name", "arguments"]
        kinds = {"ask": (Question,), "computer_use": (Click, Wait)}[call["name"]]
        read += [kind.model_validate(call["arguments"]) for kind in kinds if _fits(kind, call["arguments"])][:1]
    return read


def _fits(kind: type[BaseModel], arguments: dict[str, Any]) -> bool:
    return kind is Question or (kind is Wait) == (arguments["action"] == "wait")


def check(reply: Reply, schema: Schema) -> None:
    if reply.finish == "length":
        assert reply.usage.answer
        return
    if isinstance(schema, Json):
        Order.model_validate_json(reply.text)
    else:
        assert 1 <= len(read_calls(reply.text)) <= CALLS.most


def open_talkative(folder: Path) -> Engine:
    """Random weights, but it comes to a call sooner than once in some hundred tokens."""
    import torch

    engine = open_engine(folder)
    with torch.no_grad():
        engine.loaded.model.lm_head.weight[engine.tokenizer.convert_tokens_to_ids("<tool_call>")] *= 4
    return engine


def try_often(engines: list[Engine], count: int) -> Counter[tuple[str, str]]:
    ends: Counter[tuple[str, str]] = Counter()
    for seed in range(count):
        engine = engines[seed % 2]
        schema = (CALLS, ORDER)[seed // 2 % 2]
        limits = Limits(tokens=120, thoughts=seed % 9)
        question = Message("user", (picture(seed % 3, 64, 64), "What now?"))
        reply = ask(engine, question, schema=schema, limits=limits, sampling=Sampling(temperature=1.0, seed=seed))
        check(reply, schema)
        assert engine.thinks == bool(reply.reasoning) or seed % 9 < 2
        ends[type(schema).__name__, reply.finish] += 1
    return ends


def test_random_answers(instruct: Path, thinking: Path) -> None:
    ends = try_often([open_talkative(instruct), open_talkative(thinking)], COUNT)
    assert all(ends[kind, "stop"] >= COUNT / 20 for kind in ("Calls", "Json")), ends


@pytest.mark.full
def test_a_thousand_random_answers(instruct: Path, thinking: Path) -> None:
    ends = try_often([open_talkative(instruct), open_talkative(thinking)], COUNT_IN_FULL)
    assert all(ends[kind, "stop"] >= COUNT_IN_FULL / 20 for kind in ("Calls", "Json")), ends


def test_what_may_be_said(instruct: Path) -> None:
    engine = open_engine(instruct)
    ask(engine, Message("user", ("What now?",)), schema=CALLS)
    good = 'Thought: a <b> é.\nAction: click.\n<tool_call>\n{"name": "computer_use", "arguments": '
    click = '{"action": "left_click", "coordinate": [12, 1000]}}\n</tool_call>'
    second = '\n<tool_call>\n{"name": "ask", "arguments": {"question": "Why?"}}\n</tool_call>'
    for said, all_of_it in (
        (good + click, True),
        (good + click + second, True),
        (good + click + second + second, False),
        (good + click.replace(", ", ","), False),
        (good + click.replace("1000", "1001"), False),
        (good + click.replace("left_click", "wait"), False),
        (good + '{"action": "wait", "time": 3}}\n</tool_call>', True),
        (good.replace("computer_use", "shell") + click, False),
        ("</tool_call>", False),
        ("<|im_start|>", False),
    ):
        rules = engine.grammar.rules(CALLS)
        ids = engine.tokenizer.encode(said)
        assert (rules.validate_tokens(ids) == len(ids)) == all_of_it, said
    spelt = engine.tokenizer.encode("Thought: <") + engine.tokenizer.encode("tool_call>")
    assert engine.grammar.rules(CALLS).validate_tokens(spelt) < len(spelt), "a call is never spelt in letters"


def test_what_a_schema_does_not_name_is_not_written(instruct: Path) -> None:
    grammar = open_engine(instruct).grammar
    ids = open_engine(instruct).tokenizer.encode('{"question": "Why?", "more": 1}')
    assert grammar.rules(Json(Question.model_json_schema())).validate_tokens(ids) < len(ids)
    loose = {**Question.model_json_schema(), "additionalProperties": True}
    assert grammar.rules(Json(loose)).validate_tokens(ids) == len(ids)


def test_the_last_call_ends_the_answer(instruct: Path) -> None:
    once = Calls({"done": {"type": "object", "properties": {}}})
    engine = open_talkative(instruct)
    for seed in range(6):
        sampling, limits = Sampling(temperature=1.0, seed=seed), Limits(tokens=400)
        reply = ask(engine, Message("user", ("What now?",)), schema=once, sampling=sampling, limits=limits)
        assert reply.finish == "stop"
        assert reply.text.endswith('<tool_call>\n{"name": "done", "arguments": {}}\n</tool_call>')


def test_a_schema_that_is_none(instruct: Path) -> None:
    with pytest.raises(ModelError, match="schema"):
        ask(open_engine(instruct), Message("user", ("What now?",)), schema=Json({"type": "no such type"}))
