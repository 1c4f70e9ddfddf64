"""Landings: whatever is done to a page arrives at exactly the element that is seen there, as the page itself says."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tasks.bench.landing import SCREENS, land
from handeye.tasks.bench.landing.rooms import draw_page
from handeye.tasks.bench.landing.texts import text_to_type
from handeye.tools.action import Action, Click
from handeye.tools.browser import Browser
from handeye.tools.computer import Effect
from handeye.tools.geometry import Point, Size
from handeye.tools.keys import untypable

HOSTS = ("http://127.0.0.1:1", "http://localhost:1")


def test_a_sample_at_every_scale_lands() -> None:
    landings = asyncio.run(land(seed=1, count=12 * len(SCREENS), per_page=12))
    assert landings.misses == ()
    assert landings.landed == landings.count == 60
    assert landings.seen > 20  # the picture was asked too
    assert {"left", "scroll", "text"} <= landings.kinds.keys()


@pytest.mark.full
@pytest.mark.parametrize("seed", [1, 2])
def test_two_thousand_land(seed: int) -> None:
    landings = asyncio.run(land(seed=seed, count=2000))
    assert landings.misses == ()
    assert landings.landed == landings.count == 2000
    assert {"left", "right", "middle", "scroll", "text", "drag", "selection", "parcel"} <= landings.kinds.keys()


class Astray(Browser):
    """Its clicks land a little beside where they were meant to."""

    async def do(self, action: Action) -> Effect:
        if isinstance(action, Click):
            off = 9 if action.point.x < 100 else -9
            action = replace(action, point=Point(action.point.x + off, action.point.y))
        return await super().do(action)


class Twice(Browser):
    """It clicks once too often."""

    async def do(self, action: Action) -> Effect:
        if isinstance(action, Click) and action.count == 1:
            await super().do(action)
        return await super().do(action)


@pytest.mark.parametrize("hands", [Astray, Twice])
def test_hands_that_err_are_found_out(hands: type[Browser]) -> None:
    landings = asyncio.run(land(seed=1, count=12, per_page=12, hands=hands))
    assert landings.landed < landings.count == 12
    assert "seed 1, page 0, scale 1: " in landings.misses[0]


@given(st.integers(0, 10_000))
def test_a_page_is_the_same_for_the_same_seed(seed: int) -> None:
    first, again = (draw_page(random.Random(seed), Size(641, 481), "/0", HOSTS) for _ in range(2))
    assert first[1] == again[1]
    assert first[0].documents == again[0].documents
    assert first[1] in first[0].documents


def test_pages_have_all_that_is_hard_to_hit() -> None:
    drawn = [draw_page(random.Random(seed), Size(641, 481), "/0", HOSTS)[0] for seed in range(60)]
    html = "".join("".join(page.documents.values()) for page in drawn)
    for hard in (
        'data-shadow="open"', 'data-shadow="closed"', "overflow:scroll", "zoom:0.5", "transform:scale(", "transform:rotate(",
        "pointer-events:none", "position:fixed", "position:sticky", "<canvas", "contenteditable", 'draggable="true"',
        HOSTS[0], HOSTS[1], "border-radius:50%", "display:grid", "display:flex", "<table", 'type="range"', "width:6.000px",
    ):  # fmt: skip
        assert hard in html
    assert max(page.frames for page in drawn) >= 3


def test_every_colour_on_a_page_has_one_owner() -> None:
    page, _ = draw_page(random.Random(5), Size(641, 481), "/0", HOSTS)
    html = "".join(page.documents.values())
    assert len(page.owners) >= html.count("data-id=") > 20
    for (red, green, blue), owner in page.owners.items():
        assert f"#{red:02x}{green:02x}{blue:02x}" in html
        assert f'data-id="{owner.partition(":")[0]}"' in html


@given(st.integers(0, 10_000), st.booleans())
def test_texts_can_all_be_typed(seed: int, lines: bool) -> None:
    text = text_to_type(random.Random(seed), lines=lines)
    assert text
    assert untypable(text) == ""
    assert lines or "\n" not in text
