"""A model in this process as those see it who ask it: one question after the other, stopped in time, memory shared."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.models.local import LocalModel, open_models
from handeye.agent.models.local.shelf import Shelf
from handeye.agent.models.model import Json, Limits, Message, Model
from handeye.tools.errors import BadInput

from .asking import picture

ASKED = (Message("user", (picture(1), "What now?")),)
OTHER = (Message("user", (picture(2), "And what now?")),)
BRIEF = Limits(tokens=20)
ENDLESS = Limits(tokens=7000)


def run(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def wrapped(*given: Any, **named: Any) -> None:
        asyncio.run(test(*given, **named))

    return wrapped


def open_on_cpu(*folders: Path, said: list[str] | None = None, **more: Any) -> tuple[LocalModel, ...]:
    said = [] if said is None else said
    return open_models(*map(str, folders), tell=said.append, shelf=Shelf(said.append, device="cpu", **more))


def is_loaded(model: LocalModel) -> bool:
    return model.shelf.loaded(model.source) is not None


def wait_until_it_writes(model: LocalModel) -> None:
    while (engine := model.shelf.loaded(model.source)) is None or engine.network.steps < 5:
        time.sleep(0.005)


@run
async def test_two_questions_at_once_are_answered_one_after_the_other(instruct: Path) -> None:
    (model,) = open_on_cpu(instruct)
    one = await model.ask(ASKED, limits=BRIEF)
    other = await model.ask(OTHER, limits=BRIEF)
    began_s = time.monotonic()
    replies = await asyncio.gather(*(model.ask(asked, limits=BRIEF) for asked in (ASKED, OTHER) * 3))
    assert [reply.text for reply in replies] == [one.text, other.text] * 3
    assert sum(reply.seconds for reply in replies) <= time.monotonic() - began_s
    await model.close()


@run
async def test_what_a_reply_tells(instruct: Path) -> None:
    (model,) = open_on_cpu(instruct)
    asked: Model = model
    reply = await asked.ask(ASKED, limits=BRIEF)
    assert reply.usage.answer == 20
    assert reply.usage.prompt > 20
    assert reply.finish == "length"
    assert 0 < reply.first_s <= reply.seconds
    assert (asked.name, asked.thinks) == (str(instruct), False)
    again = await asked.ask(ASKED, limits=BRIEF)
    assert again.usage.cached == reply.usage.prompt - 1
    await asked.close()


@run
async def test_nobody_waits_any_more(instruct: Path) -> None:
    (model,) = open_on_cpu(instruct)
    asking = asyncio.create_task(model.ask(ASKED, limits=ENDLESS))
    await asyncio.to_thread(wait_until_it_writes, model)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    reply = await asyncio.wait_for(model.ask(OTHER, limits=BRIEF), 5)
    assert reply.usage.answer == 20
    await model.close()


@run
async def test_time_is_up(instruct: Path) -> None:
    (model,) = open_on_cpu(instruct)
    whole = await model.ask(ASKED, limits=BRIEF)
    cut = await model.ask(ASKED, limits=Limits(tokens=7000, seconds=1))
    assert cut.finish == "length"
    assert cut.text.startswith(whole.text[:-1])
    assert 1 <= cut.seconds < 3
    at_once = await model.ask(OTHER, limits=Limits(seconds=0))
    assert (at_once.finish, at_once.text, at_once.usage.answer) == ("length", "", 0), "the picture was not even looked at"
    assert (await model.ask(ASKED, limits=BRIEF)).text == whole.text
    await model.close()


@run
async def test_one_set_of_weights_serves_both_roles(thinking: Path) -> None:
    said: list[str] = []
    one, other = open_on_cpu(thinking, thinking, said=said)
    assert one.thinks, "by its name, before it is loaded"
    for model in (one, other):
        reply = await model.ask(ASKED, schema=Json({"enum": ["yes", "no"]}), limits=Limits(thoughts=5))
        assert reply.text in ('"yes"', '"no"')
    assert len([line for line in said if line.startswith("loading")]) == 1
    await one.close()
    assert is_loaded(other)
    await other.close()
    assert not is_loaded(other)


@run
async def test_a_processor_is_warned_of_once(instruct: Path) -> None:
    said: list[str] = []
    (model,) = open_on_cpu(instruct, said=said)
    for _ in range(2):
        await model.ask(ASKED, limits=BRIEF)
    (warning,) = [line for line in said if "no GPU" in line]
    assert "s per token" in warning
    await model.close()


@pytest.mark.parametrize("places", [1, 2])
def test_two_that_fit_stay_and_two_that_do_not_take_turns(instruct: Path, thinking: Path, places: int) -> None:
    said: list[str] = []
    models: list[LocalModel] = []

    def free(_: str) -> int:
        return 10**9 if sum(map(is_loaded, models)) < places else 1000

    @run
    async def take_turns() -> None:
        models.extend(open_on_cpu(instruct, thinking, said=said, free=free))
        for _ in range(2):
            for model in models:
                await model.ask(ASKED, limits=BRIEF, thinking=False)
        assert [is_loaded(model) for model in models] == [places == 2, True]
        for model in models:
            await model.close()

    take_turns()
    made_room = [line for line in said if "makes room" in line]
    assert len(made_room) == (3 if places == 1 else 0)
    assert len([line for line in said if line.startswith("loading")]) == (4 if places == 1 else 2)
    assert len([line for line in said if "no GPU" in line]) == 2


def nearly_nothing(_: str) -> int:
    return 1000


@run
async def test_too_little_memory_is_said_before_anything_is_loaded(instruct: Path) -> None:
    said: list[str] = []
    (model,) = open_on_cpu(instruct, said=said, free=nearly_nothing)
    with pytest.raises(BadInput, match=r"needs about .* GB of memory on cpu, and 0.0 GB are free: .*:4bit"):
        await model.ready()
    assert not said
    await model.close()
