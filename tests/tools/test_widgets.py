"""Widgets as they are seen on real pages: found, named, and in their right state."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word
from handeye.tools.widgets.assignment import assign
from handeye.tools.widgets.lettering import em_of
from handeye.tools.widgets.parting import part
from handeye.tools.widgets.see import see_widgets
from handeye.tools.widgets.texts import cleaned
from handeye.tools.widgets.widget import Widget

from .conftest import Live

WORDS = """() => {
    const out = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) for (const found of node.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(node, found.index); range.setEnd(node, found.index + found[0].length);
        const r = range.getBoundingClientRect();
        out.push([found[0], r.x, r.y + r.height * 0.2, r.width, r.height * 0.62]);
    }
    return out;
}"""
"""Words with about the box of their ink; what fields hold is not among them."""

STYLE = "<style>body{font:15px sans-serif;margin:20px} label.above{display:block} div{margin:10px 0}</style>"

PAGE = (
    STYLE
    + """
<h2>New member</h2>
<div><label class=above for=a>First name *</label><input id=a style="width:240px;height:30px;box-sizing:border-box"></div>
<div><label class=above for=b>About you</label><textarea id=b style="width:240px;height:90px"></textarea></div>
<div>Which way?</div>
<div><label><input type=radio name=w checked> Post</label> <label><input type=radio name=w> Phone</label></div>
<div><label><input type=checkbox id=c checked> I agree to all of it</label></div>
<div><label><input type=checkbox> Send me news</label></div>
<div style="display:flex;justify-content:space-between;width:600px"><span>Dark mode</span>
  <span role=switch style="width:40px;height:22px;border-radius:11px;background:#0a7;position:relative;display:inline-block">
  <i style="position:absolute;left:20px;top:2px;width:18px;height:18px;border-radius:9px;background:#fff"></i></span></div>
<div><button style="background:#0d6efd;color:#fff;border:0;border-radius:6px;padding:8px 16px;font:inherit">Save changes</button>
  <a href="#">Forgot password?</a></div>
"""
)


def see(live: Live, html: str) -> dict[str, Widget]:
    frame = live.show(html)
    words = [Word(text, Box(x, y, w, h), 1.0) for text, x, y, w, h in live.js(f"({WORDS})()")]
    rows: list[list[Word]] = []
    for word in words:
        last = rows[-1][-1].box if rows else None
        if last and abs(last.y - word.box.y) < 4 and word.box.x - last.right < 12:
            rows[-1].append(word)
        else:
            rows.append([word])
    seen = see_widgets(frame, [Line(tuple(row)) for row in rows])
    return {f"{widget.kind}: {widget.label}": widget for widget in seen}


def test_each_kind_is_found_and_has_the_words_a_person_would_call_it_by(live: Live) -> None:
    seen = see(live, PAGE)
    assert set(seen) == {
        "field: First name",
        "text area: About you",
        "radio: Post",
        "radio: Phone",
        "checkbox: I agree to all of it",
        "checkbox: Send me news",
        "switch: Dark mode",
        "button: Save changes",
        "link: Forgot password?",
    }
    assert seen["field: First name"].box.overlap(live.place("#a")) > 0.95
    assert seen["checkbox: I agree to all of it"].box.overlap(live.place("#c")) > 0.8
    assert seen["radio: Post"].group == "Which way?"


def test_what_is_ticked_or_on_is_told_from_what_is_not(live: Live) -> None:
    seen = see(live, PAGE)
    assert seen["radio: Post"].state == ("checked",)
    assert seen["radio: Phone"].state == ("unchecked",)
    assert seen["checkbox: I agree to all of it"].state == ("checked",)
    assert seen["checkbox: Send me news"].state == ("unchecked",)
    assert seen["switch: Dark mode"].state == ("checked",)


def test_masked_text_is_counted_not_read(live: Live) -> None:
    seen = see(live, STYLE + "<label class=above>Password</label><input type=password value=secret12 style='height:30px'>")
    password = seen["field: Password"]
    assert password.state == ("masked",)
    assert password.value == "•" * 8


def test_in_a_table_a_field_is_called_by_its_column_and_knows_its_row(live: Live) -> None:
    rows = "".join(f"<tr><td>{name}<td><input size=6 style='height:26px'>" for name in ("Bolt", "Nut", "Nail"))
    frame_words = f"{STYLE}<table cellpadding=8><tr><th align=left>Part<th align=left>Amount{rows}</table>"
    live.show(frame_words)
    words = [Word(text, Box(x, y, w, h), 1.0) for text, x, y, w, h in live.js(f"({WORDS})()")]
    seen = see_widgets(live.look(), [Line((word,)) for word in words])
    assert [(widget.kind, widget.label, widget.row, widget.column) for widget in seen] == [
        ("field", "Amount", name, "Amount") for name in ("Bolt", "Nut", "Nail")
    ]


def test_rows_of_a_table_may_stand_as_close_as_lines_do(live: Live) -> None:
    rows = "".join(
        f"<tr><td>{name}<td>{name}-1<td><input type=checkbox style='margin:0'>" for name in ("Bolt", "Nut", "Nail", "Rivet")
    )
    heads = "<tr><th align=left>Part<th align=left>Order<th align=left>In stock"
    live.show(
        f"{STYLE}<table cellpadding=0 cellspacing=0 style='border-spacing:24px 0;border-collapse:separate'>{heads}{rows}</table>"
    )
    words = [Word(text, Box(x, y, w, h), 1.0) for text, x, y, w, h in live.js(f"({WORDS})()")]
    seen = see_widgets(live.look(), [Line((word,)) for word in words])
    assert [(widget.row, widget.column) for widget in seen if widget.kind == "checkbox"] == [
        (name, "In stock") for name in ("Bolt", "Nut", "Nail", "Rivet")
    ]


def test_a_setting_is_named_by_its_name_not_by_what_tells_more_about_it(live: Live) -> None:
    said = "<div><div style='margin:0'>Sounds</div><div style='margin:0'>Plays when somebody writes to you</div></div>"
    row = f"<div style='display:flex;justify-content:space-between;align-items:center;width:600px'>{said}<input type=checkbox></div>"
    assert "checkbox: Sounds" in see(live, STYLE + row)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (40, 30), (300, 200)])
@pytest.mark.parametrize("seed", [None, 1])
def test_pictures_of_nothing_give_an_answer(size: tuple[int, int], seed: int | None) -> None:
    shape = (size[1], size[0], 3)
    rgb = np.zeros(shape, np.uint8) if seed is None else np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    assert len(see_widgets(Frame.of(rgb, "drawn"), ())) < 50


@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.one_of(st.just(math.inf), st.floats(0, 5)), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
)
def test_assigning_costs_least(costs: list[list[float]]) -> None:
    table = np.array(costs)
    none = np.full(len(costs), 3.0)
    given_ = assign(table, none)

    def cost(columns: tuple[int | None, ...]) -> float:
        return sum(3.0 if column is None else costs[row][column] for row, column in enumerate(columns))

    every = itertools.product([None, *range(len(costs[0]))], repeat=len(costs))
    possible = [way for way in every if len({c for c in way if c is not None}) == sum(c is not None for c in way)]
    assert cost(tuple(given_)) == pytest.approx(min(cost(way) for way in possible))


def test_a_mark_that_was_read_as_part_of_a_word_is_cut_off() -> None:
    read = Line(
        (Word("Card", Box(10, 10, 80, 20), 0.9), Word("O", Box(100, 10, 20, 20), 0.5), Word("Bill", Box(126, 12, 40, 16), 0.9))
    )
    (line,) = part([read], [Box(10, 10, 20, 20), Box(100, 10, 20, 20)])
    assert line.text == "Card Bill"
    assert line.words[0].box.x > 30


def test_the_size_of_type_does_not_depend_on_which_letters_stand_there() -> None:
    """Of 20 px type: "Name" is as high as its capital, "age" reaches below the line."""
    assert em_of([Word("Name", Box(0, 0, 50, 14.6), 1.0)]) == pytest.approx(20, rel=0.05)
    assert em_of([Word("age", Box(0, 0, 30, 15.2), 1.0)]) == pytest.approx(20, rel=0.05)


@pytest.mark.parametrize(
    ("written", "label"),
    [("First name *", "First name"), ("E-mail:", "E-mail"), ("Größe (cm)", "Größe (cm)"), ("Name (*)", "Name")],
)
def test_stars_and_colons_are_no_part_of_a_label(written: str, label: str) -> None:
    assert cleaned(written) == label
