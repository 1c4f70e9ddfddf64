"""What an answer has to look like: whatever passes is what the schema means, and whatever does not is told why."""

from __future__ import annotations

import json
import random
import re
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handeye.agent.models.model import Calls, Json
from handeye.agent.models.shape import calls_fault, fault, json_fault, read_json, unfenced


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Click(Strict):
    action: Literal["click"]
    coordinate: Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(min_length=2, max_length=2)]


class Write(Strict):
    action: Literal["type"]
    text: Annotated[str, Field(min_length=1, max_length=6, pattern="^[a-z]+$")]
    twice: bool | None = None


class Line(Strict):
    name: str
    price: float
    parts: list[Line] = []


class Order(Strict):
    lines: list[Line]
    paid: bool
    notes: dict[str, str | int] = {}
    first: tuple[int, str] | None = None


ACTION: TypeAdapter[Click | Write] = TypeAdapter(Annotated[Click | Write, Field(discriminator="action")])
ORDER = TypeAdapter(Order)
CALLS = Calls(
    {"computer": ACTION.json_schema(), "ask": {"type": "object", "properties": {"question": {"type": "string"}}}}, most=2
)

WORDS = st.sampled_from(["click", "type", "abc", "", "toolong", "A"])
LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 1002) | st.sampled_from([0.5, 1e300]) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)


def near(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object that mostly has these members, and sometimes one too many."""
    return st.fixed_dictionaries({}, optional={**{name: each | LOOSE for name, each in fields.items()}, "more": LOOSE})


POINTS = st.lists(st.integers(-1, 1001), max_size=3)
LINES = st.lists(
    near(name=WORDS, price=st.floats(0, 9), parts=st.lists(near(name=WORDS, price=st.just(0.5)), max_size=1)), max_size=2
)


@given(LOOSE | near(action=WORDS, coordinate=POINTS, text=WORDS, twice=st.booleans()))
def test_an_action_passes_exactly_where_pydantic_takes_it(value: Any) -> None:
    assert passes(value, ACTION) == (not fault(value, ACTION.json_schema()))


@given(
    LOOSE | near(lines=LINES, paid=st.booleans(), notes=st.dictionaries(WORDS, WORDS), first=st.tuples(st.integers(), WORDS))
)
def test_a_nested_value_passes_exactly_where_pydantic_takes_it(value: Any) -> None:
    assert passes(value, ORDER) == (not fault(value, ORDER.json_schema()))


def passes(value: Any, adapter: TypeAdapter[Any]) -> bool:
    try:
        adapter.validate_json(json.dumps(value), strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"action": "click", "coordinate": [3]}, "coordinate has 1 items"),
        ({"action": "click", "coordinate": [3, 1001]}, "coordinate[1] is more than 1000"),
        ({"action": "click", "coordinate": [3, "4"]}, "coordinate[1] is not of type integer"),
        ({"action": "click"}, 'it lacks "coordinate"'),
        ({"action": "type", "text": "abc", "at": 3}, "at may not be there"),
        ({"action": "type", "text": "ABC"}, "text does not match ^[a-z]+$"),
        ([], "it is not of type object"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(value: Any, said: str) -> None:
    assert fault(value, ACTION.json_schema()) == said


@pytest.mark.parametrize(
    "text",
    [
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": 1, "a": 2}',
        '"\\ud83d"',
        "[" * 100_000,
        "",
        "{",
        "{} {}",
        "1" * 10_000,
        "'a'",
        "{a: 1}",
    ],
)
def test_what_two_readers_might_read_in_two_ways_is_no_json(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (what it says is Python's, and is only quoted)
        read_json(text)
    assert "not one JSON value" in json_fault(text, Json({}))


@pytest.mark.parametrize("text", ['```json\n{"x": 1}\n```', '\n```\n{"x": 1}\n```\n', '{"x": 1}'])
def test_a_fence_round_the_whole_is_taken_off(text: str) -> None:
    assert read_json(unfenced(text)) == {"x": 1}


def test_words_round_a_fence_stay() -> None:
    assert unfenced('It is:\n```json\n{"x": 1}\n```') == 'It is:\n```json\n{"x": 1}\n```'


GOOD = '<tool_call>\n{"name": "computer", "arguments": {"action": "click", "coordinate": [3, 4]}}\n</tool_call>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD, ""),
        (f"Thought: go.\nAction: click\n{GOOD}\n{GOOD}\n", ""),
        (f"{GOOD}{GOOD}{GOOD}", "there are 3 calls in it, and only 2 may be"),
        ("I would click.", "there is no whole <tool_call>…</tool_call> in it"),
        (GOOD.removesuffix("</tool_call>"), "there is no whole <tool_call>…</tool_call> in it"),
        (f"{GOOD}\n<tool_call>\n{{", "something stands after its last call"),
        (f"{GOOD} and then", "something stands after its last call"),
        (GOOD.replace("computer", "shell"), 'there is no function "shell", only computer, ask'),
        (GOOD.replace('"name": "computer"', '"name": ["computer"]'), 'there is no function ["computer"], only computer, ask'),
        (GOOD.replace('"name"', '"function"'), 'a call is not {"name": …, "arguments": {…}}'),
        (GOOD.replace("[3, 4]", "[3, 4000]"), "arguments.coordinate[1] is more than 1000"),
        (GOOD.replace("}}", "}"), "a call is not JSON"),
    ],
)
def test_calls_are_of_functions_there_are(text: str, said: str) -> None:
    assert calls_fault(text, CALLS).startswith(said)
    assert bool(calls_fault(text, CALLS)) == bool(said)


def test_no_garbled_call_passes_that_its_schema_forbids() -> None:
    dice, passed = random.Random(11), 0
    bits = (
        "<tool_call>",
        "</tool_call>",
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        "3000",
        "-1",
        "null",
        "type",
        '"text": "ab"',
        "\\",
        "\n",
    )
    for n in range(5000):
        text = f"Thought: x.\n{GOOD}" if n % 2 else f"{GOOD}\n{GOOD}"
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(text))
            text = text[:at] + dice.choice(bits) * dice.randrange(2) + text[at + dice.randrange(6) :]
        if calls_fault(text, CALLS):
            continue
        passed += 1
        calls = re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)
        assert 1 <= len(calls) <= CALLS.most
        for call in map(json.loads, calls):
            assert call["name"] in CALLS.functions
            if call["name"] == "computer":
                ACTION.validate_python(call["arguments"], strict=True)
    assert 0 < passed < 2500
