"""What is asked, what is allowed, what is refused; and that a yes is for one action on one picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handeye.agent.policy import Allowed, Asks, Forbidden, Policy, decide
from handeye.agent.state import Intent
from handeye.tools.action import Action, Click, Press, Type, Upload, bind
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point
from handeye.tools.target import Target


def frame(level: int = 255) -> Frame:
    return Frame.of(np.full((100, 100, 3), level, np.uint8), "drawn")


def click(words: str, on: Frame, *, named: bool = False) -> Intent:
    target = Target(words, Box(10, 10, 40, 20), "sight", "button")
    return Intent(bind(Click(Point(20, 20)), on), f"click {words}", target, named=named)


@pytest.mark.parametrize(
    ("words", "named", "ask", "kind"),
    [
        ("Delete all", False, "risky", Asks),
        ("Delete all", True, "risky", Allowed),
        ("Delete all", False, "never", Allowed),
        ("Details", False, "risky", Allowed),
        ("Details", True, "always", Asks),
    ],
)
def test_who_is_asked(words: str, named: bool, ask: str, kind: type) -> None:
    decision = decide(click(words, frame(), named=named), frame(), Policy(ask=ask))  # type: ignore[arg-type]
    assert isinstance(decision, kind)


def test_a_yes_is_for_one_action_on_one_picture() -> None:
    first = decide(click("Delete all", frame()), frame(), Policy())
    assert isinstance(first, Asks)
    assert isinstance(decide(click("Delete all", frame()), frame(), Policy(), first.key), Allowed)
    assert isinstance(decide(click("Delete account", frame()), frame(), Policy(), first.key), Asks)
    assert isinstance(decide(click("Delete all", frame(9)), frame(9), Policy(), first.key), Asks)


@pytest.mark.parametrize(("action", "asks"), [(Press(("enter",)), True), (Press(("a",)), False), (Type("hello"), False)])
def test_keys_that_send_a_form_off_are_risky(action: Action, asks: bool) -> None:
    assert isinstance(decide(Intent(action, "press"), frame(), Policy()), Asks) is asks


def test_only_files_that_the_task_names_are_uploaded(tmp_path: Path) -> None:
    named, strange = tmp_path / "in" / "cv.pdf", tmp_path / "secret.txt"
    policy = Policy(ask="never", upload_from=(tmp_path / "in",))
    assert isinstance(decide(Intent(Upload((str(named),)), "upload"), frame(), policy), Allowed)
    assert isinstance(decide(Intent(Upload((str(strange),)), "upload"), frame(), policy), Forbidden)
    around = tmp_path / "in" / ".." / "secret.txt"
    assert isinstance(decide(Intent(Upload((str(around),)), "upload"), frame(), policy), Forbidden)
