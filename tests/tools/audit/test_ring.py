"""A control that has the focus looks different, or nobody sees it: told from pictures with and without it."""

from __future__ import annotations

import numpy as np
import pytest

from handeye.tools.audit.ring import Look, unseen_focus
from handeye.tools.frame import Frame, Pixels
from handeye.tools.geometry import Box
from handeye.tools.target import Hint

PLACE = Box(100, 60, 80, 30)


def paper() -> Pixels:
    rgb = np.full((200, 300, 3), 255, np.uint8)
    rgb[60:90, 100:180] = 230
    return rgb


def look(rgb: Pixels, *hints: Hint) -> Look:
    return Look(Frame.of(rgb, "painted"), hints)


def control(role: str = "button", *state: str, box: Box = PLACE, key: str = "1") -> Hint:
    return Hint(role, "Save", box, state=state, key=key)


def why(rgb: Pixels, *others: Look, role: str = "button") -> str:
    focused = control(role, "focused")
    return unseen_focus(look(rgb, focused), focused, others or (look(paper(), control(role)),))


def framed(rgb: Pixels, colour: tuple[int, int, int], thick: int = 2, out: int = 3) -> Pixels:
    rgb = rgb.copy()
    top, bottom, left, right = 60 - out, 90 + out, 100 - out, 180 + out
    rgb[top : top + thick, left:right] = rgb[bottom - thick : bottom, left:right] = colour
    rgb[top:bottom, left : left + thick] = rgb[top:bottom, right - thick : right] = colour
    return rgb


def test_a_ring_an_underline_and_another_ground_are_seen() -> None:
    assert why(framed(paper(), (0, 90, 200))) == ""
    assert why(framed(paper(), (182, 212, 254), thick=4)) == ""
    under = paper()
    under[88:90, 100:180] = 20
    assert why(under) == ""
    ground = paper()
    ground[60:90, 100:180] = 120
    assert why(ground) == ""


def test_nothing_a_caret_and_hardly_anything_are_not() -> None:
    assert "looks the same" in why(paper())
    caret = paper()
    caret[66:84, 106:107] = 0
    assert "only its caret" in why(caret, role="textbox")
    assert "hardly looks different" in why(framed(paper(), (236, 236, 236), thick=1, out=1))


def test_what_changes_on_others_is_no_ring() -> None:
    beside = Box(184, 60, 60, 30)
    rgb = paper()
    rgb[60:90, 184:244] = 10
    focused, other = control("button", "focused"), control(box=beside, key="2")
    assert "looks the same" in unseen_focus(look(rgb, focused, other), focused, [look(paper(), control(), other)])
    # The ring of the one before, which is gone now.
    before = framed(paper(), (0, 0, 0), out=12)
    assert "looks the same" in why(paper(), look(before, control()), look(paper(), control()))


def test_it_is_compared_where_it_has_been_scrolled_to() -> None:
    lower = np.roll(paper(), 50, axis=0)
    there = look(lower, control(box=PLACE.move(0, 50)))
    assert "looks the same" in why(paper(), there)
    assert why(framed(paper(), (0, 0, 0)), there) == ""


@pytest.mark.parametrize("others", [(), (control("button", "focused"),), (control(box=Box(100, 60, 40, 30)),)])
def test_without_a_picture_of_it_as_it_is_without_the_focus_nothing_is_said(others: tuple[Hint, ...]) -> None:
    assert why(paper(), look(paper(), *others)) == ""
