"""The bench of finding: what is asked of a screen follows from its truth, and perfect eyes find it."""

from __future__ import annotations

import random

import numpy as np

from handeye.tasks.bench.finding import Asking, Tally, by_truth, metrics_of
from handeye.tasks.bench.queries import Asked, in_reading_order
from handeye.tasks.bench.yardstick.truth import Screen, TrueWidget, TrueWord
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point
from handeye.tools.sight import Sight


async def nothing(_: Point) -> str:
    return ""


def words(text: str, x: float, y: float) -> list[TrueWord]:
    found: list[TrueWord] = []
    for word in text.split():
        found.append(TrueWord(word, Box(x, y, 8 * len(word), 16)))
        x += 8 * len(word) + 5
    return found


def screen() -> Screen:
    people = ("Ada Lovelace", "Grace Hopper", "Alan Turing")
    rows = [
        TrueWidget(f"edit{at}", "button", Box(300, 300 + 40 * at, 60, 30), "Edit", row=person)
        for at, person in enumerate(people)
    ]
    widgets = (
        TrueWidget("mail", "field", Box(20, 40, 200, 30), "E-mail"),
        TrueWidget("birth", "field", Box(20, 110, 200, 30), "Date of birth"),
        TrueWidget("news", "checkbox", Box(20, 160, 16, 16), "Weekly newsletter", state=("checked",)),
        TrueWidget("save", "button", Box(20, 200, 80, 30), "Save draft"),
        TrueWidget("drop", "button", Box(110, 200, 80, 30), "Remove"),
        *rows,
    )
    text = [
        *words("E-mail", 20, 20),
        *words("Date of birth", 20, 90),
        *words("Weekly newsletter", 44, 160),
        *words("Save draft", 24, 207),
        *words("Remove", 124, 207),
        *(
            word
            for at, person in enumerate(people)
            for word in (*words(person, 20, 307 + 40 * at), *words("Edit", 310, 307 + 40 * at))
        ),
    ]
    frame = Frame.of(np.full((480, 640, 3), 255, np.uint8), "test")
    return Screen("by hand", "plain", True, frame, tuple(text), widgets, (), nothing)


def test_perfect_eyes_find_what_is_asked_for() -> None:
    asking = Asking(3)
    tally = Tally([answer for _ in range(12) for answer in asking.of(screen(), by_truth(screen()))])
    sorts = {answer.query.sort for answer in tally.answers}
    assert {
        "exact",
        "slip",
        "case",
        "word order",
        "synonym",
        "ordinal",
        "in the row",
        "ambiguous",
        "absent",
        "text",
        "beside",
    } <= sorts
    wrong = [(answer.query, answer.found.outcome) for answer in tally.answers if not answer.right]
    assert not wrong


def test_who_sees_nothing_finds_nothing_and_says_so() -> None:
    tally = Tally(Asking(3).of(screen(), Sight(screen().frame, (), ())))
    first, certain, *_ = metrics_of(tally)
    assert (first.value, first.met) == (0, False)
    assert (certain.value, certain.name) == (0, "find: wrong but certain")


def test_without_screens_nothing_was_measured() -> None:
    (metric,) = metrics_of(Tally())
    assert (metric.value, metric.met) == (None, None)


def test_what_can_be_read_in_two_orders_is_not_counted() -> None:
    rows = [TrueWidget(str(at), "button", Box(20, 40 * at, 60, 30), "Edit") for at in range(3)]
    assert in_reading_order(list(reversed(rows))) == rows
    assert in_reading_order([*rows, TrueWidget("x", "button", Box(200, 17, 60, 30), "Edit")]) is None


def test_the_same_seed_asks_the_same() -> None:
    asked = [list(Asked(screen(), random.Random(5)).queries(["Upload"])) for _ in range(2)]
    assert asked[0] == asked[1]
