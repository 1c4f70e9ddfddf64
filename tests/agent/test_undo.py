"""Undo: a button that closes the form and loses the text is taken back where the computer can, and another way is taken."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.drive import drive
from handeye.agent.eyes import Looker
from handeye.agent.network import Network
from handeye.agent.policy import Policy
from handeye.agent.reader.brain import Reader
from handeye.agent.recorder import Recorder, read_events
from handeye.agent.run import Run
from handeye.agent.state import Outcome
from handeye.sandbox.egress import Exchange
from handeye.tools.computer import opened
from handeye.tools.painted import Painted
from handeye.tools.painted.scene import Button, Field, Label, Pages, goto, show

TRAP: Pages = {
    "letter": (Label("Your letter"), Field("Text"), Button("Save", goto("lost")), Button("Save letter", show("It is saved"))),
    "lost": (Label("The form was closed"), Button("Begin anew", goto("letter"))),
}
WRITE = "type Hello into Text, press Save, check that 'It is saved' is visible and Text shows 'Hello'"


def done(tmp_path: Path, steps: str, **more: Any) -> tuple[Outcome, list[str]]:
    async def run() -> Outcome:
        async with opened(Painted(TRAP)) as computer:
            looker = Looker(computer)
            at_work = Run(computer, Reader(), looker, Recorder(tmp_path), Policy(), **more)
            try:
                return await drive(at_work, steps)
            finally:
                at_work.recorder.close()
                looker.close()

    outcome = asyncio.run(run())
    return outcome, [str(event["event"]) for event in read_events(tmp_path)]


def test_a_trap_is_taken_back_and_the_second_way_succeeds(tmp_path: Path) -> None:
    outcome, events = done(tmp_path, WRITE, undo=True)
    assert (outcome.status, outcome.proof) == ("done", "checked"), outcome.why
    assert events.count("undone") == 1


def test_without_it_the_trap_is_what_failed(tmp_path: Path) -> None:
    outcome, events = done(tmp_path, WRITE)
    assert outcome.status == "failed"
    assert "'It is saved' is not visible" in outcome.why
    assert "undone" not in events


def test_what_was_sent_is_not_taken_back_for_it_would_be_sent_again(tmp_path: Path) -> None:
    sent = Exchange(1, 1.0, "POST", "post.example", 80, "/letter", "sent", "answered", 200)

    class Wire(Network):
        def sent_since(self, mark: int) -> tuple[Exchange, ...]:
            return (sent,) if mark >= 0 else ()

    outcome, events = done(tmp_path, WRITE, undo=True, network=Wire())
    assert outcome.status == "failed"
    assert "undone" not in events


def test_what_leads_nowhere_is_taken_back_too(tmp_path: Path) -> None:
    steps = "type Hello into Text, press Save, type more into Text, check that Text shows 'more'"
    outcome, events = done(tmp_path, steps, undo=True)
    assert outcome.status == "done", outcome.why
    assert events.count("undone") == 1


@pytest.mark.parametrize("claim", ["'It was sent' is visible", "'Begin anew' is not visible and 'Copied' is visible"])
def test_where_no_way_is_right_it_ends_and_says_so(tmp_path: Path, claim: str) -> None:
    outcome, events = done(tmp_path, f"type Hello into Text, press Save, check that {claim}", undo=True)
    assert outcome.status == "failed"
    assert outcome.why
    assert 1 <= events.count("undone") <= 2
