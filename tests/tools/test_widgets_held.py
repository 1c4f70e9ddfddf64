"""A button holds no field: what looks like one on it is a part of the button."""

from __future__ import annotations

from handeye.tools.geometry import Box
from handeye.tools.widgets.candidate import Candidate
from handeye.tools.widgets.closer import without_parts

BUTTON = Candidate("button", Box(640, 420, 260, 35), 0.8)


def kinds(*candidates: Candidate) -> list[str]:
    return [each.kind for each in without_parts(sorted(candidates, key=lambda each: -each.score))]


def test_what_looks_like_a_field_on_a_button_is_none() -> None:
    assert kinds(BUTTON, Candidate("field", Box(635, 421, 154, 30), 0.5)) == ["button"]


def test_a_field_that_was_seen_more_surely_stays() -> None:
    assert kinds(BUTTON, Candidate("field", Box(645, 421, 154, 30), 0.9)) == ["field", "button"]


def test_a_field_with_a_button_in_it_stays() -> None:
    wide = Candidate("field", Box(300, 420, 600, 35), 0.7)
    assert kinds(wide, Candidate("button", Box(860, 424, 36, 27), 0.9)) == ["button", "field"]


def test_a_field_beside_a_button_stays() -> None:
    assert kinds(BUTTON, Candidate("field", Box(420, 420, 240, 35), 0.7)) == ["button", "field"]
