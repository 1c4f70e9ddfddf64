"""Aligned: a part lies best where it was cut out, if that is near."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.compare.aligned import WITHIN_PX, aligned
from handeye.tools.geometry import Box

from .letters import frame, letters

WHOLE = frame(letters("Order summary: total £18.00", w=240))


@given(st.integers(-WITHIN_PX, WITHIN_PX), st.integers(-WITHIN_PX, WITHIN_PX))
def test_a_part_is_found_within_a_few_pixels(dx: int, dy: int) -> None:
    own = Box(20, 8, 150, 14)
    assert aligned(frame(WHOLE.crop(own)), WHOLE, own.move(dx, dy)) == own


def test_a_part_of_another_size_stays_where_it_is_thought_to_be() -> None:
    near = Box(20, 2, 100, 14)
    assert aligned(frame(WHOLE.crop(Box(20, 2, 150, 14))), WHOLE, near) == near


def test_a_part_that_no_longer_fits_stays_where_it_is_thought_to_be() -> None:
    near = Box(200, 2, 40, 14)
    assert aligned(frame(letters("£18.00", w=60)[:14]), frame(WHOLE.rgb[:, :230]), near) == near
