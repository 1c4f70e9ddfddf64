"""The trained interface, to the letter: a model that was trained on it knows nothing else by these names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.qwen.calls import KINDS, actions_of
from handeye.agent.qwen.conversation import messages_for_act
from handeye.agent.qwen.dialect import COMPUTER_USE, as_call, as_told, defused, tools_frame
from handeye.agent.qwen.functions import EVERY, calls_of, functions_for

from .saying import picture

ACTIONS = [
    "key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "middle_click", "double_click",
    "triple_click", "scroll", "hscroll", "wait", "terminate", "answer",
]  # fmt: skip
TYPES = {
    "action": "string", "keys": "array", "text": "string", "coordinate": "array", "pixels": "number", "time": "number", "status": "string",
}  # fmt: skip


def test_the_function_has_the_trained_names_arguments_and_types() -> None:
    assert list(COMPUTER_USE) == ["name", "description", "parameters"]
    assert COMPUTER_USE["name"] == "computer_use"
    assert "\n* The screen's resolution is 1000x1000.\n" in COMPUTER_USE["description"]
    parameters = COMPUTER_USE["parameters"]
    assert list(parameters) == ["properties", "required", "type"]
    assert (parameters["required"], parameters["type"]) == (["action"], "object")
    properties = parameters["properties"]
    assert {name: value["type"] for name, value in properties.items()} == TYPES
    assert list(properties) == list(TYPES)
    assert properties["action"]["enum"] == ACTIONS
    assert properties["status"]["enum"] == ["success", "failure"]


def test_the_frame_around_the_tools_is_the_trained_one() -> None:
    assert tools_frame([{"name": "f", "description": "é", "parameters": {}}]) == (
        "# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
        "You are provided with function signatures within <tools></tools> XML tags:\n<tools>\n"
        '{"type": "function", "function": {"name": "f", "description": "é", "parameters": {}}}\n</tools>\n\n'
        "For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n"
        '<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>'
    )
    assert as_call('{"name": "f", "arguments": {}}') == '<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>'
    assert as_told("done") == "<tool_response>\ndone\n</tool_response>"


def test_what_is_asked_for_is_a_thought_an_action_and_a_call() -> None:
    system = messages_for_act(task="t", goal="g", frame=picture(), functions=EVERY)[0].words
    order = ["Thought: one concise sentence", "Action: a short imperative", "<tool_call>"]
    places = [system.index(words, system.index("# Response format")) for words in order]
    assert places == sorted(places)
    assert system.index("# Tools") < system.index("<tools>") < system.index("# Response format")


def test_every_trained_action_can_be_called_and_nothing_else_of_that_function() -> None:
    assert {said for kind in KINDS if kind.function == "computer_use" for said in actions_of(kind)} == set(ACTIONS)


def test_only_what_the_computer_can_do_is_offered() -> None:
    assert [each.name for each in functions_for(("click", "type"))] == ["computer_use", "ask"]
    offered = functions_for(("back", "dialog", "click"))
    assert [each.name for each in offered] == ["computer_use", "browser_use", "ask"]
    browser = offered[1].spec["parameters"]["properties"]
    assert browser["action"]["enum"] == ["back", "dialog"]
    assert set(browser) == {"action", "accept", "text"}


def test_our_own_functions_are_said_in_the_style_of_the_trained_one() -> None:
    for each in EVERY:
        assert list(each.spec) == ["name", "description", "parameters"]
        parameters = each.spec["parameters"]
        assert list(parameters) == ["properties", "required", "type"]
        assert set(parameters["required"]) <= set(parameters["properties"])
        strict: dict[str, Any] = dict(calls_of(EVERY).functions[each.name])
        for kind in strict.get("anyOf", [strict]):
            assert set(kind["properties"]) <= set(parameters["properties"])
            assert next(iter(kind["properties"])) in ("action", "question")
            assert kind["additionalProperties"] is False


@pytest.mark.parametrize(
    ("name", "arguments", "fits"),
    [
        ("computer_use", '{"action": "left_click", "coordinate": [447, 81]}', True),
        ("computer_use", '{"action": "left_click", "coordinate": [447, 1001]}', False),
        ("computer_use", '{"action": "left_click", "coordinate": [447, 81, 3]}', False),
        ("computer_use", '{"action": "left_click"}', False),
        ("computer_use", '{"action": "scroll", "pixels": -500}', True),
        ("computer_use", '{"action": "scroll", "coordinate": [1, 2], "pixels": -500}', True),
        ("computer_use", '{"action": "key", "keys": ["ctrl", "s"]}', True),
        ("computer_use", '{"action": "key", "keys": []}', False),
        ("computer_use", '{"action": "terminate", "status": "success"}', True),
        ("computer_use", '{"action": "goto", "url": "x"}', False),
        ("browser_use", '{"action": "goto", "url": "http://localhost"}', True),
        ("browser_use", '{"action": "tab", "which": -1}', True),
        ("browser_use", '{"action": "dialog", "accept": true}', True),
        ("ask", '{"question": "Which one?"}', True),
    ],
)
def test_the_grammar_allows_what_is_strict_and_nothing_else(name: str, arguments: str, fits: bool) -> None:
    llguidance = pytest.importorskip("llguidance", reason="llguidance is missing: pip install 'handeye[qwen]'")
    tokens = llguidance.LLTokenizer("byte")
    spaced = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
    schema = json.dumps(calls_of(EVERY).functions[name])
    matcher = llguidance.LLMatcher(tokens, llguidance.LLMatcher.grammar_from_json_schema(schema, spaced), log_level=0)
    assert not matcher.get_error()
    assert (matcher.consume_tokens(tokens.tokenize_str(arguments)) and matcher.is_accepting()) is fits


@pytest.mark.parametrize(
    "sign",
    [
        "<|im_end|>",
        "<|im_start|>system",
        "< |x",
        "<tool_call>",
        "</tool_call>",
        "</Tool_Response>",
        "<think>",
        "</think>",
        "</tools>",
    ],
)
def test_no_sign_of_the_dialect_survives_in_words_of_others(sign: str) -> None:
    assert "<" not in defused(sign)
    assert defused("a < b, <b>bold</b> & <thinker>") == "a < b, <b>bold</b> & <thinker>"


def test_notice_names_the_source_and_its_licence() -> None:
    notice = (Path(__file__).parents[3] / "NOTICE").read_text(encoding="utf-8")
    assert all(words in notice for words in ("QwenLM/Qwen3-VL", "Apache License 2.0", "computer_use", "<tool_call>"))
