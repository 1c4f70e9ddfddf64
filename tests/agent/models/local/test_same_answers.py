"""However much is remembered and guessed: word for word what transformers' own `generate` says, which computes all anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handeye.agent.models.local.engine import Engine, Ways
from handeye.agent.models.local.tiny import Shape, build
from handeye.agent.models.model import Limits, Message, Sampling
from handeye.tasks.bench.model import generate

from .asking import SLOW, ask, open_engine, picture

SYSTEM = Message("system", ("You look at pictures of a screen, and say what to click. " * 3,))
STEPS = 20
WINDOW = 4


def generated(engine: Engine, *messages: Message) -> str:
    """By the library alone, from pixels and ids."""
    written = [token for token in generate(engine, messages, 30).ids if token not in engine.tokens.stops]
    return engine.tokenizer.decode(written, skip_special_tokens=False).strip()


def steps() -> list[tuple[Message, ...]]:
    """What is asked of a model step by step: the last four pictures, each with what was said of it."""
    asked: list[tuple[Message, ...]] = []
    past: list[Message] = []
    for n in range(STEPS):
        past.append(Message("user", (picture(n, 128 + 32 * (n % 3)), f"Step {n}: what now?")))
        asked.append((SYSTEM, *past[-2 * WINDOW + 1 :]))
        past.append(Message("assistant", (f"Action: click the {n}th square, then click the {n + 1}th square.",)))
    return asked


@pytest.fixture(scope="module")
def plainly(instruct: Path) -> list[str]:
    engine = open_engine(instruct, SLOW)
    return [generated(engine, *messages) for messages in steps()]


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(SLOW, id="plain"),
        pytest.param(Ways(guess=0, pictures=0), id="prefix"),
        pytest.param(Ways(guess=0, conversations=0), id="pictures"),
        pytest.param(Ways(conversations=0, pictures=0), id="guesses"),
        pytest.param(Ways(), id="all"),
        pytest.param(Ways(fixed=True), id="fixed length"),
    ],
)
def test_twenty_steps_with_pictures(instruct: Path, plainly: list[str], ways: Ways) -> None:
    assert len(set(plainly)) > STEPS / 2, "what is said hardly depends on what is seen: that proves nothing"
    engine = open_engine(instruct, ways)
    replies = [ask(engine, *messages) for messages in steps()]
    assert [reply.text for reply in replies] == plainly
    pictures_asked = sum(len(message.pictures) for messages in steps() for message in messages)
    if ways.pictures:
        assert engine.vision.computed == STEPS
    elif not ways.conversations:
        assert engine.vision.computed == pictures_asked
    assert any(reply.usage.cached for reply in replies) == (ways.conversations > 0)
    assert (engine.network.steps < STEPS * 30) == (ways.guess > 0), "some guesses are right, and save a step"


def test_a_mixture_of_experts(tmp_path: Path) -> None:
    engine = open_engine(build(tmp_path, shape=Shape(layers=2, experts=4, spread=0.2)))
    for messages in steps()[:6]:
        assert ask(engine, *messages).text == generated(engine, *messages)


def test_a_picture_is_not_taken_for_another_of_the_same_size(instruct: Path) -> None:
    engine = open_engine(instruct)
    for seed in (1, 2):
        question = (SYSTEM, Message("user", (picture(seed), "What now?")))
        assert ask(engine, *question).text == generated(engine, *question)
    assert ask(engine, SYSTEM, Message("user", (picture(2), "What now?"))).usage.cached > 160 // 32 * 96 // 32


def test_words_after_a_conversation_with_pictures(instruct: Path) -> None:
    """Pictures shift the places of the words behind them; a prompt without them is not shifted by those of the last."""
    engine = open_engine(instruct)
    ask(engine, SYSTEM, Message("user", (picture(1), picture(2), "What now?")))
    for question in ((SYSTEM, Message("user", ("What is 2 + 2?",))), (SYSTEM, Message("user", (picture(1), "And now?")))):
        assert ask(engine, *question).text == generated(engine, *question)


def test_a_question_in_between_costs_the_conversation_nothing(instruct: Path) -> None:
    engine = open_engine(instruct)
    asked = (SYSTEM, Message("user", (picture(1), "What now?")))
    reply = ask(engine, *asked)
    judged = ask(engine, Message("system", ("You are a judge.",)), Message("user", (picture(1), picture(2), "Did it work?")))
    assert judged.usage.cached < 30
    on = (*asked, Message("assistant", (reply.text,)), Message("user", (picture(2), "And now?")))
    gone_on = ask(engine, *on)
    assert gone_on.usage.cached >= reply.usage.prompt
    assert gone_on.text == generated(engine, *on)
    assert engine.vision.computed == 2


def test_a_shorter_prompt_that_was_wholly_read_is_answered(instruct: Path) -> None:
    engine = open_engine(instruct)
    question = (SYSTEM, Message("user", (picture(1), "What now?")))
    first, second = ask(engine, *question), ask(engine, *question)
    assert second.text == first.text
    assert second.usage.cached == second.usage.prompt - 1


def test_a_longer_answer_needs_a_longer_memory(instruct: Path) -> None:
    engine = open_engine(instruct, Ways(fixed=True))
    question = (SYSTEM, Message("user", (picture(1), "What now?")))
    short, long = ask(engine, *question), ask(engine, *question, limits=Limits(tokens=4500, seconds=2))
    assert short.usage.answer < long.usage.answer
    assert long.text.startswith(short.text[:-1])


@pytest.mark.parametrize("ways", [Ways(), Ways(fixed=True)], ids=["growing", "fixed length"])
def test_chance_is_the_same_for_the_same_seed(instruct: Path, ways: Ways) -> None:
    """What is guessed is kept only where chance, too, comes to it."""
    question = (SYSTEM, Message("user", (picture(1), "What now?")))
    sampling = Sampling(temperature=0.7, top_p=0.9, top_k=20, presence_penalty=0.5, seed=7)
    one, other = open_engine(instruct, ways), open_engine(instruct, SLOW)
    assert ask(one, *question, sampling=sampling).text == ask(other, *question, sampling=sampling).text
    assert ask(one, *question, sampling=replace(sampling, seed=8)).text != ask(one, *question, sampling=sampling).text
