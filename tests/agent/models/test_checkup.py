"""What `doctor` says of a model: each finding in a line, with the way out where it is not well."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from handeye.agent.models.checkup import COLOURS, SIDE_PX, SIZE, Finding, check, drawn
from handeye.agent.models.http import HttpModel
from handeye.agent.models.model import Limits, Message, Model, Reply
from handeye.agent.models.resize import VisualTokens, shown_size
from handeye.agent.models.scripted import Answer, ScriptedModel
from tests.agent.models.wire import DIALECTS, Say, Wire, fails, stalls

SEED = 3


def findings(model: Model, seed: int = SEED, limits: Limits | None = None) -> list[Finding]:
    async def all_of_them() -> list[Finding]:
        found = [each async for each in check(model, seed=seed, limits=limits or Limits(seconds=20))]
        await model.close()
        return found

    return asyncio.run(all_of_them())


def square(seed: int = SEED) -> tuple[str, float, float]:
    """The colour and the middle, in thousandths."""
    _, colour, box = drawn(random.Random(seed))
    x, y = SIZE.to_thousandths(box.center)
    return colour, x, y


def point(x: float, y: float) -> str:
    return json.dumps({"point_2d": [x, y]})


def looks_at(messages: tuple[Message, ...]) -> tuple[str, tuple[int, int]]:
    """What a model with eyes would see: the colour and the middle of the square, in thousandths, by its pixels alone."""
    rgb = messages[-1].pictures[0].rgb
    for name, colour in COLOURS.items():
        ys, xs = np.nonzero((rgb == np.array(colour, np.uint8)).all(axis=2))
        if len(xs) == SIDE_PX * SIDE_PX:
            return name, (round(xs.mean() / rgb.shape[1] * 1000), round(ys.mean() / rgb.shape[0] * 1000))
    raise AssertionError("there is no square")


@pytest.mark.parametrize("seed", range(8))
def test_a_model_with_eyes_passes(seed: int) -> None:
    model = ScriptedModel(
        [
            lambda messages: f"There is a circle and a {looks_at(messages)[0]} square.",
            lambda messages: point(*looks_at(messages)[1]),
        ]
    )
    found = findings(model, seed)
    assert all(each.is_ok for each in found), [each.line for each in found]
    assert [each.what for each in found] == ["model", "sees", "thinks", "speed", "obeys", "coordinates"]


@pytest.mark.parametrize("name", [name for name in DIALECTS if name not in ("dashscope", "openrouter", "bare")])
def test_a_server_passes_and_is_named(name: str) -> None:
    colour, x, y = square()
    with Wire(DIALECTS[name], Say(f"A {colour} square.", "Let me see"), Say(point(x, y), "there")) as wire:
        found = findings(HttpModel(wire.url))
        lines = [each.line for each in found]
        assert all(each.is_ok for each in found), lines
        assert "qwen3-vl" in lines[0]
        assert wire.url in lines[0]
        assert any("it thinks before it answers" in line for line in lines)
        assert any("tokens a second, the first after" in line for line in lines)


def test_the_drawn_picture_is_shown_as_it_is() -> None:
    assert shown_size(SIZE, VisualTokens()) == SIZE


def broken(**answers: Answer) -> list[Answer]:
    colour, x, y = square()
    good: dict[str, Answer] = {"seen": f"A {colour} square.", "found": point(x, y)}
    return list((good | answers).values())


def in_pixels(x: float, y: float) -> tuple[float, float]:
    return x * SIZE.w / 1000, y * SIZE.h / 1000


@pytest.mark.parametrize(
    ("answers", "what", "said"),
    [
        (lambda: broken(seen="I cannot see\x1b[2J pictures."), "sees", "serve a model that sees, such as Qwen3-VL"),
        (lambda: broken(seen=Reply(text="", reasoning="hm", finish="length")), "sees", "nothing before it was cut off"),
        (lambda: broken(found=point(*in_pixels(*square()[1:]))), "coordinates", "it points in pixels, as older models do"),
        (lambda: broken(found=point(square()[2], square()[1])), "coordinates", "it says the height first"),
        (lambda: broken(found=point(square()[1] / 1000, square()[2] / 1000)), "coordinates", "it points in parts of one"),
        (lambda: broken(found=point(1, 1)), "coordinates", "it pointed at (1, 1), and the square is at"),
        (lambda: broken(found="It is on the right."), "obeys", "it is not one JSON value"),
        (lambda: broken(found='{"point": [1, 2]}'), "obeys", 'it lacks "point_2d"'),
        (lambda: broken()[:1], "obeys", "has no answer left"),
    ],
)
def test_what_is_not_well_is_told_with_the_way_out(answers: Callable[[], list[Answer]], what: str, said: str) -> None:
    (bad,) = [each for each in findings(ScriptedModel(answers())) if not each.is_ok]
    assert bad.what == what
    assert said in bad.said
    assert bad.line.isprintable()
    assert bad.line.startswith("NOT OK")


def test_a_server_that_is_not_there_is_one_line() -> None:
    with Wire(DIALECTS["vllm"], "never") as wire:
        wire.places["/v1/models"] = fails(401)
        (bad,) = findings(HttpModel(wire.url))
    assert (bad.what, bad.is_ok) == ("model", False)
    assert "give it the right API key" in bad.said


def test_a_server_without_vision_is_one_line() -> None:
    blind = replace(DIALECTS["ollama"], places={"/api/show": {"capabilities": ["completion"]}})
    with Wire(blind, "never") as wire:
        (bad,) = findings(HttpModel(wire.url))
        assert not wire.heard
    assert (bad.what, bad.is_ok) == ("model", False)
    assert "takes no pictures: serve a model that sees" in bad.said


def test_a_server_that_stalls_is_not_waited_for() -> None:
    with Wire(DIALECTS["vllm"], stalls) as wire:
        *_, bad = findings(HttpModel(wire.url), limits=Limits(seconds=1))
    assert (bad.what, bad.is_ok) == ("sees", False)
    assert "no whole answer came" in bad.said
