"""Questions that come up by themselves are known by their looks: a question mark over answers of which one declines."""

from __future__ import annotations

import numpy as np
import pytest

from handeye.agent.reader.unforeseen import question_on
from handeye.agent.wording import declines, risk_of
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word
from handeye.tools.sight import Sight
from handeye.tools.widgets.widget import Widget

FRAME = Frame.of(np.full((720, 1280, 3), 250, np.uint8), "test")


def line(text: str, x: float, y: float) -> Line:
    words: list[Word] = []
    for said in text.split():
        words.append(Word(said, Box(x, y, 8.0 * len(said), 14), 0.99))
        x += 8.0 * len(said) + 5
    return Line(tuple(words))


def button(label: str, x: float, y: float = 420) -> Widget:
    return Widget("button", Box(x, y, 120, 34), label)


ASKED = (line("A file named notes.txt already exists.", 420, 330), line("Do you want to replace it?", 420, 348))
MESSAGE = Widget("text area", Box(380, 320, 520, 90), "")


def test_all_lines_of_a_question_and_its_answers_are_known() -> None:
    question = question_on(Sight(FRAME, ASKED, (MESSAGE, button("Cancel", 420), button("Replace", 560))))
    assert question is not None
    assert question.words == "A file named notes.txt already exists. Do you want to replace it?"
    assert [each.words for each in question.answers] == ["Cancel", "Replace"]
    assert question.yes is not None
    assert question.yes.words == "Replace"
    assert question.is_spoken_of(['click "Replace"', "check that Saved is visible"])
    assert not question.is_spoken_of(['check that "notes.txt" is visible'])


def test_what_looks_like_text_in_their_row_is_an_answer_too() -> None:
    lines = (line("Save the changes before closing?", 420, 340), line("Cancel", 440, 430))
    question = question_on(Sight(FRAME, lines, (button("Don't Save", 560), button("Save", 700))))
    assert question is not None
    assert {each.words for each in question.answers} == {"Cancel", "Don't Save", "Save"}
    assert question.yes is None


@pytest.mark.parametrize(
    "widgets",
    [
        (button("Replace", 560),),
        (button("Save", 420), button("Help", 560)),
        (Widget("field", Box(420, 380, 200, 30), "Name"), button("Cancel", 420), button("Save", 560)),
        (button("Cancel", 420, 690), button("Save", 560, 690)),
    ],
    ids=["one answer", "nothing declines", "a form", "far below"],
)
def test_what_is_no_question(widgets: tuple[Widget, ...]) -> None:
    assert question_on(Sight(FRAME, ASKED, widgets)) is None


@pytest.mark.parametrize("words", ["Cancel", "No", "No, thanks", "Abbrechen", "Anuluj", "取消", "_Cancel"])
def test_what_declines(words: str) -> None:
    assert declines(words)


@pytest.mark.parametrize("words", ["Save", "Don't Save", "Cancel order", "Yes", "Replace"])
def test_what_does_not(words: str) -> None:
    assert not declines(words)


@pytest.mark.parametrize("words", ["Replace", "Don’t Save", "Close without saving", "Überschreiben", "Zastąp", "替换"])
def test_what_loses_something_is_risky(words: str) -> None:
    assert risk_of(words)
