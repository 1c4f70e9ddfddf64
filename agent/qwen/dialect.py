"""Dialect: the interface Qwen3-VL was trained on: the frame of its tools, and the one function it uses a computer with.

Names, arguments, their order and types are the model's own (see NOTICE); what explains them is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..models.thoughts import CLOSE, OPEN

OPENS, CLOSES = "<tool_call>", "</tool_call>"
TOLD, TOLD_ENDS = "<tool_response>", "</tool_response>"
"""Around what came of a call."""
THOUGHT, THOUGHT_ENDS = OPEN, CLOSE
DATA, DATA_ENDS = "<screen_text>", "</screen_text>"
"""Ours: around words from a page or program."""
_SIGN = re.compile(r"<(?=\s*(?:\||/?\s*(?:tools|tool_call|tool_response|think|screen_text)\b))", re.IGNORECASE)

COMPUTER_USE: dict[str, Any] = {
    "name": "computer_use",
    "description": (
        "The mouse and the keyboard of a computer.\n"
        "* The screen's resolution is 1000x1000.\n"
        "* Aim at the middle of things. What you start may take a moment: wait for it."
    ),
    "parameters": {
        "properties": {
            "action": {
                "description": (
                    "`key`: press keys in order, let go in reverse. `type`: type text where the caret is. "
                    "Clicks, `mouse_move`: at the coordinate. `left_click_drag`: from the pointer to it. "
                    "`scroll`, `hscroll`: turn the wheel. `wait`: some seconds. `answer`: say what was asked for. "
                    "`terminate`: it is done, or cannot be."
                ),
                "enum": [
                    "key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "middle_click", "double_click",
                    "triple_click", "scroll", "hscroll", "wait", "terminate", "answer",
                ],
                "type": "string",
            },
            "keys": {"description": "For key.", "type": "array"},
            "text": {"description": "For type and answer.", "type": "string"},
            "coordinate": {"description": "[x, y] from the top left.", "type": "array"},
            "pixels": {"description": "To scroll: above 0 up or left, below 0 down or right.", "type": "number"},
            "time": {"description": "For wait.", "type": "number"},
            "status": {"description": "For terminate.", "type": "string", "enum": ["success", "failure"]},
        },
        "required": ["action"],
        "type": "object",
    },
}  # fmt: skip


def tools_frame(functions: Iterable[Mapping[str, Any]]) -> str:
    """What a system prompt says of the functions, as the chat template would say it."""
    lines = "\n".join(json.dumps({"type": "function", "function": function}, ensure_ascii=False) for function in functions)
    return (
        "# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
        "You are provided with function signatures within <tools></tools> XML tags:\n"
        f"<tools>\n{lines}\n</tools>\n\n"
        "For each function call, return a json object with function name and arguments within "
        f"{OPENS}{CLOSES} XML tags:\n"
        f'{OPENS}\n{{"name": <function-name>, "arguments": <args-json-object>}}\n{CLOSES}'
    )


def as_call(written: str) -> str:
    """A written call between its tags, as the model says it."""
    return f"{OPENS}\n{written}\n{CLOSES}"


def as_told(words: str) -> str:
    """What came of a call, as the model is told it."""
    return f"{TOLD}\n{words}\n{TOLD_ENDS}"


def as_data(words: str) -> str:
    """Words from a page or program, marked as such."""
    return f"{DATA}{defused(words)}{DATA_ENDS}"


def defused(words: str) -> str:
    """The same to a reader; but nothing in it is a sign of the dialect, whoever wrote it."""
    return _SIGN.sub("‹", words)
