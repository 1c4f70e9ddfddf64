"""`handeye bench model`, its words: how much text of ours goes to a model with each call, beyond pictures and the task."""

from __future__ import annotations

import json

import numpy as np

from ...agent.models.model import Message
from ...agent.qwen.conversation import Turn, messages_for_act
from ...agent.qwen.functions import EVERY
from ...agent.qwen.prompt import prompt
from ...tools.frame import Frame
from .metric import Metric

MOST = 6000
STEPS = 100
TASK = "Sign Ada Lovelace up, then tell me her member number."
NOTES = "The last two tries did not do it: find another way."


def run() -> list[Metric]:
    """The longest call of a long run, and the other kinds of call."""
    longest = max(_characters(_act(steps)) for steps in range(STEPS))
    others = {
        "a plan": prompt("plan").messages((_picture(),), task="", notes=""),
        "a place": prompt("ground").messages((_picture(),), targets=""),
        "a judgement": prompt("judge").messages((_picture(),), done="", claim=""),
        "a reading": prompt("read").messages((_picture(),), question=""),
    }
    name = f"text with an action, the longest of {STEPS}"
    return [
        Metric.at_most(name, longest, "characters", MOST, below=True),
        Metric.told("text with the first action", _characters(_act(0)), "characters"),
        *(Metric.told(f"text with {what}", _characters(messages), "characters") for what, messages in others.items()),
    ]


def _act(steps: int) -> tuple[Message, ...]:
    turns = [Turn(_picture(), "Fill in the form", _reply(at), "done: it shows it") for at in range(steps)]
    return messages_for_act(task=TASK, goal="Fill in the form", frame=_picture(), functions=EVERY, turns=turns, notes=NOTES)


def _reply(at: int) -> str:
    call = {"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [412, 305]}}
    said = f"Thought: Field {at} is empty.\nAction: Click field {at}.\n<tool_call>\n"
    return f"{said}{json.dumps(call)}\n</tool_call>"


def _characters(messages: tuple[Message, ...]) -> int:
    return sum(len(message.words) for message in messages)


def _picture() -> Frame:
    return Frame.of(np.zeros((32, 32, 3), np.uint8), "drawn")
