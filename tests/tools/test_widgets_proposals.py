"""Where widgets may be: every place once, in its outline, and never more places than can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word
from handeye.tools.widgets import closer
from handeye.tools.widgets.candidate import Candidate
from handeye.tools.widgets.closer import find_widgets, views_of, without_parts
from handeye.tools.widgets.detector import GRID_PX, Marked
from handeye.tools.widgets.picture import picture_of
from handeye.tools.widgets.proposals import MOST, propose
from handeye.tools.widgets.snapping import Snapping
from handeye.tools.widgets.widget import KINDS, STATES

WIDE = Box(40, 60, 1200, 36)
"""As wide as a page: nobody sees both its ends from its middle."""


def drawn(*boxes: Box) -> Frame:
    image = Image.new("RGB", (1280, 240), (255, 255, 255))
    for box in boxes:
        ImageDraw.Draw(image).rectangle((box.x, box.y, box.right - 1, box.bottom - 1), outline=(120, 120, 120))
    return Frame.of(np.asarray(image), "drawn")


def test_the_middle_of_a_wide_field_snaps_to_its_whole_outline() -> None:
    snapped = Snapping(picture_of(drawn(WIDE), ())).snap(Candidate("field", Box(400, 61, 300, 34)), ())
    assert snapped is not None
    assert snapped.overlap(WIDE) > 0.95


def test_what_is_higher_is_no_outline_of_a_field() -> None:
    card = Box(40, 20, 1200, 200)
    assert Snapping(picture_of(drawn(card), ())).snap(Candidate("field", Box(400, 61, 300, 34)), ()) is None


def marking(*boxes: Box) -> Callable[[Frame], Marked]:
    """A detector that marks fields in these places."""
    scores = np.zeros((len(KINDS), 240 // GRID_PX, 1280 // GRID_PX), np.float32)
    marked = Marked(scores, 1.0, tuple(Candidate("field", box, 0.5) for box in boxes))

    return lambda _frame: marked


def test_parts_that_overlap_in_one_row_are_proposed_as_one_too() -> None:
    parts = Box(40, 61, 500, 34), Box(500, 60, 500, 36), Box(960, 62, 280, 34)
    boxes = propose(drawn(), (), marking(*parts, Box(40, 130, 300, 34))).boxes
    assert WIDE in boxes
    assert all(part in boxes for part in parts)
    assert not any(box.h > 40 for box in boxes)


def test_a_field_may_go_to_the_ends_of_the_line_under_it() -> None:
    marker = marking(Box(400, 60, 200, 35))
    line = Box(WIDE.x, WIDE.bottom - 2, WIDE.w, 2)
    assert any(box.overlap(WIDE) > 0.9 for box in propose(drawn(line), (), marker).boxes)


def test_of_things_of_one_sort_that_share_a_place_the_surest_stays() -> None:
    field, part = Candidate("select", WIDE, 0.9), Candidate("field", Box(40, 60, 400, 36), 0.6)
    button = Candidate("icon button", Box(1200, 62, 34, 32), 0.5)
    assert without_parts([field, part, button]) == [field, button]


def test_a_button_around_a_mark_is_where_the_mark_is_clicked() -> None:
    chip, mark = Candidate("button", Box(40, 60, 120, 36), 0.9), Candidate("checkbox", Box(50, 70, 16, 16), 0.6)
    assert without_parts([chip, mark]) == [mark]


def test_a_few_words_that_stand_alone_may_be_a_link_or_a_tab() -> None:
    name, sentence = (
        Word("Reports", Box(100, 100, 60, 12), 1.0),
        tuple(Word("word", Box(100 + 40 * n, 160, 34, 12), 1.0) for n in range(9)),
    )
    boxes = propose(drawn(), (Line((name,)), Line(sentence)), marking()).boxes
    assert any(box.overlap(Box(100, 98, 60, 16)) > 0.7 for box in boxes)
    assert any(box.overlap(Box(84, 88, 92, 36)) > 0.7 for box in boxes)
    assert not any(box.y > 140 for box in boxes)


def test_facts_tell_how_many_of_a_height_stand_in_one_row() -> None:
    tabs = [Box(100 + 90 * n, 100, 80, 30) for n in range(4)]
    proposals = propose(drawn(*tabs), (), marking())
    beside = {
        at: tuple(proposals.facts[n, -2:].tolist())
        for n, box in enumerate(proposals.boxes)
        for at in tabs
        if box.overlap(at) > 0.9
    }
    assert [beside[tab] for tab in tabs] == [(0.0, 0.75), (0.25, 0.5), (0.5, 0.25), (0.75, 0.0)]


def test_an_outline_is_proposed_once() -> None:
    boxes = propose(drawn(WIDE), ()).boxes
    assert sum(box.overlap(WIDE) > 0.8 for box in boxes) == 1


def test_a_wide_field_is_seen_whole() -> None:
    found = [each for each in find_widgets(drawn(WIDE), ()) if each.kind == "field"]
    assert any(each.box.overlap(WIDE) > 0.9 for each in found)


def test_of_two_places_that_are_as_sure_the_drawn_one_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    outlined, marked = Box(87, 60, 439, 90), Box(139, 63, 426, 84)

    class TextAreas:
        def run(self, _names: None, asked: dict[str, Any]) -> list[NDArray[np.float32]]:
            """Of the place that is only marked a little surer."""
            count = len(asked["facts"])
            kinds = np.zeros((count, len(KINDS) + 1), np.float32)
            kinds[:, KINDS.index("text area")] = [0.967 if n < drawn_ones else 0.978 for n in range(count)]
            return [kinds, np.zeros((count, len(STATES)), np.float32)]

    frame, marker = drawn(outlined), marking(marked)
    drawn_ones = propose(frame, (), marker).drawn

    def text_areas(_name: str) -> TextAreas:
        return TextAreas()

    monkeypatch.setattr(closer, "network", text_areas)
    (found,) = find_widgets(frame, (), marker)
    assert found.box.overlap(outlined) > 0.95


def test_noise_has_no_more_places_than_can_be_looked_at() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (720, 1280, 3), np.uint8)
    proposals = propose(Frame.of(noise, "drawn"), ())
    assert len(proposals.boxes) <= MOST
    assert len(proposals.facts) == len(proposals.boxes)


def test_views_go_on_beyond_the_edges_of_the_picture() -> None:
    frame = drawn(WIDE)
    views = views_of(frame, [Box(-20, -10, 60, 30), Box(1260, 230, 60, 30), Box(0, 0, 1, 1)])
    assert views.ends.shape[:2] == (3, 2)
    assert (views.around[1] == 255).all()
