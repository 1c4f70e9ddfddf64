"""Actions: written down and read back, and nothing else gets in."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.action import (
    Action,
    Answer,
    Ask,
    Back,
    Click,
    Dialog,
    Done,
    Drag,
    Goto,
    Move,
    Press,
    Scroll,
    Tab,
    Type,
    Upload,
    Wait,
    bind,
    check_keys,
    parse_action,
    to_dict,
)
from handeye.tools.errors import BadInput
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point
from handeye.tools.keys import KEYS, MODIFIERS
from handeye.tools.target import Hint

numbers = st.floats(allow_nan=False, allow_infinity=False)
points = st.builds(Point, numbers, numbers)
held = st.lists(st.sampled_from(MODIFIERS), max_size=3).map(tuple)
seconds = st.floats(0, 3600)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=50)
buttons = st.sampled_from(("left", "middle", "right"))

STRATEGIES: dict[Any, st.SearchStrategy[Any]] = {
    Click: st.builds(Click, points, buttons, st.integers(1, 3), held, seconds),
    Move: st.builds(Move, points),
    Drag: st.builds(Drag, st.lists(points, min_size=2, max_size=20).map(tuple), buttons, held, seconds),
    Scroll: st.builds(Scroll, points, numbers, numbers),
    Type: st.builds(Type, words),
    Press: st.builds(Press, st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=6).map(tuple), seconds),
    Wait: st.builds(Wait, seconds),
    Goto: st.builds(Goto, words.filter(bool)),
    Back: st.builds(Back),
    Tab: st.builds(Tab, st.integers(-9, 9) | words),
    Upload: st.builds(Upload, st.lists(words, max_size=4).map(tuple)),
    Dialog: st.builds(Dialog, st.booleans(), st.none() | words),
    Answer: st.builds(Answer, words),
    Ask: st.builds(Ask, words),
    Done: st.builds(Done, st.booleans(), words),
}
actions = st.one_of(*STRATEGIES.values())
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
field_names = st.sampled_from(
    [
        "point",
        "path",
        "button",
        "count",
        "held",
        "hold_s",
        "dx",
        "dy",
        "text",
        "keys",
        "seconds",
        "url",
        "which",
        "files",
        "accept",
        "question",
        "success",
        "why",
        "seen",
        "into",
        "action",
    ]
)


def test_every_kind_of_action_is_tried_here() -> None:
    assert set(STRATEGIES) == set(get_args(Action))


@given(actions)
def test_an_action_comes_back_as_it_was_written(action: Action) -> None:
    assert parse_action(to_dict(action)) == action
    assert parse_action(json.dumps(to_dict(action))) == action


@given(st.sampled_from([kind.action for kind in STRATEGIES]), st.dictionaries(field_names, junk, max_size=6))
def test_junk_is_an_action_or_bad_input(name: str, fields: dict[str, Any]) -> None:
    with suppress(BadInput):
        action = parse_action({**fields, "action": name})
        assert isinstance(action, get_args(Action))
        assert getattr(action, "seen", None) is None
        assert getattr(action, "into", None) is None


@given(junk.map(lambda value: value if isinstance(value, dict) else {"action": value}))
def test_junk_for_an_action_is_bad_input(value: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        parse_action(value)


@given(st.text(max_size=30))
def test_junk_text_is_bad_input(said: str) -> None:
    with pytest.raises(BadInput):
        parse_action(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "null",
        "[]",
        '"click"',
        "{",
        "[" * 100_000,
        '{"action": "click", "point": [1e999, 2]}',
        '{"action": ' + "9" * 5000 + "}",
    ],
    ids=["empty", "null", "list", "word", "cut", "deep", "infinite", "long"],
)
def test_what_is_no_object_is_bad_input(said: str) -> None:
    with pytest.raises(BadInput):
        parse_action(said)


@pytest.mark.parametrize(
    "point",
    [
        [math.nan, 1],
        [math.inf, 1],
        [1, -math.inf],
        [True, 5],
        [5, False],
        ["5", "5"],
        [1],
        [1, 2, 3],
        [10**400, 1],
        None,
        {"x": 1, "y": 2},
        "1,2",
    ],
)
def test_what_is_no_point_is_refused(point: object) -> None:
    with pytest.raises(BadInput, match=r"a point is \[x, y\]"):
        parse_action({"action": "click", "point": point})


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"action": "clik", "point": [1, 2]}, 'unknown action "clik". Did you mean "click"?'),
        ({"action": "click"}, "click: point: field required"),
        ({"action": "click", "point": [1, 2], "count": 4}, "click: count: "),
        ({"action": "click", "point": [1, 2], "count": True}, "not true or false"),
        ({"action": "click", "point": [1, 2], "button": "middel"}, "click: button: "),
        ({"action": "click", "point": [1, 2], "wait": 1}, "click: wait: "),
        ({"action": "click", "point": [1, 2], "held": ["hyper"]}, 'unknown key "hyper"'),
        ({"action": "click", "point": [1, 2], "held": ["a"]}, '"a" cannot be held; held keys are ctrl, shift'),
        ({"action": "drag", "path": [[1, 2]]}, "drag: path: "),
        ({"action": "scroll", "point": [1, 2], "dy": math.nan}, "scroll: dy: "),
        ({"action": "wait", "seconds": -1}, "wait: seconds: "),
        ({"action": "wait", "seconds": True}, "not true or false"),
        ({"action": "press", "keys": []}, "press: keys: "),
        ({"action": "press", "keys": ["entr"]}, 'unknown key "entr". Did you mean "enter"?'),
        ({"action": "tab", "which": True}, "not true or false"),
        ({"action": "goto", "url": ""}, "goto: url: "),
    ],
)
def test_a_mistake_is_named(said: dict[str, object], why: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_action(said)
    assert why in str(refusal.value)


@pytest.mark.parametrize("seen", [None, {}, {"patch": 1}, "yes"])
def test_seen_cannot_be_smuggled_in(seen: object) -> None:
    for said in ({"action": "click", "point": [1, 2]}, {"action": "drag", "path": [[1, 2], [3, 4]]}):
        with pytest.raises(BadInput, match="cannot be written down"):
            parse_action({**said, "seen": seen})


def frame(w: int = 100, h: int = 80) -> Frame:
    return Frame.of(np.random.default_rng(1).integers(0, 255, (h, w, 3), dtype=np.uint8), "test")


def test_binding_ties_an_action_to_what_is_to_be_seen_there() -> None:
    look, hint = frame(), Hint("button", "Save", Box(40, 30, 20, 10))
    click = bind(Click(Point(50, 35)), look, Box(40, 30, 20, 10), hint)
    assert click.seen is not None
    assert click.seen.patch.matches(look)
    assert click.seen.hint is hint
    assert (click.seen.patch.pixels == look.rgb[30:40, 40:60]).all()
    assert "seen" not in to_dict(click)
    assert parse_action(to_dict(click)) == Click(Point(50, 35))


def test_a_drag_is_bound_to_both_its_ends() -> None:
    look = frame()
    drag = bind(Drag((Point(20, 20), Point(50, 50), Point(80, 60))), look)
    assert drag.seen is not None
    assert drag.seen.end is not None
    assert drag.seen.patch.box.contains(Point(20, 20))
    assert drag.seen.end.box.contains(Point(80, 60))


@pytest.mark.parametrize(
    "action",
    [
        Click(Point(100, 5)),
        Click(Point(5, -0.1)),
        Move(Point(math.nan, 5)),
        Scroll(Point(5, 80), dy=10),
        Drag((Point(5, 5), Point(5, 800))),
    ],
)
def test_a_point_outside_the_picture_cannot_be_bound(action: Any) -> None:
    with pytest.raises(BadInput, match="outside the picture of 100x80"):
        bind(action, frame())


def test_a_box_outside_the_picture_cannot_be_bound() -> None:
    with pytest.raises(BadInput, match="outside the picture"):
        bind(Click(Point(5, 5)), frame(), Box(200, 200, 10, 10))


def test_keys_are_checked_before_anything_is_pressed() -> None:
    check_keys(Press(("Ctrl", "S")))
    with pytest.raises(BadInput, match="Did you mean"):
        check_keys(Press(("ctrl", "entr")))
    with pytest.raises(BadInput, match="cannot be held"):
        check_keys(Drag((Point(1, 1), Point(2, 2)), held=("enter",)))
