"""From 0..1000 to the picture's own pixels, and from the model's words for keys and wheels to ours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.qwen import calls
from handeye.agent.qwen.badreply import BadReply
from handeye.agent.qwen.calls import Click, Key, Move, Scroll
from handeye.agent.qwen.hands import FURTHEST_PX, LONGEST_WAIT_S, deeds_of
from handeye.tools import action as do
from handeye.tools.frame import Frame
from handeye.tools.geometry import Point, Size

HD = Size(1280, 720)
sizes = st.builds(Size, st.integers(1, 7680), st.integers(1, 4320))
thousandths = st.floats(0, 1000)


def done(*said: calls.Call, size: Size = HD, pointer: Point | None = None) -> list[do.Action]:
    return [deed.action for deed in deeds_of(said, size, pointer)]


@given(sizes, thousandths, thousandths)
def test_every_place_the_model_can_say_is_in_the_picture_where_it_said(size: Size, x: float, y: float) -> None:
    ((deed),) = deeds_of([Click(coordinate=(x, y))], size)
    assert isinstance(deed.action, do.Click)
    point = deed.action.point
    assert size.contains(point)
    assert abs(point.x - x * size.w / 1000) <= 1
    assert abs(point.y - y * size.h / 1000) <= 1
    assert deed.at == (x, y)


@given(sizes, st.integers(0, 1000), st.integers(0, 1000))
def test_there_and_back_is_the_same_thousandth_within_a_pixel(size: Size, x: int, y: int) -> None:
    (move,) = done(Move(coordinate=(x, y)), size=size)
    assert isinstance(move, do.Move)
    back = size.to_thousandths(move.point)
    assert abs(back[0] - x) <= 1000 / size.w + 1
    assert abs(back[1] - y) <= 1000 / size.h + 1


def test_the_example_and_the_far_corner() -> None:
    assert done(Click(coordinate=(447, 81))) == [do.Click(Point(572.16, 58.32))]
    assert done(Click(coordinate=(1000, 1000))) == [do.Click(Point(1279, 719))]


def test_an_action_can_be_bound_to_the_picture_it_was_made_for() -> None:
    frame = Frame.of(np.zeros((720, 1280, 3), np.uint8), "painted")
    for action in done(Move(coordinate=(0, 1000)), calls.Drag(coordinate=(1000, 0)), Scroll(pixels=-5)):
        assert isinstance(action, do.Move | do.Drag | do.Scroll)
        assert do.bind(action, frame).seen is not None


@pytest.mark.parametrize(
    ("which", "button", "count"),
    [
        ("left_click", "left", 1),
        ("right_click", "right", 1),
        ("middle_click", "middle", 1),
        ("double_click", "left", 2),
        ("triple_click", "left", 3),
    ],
)
def test_clicks(which: str, button: do.Button, count: int) -> None:
    call = Click.model_validate({"action": which, "coordinate": [500, 500]})
    assert done(call) == [do.Click(Point(640, 360), button, count)]


def test_a_drag_starts_where_the_pointer_is() -> None:
    moved = done(Move(coordinate=(100, 100)), calls.Drag(coordinate=(500, 500)), calls.Drag(coordinate=(0, 0)))
    assert moved[1:] == [do.Drag((Point(128, 72), Point(640, 360))), do.Drag((Point(640, 360), Point(0, 0)))]
    assert done(calls.Drag(coordinate=(0, 0)), pointer=Point(5, 6)) == [do.Drag((Point(5, 6), Point(0, 0)))]
    assert done(Click(coordinate=(100, 100)), calls.Type(text="x"), calls.Drag(coordinate=(0, 0)))[-1] == do.Drag(
        (Point(128, 72), Point(0, 0))
    )


def test_without_a_place_it_is_the_pointers_and_without_a_pointer_it_is_refused() -> None:
    assert done(Click(), pointer=Point(7, 8)) == [do.Click(Point(7, 8))]
    assert done(Click(), pointer=Point(9000, -8)) == [do.Click(Point(1279, 0))], "never outside the picture"
    for call in (Click(), calls.Drag(coordinate=(1, 1))):
        with pytest.raises(BadReply) as error:
            done(call)
        assert error.value.fault == "no_pointer"
    assert done(Move(coordinate=(0, 0)), Click())[1] == do.Click(Point(0, 0))


def test_the_wheel() -> None:
    assert done(Scroll(pixels=-500)) == [do.Scroll(Point(640, 360), dy=500)], "below 0 shows what is further down"
    assert done(Scroll(pixels=300, coordinate=(0, 0))) == [do.Scroll(Point(0, 0), dy=-300)]
    assert done(Scroll(action="hscroll", pixels=-200), pointer=Point(3, 4)) == [do.Scroll(Point(3, 4), dx=200)]
    assert done(Scroll(pixels=-3)) == [do.Scroll(Point(640, 360), dy=300)], "so little is meant in notches"
    assert done(Scroll(pixels=-1e12)) == [do.Scroll(Point(640, 360), dy=FURTHEST_PX)]
    with pytest.raises(BadReply, match="nowhere"):
        done(Scroll(pixels=0))


@pytest.mark.parametrize(
    ("said", "pressed"),
    [
        (("ctrl", "s"), ("ctrl", "s")),
        (("Control_L", "S"), ("ctrl", "s")),
        (("cmd", "a"), ("meta", "a")),
        (("win",), ("meta",)),
        (("super_l", "d"), ("meta", "d")),
        (("Return",), ("enter",)),
        (("KP_Enter",), ("enter",)),
        (("Page_Down",), ("pagedown",)),
        (("pgdn",), ("pagedown",)),
        (("ArrowLeft",), ("left",)),
        (("altleft", "f4"), ("alt", "f4")),
        (("BackSpace",), ("backspace",)),
        (("esc",), ("escape",)),
        ((" ",), ("space",)),
        (("A",), ("A",)),
        (("ctrl", "+"), ("ctrl", "+")),
        (("é",), ("é",)),
    ],
)
def test_keys(said: tuple[str, ...], pressed: tuple[str, ...]) -> None:
    assert done(Key(keys=said)) == [do.Press(pressed)]


def test_an_unknown_key_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadReply, match=r'unknown key "entr".*Did you mean "enter"'):
        done(Key(keys=("entr",)))


def test_what_no_keyboard_can_type_is_refused() -> None:
    with pytest.raises(BadReply, match="character 2"):
        done(calls.Type(text="a\x00"))


def test_waiting_has_an_end() -> None:
    assert done(calls.Wait(time=2), calls.Wait(time=3000)) == [do.Wait(2), do.Wait(LONGEST_WAIT_S)]


def test_what_is_said_to_the_loop_and_to_the_browser() -> None:
    said = (
        calls.Answer(text="A-1"), calls.Ask(question="Which?"), calls.Goto(url="http://localhost"), calls.Back(), calls.Tab(which=-1),
        calls.Upload(files=("a.txt",)), calls.Dialog(accept=False), calls.Dialog(accept=True, text="x"),
    )  # fmt: skip
    assert done(*said) == [
        do.Answer("A-1"), do.Ask("Which?"), do.Goto("http://localhost"), do.Back(), do.Tab(-1), do.Upload(("a.txt",)),
        do.Dialog(False), do.Dialog(True, "x"),
    ]  # fmt: skip
    (end,) = deeds_of([calls.Terminate(status="failure")], HD, why="There is no such member.")
    assert end.action == do.Done(False, "There is no such member.")
    assert deeds_of([calls.Terminate(status="success")], HD)[0].action == do.Done(True)


def test_one_that_cannot_be_done_leaves_nothing_done() -> None:
    with pytest.raises(BadReply):
        done(Click(coordinate=(1, 1)), Key(keys=("nokey",)))


def test_every_deed_is_of_the_one_vocabulary() -> None:
    said = (
        Move(coordinate=(1, 2)),
        calls.Drag(coordinate=(3, 4)),
        Click(),
        Scroll(pixels=9),
        Key(keys=("F5",)),
        calls.Type(text="x"),
    )
    for action in done(*said):
        again = do.parse_action(do.to_dict(action))
        assert again == (replace(action, seen=None) if isinstance(action, do.Positioned) else action)
