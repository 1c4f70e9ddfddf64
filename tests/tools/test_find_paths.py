"""Names within paths and addresses are found by themselves, and dates and fractions are not taken apart."""

from __future__ import annotations

import numpy as np
import pytest

from handeye.tools.find import find
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word
from handeye.tools.sight import Sight

FRAME = Frame.of(np.full((200, 800, 3), 250, np.uint8), "test")


def saying(*words: str) -> Sight:
    """One line of these words, each letter ten px wide."""
    placed: list[Word] = []
    x = 20.0
    for word in words:
        placed.append(Word(word, Box(x, 40, 10.0 * len(word), 14), 0.99))
        x += 10.0 * len(word) + 6
    return Sight(FRAME, (Line(tuple(placed)),), ())


TITLE = saying("/home/ada/my", "notes.txt", "-", "Mousepad")


@pytest.mark.parametrize(
    ("sight", "words"),
    [
        (saying("/tmp/desk/notes.txt", "-", "Mousepad"), "notes.txt"),
        (saying("*/tmp/desk/notes.txt", "-", "Mousepad"), '"notes.txt"'),
        (saying(r"C:\Users\Ada\notes.txt"), "notes.txt"),
        (saying("http://localhost:8000/join"), "localhost:8000"),
        (TITLE, "my notes.txt"),
        (TITLE, "ada"),
        (saying("/tmp/desk/notes.txt"), "/tmp/desk/notes.txt"),
    ],
)
def test_a_name_is_found(sight: Sight, words: str) -> None:
    assert find(sight, words, kind="text").target is not None


def test_it_is_found_where_it_stands() -> None:
    found = find(saying("/tmp/desk/notes.txt"), "notes.txt", kind="text").target
    assert found is not None
    assert found.box == Box(20 + 10 * len("/tmp/desk/"), 40, 10 * len("notes.txt"), 14)


@pytest.mark.parametrize(
    ("said", "words"), [("12/05/2026", "12"), ("3/4", "3"), ("/tmp/desk/notes.txt", "notes"), ("/home/ada2/x", "ada")]
)
def test_a_part_of_something_else_is_not(said: str, words: str) -> None:
    assert find(saying(said), words, kind="text").target is None
