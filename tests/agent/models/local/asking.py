"""What the tests of local models ask, and how they open them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from handeye.agent.models.local.engine import Engine, Question, Ways
from handeye.agent.models.local.halt import Halt
from handeye.agent.models.local.load import load
from handeye.agent.models.local.source import parse_source
from handeye.agent.models.model import Limits, Message, Reply, Sampling, Schema
from handeye.tools.frame import Frame

SLOW = Ways(conversations=0, pictures=0, guess=0)
"""Everything is computed anew."""


def open_engine(folder: Path, ways: Ways | None = None) -> Engine:
    source = parse_source(str(folder))
    return Engine(load(source, folder, "cpu", "fp32", lambda _: None), ways)


def picture(seed: int, width: int = 160, height: int = 96) -> Frame:
    return Frame.of(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8), "painted")


def ask(
    engine: Engine,
    *messages: Message,
    schema: Schema | None = None,
    thinking: bool | None = None,
    limits: Limits | None = None,
    sampling: Sampling | None = None,
) -> Reply:
    question = Question(
        messages=messages, schema=schema, thinking=thinking, limits=limits or Limits(tokens=30), sampling=sampling or Sampling()
    )
    return engine.answer(question, Halt(question.limits.seconds))
