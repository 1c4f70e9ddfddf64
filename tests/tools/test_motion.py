"""Motion: what changed, what moves by itself, and when a picture holds still."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from handeye.tools.drawing import font, write
from handeye.tools.frame import SAME_LEVELS, Frame, Pixels
from handeye.tools.geometry import Box, Size
from handeye.tools.motion import JOIN_PX, Settled, Watch, difference, settle

SIZE = Size(320, 200)
CARET = Box(60, 42, 1, 18)
Paint = Callable[[ImageDraw.ImageDraw, float], None]
"""Draws what is to be seen at a time."""


def drawn(*paints: Paint, at_s: float = 0.0, url: str = "", size: Size = SIZE) -> Frame:
    image = Image.new("RGB", (size.w, size.h), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for paint in paints:
        paint(draw, at_s)
    return Frame.of(np.asarray(image), "test", taken_s=at_s, url=url)


def text(words: str, x: float, y: float, size_px: int = 15, grey: int = 20) -> Paint:
    return lambda draw, _: write(draw, x, y, words, size_px, (grey, grey, grey))


def caret(draw: ImageDraw.ImageDraw, at_s: float) -> None:
    if int(at_s / 0.5) % 2 == 0:
        draw.line((CARET.x, CARET.y, CARET.x, CARET.bottom - 1), fill=(0, 0, 0))


def clock(draw: ImageDraw.ImageDraw, at_s: float) -> None:
    write(draw, 200, 100, f"12:00:{int(at_s) % 60:02}", 15, (0, 0, 0))


def advert(draw: ImageDraw.ImageDraw, at_s: float) -> None:
    shade = int(at_s * 600) % 200
    draw.rectangle((16, 96, 143, 159), fill=(shade, 255 - shade, 90))


def watched(watch: Watch, *paints: Paint, from_s: float, to_s: float, every_s: float = 0.1, url: str = "") -> None:
    for at_s in np.arange(from_s, to_s, every_s):
        watch.add(drawn(*paints, at_s=float(at_s), url=url))


def known(*paints: Paint, for_s: float = 6.0) -> Watch:
    """Has watched all this, and then somebody acted."""
    watch = Watch()
    watched(watch, *paints, from_s=0, to_s=for_s)
    watch.acted()
    return watch


# What changed


def test_nothing_differs_from_itself_or_from_its_copy() -> None:
    frame = drawn(text("Hello", 10, 10))
    assert difference(frame, frame) == ()
    assert difference(frame, Frame.of(frame.rgb.copy(), "other")) == ()


def test_a_picture_of_another_size_differs_as_a_whole() -> None:
    assert difference(drawn(), drawn(size=Size(10, 20))) == (Box(0, 0, 10, 20),)


@given(st.integers(0, SIZE.w - 1), st.integers(0, SIZE.h - 1), st.integers(0, 2), st.integers(SAME_LEVELS + 1, 255))
def test_one_pixel_is_a_change_of_one_pixel(x: int, y: int, channel: int, levels: int) -> None:
    rgb = drawn().rgb.copy()
    rgb[y, x, channel] -= levels
    assert difference(drawn(), Frame.of(rgb, "test")) == (Box(x, y, 1, 1),)


@given(st.integers(0, SIZE.w - 1), st.integers(0, SIZE.h - 1))
def test_a_shade_nobody_sees_is_no_change(x: int, y: int) -> None:
    rgb = drawn().rgb.copy()
    rgb[y, x] -= SAME_LEVELS
    assert difference(drawn(), Frame.of(rgb, "test")) == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 4), st.integers(1, 20), st.integers(1, 20)),
        max_size=8,
        unique_by=lambda c: c[:2],
    )
)
def test_regions_are_tight_and_in_reading_order(cells: list[tuple[int, int, int, int]]) -> None:
    rgb, boxes = drawn().rgb.copy(), [Box(40 * x, 40 * y, w, h) for x, y, w, h in cells]
    for box in boxes:
        left, top, right, bottom = box.pixels(SIZE)
        rgb[top:bottom, left:right] = 0
    assert list(difference(drawn(), Frame.of(rgb, "test"))) == sorted(boxes, key=lambda box: (box.y, box.x))


def test_a_region_inside_another_is_one_of_its_own() -> None:
    rgb = drawn().rgb.copy()
    rgb[20:180, 20:300] = 0
    rgb[22:178, 22:298] = 255
    rgb[100, 150] = 0
    assert difference(drawn(), Frame.of(rgb, "test")) == (Box(20, 20, 280, 160), Box(150, 100, 1, 1))


@pytest.mark.parametrize(("apart", "regions"), [(JOIN_PX, 1), (JOIN_PX + 2, 2)])
def test_what_is_close_together_is_one_region(apart: int, regions: int) -> None:
    rgb = drawn().rgb.copy()
    rgb[50:60, 50:60] = rgb[50:60, 60 + apart : 70 + apart] = 0
    assert len(difference(drawn(), Frame.of(rgb, "test"))) == regions


@given(
    st.sampled_from("l|.,'i1:;`-_ąż世"),
    st.integers(9, 30),
    st.sampled_from((0, 60, 120, 160, 190)),
    st.integers(5, 280),
    st.integers(5, 160),
)
@settings(deadline=None)
def test_every_typed_letter_is_a_change_in_its_place(letter: str, size_px: int, grey: int, x: int, y: int) -> None:
    regions = difference(drawn(), drawn(text(letter, x, y, size_px, grey)))
    assert regions
    around = Box.union(regions)
    wide = font(size_px, letter >= "\u2e80").getlength(letter)
    assert Box(x - size_px / 3, y - size_px / 2, wide + size_px, 2.2 * size_px).overlap(around) > 0
    assert around.w <= wide + 3
    assert around.h <= size_px * 1.5


# What moves by itself


def test_a_blinking_caret_is_known_after_watching_it() -> None:
    watch = known(caret, for_s=3)
    for before_s, after_s in ((3.0, 3.6), (3.6, 4.1)):
        assert watch.changes(drawn(caret, at_s=before_s), drawn(caret, at_s=after_s)) == ()


@pytest.mark.parametrize("letter", list("l|.iI1"))
@pytest.mark.parametrize("x", [55, 60, 61])
@pytest.mark.parametrize("after_s", [3.1, 3.6])
def test_a_letter_typed_over_a_blinking_caret_is_a_change(letter: str, x: int, after_s: float) -> None:
    watch = known(caret, for_s=3)
    assert watch.changes(drawn(caret, at_s=3.0), drawn(caret, text(letter, x, 42), at_s=after_s))


def test_a_letter_that_appears_a_little_after_the_key_is_a_change_too() -> None:
    watch = known(caret, for_s=3)
    before, letter = drawn(caret, at_s=3.0), text("l", 62, 42)
    watch.add(drawn(caret, at_s=3.05))
    watched(watch, caret, letter, from_s=3.1, to_s=3.2)
    assert watch.changes(before, drawn(caret, letter, at_s=3.2))


def test_a_caret_is_known_again_over_what_was_typed() -> None:
    watch, letter = known(caret, for_s=3), text("l", 62, 42)
    watched(watch, caret, letter, from_s=3, to_s=6)
    assert watch.changes(drawn(caret, letter, at_s=6.0), drawn(caret, letter, at_s=6.6)) == ()


def test_a_caret_that_was_typed_at_for_long_hides_no_letter() -> None:
    watch = Watch()
    words = "the quick brown fox"
    for n in range(len(words)):
        watched(watch, caret, text(words[:n], 40, 42), from_s=2.0 * n, to_s=2.0 * n + 1.9)
        watch.acted()
    at_s = 2.0 * len(words)
    before, after = (drawn(caret, text(said, 40, 42), at_s=at_s) for said in (words, words + "l"))
    assert watch.changes(before, after)


def test_a_ticking_clock_is_ignored_once_it_was_watched_and_its_neighbours_are_not() -> None:
    watch = known(clock, for_s=25)
    before, after = drawn(clock, at_s=25), drawn(clock, at_s=28)
    assert difference(before, after)
    assert watch.changes(before, after) == ()
    for neighbour in (text("l", 180, 100), text("l", 290, 100), text("l", 240, 75), text("l", 240, 125)):
        assert watch.changes(before, drawn(clock, neighbour, at_s=28)), "a letter beside the clock"


def test_an_advert_is_ignored_once_it_was_watched() -> None:
    watch = known(advert, for_s=3)
    assert watch.changes(drawn(advert, at_s=3.0), drawn(advert, at_s=3.1)) == ()
    assert watch.moving(SIZE) == (Box(16, 96, 128, 64),)


def test_nothing_is_known_at_first() -> None:
    assert Watch().changes(drawn(caret, at_s=0.1), drawn(caret, at_s=0.6)) == (CARET,)
    assert Watch().moving(SIZE) == ()


@pytest.mark.parametrize("seen", [("Saved",), ("Saved", ""), ("Saving…", "Saved"), ("1", "2")])
def test_a_late_answer_of_a_page_is_not_learnt(seen: tuple[str, ...]) -> None:
    watch = Watch()
    for _ in range(5):  # the same thing happens after each of several actions
        for at, words in enumerate(("", *seen)):
            watched(watch, text(words, 100, 50), from_s=at, to_s=at + 1)
        watch.acted()
    assert watch.moving(SIZE) == ()
    assert watch.changes(drawn(at_s=20), drawn(text("Saved", 100, 50), at_s=21))


def test_a_box_that_is_ticked_and_unticked_again_and_again_is_not_learnt() -> None:
    watch, tick = Watch(), text("x", 100, 50)
    for n in range(12):
        watched(watch, *[tick] * (n % 2), from_s=n, to_s=n + 0.1)  # it is drawn a moment after the click
        watched(watch, *[tick] * ((n + 1) % 2), from_s=n + 0.1, to_s=n + 0.5)
        watch.acted()
    assert watch.changes(drawn(at_s=20), drawn(tick, at_s=21))


def test_what_an_action_set_going_is_news_however_long_it_goes() -> None:
    watch = Watch()
    watch.add(before := drawn(at_s=0))
    watch.acted()
    watched(watch, advert, from_s=0.1, to_s=4)
    assert watch.changes(before, drawn(advert, at_s=4)) == (Box(16, 96, 128, 64),)
    assert watch.changes(drawn(advert, at_s=4), drawn(advert, at_s=4.1)) == ()


def test_what_has_stopped_is_forgotten() -> None:
    watch = known(advert, for_s=3)
    watched(watch, lambda draw, _: advert(draw, 3.0), from_s=3, to_s=6)
    assert watch.moving(SIZE) == ()
    assert watch.changes(drawn(lambda draw, _: advert(draw, 3.0), at_s=6), drawn(text("Result", 30, 120), at_s=7))


def test_another_page_forgets_and_a_place_in_the_same_page_does_not() -> None:
    watch = Watch()
    watched(watch, caret, from_s=0, to_s=3, url="http://a/x")
    watched(watch, caret, from_s=3, to_s=3.1, url="http://a/x#below")
    assert watch.moving(SIZE)
    watch.acted()  # the click that led there
    watched(watch, caret, from_s=4, to_s=4.1, url="http://a/y")
    assert watch.moving(SIZE) == ()


def test_forgetting_and_another_size_forget_too() -> None:
    watch = known(caret)
    assert watch.moving(SIZE)
    assert watch.moving(Size(10, 10)) == ()
    watch.add(drawn(size=Size(10, 10)))
    assert watch.moving(SIZE) == ()
    watch = known(caret)
    watch.forget()
    assert watch.moving(SIZE) == ()


# Holding still


class Scene:
    """Looks at what is drawn for a time that passes only while somebody waits, and 5 ms with each look."""

    def __init__(self, *paints: Paint, busy_until_s: float = 0.0) -> None:
        self.paints, self.now_s, self.busy_until_s = paints, 100.0, busy_until_s

    async def look(self) -> Frame:
        self.now_s += 0.005
        frame = drawn(*self.paints, at_s=self.now_s)
        busy = "a navigation" if self.now_s < self.busy_until_s else ""
        return Frame.of(frame.rgb, "test", taken_s=self.now_s, busy=busy)

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds

    def settled(self, watch: Watch | None = None, limit_s: float = 5.0) -> Settled:
        return asyncio.run(settle(self.look, watch or Watch(), limit_s=limit_s, sleep=self.sleep))


def appearing(words: str, *times_s: float) -> Paint:
    """One more word at each of these times."""

    def paint(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        write(draw, 20, 20, " ".join([words] * sum(at_s >= time_s for time_s in times_s)), 15, (0, 0, 0))

    return paint


def test_an_unchanged_screen_is_settled_after_the_quiet_time() -> None:
    settled = Scene(text("Hello", 10, 10)).settled()
    assert settled.still
    assert 0.05 <= settled.waited_s < 0.08
    assert settled.looks <= 5


@pytest.mark.parametrize(("stands", "looks"), [(True, 1), (False, 2)])
def test_where_it_is_told_that_nothing_was_drawn_one_look_is_enough(stands: bool, looks: int) -> None:
    scene = Scene(text("Hello", 10, 10))
    settled = asyncio.run(
        settle(scene.look, Watch(), quiet_s=0.034, sleep=scene.sleep, stands=lambda frame: stands and not frame.busy)
    )
    assert settled.still
    assert (settled.looks == 1) is (looks == 1)
    assert settled.looks >= looks


def test_what_is_busy_is_looked_at_again_whatever_is_told() -> None:
    scene = Scene(text("Hello", 10, 10), busy_until_s=100.2)
    settled = asyncio.run(settle(scene.look, Watch(), sleep=scene.sleep, stands=lambda _: True))
    assert settled.still
    assert settled.looks > 1
    assert not settled.frame.busy


def test_it_waits_for_the_last_of_several_changes() -> None:
    settled = Scene(appearing("word", 100.03, 100.07, 100.11)).settled()
    assert settled.still
    assert difference(settled.frame, drawn(appearing("word", 0, 0, 0))) == ()
    assert 0.16 <= settled.waited_s < 0.25


def test_it_waits_while_the_computer_says_it_is_busy() -> None:
    settled = Scene(busy_until_s=100.5).settled()
    assert settled.still
    assert 0.5 < settled.waited_s < 0.65


def test_the_limit_ends_it_and_says_so() -> None:
    settled = Scene(advert).settled(limit_s=3.0)
    assert not settled.still
    assert 3.0 <= settled.waited_s < 3.1
    assert settled.why == "after 3 s the picture still moved: 128x64 at 16,96"
    busy = Scene(busy_until_s=200).settled(limit_s=1.0)
    assert (busy.still, busy.why) == (False, "after 1 s there was still a navigation")


def test_what_moved_before_does_not_hold_it_up() -> None:
    scene, watch = Scene(advert, clock, caret), Watch()
    assert not scene.settled(watch).still
    watch.acted()
    settled = scene.settled(watch)
    assert settled.still
    assert settled.waited_s < 1.0


def test_a_spinner_that_an_action_set_going_holds_it_up_until_the_answer() -> None:
    def page(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        advert(draw, at_s) if at_s < 103 else write(draw, 20, 110, "Your order was placed", 15, (0, 0, 0))

    settled = Scene(page).settled()
    assert settled.still
    assert settled.waited_s > 3.0
    assert difference(settled.frame, drawn(page, at_s=104)) == ()


def test_a_computer_whose_clock_stands_still_cannot_hold_it_for_ever() -> None:
    frames: Iterator[int] = count()

    async def look() -> Frame:
        return Frame.of(np.full((10, 10, 3), next(frames) * 40 % 256, np.uint8), "test", taken_s=7.0)

    began_s = time.monotonic()
    settled = asyncio.run(settle(look, Watch(), limit_s=0.2))
    assert not settled.still
    assert time.monotonic() - began_s >= 0.2


def noise(seed: int) -> Pixels:
    return np.random.default_rng(seed).integers(0, 255, (203, 317, 3), dtype=np.uint8)


def test_a_picture_of_odd_size_that_changes_everywhere_is_learnt_to_its_edges() -> None:
    watch = Watch()
    for n in range(30):
        watch.add(Frame.of(noise(n), "test", taken_s=n / 10))
    assert watch.moving(Size(317, 203)) == (Box(0, 0, 317, 203),)


# How what changed came to


def test_a_change_tells_how_long_its_place_had_held_still_and_when_it_came() -> None:
    watch = Watch()
    watched(watch, from_s=0, to_s=3)
    watch.add(before := drawn(at_s=3.0))
    watch.acted()
    watched(watch, text("Saved", 100, 50), from_s=3.1, to_s=4)
    (change,) = watch.told(before, drawn(text("Saved", 100, 50), at_s=4.0))
    assert change.calm_s == pytest.approx(3.0)
    assert not change.lively
    assert (change.first_s, change.last_s, change.times) == (pytest.approx(3.1), pytest.approx(3.1), 1)
    assert watch.answered_s() == pytest.approx(3.1)
    assert watch.quiet_s(3.1) == pytest.approx(3.1)


def test_what_changed_by_itself_before_is_told_as_lively_and_with_its_pauses() -> None:
    watch = Watch()
    watched(watch, clock, from_s=0, to_s=2.5)
    watch.add(before := drawn(clock, at_s=2.5))
    watch.acted()
    watched(watch, clock, from_s=2.6, to_s=4.5)
    (change,) = watch.told(before, drawn(clock, at_s=4.5))
    assert change.lively
    assert change.calm_s <= 1.1
    assert change.gap_s == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("comes_s", [3.1, 4.0, 4.8])
def test_what_came_and_went_is_told_though_nothing_differs(comes_s: float) -> None:
    watch, notice = Watch(), text("Saved", 100, 50)
    watched(watch, from_s=0, to_s=3)
    watch.add(before := drawn(at_s=3.0))
    watch.acted()
    watched(watch, from_s=3.05, to_s=comes_s)
    watched(watch, notice, from_s=comes_s, to_s=comes_s + 0.9)
    watched(watch, from_s=comes_s + 0.9, to_s=comes_s + 1.4)
    after = drawn(at_s=comes_s + 1.4)
    assert watch.told(before, after) == ()
    (change,) = watch.went_back(before, after)
    assert change.box.overlap(difference(before, drawn(notice))[0]) > 0
    assert change.times == 2


def test_what_drifts_little_by_little_does_not_hold_still() -> None:
    def drift(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        draw.rectangle((0, 0, SIZE.w, SIZE.h), fill=(int(150 + 30 * at_s) % 256,) * 3)

    watch = Watch()
    watched(watch, drift, from_s=0, to_s=3)
    watch.add(before := drawn(drift, at_s=3.0))
    watch.acted()
    watch.add(after := drawn(drift, at_s=3.5))
    assert watch.told(before, after)[0].calm_s < 1.0
