"""Thousands of broken replies: each is refused in words, or comes to nothing but what the strict form allows."""

from __future__ import annotations

import json
import random
from collections import Counter

from handeye.agent.models.model import Reply
from handeye.agent.qwen.answers import Judged, Planned, Seen, answer_in
from handeye.agent.qwen.badreply import BadReply, Fault
from handeye.agent.qwen.calls import Call, written
from handeye.agent.qwen.hands import Deed, deeds_of
from handeye.agent.qwen.parse import parse_reply
from handeye.agent.qwen.places import places_in
from handeye.tools.action import Drag, Positioned, parse_action, points_of, to_dict
from handeye.tools.geometry import Point, Size

from .saying import OFFICIAL, called, said

REPLIES = 5_000
SIZE = Size(1280, 720)
POINTED = {"coordinate"}
ALLOWED: dict[tuple[str, str], set[str]] = {
    **{("computer_use", f"{which}_click"): POINTED for which in ("left", "right", "middle", "double", "triple")},
    ("computer_use", "mouse_move"): POINTED,
    ("computer_use", "left_click_drag"): POINTED,
    ("computer_use", "scroll"): {"pixels", *POINTED},
    ("computer_use", "hscroll"): {"pixels", *POINTED},
    ("computer_use", "key"): {"keys"},
    ("computer_use", "type"): {"text"},
    ("computer_use", "answer"): {"text"},
    ("computer_use", "wait"): {"time"},
    ("computer_use", "terminate"): {"status"},
    ("browser_use", "goto"): {"url"},
    ("browser_use", "back"): set(),
    ("browser_use", "tab"): {"which"},
    ("browser_use", "upload"): {"files"},
    ("browser_use", "dialog"): {"accept", "text"},
    ("ask", ""): {"question"},
}
"""Written down a second time, so that a mistake in the strict form shows."""
SEEDS = [
    OFFICIAL,
    called(action="type", text='Ada "Countess" Lovelace\n{"action": "key"}'),
    called(action="key", keys=["ctrl", "shift", "t"]),
    called(action="scroll", coordinate=[500, 500], pixels=-500),
    called(action="mouse_move", coordinate=[10, 20]) + called(action="left_click_drag", coordinate=[900, 20]),
    called(action="wait", time=2),
    called(action="terminate", status="success"),
    called("browser_use", action="goto", url="http://localhost:8000/?a=[1]"),
    called("browser_use", action="dialog", accept=True, text="x"),
    called("browser_use", action="upload", files=["cv.pdf"]),
    called("ask", question="Which one?"),
    '{"name": "computer_use", "arguments": {"action": "right_click", "coordinate": [1, 2]}}',
    '```json\n[{"bbox_2d": [391, 288, 640, 322], "label": "Name"}, {"point_2d": [1, 2], "label": "x"}]\n```',
    '{"parts": [{"words": "a", "then": "b", "fields": [{"field": "c", "value": "d", "point_2d": [3, 4]}]}]}',
    '{"reason": "x", "verdict": "yes"}',
    '<points x1="12" y1="99" alt="dot">dot</points>',
]
PIECES = [
    "<tool_call>", "</tool_call>", "<think>", "</think>", "<tool_response>", "{", "}", "[", "]", '"', "'", ",", ":", "\\", "\\u", "\\ud83d",
    "null", "true", "NaN", "Infinity", "-", "1e999", "99999999999999999999", "1001", "-1", "0.5", "\x00", "\n", "```", "<|im_end|>", "é", "\ud800",
    '"action": ', '"coordinate": [5, 5]', '"name": "mobile_use"', '"keys": "keys=[\'ctrl\'"', "eval", "__import__", "(", "$task", "%s", "{}",
    '{"name": "computer_use", "arguments": ', '{"action": "left_click"}', '"pixels": 0', "[[", "]]", "}}", "\u202e", "\ufeff",
]  # fmt: skip


def broken(chance: random.Random) -> str:
    text = chance.choice(SEEDS)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        match chance.randrange(9):
            case 0:
                text = text[:at]
            case 1:
                text = text[:at] + text[to:]
            case 2:
                text = text[:to] + text[at:to] + text[to:]
            case 3:
                text = text.replace('"', "'") if chance.random() < 0.5 else text.replace("'", '"')
            case 4:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 5:
                text = text[:at] + chance.choice(PIECES) + text[min(len(text), at + chance.randint(1, 4)) :]
            case 6:
                text = text[:at] + "".join(chr(chance.randrange(1, 0x3000)) for _ in range(chance.randint(1, 6))) + text[at:]
            case 7:
                other = chance.choice(SEEDS)
                text = text[:at] + other[chance.randint(0, len(other)) :]
            case _:
                text = text.replace(
                    chance.choice(["left_click", "447", "computer_use", "action", "[", "]"]), chance.choice(PIECES)
                )
    return text


def check_call(call: Call) -> None:
    body = json.loads(written(call))
    arguments = body["arguments"]
    action = arguments.pop("action", "")
    assert set(arguments) <= ALLOWED[(body["name"], action)]
    assert all(0 <= each <= 1000 for each in arguments.get("coordinate", ()))
    assert said(f"<tool_call>{written(call)}</tool_call>").calls == (call,)


def check_deed(deed: Deed) -> None:
    action = deed.action
    assert parse_action(to_dict(action)) == action
    if isinstance(action, Positioned):
        assert all(SIZE.contains(point) for point in points_of(action))
        assert len(points_of(action)) == (2 if isinstance(action, Drag) else 1)
    json.dumps(to_dict(action), ensure_ascii=False).encode()


def refused(error: BadReply) -> Fault:
    """In one line that can be shown anywhere."""
    assert str(error).isprintable()
    assert str(error).encode()
    return error.fault


def test_broken_replies_come_to_nothing_that_is_forbidden() -> None:
    chance = random.Random(20)
    came_to = Counter[str]()
    for _ in range(REPLIES):
        reply = Reply(text=broken(chance))
        try:
            found = parse_reply(reply)
            for call in found.calls:
                if "</think>" not in written(call) and "<tool_response>" not in written(call):
                    check_call(call)
            for deed in deeds_of(found.calls, SIZE, Point(1, 1), found.action):
                check_deed(deed)
            came_to["calls"] += 1
        except BadReply as error:
            came_to[refused(error)] += 1
    assert came_to["calls"] > REPLIES / 20, "some survive, so that what survives is looked at"
    assert {"no_call", "not_json", "unknown_function", "unknown_action", "bad_argument", "cut_off"} <= set(came_to)


def test_broken_answers_are_answers_or_refusals() -> None:
    chance = random.Random(21)
    understood = 0
    for _ in range(REPLIES):
        reply = Reply(text=broken(chance), finish=chance.choice(["stop", "length"]))
        try:
            for place in places_in(reply, SIZE):
                assert SIZE.contains(place.point)
                understood += 1
        except BadReply as error:
            refused(error)
        for kind in (Judged, Planned, Seen[str]):
            try:
                answer_in(reply, kind)
                assert reply.finish == "stop"
                understood += 1
            except BadReply as error:
                refused(error)
    assert understood > REPLIES / 20
