"""Sight: what was seen, with hints that confirm, correct and add."""

from __future__ import annotations

import numpy as np

from handeye.tools.find import find
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.sight import HINT_ALONE, merge, understood
from handeye.tools.target import Hint
from handeye.tools.widgets.widget import Widget

FIELD = Widget("field", Box(100, 100, 200, 30), "Narne", "Ada", score=0.8)
TICK = Widget("checkbox", Box(100, 150, 16, 16), "News", state=("unchecked",), score=0.9)
BUTTON = Widget("button", Box(100, 200, 80, 30), "Save", score=0.9)


def test_without_hints_all_stays_as_it_was_seen() -> None:
    assert merge((FIELD, TICK), ()) == (FIELD, TICK)


def test_a_hint_confirms_and_corrects_what_was_seen() -> None:
    hint = Hint("textbox", "Name", Box(99, 99, 202, 32), "Ada B", ("required", "focused"))
    (field,) = merge((FIELD,), (hint,))
    assert (field.label, field.value, field.state, field.source) == ("Name", "Ada B", ("required", "focused"), "sight")
    assert field.box == FIELD.box
    assert field.hint == hint
    assert FIELD.score < field.score < 1


def test_what_no_hint_speaks_of_is_less_sure() -> None:
    button, field = merge((BUTTON, FIELD), (Hint("textbox", "Name", FIELD.box),))
    assert button.hint is None
    assert button.score < BUTTON.score
    assert button.source == field.source == "sight"


def test_what_was_missed_is_added_in_reading_order_and_says_that_it_is_a_hint() -> None:
    hints = (Hint("combobox", "Country", Box(100, 125, 200, 20), "Poland", ("collapsed",), ("Poland", "Spain")),)
    field, added, tick = merge((FIELD, TICK), hints)
    assert (field.kind, tick.kind) == ("field", "checkbox")
    assert (added.kind, added.label, added.value, added.source) == ("select", "Country", "Poland", "hint")
    assert added.options == ("Poland", "Spain")
    assert added.score == HINT_ALONE


def test_a_hidden_box_is_told_by_its_labels_place() -> None:
    hint = Hint("checkbox", "Newsletter", Box(96, 146, 120, 24), state=("checked",))
    (tick,) = merge((TICK,), (hint,))
    assert (tick.box, tick.label, tick.state) == (TICK.box, "Newsletter", ("checked",))


def test_a_link_that_looks_like_a_button_stays_one_and_is_found_as_both() -> None:
    link = Hint("link", "Save", BUTTON.box)
    frame = Frame.of(np.full((300, 400, 3), 255, np.uint8), "test")
    sight = understood(frame, (), (BUTTON,), (link,))
    assert sight.widgets[0].kind == "button"
    for kind in ("button", "link"):
        target = find(sight, "Save", kind).target
        assert target is not None
        assert (target.score > 0.95, target.hint) == (True, link)


def test_what_looks_like_a_field_but_offers_choices_is_a_select() -> None:
    hint = Hint("combobox", "Name", FIELD.box, "Ada", options=("Ada", "Bob"))
    (select,) = merge((FIELD,), (hint,))
    assert (select.kind, select.options) == ("select", ("Ada", "Bob"))


def test_what_looks_like_a_field_but_is_pressed_holds_no_value() -> None:
    (button,) = merge((FIELD,), (Hint("tab", "Name", FIELD.box),))
    assert (button.kind, button.value) == ("tab", "")
    (field,) = merge((FIELD,), (Hint("clickable", "Name", FIELD.box),))
    assert (field.kind, field.value) == ("field", "Ada")


def test_a_hint_speaks_of_one_widget_only() -> None:
    twin = Widget("button", Box(102, 201, 80, 30), "Save", score=0.5)
    first, second = merge((BUTTON, twin), (Hint("button", "Save", BUTTON.box),))
    assert [each.hint is not None for each in (first, second)] == [True, False]


def test_a_check_that_only_eyes_can_see_is_kept() -> None:
    (tick,) = merge((TICK,), (Hint("clickable", "News", Box(98, 148, 20, 20), state=("focused",)),))
    assert (tick.kind, tick.state) == ("checkbox", ("focused", "unchecked"))


def test_what_was_seen_too_large_gets_the_place_that_the_hint_knows() -> None:
    hint = Hint("button", "Save", Box(102, 202, 30, 20))
    (button,) = merge((BUTTON,), (hint,))
    assert button.box == hint.box


def test_a_paragraph_seen_in_a_text_area_is_not_all_of_it() -> None:
    hint = Hint("textbox", "Body", Box(519, 230, 624, 162), value="First line\nsecond line\n\nand a third")
    (merged,) = merge([Widget("text area", Box(524, 267, 608, 105), "Body", "", (), 0.8, "sight")], [hint])
    assert (merged.kind, merged.box) == ("text area", hint.box)
