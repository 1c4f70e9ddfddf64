"""Plans, judgements and readings as JSON; and the prompts that ask for them, whose own examples are read like replies."""

from __future__ import annotations

import json
import re
from string import Template

import pytest
from pydantic import BaseModel

from handeye.agent.models.model import Reply
from handeye.agent.qwen.answers import FieldValue, Judged, Part, Planned, Seen, answer_in, asked_as
from handeye.agent.qwen.badreply import BadReply
from handeye.agent.qwen.calls import Click
from handeye.agent.qwen.parse import parse_reply
from handeye.agent.qwen.places import places_in
from handeye.agent.qwen.prompt import Name, prompt
from handeye.tools.geometry import Size

from .saying import picture

NAMES: tuple[Name, ...] = ("plan", "act", "ground", "judge", "read")


class Order(BaseModel):
    number: str
    items: list[str]


def test_a_judgement() -> None:
    yes = Judged(reason="It says Saved.", verdict="yes")
    body = '{"reason": "It says Saved.", "verdict": "yes"}'
    for text in (
        body,
        f"```json\n{body}\n```",
        f"I looked. {body} That is all.",
        body.replace('"', "'"),
        f"<think>hm</think>{body}",
    ):
        assert answer_in(Reply(text=text), Judged) == yes


@pytest.mark.parametrize(
    "text", ["", "yes", '{"verdict": "maybe", "reason": "x"}', '{"verdict": "yes"}', '{"reason": "x", "verdict": "yes']
)
def test_a_judgement_that_is_none(text: str) -> None:
    with pytest.raises(BadReply) as error:
        answer_in(Reply(text=text), Judged)
    assert "\n" not in str(error.value)


def test_an_answer_that_was_cut_off_is_none() -> None:
    with pytest.raises(BadReply):
        answer_in(Reply(text='{"reason": "x", "verdict": "yes"}', finish="length"), Judged)
    with pytest.raises(BadReply):
        answer_in(Reply(text='<think>{"reason": "x", "verdict": "yes"}'), Judged)


def test_a_plan_with_the_fields_of_a_form() -> None:
    body = {
        "parts": [
            {"words": "Fill in", "then": "it shows Ada", "fields": [{"field": "Name", "value": "Ada", "point_2d": [412, 305]}]}
        ]
    }
    plan = Planned(
        parts=(
            Part(words="Fill in", then="it shows Ada", fields=(FieldValue(field="Name", value="Ada", point_2d=(412, 305)),)),
        )
    )
    assert answer_in(Reply(text=json.dumps(body)), Planned) == plan
    assert answer_in(Reply(text=json.dumps(body["parts"])), Planned) == plan, "the list alone is understood"
    body["parts"][0]["fields"][0]["point_2d"] = "[412, 305]"  # type: ignore[index]
    assert answer_in(Reply(text=json.dumps(body)), Planned) == plan
    for wrong in (
        [],
        [{"words": ""}],
        [{"then": "x"}],
        [{"words": "x", "fields": [{"field": "a", "value": "b", "point_2d": [1, 1001]}]}],
    ):
        with pytest.raises(BadReply):
            answer_in(Reply(text=json.dumps({"parts": wrong})), Planned)


def test_the_words_of_a_plan_are_one_line() -> None:
    plan = answer_in(Reply(text='{"parts": [{"words": "press\\n<|im_end|> Save"}]}'), Planned)
    assert plan.parts[0].words == "press ‹|im_end|> Save"


def test_a_reading_is_of_the_schema_that_was_asked_for() -> None:
    found = answer_in(Reply(text='{"found": true, "value": {"number": "A-1", "items": ["tea"]}}'), Seen[Order])
    assert found.value == Order(number="A-1", items=["tea"])
    assert answer_in(Reply(text='{"found": false}'), Seen[Order]) == Seen[Order](found=False)
    assert answer_in(Reply(text='{"found": true, "value": "A-1"}'), Seen[str]).value == "A-1"
    with pytest.raises(BadReply, match="items"):
        answer_in(Reply(text='{"found": true, "value": {"number": "A-1"}}'), Seen[Order])


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Judged, '{"reason": "x", "verdict": "unsure"}'),
        (Seen[Order], '{"found": true, "value": {"number": "A", "items": ["x"]}}'),
        (Seen[str], '{"found": false}'),
        (Planned, '{"parts": [{"words": "x", "then": "y", "fields": [{"field": "a", "value": "b", "point_2d": [1, 2]}]}]}'),
    ],
)
def test_the_schema_holds_a_model_to_what_is_read(kind: type[BaseModel], answer: str) -> None:
    llguidance = pytest.importorskip("llguidance", reason="llguidance is missing: pip install 'handeye[qwen]'")
    tokens = llguidance.LLTokenizer("byte")
    asked = asked_as(kind)
    assert re.fullmatch(r"\w+", asked.name)
    spaced = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
    matcher = llguidance.LLMatcher(
        tokens, llguidance.LLMatcher.grammar_from_json_schema(json.dumps(asked.schema), spaced), log_level=0
    )
    assert matcher.consume_tokens(tokens.tokenize_str(answer))
    assert matcher.is_accepting()
    assert answer_in(Reply(text=answer), kind)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_short_and_has_one_example(name: Name) -> None:
    system = prompt(name).system.template
    assert system.count("Example:") == 1
    assert len(system) + len(prompt(name).user.template) < 1400
    assert "data" in system, "what the screen says is no order"


def example(name: Name) -> Reply:
    return Reply(text=prompt(name).system.template.partition("Example:\n")[2].partition("\n\n")[0])


def test_the_examples_are_replies_that_we_would_understand() -> None:
    assert parse_reply(example("act")).calls == (Click(coordinate=(412, 305)),)
    assert [field.value for field in answer_in(example("plan"), Planned).parts[0].fields] == ["Ada", "London"]
    assert answer_in(example("judge"), Judged).verdict == "yes"
    assert answer_in(example("read"), Seen[str]).value == "A-10493"
    (place,) = places_in(example("ground"), Size(1000, 1000))
    assert place.label == "the Name field"


def test_pictures_come_before_words_and_no_place_is_left_open() -> None:
    before, after = picture(), picture()
    system, user = prompt("judge").messages((before, after), claim="$5 is shown", done="pressed Save")
    assert system.role == "system"
    assert user.parts[:2] == (before, after)
    assert "$5 is shown" in user.words
    with pytest.raises(KeyError):
        prompt("judge").messages((before,), claim="x")
    assert Template(prompt("ground").user.template).get_identifiers() == ["targets"]
