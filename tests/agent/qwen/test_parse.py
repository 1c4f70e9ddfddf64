"""Known slips are understood as what was meant; whatever is not known is refused in a line that the model can read."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.models.model import Reply
from handeye.agent.qwen import calls
from handeye.agent.qwen.badreply import BadReply
from handeye.agent.qwen.calls import Call, Click, Key, Move, Scroll, Terminate, Type, Wait, written
from handeye.agent.qwen.dialect import as_call
from handeye.agent.qwen.functions import functions_for
from handeye.agent.qwen.parse import parse_reply

from .saying import OFFICIAL, called, only, said

CLICK = Click(coordinate=(447, 81))
OPEN, CLOSE = "<tool_call>", "</tool_call>"
BODY = '{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [447, 81]}}'


def test_the_official_form_is_a_thought_an_action_and_a_call() -> None:
    found = said(OFFICIAL)
    assert (found.thought, found.action) == ("The form wants a name first.", "Click the Name field.")
    assert found.calls == (CLICK,)


SLIPS = {
    "bare": BODY,
    "bare after its lines": f"Thought: x\nAction: y\n{BODY}",
    "fenced": f"Action: y\n```json\n{BODY}\n```",
    "fenced in tags": f"{OPEN}\n```json\n{BODY}\n```\n{CLOSE}",
    "on one line": f"Action: y {OPEN}{BODY}{CLOSE}",
    "no closing tag": f"{OPEN}\n{BODY}",
    "opened twice": f"{OPEN}\n{BODY}\n{OPEN}"[:-11],
    "bare arguments": '{"action": "left_click", "coordinate": [447, 81]}',
    "bare arguments in tags": f'{OPEN}{{"action": "left_click", "coordinate": [447, 81]}}{CLOSE}',
    "arguments in a string": f"{OPEN}"
    + json.dumps({"name": "computer_use", "arguments": json.dumps(json.loads(BODY)["arguments"])})
    + CLOSE,
    "a list of one": f"{OPEN}[{BODY}]{CLOSE}",
    "python": f"{OPEN}{BODY.replace(chr(34), chr(39))}{CLOSE}",
    "trailing commas": f"{OPEN}" + BODY.replace("81]", "81,],").replace("}}", "},}") + CLOSE,
    "a stray quote": f"{OPEN}" + BODY.replace("81]", '81"]') + CLOSE,
    "a stray quote after a name": f"{OPEN}" + BODY.replace('"action":', '"action"":') + CLOSE,
    "a stray quote after a value": f"{OPEN}" + BODY.replace('"left_click"', '"left_click""') + CLOSE,
    "a bracket too few": f"{OPEN}{BODY[:-1]}\n{CLOSE}",
    "a bracket too many": f"{OPEN}{BODY}}}{CLOSE}",
    "names without quotes": f"{OPEN}" + BODY.replace('"name"', "name").replace('"arguments"', "arguments") + CLOSE,
    "a string of a pair": f"{OPEN}" + BODY.replace("[447, 81]", '"[447, 81]"') + CLOSE,
    "a string of a pair in round brackets": f"{OPEN}" + BODY.replace("[447, 81]", '"(447, 81)"') + CLOSE,
    "a pair of strings": f"{OPEN}" + BODY.replace("[447, 81]", '["447", "81"]') + CLOSE,
    "a pair in a list": f"{OPEN}" + BODY.replace("[447, 81]", "[[447, 81]]") + CLOSE,
    "x and y": f"{OPEN}" + BODY.replace("[447, 81]", '{"x": 447, "y": 81}') + CLOSE,
    "arguments that are null": f"{OPEN}" + BODY.replace("81]", '81], "text": null, "keys": null') + CLOSE,
    "what it imagined to come of it": f"{OPEN}{BODY}{CLOSE}\n<tool_response>ok</tool_response>\n{OPEN}{BODY}{CLOSE}",
    "thoughts before it": f"{OPEN}{BODY.replace('447', '1')}{CLOSE} no, wait</think>\n\n{OPEN}{BODY}{CLOSE}",
    "thoughts in tags": f"<think>{OPEN}{BODY.replace('447', '1')}{CLOSE}</think>\n{OPEN}{BODY}{CLOSE}",
    "a call quoted in a thought": f"Thought: the page says {BODY.replace('447', '1')}, which is data.\n{BODY}",
}


@pytest.mark.parametrize("text", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_understood(text: str) -> None:
    assert said(text).calls == (CLICK,)


@pytest.mark.parametrize(
    "keys",
    [["keys=['ctrl'", "'s']"], "keys=['ctrl', 's']", "['ctrl', 's']", "ctrl+s", ["ctrl+s"], ["'ctrl'", '"s"'], ["ctrl", "s"]],
)
def test_keys_are_freed_of_what_stands_around_them(keys: object) -> None:
    assert only(called(action="key", keys=keys)) == Key(keys=("ctrl", "s"))


@pytest.mark.parametrize("key", ["[", "]", "'", '"', "+", "-", ",", " ", "=", "\\"])
def test_a_sign_that_is_a_key_stays_one(key: str) -> None:
    assert only(called(action="key", keys=[key])) == Key(keys=(key,))


def test_a_chord_may_end_with_plus() -> None:
    assert only(called(action="key", keys="ctrl++")) == Key(keys=("ctrl", "+"))


def test_numbers_in_quotes_are_numbers() -> None:
    assert only(called(action="scroll", pixels="-500")) == Scroll(pixels=-500)
    assert only(called(action="wait", time="2.5")) == Wait(time=2.5)


def test_a_click_without_a_place_is_where_the_pointer_is() -> None:
    assert only(called(action="right_click")) == Click(action="right_click", coordinate=None)


def test_several_calls_are_made_in_order() -> None:
    typed = '{"name": "computer_use", "arguments": {"action": "type", "text": "Ada"}}'
    both = (CLICK, Type(text="Ada"))
    for text in (
        f"{OPEN}{BODY}{CLOSE}\n{OPEN}{typed}{CLOSE}",
        f"{OPEN}{BODY}\n{typed}{CLOSE}",
        f"{OPEN}{BODY}\n{OPEN}{typed}",
        f"{OPEN}[{BODY}, {typed}]{CLOSE}",
        f"{BODY}\n{typed}",
        f"[{BODY}, {typed}]",
        f"```json\n{BODY}\n```\nAction: then\n```json\n{typed}\n```",
    ):
        assert said(text).calls == both, text


@pytest.mark.parametrize(
    "text",
    [
        'say "hi" now',
        "it's",
        "a\nb",
        "a\tb",
        "{x}",
        "</tool_call>",
        "<tool_call>{}",
        "C:\\new",
        "naïve “quotes”",
        "[1, 2]",
        "null",
    ],
)
def test_what_is_typed_comes_through_to_the_letter(text: str) -> None:
    assert only(called(action="type", text=text)) == Type(text=text)


def test_quotes_and_lines_that_were_not_escaped_belong_to_the_text() -> None:
    body = '{"name": "computer_use", "arguments": {"action": "type", "text": "say "hi" now\nand go"}}'
    assert only(as_call(body)) == Type(text='say "hi" now\nand go')


REFUSED = {
    "nothing": ("", "no_call"),
    "only words": ("I would click Save.", "no_call"),
    "no arguments": (as_call('{"name": "computer_use"}'), "no_call"),
    "something beside the call": (as_call(BODY[:-1] + ', "pixels": 3}'), "no_call"),
    "an empty tag": (f"{OPEN}{CLOSE}", "not_json"),
    "no JSON": (as_call("left_click(447, 81)"), "not_json"),
    "words after the call": (f"{OPEN}{BODY} and then more{CLOSE}", "not_json"),
    "cut in the middle": (f"{OPEN}{BODY[:60]}", "not_json"),
    "a text without an end": (as_call('{"name": "computer_use", "arguments": {"action": "type", "text": "Ada}}'), "not_json"),
    "no such function": (called("mobile_use", action="click", coordinate=[1, 2]), "unknown_function"),
    "python's own": (called("eval", code="1"), "unknown_function"),
    "no such action": (called(action="tap", coordinate=[1, 2]), "unknown_action"),
    "no action": (called(coordinate=[1, 2]), "unknown_action"),
    "an action that is a list": (called(action=["left_click"]), "unknown_action"),
    "an action of another function": (called(action="goto", url="x"), "unknown_action"),
    "no such argument": (called(action="left_click", coordinate=[1, 2], button="left"), "bad_argument"),
    "an argument of another action": (called(action="left_click", coordinate=[1, 2], text="x"), "bad_argument"),
    "outside": (called(action="left_click", coordinate=[447, 1001]), "bad_argument"),
    "negative": (called(action="mouse_move", coordinate=[-1, 5]), "bad_argument"),
    "three numbers": (called(action="left_click", coordinate=[1, 2, 3]), "bad_argument"),
    "a box": (called(action="left_click", coordinate=[1, 2, 3, 4]), "bad_argument"),
    "true is no number": (called(action="left_click", coordinate=[True, 2]), "bad_argument"),
    "not a number": (as_call(BODY.replace("447", "NaN")), "bad_argument"),
    "endless": (as_call(BODY.replace("447", "1e999")), "bad_argument"),
    "a place for a drag is needed": (called(action="left_click_drag"), "bad_argument"),
    "how far is needed": (called(action="scroll"), "bad_argument"),
    "endless scrolling": (
        as_call(BODY.replace("left_click", "scroll").replace("81]", '81], "pixels": Infinity')),
        "bad_argument",
    ),
    "no keys": (called(action="key", keys=[]), "bad_argument"),
    "keys that are numbers": (called(action="key", keys=[1]), "bad_argument"),
    "waiting backwards": (called(action="wait", time=-1), "bad_argument"),
    "half an end": (called(action="terminate", status="maybe"), "bad_argument"),
    "half a character": (
        as_call('{"name": "computer_use", "arguments": {"action": "type", "text": "\\ud800"}}'),
        "bad_argument",
    ),
    "a number to type": (called(action="type", text=5), "bad_argument"),
    "no files": (called("browser_use", action="upload", files=[]), "bad_argument"),
    "a yes in words": (called("browser_use", action="dialog", accept="yes"), "bad_argument"),
    "arguments that are a list": (as_call('{"name": "computer_use", "arguments": [1]}'), "bad_argument"),
    "too many": (OFFICIAL * 41, "bad_argument"),
    "still thinking": (f"<think>I could {OPEN}{BODY}{CLOSE}", "cut_off"),
    "endless talk": ("word " * 20_000, "cut_off"),
    "deep": (OPEN + '{"name":' * 5000 + CLOSE, "not_json"),
    "one good, one bad": (called(action="type", text="x") + called(action="tap"), "unknown_action"),
}


@pytest.mark.parametrize(("text", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_known_is_refused_in_one_line(text: str, fault: str) -> None:
    with pytest.raises(BadReply) as error:
        said(text)
    assert error.value.fault == fault
    assert error.value.code == "model_error"
    line = str(error.value)
    assert "\n" not in line
    assert 10 < len(line) < 600


def test_what_was_cut_off_is_never_parsed() -> None:
    with pytest.raises(BadReply) as error:
        said(OFFICIAL, finish="length")
    assert error.value.fault == "cut_off"


def test_a_function_that_was_not_offered_is_unknown() -> None:
    text = called("browser_use", action="goto", url="http://localhost")
    assert only(text) == calls.Goto(url="http://localhost")
    with pytest.raises(BadReply, match="Known: computer_use, ask"):
        parse_reply(Reply(text=text), functions_for(()))
    with pytest.raises(BadReply, match=r'no action "goto".*Known: back'):
        parse_reply(Reply(text=text), functions_for(("back",)))


def test_the_line_names_what_comes_near() -> None:
    with pytest.raises(BadReply, match='Did you mean "left_click"'):
        said(called(action="leftclick", coordinate=[1, 2]))


thousandths = st.integers(0, 1000) | st.floats(0, 1000)
pairs = st.tuples(thousandths, thousandths)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
known: st.SearchStrategy[Call] = st.one_of(
    st.builds(Click, action=st.sampled_from(calls.actions_of(Click)), coordinate=st.none() | pairs),
    st.builds(Move, coordinate=pairs),
    st.builds(calls.Drag, coordinate=pairs),
    st.builds(
        Scroll, action=st.sampled_from(["scroll", "hscroll"]), coordinate=st.none() | pairs, pixels=st.integers(-9999, 9999)
    ),
    st.builds(Type, text=texts.filter(lambda text: "</think>" not in text and "<tool_response>" not in text)),
    st.builds(Wait, time=st.floats(0, 3600)),
    st.builds(Terminate, status=st.sampled_from(["success", "failure"])),
    st.builds(calls.Tab, which=st.integers(-100, 100) | st.sampled_from(["next", "Inbox"])),
    st.builds(calls.Upload, files=st.lists(texts.filter(bool), min_size=1, max_size=3).map(tuple)),
    st.builds(calls.Dialog, accept=st.booleans(), text=st.none() | texts),
    st.builds(calls.Back),
)


@given(st.lists(known, min_size=1, max_size=4))
def test_what_is_written_is_read_back(made: list[Call]) -> None:
    text = "Thought: t\nAction: a\n" + "\n".join(as_call(written(call)) for call in made)
    if "</think>" in text or "<tool_response>" in text:
        return
    assert said(text).calls == tuple(made)


@given(st.text(max_size=200))
def test_any_text_is_calls_or_a_refusal(text: str) -> None:
    for reply in (text, f"{OPEN}{text}{CLOSE}", f"{OPEN}{{{text}"):
        with suppress(BadReply):
            assert said(reply).calls
