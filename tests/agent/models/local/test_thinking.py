"""Thoughts come first, are closed when they grow too long, and are never taken for an answer."""

from __future__ import annotations

from pathlib import Path

from handeye.agent.models.local.engine import Engine
from handeye.agent.models.model import Json, Limits, Message, Sampling

from .asking import ask, open_engine, picture

YES = Json({"enum": ["yes", "no"]})
ASKED = Message("user", (picture(1), "Did it work?"))
CHANCE = Sampling(temperature=1.0, seed=1)


def test_a_template_tells_whether_a_model_thinks(instruct: Path, thinking: Path) -> None:
    assert not open_engine(instruct).thinks
    assert open_engine(thinking).thinks


def test_long_thoughts_are_closed(thinking: Path) -> None:
    engine = open_engine(thinking)
    reply = ask(engine, ASKED, schema=YES, limits=Limits(thoughts=25), sampling=CHANCE)
    assert reply.text in ('"yes"', '"no"')
    assert reply.finish == "stop"
    assert reply.reasoning.endswith("That is enough thought: I answer now.")
    assert 25 < reply.usage.answer < 25 + 80


def test_what_is_thought_counts_apart_from_what_is_answered(thinking: Path) -> None:
    reply = ask(open_engine(thinking), ASKED, limits=Limits(thoughts=40, tokens=10), sampling=CHANCE)
    assert reply.finish == "length"
    assert reply.text
    assert reply.usage.answer > 50


def test_thoughts_that_end_by_themselves(thinking: Path) -> None:
    """At random it comes to `</think>` now and then; the empty line after it is always there."""
    engine = open_engine(thinking)
    closed = 0
    for seed in range(8):
        sampling = Sampling(temperature=1.0, seed=seed)
        reply = ask(engine, ASKED, schema=YES, limits=Limits(thoughts=600), sampling=sampling)
        closed += "enough thought" not in reply.reasoning
        assert reply.text in ('"yes"', '"no"')
        assert "</think>" not in reply.reasoning + reply.text
    assert closed


def test_no_thoughts_where_none_are_wanted(thinking: Path) -> None:
    for reply in (
        ask(open_engine(thinking), ASKED, schema=YES, thinking=False),
        ask(open_engine(thinking), ASKED, schema=YES, limits=Limits(thoughts=0)),
    ):
        assert reply.text in ('"yes"', '"no"')
        assert not reply.reasoning


def test_one_that_was_cut_off_while_it_thought_answers_nothing(thinking: Path) -> None:
    import torch

    engine = open_engine(thinking)
    with torch.no_grad():
        engine.loaded.model.lm_head.weight[engine.tokens.think_end] = 0
    endless = Sampling(temperature=1.0, top_k=5, seed=1)
    reply = ask(engine, ASKED, schema=YES, limits=Limits(thoughts=100_000, seconds=1), sampling=endless)
    assert reply.finish == "length"
    assert reply.text == ""
    assert reply.reasoning


def test_one_whose_template_does_not_begin_the_thought(instruct: Path, tmp_path: Path) -> None:
    named = tmp_path / "Other-Thinking"
    named.symlink_to(instruct)
    engine = open_engine(named)
    assert engine.thinks
    reply = ask(engine, ASKED, schema=YES, limits=Limits(thoughts=5), sampling=CHANCE)
    assert (reply.text in ('"yes"', '"no"'), bool(reply.reasoning)) == (True, True)
    assert not ask(engine, ASKED, schema=YES, thinking=False).reasoning


def test_the_end_of_the_conversation_ends_the_answer(thinking: Path) -> None:
    engine: Engine = open_engine(thinking)
    engine.context = len(engine.writer.write((ASKED,)).ids) + 30
    reply = ask(engine, ASKED, schema=YES, sampling=CHANCE)
    assert reply.finish == "length"
    assert reply.text == ""
    assert reply.usage.tokens <= engine.context
