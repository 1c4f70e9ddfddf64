"""The words of a step and the one thing that they mean on a screen."""

from __future__ import annotations

import numpy as np
import pytest

from handeye.agent.reader.ground import TICKED, WRITTEN, one, several, without_the_task
from handeye.tools.errors import Ambiguous, NotFound
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word
from handeye.tools.sight import Sight
from handeye.tools.widgets.widget import Widget


def line(text: str, y: float) -> Line:
    words, x = list[Word](), 20.0
    for word in text.split():
        words.append(Word(word, Box(x, y, 9.0 * len(word), 14), 1.0))
        x += 9.0 * len(word) + 6
    return Line(tuple(words))


def sight(*widgets: Widget, lines: tuple[Line, ...] = ()) -> Sight:
    return Sight(Frame.of(np.full((400, 600, 3), 255, np.uint8), "drawn"), lines, widgets)


DATE = Widget("field", Box(20, 100, 200, 30), "mm/dd/yyyy")
SAVE = Widget("button", Box(20, 150, 80, 30), "Save")
SIGN = Widget("icon button", Box(300, 20, 20, 20))


def test_the_only_field_needs_no_name() -> None:
    assert one(sight(DATE, SAVE), "the date", WRITTEN).box == DATE.box


def test_nothing_is_written_into_a_text() -> None:
    with pytest.raises(NotFound):
        one(sight(SAVE, lines=(line("Your name", 60),)), "name", WRITTEN)


def test_a_link_that_nobody_has_coloured_is_found_by_its_words() -> None:
    found = one(sight(SAVE, lines=(line("read our terms before", 60),)), 'the link "terms"')
    assert found.kind == "text"


def test_an_entry_is_a_text_that_stands_alone() -> None:
    lines = (line("Poland", 200), line("choose Poland or Peru", 60))
    assert one(sight(lines=lines), "Poland", TICKED, whole=True).box.y == 200
    with pytest.raises(NotFound):
        one(sight(lines=lines[1:]), "Peru", TICKED, whole=True)


def test_the_task_on_a_page_is_none_of_the_things_it_names() -> None:
    shown = sight(SAVE, lines=(line("Click on the link terms", 10), line("our terms are short", 60)))
    task = "Click on the link terms"
    assert [each.text for each in without_the_task(shown, task).lines] == ["our terms are short"]


@pytest.mark.parametrize("words", ['the button in the dialog box labeled "Save"', "Save in the dialog", 'the "Save" button'])
def test_a_dialog_that_has_no_name_is_the_screen(words: str) -> None:
    assert one(sight(SAVE, SIGN), words).box == SAVE.box


def test_the_only_sign_is_what_closes() -> None:
    assert one(sight(SAVE, SIGN), 'the "x"').box == SIGN.box
    with pytest.raises(NotFound):
        one(sight(SAVE, SIGN, Widget("icon button", Box(340, 20, 20, 20))), 'the "x"')


def test_two_alike_are_not_guessed() -> None:
    both = sight(SAVE, Widget("button", Box(20, 250, 80, 30), "Save"))
    with pytest.raises(Ambiguous, match="the second"):
        one(both, "Save")
    assert len(several(both, "both Save buttons")) == 2
