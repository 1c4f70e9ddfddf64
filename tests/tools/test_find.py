"""Find: words to the thing that is meant, on screens described by hand."""

from __future__ import annotations

import numpy as np
import pytest

from handeye.tools.find import Found, find
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word
from handeye.tools.sight import Sight
from handeye.tools.widgets.widget import Widget

FRAME = Frame.of(np.full((720, 1280, 3), 250, np.uint8), "test")


def line(text: str, x: float, y: float, h: float = 16) -> Line:
    words: list[Word] = []
    for said in text.split():
        w = len(said) * h * 0.5
        words.append(Word(said, Box(x, y, w, h), 0.99))
        x += w + h * 0.3
    return Line(tuple(words))


def button(label: str, x: float, y: float, **more: str) -> Widget:
    return Widget("button", Box(x, y, 90, 32), label, **more)  # type: ignore[arg-type]


def field(label: str, x: float, y: float, **more: str) -> Widget:
    return Widget("field", Box(x, y, 240, 32), label, **more)  # type: ignore[arg-type]


FORM = Sight(
    FRAME,
    (
        line("Your account", 40, 10, 28),
        line("First name", 40, 60),
        line("Last name", 40, 130),
        line("E-mail address *", 40, 200),
        line("Billing", 40, 260, 24),
        line("Street", 40, 300),
        line("Shipping", 440, 260, 24),
        line("Street", 440, 300),
        line("I agree to the terms", 64, 400),
        line("Saved at 10:00 by Ada", 40, 660),
        line("Save", 52, 612),
    ),
    (
        field("First name", 40, 80),
        field("Last name", 40, 150),
        field("E-mail address", 40, 220, placeholder="you@example.org"),
        field("Street", 40, 320, group="Billing"),
        field("Street", 440, 320, group="Shipping"),
        Widget("checkbox", Box(40, 400, 16, 16), "I agree to the terms", state=("unchecked",)),
        Widget("select", Box(40, 440, 240, 32), "Country", value="Poland"),
        button("Save", 40, 604),
        button("Cancel", 150, 604),
        Widget("link", Box(300, 610, 120, 18), "Forgot your password?"),
        Widget("icon button", Box(500, 604, 32, 32), "Delete"),
    ),
)

PEOPLE = ("Ada Lovelace", "Grace Hopper", "Alan Turing")
TABLE = Sight(
    FRAME,
    (
        line("People", 40, 10, 28),
        line("Name", 40, 60),
        line("Price", 300, 60),
        *(line(name, 40, 108 + 50 * at) for at, name in enumerate(PEOPLE)),
        *(line("Edit", 522, 108 + 50 * at) for at in range(3)),
    ),
    tuple(
        widget
        for at, name in enumerate(PEOPLE)
        for widget in (
            field("", 300, 100 + 50 * at, row=name, column="Price"),
            button("Edit", 500, 100 + 50 * at, row=name),
            button("Delete", 600, 100 + 50 * at, row=name),
        )
    ),
)


def one(found: Found) -> tuple[str, Box]:
    assert found.outcome == "one", [(target.kind, target.box, target.score) for target in found.targets]
    return found.targets[0].kind, found.targets[0].box


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [
        ("Save", None, 7),
        ("save", None, 7),
        ("the Save button", None, 7),
        ("button Save", None, 7),
        ("Cancel", "button", 8),
        ("First name", None, 0),
        ("first name field", None, 0),
        ("the last name field", None, 1),
        ("name, first", None, 0),
        ("Flrst narne", None, 0),
        ("given name", None, 0),
        ("Surname", None, 1),
        ("Email", None, 2),
        ("e-mail", "field", 2),
        ("Emial", "field", 2),
        ("you@example.org", None, 2),
        ("Street in the Billing section", None, 3),
        ("Shipping street", None, 4),
        ("Street under Shipping", None, 4),
        ("the second Street field", None, 4),
        ("the last Street", None, 4),
        ("I agree", "checkbox", 5),
        ("terms", "checkbox", 5),
        ('the checkbox next to "I agree to the terms"', None, 5),
        ("Country dropdown", None, 6),
        ("Forgotten password", "link", 9),
        ("Forgot your password", "button", 9),
        ("remove", "icon", 10),
        ("Löschen", None, 10),
        ("the button to the right of Save", None, 8),
        ("button next to Save", None, 8),
        ("the field below First name", None, 0),
    ],
)
def test_what_is_meant_on_a_form(words: str, kind: str | None, number: int) -> None:
    widget = FORM.widgets[number]
    assert one(find(FORM, words, kind)) == (widget.kind, widget.box)


@pytest.mark.parametrize(
    ("words", "kind", "relation", "number"),
    [
        ("Edit in the row of Ada Lovelace", None, None, 1),
        ("Edit", "button", "in the row of Grace", 4),
        ('the "Delete" button in Alan Turing\'s row', None, None, 8),
        ("Delete", None, "second", 5),
        ("Delete in the last row", None, None, 8),
        ("the Price field in the row of Grace Hopper", None, None, 3),
        ("Price Alan Turing", None, None, 6),
        ("the button next to the second Edit", None, None, 5),
        ("third Edit", None, None, 7),
        ("Edit next to Alan Turing", None, None, 7),
    ],
)
def test_what_is_meant_in_a_table(words: str, kind: str | None, relation: str | None, number: int) -> None:
    widget = TABLE.widgets[number]
    assert one(find(TABLE, words, kind, relation)) == (widget.kind, widget.box)


@pytest.mark.parametrize(
    ("sight", "words", "kind"),
    [
        (TABLE, "Edit", None),
        (TABLE, "Edit", "button"),
        (TABLE, "Price", "field"),
        (FORM, "Street", None),
        (TABLE, "both Edit buttons", None),
    ],
)
def test_what_is_equally_good_is_ambiguous(sight: Sight, words: str, kind: str | None) -> None:
    assert find(sight, words, kind).outcome == "ambiguous"


@pytest.mark.parametrize(
    ("sight", "words", "kind"),
    [
        (FORM, "Upload", None),
        (FORM, "Address", "field"),
        (FORM, "Sale", None),
        (FORM, "Save checkbox", None),
        (FORM, "the third Street", None),
        (FORM, "Street in the Payment section", None),
        (FORM, "", None),
        (FORM, "?", None),
        (TABLE, "Edit in the row of Linus", None),
        (TABLE, "the fourth Edit", None),
        (TABLE, "both sliders", None),
        (Sight(FRAME, (), ()), "Save", None),
    ],
)
def test_what_is_not_there_is_absent(sight: Sight, words: str, kind: str | None) -> None:
    assert find(sight, words, kind).outcome == "absent"


def test_every_one_is_named_when_all_are_meant() -> None:
    found = find(TABLE, "all Edit buttons")
    assert found.outcome == "one"
    assert [target.box.y for target in found.targets] == [100, 150, 200]
    assert len(find(FORM, "both Street fields").targets) == 2


def test_words_on_the_screen_are_found_with_the_place_of_just_those_words() -> None:
    kind, box = one(find(FORM, "Saved", "text"))
    assert (kind, box) == ("text", FORM.lines[9].words[0].box)
    _, box = one(find(FORM, '"by Ada"', "text"))
    assert box == Box.union(word.box for word in FORM.lines[9].words[3:])
    assert find(FORM, "Saved by", "text").outcome == "absent"


def test_a_target_says_what_it_is_and_where_it_comes_from() -> None:
    target = find(TABLE, 'the second "Edit" button').target
    assert target is not None
    assert (target.words, target.kind, target.relation, target.source) == ("Edit", "button", "second", "sight")
    assert target.score > 0.95
    assert len(target.crop_sha256) == 64


def test_what_comes_nearest_is_named_when_nothing_is_good_enough() -> None:
    found = find(FORM, "Address", "field")
    assert found.outcome == "absent"
    assert found.target is None
    assert found.targets[0].box == FORM.widgets[2].box


def test_a_text_alone_is_nearest_but_not_certain_where_something_to_use_was_meant() -> None:
    found = find(FORM, "Your account")
    assert found.outcome == "absent"
    assert (found.targets[0].kind, found.targets[0].box) == ("text", FORM.lines[0].box)
    assert find(FORM, "Your account", "text").outcome == "one"


def test_a_field_whose_label_the_eyes_have_mistaken_is_found_by_the_text_above_it() -> None:
    sight = Sight(FRAME, (line("City", 40, 60), line("Optional", 40, 124)), (field("Optional", 40, 82),))
    assert one(find(sight, "City")) == ("field", sight.widgets[0].box)


def test_what_was_hardly_seen_is_never_certain() -> None:
    faint = Widget("field", Box(40, 80, 240, 32), "First name", score=0.5)
    found = find(Sight(FRAME, (line("First name", 40, 60),), (faint,)), "the First name field")
    assert found.outcome != "one"
    assert found.targets[0].box == faint.box
