"""A tiny real Qwen3-VL learns to click: it is taught on drawn squares, then the real loop shows it screens that it never saw."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import torch
from langgraph.checkpoint.memory import InMemorySaver

from handeye.agent.eyes import Looker
from handeye.agent.graph import build
from handeye.agent.models.local import open_models
from handeye.agent.models.model import Model
from handeye.agent.models.scripted import ScriptedModel
from handeye.agent.policy import Policy
from handeye.agent.qwen.brain import QwenBrain
from handeye.agent.qwen.roles import Roles
from handeye.agent.recorder import Recorder, read_events
from handeye.agent.run import Run
from handeye.agent.state import Budget
from handeye.tools.computer import opened
from handeye.tools.errors import ModelError
from tests.agent.test_graph import CONFIG, looped

from .learning.lessons import FINISHED, click_of, task_for
from .learning.pupil import Pupil
from .learning.screens import Board, draw_lots
from .learning.training import teach

TAUGHT_S = 200
"""Of computing, at most."""
UNSEEN = 1_000_000
"""Seeds from here on are no lesson's."""


@pytest.fixture(scope="module", autouse=True)
def one_core() -> Iterator[None]:
    """Such small matrices only wait for one another on several; the next lessons are drawn on the other one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def unseen(seed: int) -> tuple[Board, str]:
    """A screen, and the colour that is to be clicked on it."""
    chance = random.Random(UNSEEN + seed)
    board = Board(draw_lots(chance))
    return board, chance.choice(list(board.squares))


async def is_right(model: Model, record: Path, seed: int) -> bool:
    """Whether the loop says that it is done, and the square that was meant was clicked and no other."""
    board, colour = unseen(seed)
    async with opened(board):
        looker = Looker(board)
        brain = QwenBrain(Roles(model))
        run = Run(board, brain, looker, Recorder(record / str(seed)), Policy(), budget=Budget(steps=3, model_calls=3))
        brain.tell = run.tell
        try:
            graph = cast("Any", build()).compile(checkpointer=InMemorySaver())
            ended = await graph.ainvoke({"task": task_for(colour)}, CONFIG, context=run)
        except ModelError:
            return False
        finally:
            run.recorder.close()
            looker.close()
    return ended["outcome"]["status"] == "done" and board.clicked == [colour]


async def score(folder: Path, record: Path, screens: int) -> float:
    """The share of so many unseen screens that a saved model gets right."""
    (model,) = open_models(str(folder), tell=lambda _: None)
    try:
        return sum([await is_right(model, record, seed) for seed in range(screens)]) / screens
    finally:
        await model.close()


@looped
async def test_what_counts_is_where_the_model_points(tmp_path: Path) -> None:
    board, colour = unseen(0)
    places = {name: box.center for name, box in board.squares.items()}
    other = next(point for name, point in places.items() if name != colour)
    for name, point, is_so in (("right", places[colour], True), ("wrong", other, False)):
        model = ScriptedModel([click_of(colour, point), FINISHED])
        assert await is_right(model, tmp_path / name, 0) is is_so


@looped
async def test_without_lessons_it_clicks_nothing_that_was_meant(tmp_path: Path) -> None:
    Pupil.born().save(tmp_path / "model")
    assert await score(tmp_path / "model", tmp_path, screens=2) == 0.0
    assert any(event["event"] == "model" for event in read_events(tmp_path / "0"))


@pytest.mark.full
@looped
async def test_it_learns_to_click(tmp_path: Path) -> None:
    pupil = Pupil.born()
    assert pupil.parameters <= 1_000_000
    began_s, computed_s = time.monotonic(), time.process_time()
    known = teach(pupil, seconds=TAUGHT_S)
    took_s, computed_s = time.monotonic() - began_s, time.process_time() - computed_s
    pupil.save(tmp_path / "model")
    reached = await score(tmp_path / "model", tmp_path, screens=40)
    print(f"{reached:.3f} of 40 screens; {known:.3f} of its last lessons; {took_s:.0f} s, of which {computed_s:.0f} s computed")
    assert reached >= 0.9
