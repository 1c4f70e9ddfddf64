"""Belief, on drawn screens and with many phases: what moves by itself is never taken for an answer, and answers are."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.agent.belief import SUREST_FIRST, Belief, Looking, believed
from handeye.tools.drawing import write
from handeye.tools.frame import Frame
from handeye.tools.geometry import Size
from handeye.tools.motion import Watch

SIZE = Size(320, 200)
Paint = Callable[[ImageDraw.ImageDraw, float], None]
"""Draws what is to be seen at a time."""
NEVER = 1e9
GIVES_UP_S = 6.0
DOUBTED = ("wait", "unsure")
"""Whoever has no more time to wait is unsure."""


def frame(paints: tuple[Paint, ...], at_s: float) -> Frame:
    image = Image.new("RGB", (SIZE.w, SIZE.h), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for paint in paints:
        paint(draw, at_s)
    return Frame.of(np.asarray(image), "test", taken_s=at_s)


def belief(paints: tuple[Paint, ...], act_s: float, *, touched: bool | None = None, at_target: bool = False) -> Belief | None:
    """What is believed of all that changed after an action, once no more looks would help; None where nothing changed."""
    watch, at_s = Watch(), 0.0
    before = frame(paints, 0.0)
    while at_s < act_s:
        before = frame(paints, at_s)
        watch.add(before)
        at_s += 0.15
    watch.acted()
    last: Belief | None = None
    at_s = act_s + 0.03
    while at_s < act_s + GIVES_UP_S:
        after = frame(paints, at_s)
        watch.add(after)
        answered_s = watch.answered_s()
        looking = Looking(answered_s, at_s, watch.quiet_s(answered_s))
        changes = (*watch.told(before, after), *watch.went_back(before, after))
        found: list[Belief] = [believed(change, looking, at_target=at_target, touched=touched) for change in changes]
        last = SUREST_FIRST[min(map(SUREST_FIRST.index, found))] if found else None
        if last == "yes" or (last in (None, "no") and at_s > act_s + 1.0):
            break
        at_s += 0.12
    return last


def ticking(period_s: float, phase_s: float, x: int = 200, y: int = 100) -> Paint:
    return lambda draw, at_s: write(draw, x, y, f"12:{int((at_s + phase_s) / period_s):04}", 15, (0, 0, 0))


def shades(period_s: float, phase_s: float) -> Paint:
    colours = ((160, 40, 40), (40, 160, 40), (40, 40, 160))
    return lambda draw, at_s: draw.rectangle((180, 90, 300, 150), fill=colours[int((at_s + phase_s) / period_s) % 3])


def irregular(seed: int) -> Paint:
    dice, moments, at_s = random.Random(seed), list[float](), 0.0
    while at_s < 30:
        at_s += dice.uniform(0.3, 2.0)
        moments.append(at_s)
    return lambda draw, now_s: write(draw, 200, 100, f"{sum(each < now_s for each in moments) * 37}", 15, (0, 0, 0))


def growing(step_s: float, phase_s: float) -> Paint:
    def paint(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        for line in range(int((at_s + phase_s) / step_s) % 12):
            write(draw, 200, 10 + 15 * line, f"message {line}", 11, (0, 0, 0))

    return paint


def drifting(draw: ImageDraw.ImageDraw, at_s: float) -> None:
    """So slowly that no two looks differ."""
    shade = 200 + int(40 * abs((at_s / 2) % 2 - 1))
    draw.rectangle((0, 0, SIZE.w, SIZE.h), fill=(shade, shade, 255))


def shown(words: str, from_s: float, to_s: float = NEVER) -> Paint:
    def paint(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        if from_s <= at_s < to_s:
            write(draw, 40, 40, words, 15, (0, 0, 0))

    return paint


def hitting(period_s: float, act_s: float, after_s: float) -> float:
    """The phase with which something ticks so long after the action."""
    return -(act_s + after_s) % period_s


AMBIENT: dict[str, Callable[[random.Random, float, float], Paint]] = {
    "a clock": lambda _, act_s, after_s: ticking(1.0, hitting(1.0, act_s, after_s)),
    "a counter": lambda dice, act_s, after_s: ticking(period := dice.uniform(0.25, 0.9), hitting(period, act_s, after_s)),
    "an advert": lambda dice, act_s, after_s: shades(period := dice.uniform(2.0, 5.0), hitting(period, act_s, after_s)),
    "prices": lambda dice, _act_s, _after_s: irregular(dice.randint(0, 10**6)),
    "a chat": lambda dice, act_s, after_s: growing(step := dice.uniform(0.6, 2.5), hitting(step, act_s, after_s)),
    "a background": lambda _dice, _act_s, _after_s: drifting,
}


@pytest.mark.parametrize("name", AMBIENT)
def test_what_moves_by_itself_is_not_taken_for_an_answer_even_if_it_moves_just_then(name: str, full: bool) -> None:
    for seed in range(60 if full else 5):
        dice = random.Random(f"{name} {seed}")
        act_s, after_s = dice.uniform(0.3, 9.0), dice.choice((0.01, 0.05, 0.1, 0.3, 0.7))
        assert belief((AMBIENT[name](dice, act_s, after_s),), act_s) != "yes", (seed, act_s, after_s)


@pytest.mark.parametrize("name", ["a clock", "a counter"])
def test_at_the_target_what_ticks_is_not_taken_for_an_answer_either(name: str, full: bool) -> None:
    for seed in range(60 if full else 5):
        dice = random.Random(f"at {name} {seed}")
        act_s, after_s = dice.uniform(0.3, 9.0), dice.choice((0.01, 0.05, 0.1, 0.3, 0.7))
        assert belief((AMBIENT[name](dice, act_s, after_s),), act_s, at_target=True) != "yes", (seed, act_s, after_s)


@pytest.mark.parametrize("name", ["nothing", "a clock", "a counter", "an advert", "prices", "a chat"])
def test_an_answer_is_believed_beside_what_moves_by_itself(name: str, full: bool) -> None:
    for seed in range(30 if full else 3):
        dice = random.Random(f"{name} {seed}")
        act_s = dice.uniform(0.3, 9.0)
        paints = (AMBIENT[name](dice, act_s, 0.1),) if name in AMBIENT else ()
        assert belief((*paints, shown("Saved", act_s + 0.02)), act_s) == "yes", (seed, act_s)


def test_where_the_page_says_it_was_the_action_nobody_waits() -> None:
    assert belief((shown("Saved", 0.51), drifting), 0.5, touched=True) == "yes"


def test_what_comes_once_and_late_on_a_new_page_is_doubted_and_on_one_that_was_quiet_for_long_believed() -> None:
    assert belief((shown("Anna is online", 1.1),), 0.5) in DOUBTED
    assert belief((shown("Sent", 8.6),), 8.0) == "yes"


def test_what_comes_at_once_but_not_by_the_action_as_the_page_says_is_doubted() -> None:
    assert belief((shown("Anna is online", 0.52),), 0.5, touched=False) in DOUBTED


def test_a_notice_that_goes_away_again_is_an_answer_and_one_that_blinks_is_none() -> None:
    assert belief((shown("Saved", 7.02, 8.5),), 7.0) == "yes"
    assert belief((shown("LIVE", 0.52, 1.5), shown("LIVE", 2.5, 3.5), shown("LIVE", 4.5, 5.5)), 0.5) != "yes"


def test_what_the_action_set_going_is_an_answer_where_it_had_been_still() -> None:
    def counting(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        write(draw, 200, 100, f"0:{max(0, int((at_s - 7.0) / 0.5 + 0.95)):02}", 15, (0, 0, 0))

    assert belief((counting,), 7.0) == "yes"


def test_a_digit_that_turns_beside_one_that_is_known_to_tick_belongs_to_it() -> None:
    def turning(draw: ImageDraw.ImageDraw, at_s: float) -> None:
        write(draw, 200, 100, f"{int(at_s / 10)}", 15, (0, 0, 0))
        write(draw, 214, 100, f"{int(at_s) % 10}", 15, (0, 0, 0))

    assert belief((turning,), 9.95) in (None, "no")


def test_at_the_target_nobody_waits_as_long() -> None:
    assert belief((shown("Following", 2.02),), 2.0, at_target=True) == "yes"
