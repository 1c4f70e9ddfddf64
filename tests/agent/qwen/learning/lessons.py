"""Lessons: what QwenBrain asks before such a screen, and what the right answer to it is."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from handeye.agent.models.model import Message
from handeye.agent.qwen.calls import Click, Terminate, written
from handeye.agent.qwen.conversation import Turn, messages_for_act
from handeye.agent.qwen.dialect import as_call
from handeye.agent.qwen.functions import functions_for
from handeye.tools import action as do
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point

from .screens import COLOURS, SIZE, Board, draw_lots

FUNCTIONS = functions_for(("goto", "back", "dialog"))
"""What a painted computer can do beside clicking and typing."""
STEP = 50
"""Thousandths: the answers' places lie on a grid, much finer than the squares are large."""
NOWHERE = Box(0, 0, 0, 0)
NUMBER = re.compile(r"\d+")
OUTCOMES = ("done: something changed there", "done: it looks otherwise now")
"""What came of a click, as the brain tells of it."""
FINISHED = "Thought: It was clicked.\nAction: Finish.\n" + as_call(written(Terminate(status="success")))


@dataclass(frozen=True, slots=True)
class Lesson:
    messages: tuple[Message, ...]
    answer: str
    box: Box = NOWHERE
    """What any place of the answer has to be in."""

    def is_met_by(self, said: str) -> bool:
        """Right but for where in the square it points to."""
        numbers = [int(each) for each in NUMBER.findall(said)]
        points = [SIZE.from_thousandths(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
        return NUMBER.sub("", said) == NUMBER.sub("", self.answer) and all(self.box.contains(point) for point in points)


def task_for(colour: str) -> str:
    return f"click the {colour} square"


def click_of(colour: str, point: Point) -> str:
    """The official form, at the place of the grid that is nearest."""
    at = [round(each / STEP) * STEP for each in SIZE.to_thousandths(point)]
    thought = f"The {colour} square is {at[0]} across, the {colour} square is {at[1]} down."
    call = as_call(written(Click(coordinate=(at[0], at[1]))))
    return f"Thought: {thought}\nAction: Click the {colour} square.\n{call}"


async def first_lessons(chance: random.Random, colours: Sequence[str]) -> list[Lesson]:
    """One picture, and each of its squares to be clicked."""
    board = Board(draw_lots(chance, colours))
    frame = await board.look()
    return [Lesson(asked(colour, frame), click_of(colour, box.center), box) for colour, box in board.squares.items()]


async def last_lesson(chance: random.Random, colours: Sequence[str]) -> Lesson:
    """A square was clicked, and nothing is left to do."""
    board = Board(draw_lots(chance, colours))
    colour, box = chance.choice(list(board.squares.items()))
    before = await board.look()
    await board.do(do.bind(do.Click(box.center), before, box))
    turn = Turn(before, task_for(colour), click_of(colour, box.center), chance.choice(OUTCOMES))
    return Lesson(asked(colour, await board.look(), [turn]), FINISHED)


def asked(colour: str, frame: Frame, turns: Sequence[Turn] = ()) -> tuple[Message, ...]:
    task = task_for(colour)
    return messages_for_act(task=task, goal=task, frame=frame, functions=FUNCTIONS, turns=turns)


def texts() -> list[str]:
    """All that is asked and answered, for a tokenizer to be trained on."""
    nothing = Frame.of(np.zeros((SIZE.h, SIZE.w, 3), np.uint8), "drawn")
    words = [FINISHED, "system\n", "user\n", "assistant\n", *(str(n) for n in range(0, 1001, STEP))]
    for colour, outcome in product(COLOURS, OUTCOMES):
        turn = Turn(nothing, task_for(colour), click_of(colour, Point(0, 0)), outcome)
        words += [each.words for each in asked(colour, nothing, [turn])]
    return words
