"""Exactly: whether the words that a test puts in quotes are what is to be seen, to the letter, and not others like them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from ..tools.geometry import Box
from ..tools.reading.shows import shows
from ..tools.sight import Sight
from ..tools.target import Target
from .sighted import named, widget_at

Answer = Literal["yes", "no", "unsure"]

AROUND_PX = 3
"""Room that a line of text is looked at with."""


def exactly(words: str, target: Target, sight: Sight) -> Answer:
    """Whether a thing that was found by these words is really called so, or says so."""
    if any(says(text, words) for text in names_of(target, sight)):
        return "yes"
    return shows_words(words, target.box, sight)


def shows_words(words: str, box: Box, sight: Sight) -> Answer:
    """By the pixels of a place; the computer's own word settles what they leave open."""
    answer = shows(sight.frame, box.grow(AROUND_PX), words)
    told = [each.text for each in sight.written if each.box.intersect(box) and each.text.strip()]
    if answer != "unsure" or not told:
        return answer
    # Words may be put together from pieces.
    return "yes" if any(says(text, words) for text in (*told, " ".join(told), "".join(told))) else "no"


def says(text: str, words: str) -> bool:
    """Whether the words stand in a text as whole words; capitals alone may be a style."""
    text, words = _plain(text), _plain(words)
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return bool(words) and (bool(pattern.search(text)) or (text.isupper() and says(text.casefold(), words.casefold())))


def says_only(text: str, words: str) -> bool:
    """Whether a label says these words and no others; case and the signs behind it are how it is set."""
    return bool(words) and _bare(text) == _bare(words)


def _bare(text: str) -> str:
    return _plain(text).casefold().rstrip(" :*：")


def _plain(text: str) -> str:
    return " ".join(text.split())


def names_of(target: Target, sight: Sight) -> Iterable[str]:
    """What a thing is called, and what is to be read on it."""
    yield words_in(target.box, sight)
    # Of a name in a path no word is all: the line says it.
    yield from (line.text for line in sight.lines if line.words and line.box.contains(target.box.center))
    widget = widget_at(sight, target.box)
    if widget is not None:
        yield from (widget.label, widget.placeholder, widget.value)
    if target.hint is not None:
        yield from (target.hint.name, target.hint.value)


def instead_of(target: Target, sight: Sight) -> str:
    """What is to be seen where something else was looked for."""
    read = words_in(target.box, sight)
    return f'"{read}"' if read and target.kind in ("", "text") else named(target)


def words_in(box: Box, sight: Sight) -> str:
    """What is to be read there, be it a part of a line."""
    around = box.grow(AROUND_PX)
    return " ".join(word.text for line in sight.lines for word in line.words if around.contains(word.box.center))


def out_of_view(words: str, sight: Sight) -> Box | None:
    """Where the computer has laid out these words, if it is not in the picture."""
    size = sight.frame.size
    for each in sight.written:
        if says(each.text, words) and each.box.area and not Box(0, 0, size.w, size.h).contains(each.box.center):
            return each.box
    return None
