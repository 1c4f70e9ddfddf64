"""Replies and pictures that the tests of the dialect have in common."""

from __future__ import annotations

import json

import numpy as np

from handeye.agent.models.model import Finish, Reply
from handeye.agent.qwen.calls import Call
from handeye.agent.qwen.parse import Said, parse_reply
from handeye.tools.frame import Frame

OFFICIAL = (
    "Thought: The form wants a name first.\n"
    'Action: "Click the Name field."\n'
    "<tool_call>\n"
    '{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [447, 81]}}\n'
    "</tool_call>"
)


def picture() -> Frame:
    return Frame.of(np.zeros((72, 128, 3), np.uint8), "painted")


def said(text: str, finish: Finish = "stop") -> Said:
    return parse_reply(Reply(text=text, finish=finish))


def only(text: str) -> Call:
    (call,) = said(text).calls
    return call


def called(name: str = "computer_use", /, **arguments: object) -> str:
    body = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
    return f"Action: do it\n<tool_call>\n{body}\n</tool_call>"
