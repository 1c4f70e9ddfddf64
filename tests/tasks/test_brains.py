"""What --model says: understood or refused in one line before anything is opened; and what tokens cost."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from handeye.agent.models.model import Usage
from handeye.agent.models.prices import Price, Prices
from handeye.agent.qwen.breaker import REST_S, Breaker
from handeye.agent.reader.brain import Reader
from handeye.tasks.brains import Spec, opened_brain, parse_spec, read_prices
from handeye.tasks.prepare import prepare
from handeye.tasks.spec import Task
from handeye.tools.errors import BadInput


@pytest.mark.parametrize(
    ("said", "spec"),
    [
        ("", Spec()),
        ("Reader", Spec()),
        ("qwen3-vl-4b", Spec("qwen3-vl-4b")),
        ("Qwen/Qwen3-VL-8B-Thinking", Spec("Qwen/Qwen3-VL-8B-Thinking")),
        ("http://localhost:8000/v1", Spec("http://localhost:8000/v1")),
        ("http://localhost:8000/v1?key=a#b", Spec("http://localhost:8000/v1?key=a#b")),
        ("instruct=http://a:1/v1, thinking=qwen3-vl-4b-thinking", Spec("http://a:1/v1", "qwen3-vl-4b-thinking")),
        ("thinking=http://a:1/v1", Spec("", "http://a:1/v1")),
    ],
)
def test_it_is_understood(said: str, spec: Spec) -> None:
    assert parse_spec(said) == spec


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("qwen3-vl-4c", 'no model is called "qwen3-vl-4c".*Did you mean "qwen3-vl-'),
        ("instrct=qwen3-vl-4b", 'Did you mean "instruct"'),
        ("thinking=", "says no model"),
        ("http://", "no address of a model server"),
    ],
)
def test_what_is_no_model_is_refused_with_the_way_out(said: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse_spec(said)
    with pytest.raises(BadInput, match=why):
        prepare(Task(steps="open localhost:1, click Save", model=said), {})


def test_a_server_that_is_not_there_is_told_before_anything_is_opened() -> None:
    async def story() -> None:
        async with AsyncExitStack() as stack:
            await opened_brain("http://localhost:9/v1", {}, stack, lambda *_, **__: None)

    pytest.importorskip("openai", reason="pip install openai")
    with pytest.raises(BadInput, match="nothing answers at http://localhost:9/v1"):
        asyncio.run(story())


def test_the_reader_is_the_one_that_is_asked_where_none_is_named() -> None:
    async def story() -> object:
        async with AsyncExitStack() as stack:
            return await opened_brain("", {}, stack, lambda *_, **__: None)

    assert isinstance(asyncio.run(story()), Reader)


def test_a_goal_in_free_words_is_for_a_model_and_its_start_is_still_found() -> None:
    words = "open localhost:8000/shop and find the cheapest kettle that ships today"
    with pytest.raises(BadInput):
        prepare(Task(steps=words), {})
    ready = prepare(Task(steps=words, model="http://localhost:9/v1"), {})
    assert (ready.words, ready.hosts, ready.start) == (words, ("localhost:8000",), "localhost:8000/shop")


def test_a_goal_without_anything_open_says_what_is_missing() -> None:
    with pytest.raises(BadInput, match="nothing is open"):
        prepare(Task(goal="find the cheapest kettle", model="http://localhost:9/v1"), {})


def test_prices_are_the_users_own(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text("big: {prompt: 2, answer: 10, cached: 0.5}\n")
    prices = read_prices({"HANDEYE_PRICES": str(file)})
    assert prices == Prices({"big": Price(2, 10, 0.5)})
    assert prices.of("big", Usage(prompt=1_000_000, answer=100_000, cached=400_000)) == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 1)
    assert prices.of("small", Usage(prompt=5)) is None
    file.write_text("big: cheap\n")
    with pytest.raises(BadInput, match="no table of prices"):
        read_prices({"HANDEYE_PRICES": str(file)})
    with pytest.raises(BadInput, match="there is no file of prices"):
        read_prices({"HANDEYE_PRICES": str(tmp_path / "gone.yaml")})


def test_a_model_that_failed_twice_rests_and_then_one_failure_is_enough() -> None:
    now = [0.0]
    breaker = Breaker(slow_s=10, now=lambda: now[0])
    breaker.failed()
    breaker.answered(1)
    breaker.failed()
    assert not breaker.is_open
    breaker.answered(11)
    assert breaker.is_open
    now[0] = REST_S + 1
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
