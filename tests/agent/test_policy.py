"""What is asked, what is allowed, what is refused; and that a yes is for one action on one picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from handeye.agent.policy import Allowed, Asks, Forbidden, Policy, Under, decide
from handeye.agent.secret import Secret, Secrets
from handeye.agent.state import Intent
from handeye.tools.action import Action, Click, Dialog, Goto, Press, Tab, Type, Upload, bind
from handeye.tools.frame import Frame, OpenDialog
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


DIALOG = OpenDialog("confirm", "Delete all?", boxes=(("ok", Box(60, 60, 20, 10)), ("cancel", Box(30, 60, 20, 10))))


def with_dialog(kind: str = "confirm") -> Frame:
    return replace(frame(), dialog=replace(DIALOG, kind=kind))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "on", "asks"),
    [
        (Press(("ret",)), frame(), True),
        (Press(("ctrl", "\n")), frame(), True),
        (Press(("space",)), frame(), True),
        (Press(("nonsense",)), frame(), False),  # the hands refuse it
        (Type("yes\n"), frame(), True),
        (Dialog(True), with_dialog(), True),
        (Dialog(True), with_dialog("alert"), False),
        (Dialog(False), with_dialog(), False),
        (bind(Click(Point(65, 65)), frame()), with_dialog(), True),
        (bind(Click(Point(35, 65)), frame()), with_dialog(), False),
        (bind(Click(Point(5, 5)), frame()), frame(), True),
    ],
)
def test_what_a_brain_does_by_itself_is_asked_where_it_may_do_more_than_it_seems(action: Action, on: Frame, asks: bool) -> None:
    intent = Intent(action, "do it", Target("Cancel", Box(30, 60, 20, 10), "sight", "button") if on.dialog else None)
    assert isinstance(decide(intent, on, Policy()), Asks) is asks
    assert isinstance(decide(replace(intent, named=True), on, Policy()), Allowed)


@pytest.mark.parametrize(
    ("said", "under", "kind"),
    [
        ("click Details", Under("Details", "Details"), Allowed),
        ("click Details", Under("Details", "Buy now"), Asks),
        ("click Details", Under("Delete account", "Details"), Asks),
        ("click Buy now", Under("Details", "Buy now"), Allowed),
        ("click Details", Under("Details", ""), Allowed),
        ("click Details", Under("", "Buy now"), Asks),
        ("click the second button", Under("Delete", "Delete"), Allowed),
    ],
)
def test_a_thing_that_looks_like_what_was_named_and_is_another_is_asked(said: str, under: Under, kind: type) -> None:
    intent = replace(click("Details", frame(), named=True), said=said)
    assert isinstance(decide(intent, frame(), Policy(), under=under), kind)
    assert isinstance(decide(intent, frame(), Policy(ask="never"), under=under), Allowed)


SECRETS = Secrets([Secret("password", "hunter2-x", hosts=("a.test",))])


@pytest.mark.parametrize(
    "action",
    [
        Goto("https://a.test/?‹password›"),
        Goto("https://a.test/?hunter2-x"),
        Goto("https://a.test/?hunter2%2Dx"),
        Dialog(True, "‹password›"),
        Dialog(True, "it is hunter2-x"),
        Tab("hunter2-x"),
    ],
)
def test_a_secret_goes_nowhere_but_into_fields_however_it_is_said(action: Action) -> None:
    decision = decide(Intent(action, "do it"), frame(), Policy(ask="never", secrets=SECRETS))
    assert isinstance(decision, Forbidden)
    assert "hunter2" not in decision.why
    assert "‹password›" in decision.why


@pytest.mark.parametrize("url", ["", "no address at all", "file:///etc/passwd", "javascript:alert(1)", "https://b.test"])
def test_an_address_that_makes_no_sense_or_is_not_allowed_is_refused_in_words(url: str) -> None:
    decision = decide(Intent(Goto(url), "open it"), frame(), Policy(), permits=lambda host, _port: host == "a.test")
    assert isinstance(decision, Forbidden)
    assert decision.why
