"""Where widgets may be: every place once, in its outline, and never more places than can be looked at."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.widgets.candidate import Candidate
from handeye.tools.widgets.closer import find_widgets, views_of
from handeye.tools.widgets.picture import picture_of
from handeye.tools.widgets.proposals import MOST, propose
from handeye.tools.widgets.snapping import Snapping

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


def test_an_outline_is_proposed_once() -> None:
    boxes = propose(drawn(WIDE), ()).boxes
    assert sum(box.overlap(WIDE) > 0.8 for box in boxes) == 1


def test_a_wide_field_is_seen_whole() -> None:
    found = [each for each in find_widgets(drawn(WIDE), ()) if each.kind == "field"]
    assert any(each.box.overlap(WIDE) > 0.9 for each in found)


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
