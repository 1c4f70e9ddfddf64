"""Words: places on a screen by words, such as "the clock", "'12:34'", "the table", "/\\d+ online/": all that each covers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from ....agent.reader.labelled import values_of
from ....agent.reader.page import Page
from ....tools.errors import Ambiguous, BadInput, NotFound
from ....tools.find import Found, find, parse_phrase
from ....tools.geometry import Box
from ....tools.reading.text import Line
from ....tools.sight import Sight
from .part import container_in, panel_around, part_of

CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}([./-])\d{{1,2}}\1\d{{2,4}}\b"
    rf"|\b\d{{1,2}}\.? {_MONTH},?(?: \d{{4}})?\b|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b",
    re.I,
)
BY_LOOKS = {"clock": CLOCK, "time": CLOCK, "date": DATE}
"""What has such a name, although the word itself is nowhere to be seen."""

LIKE = 0.5
"""What is written no more alike than this comes near nothing."""


def places_of(said: str, sight: Sight) -> tuple[Box, ...]:
    """At least one; raises where there is none, or where it may be any of several."""
    if len(said) > 2 and said.startswith("/") and said.endswith("/"):
        return _fitting(_pattern(said), said, sight)
    phrase, found = parse_phrase(said), find(sight, said)
    if container_in(said) and (found.target is None or found.target.kind == "text") and (part := part_of(said, sight)):
        return (part,)
    if found.outcome == "absent":
        found = _first(find(sight, said, kind="text"), found)
    if found.target is not None:
        if phrase.every:
            return tuple(target.box for target in found.targets)
        is_label = found.target.kind == "text" and not phrase.exact
        return _with_its_value(found.target.box, phrase.words, sight) if is_label else (found.target.box,)
    if found.outcome == "ambiguous":
        raise Ambiguous(
            f"{said} may be any of {_named(found)}; say which, as in: the second {_bare(said)}, or: all {_bare(said)}"
        )
    looks = BY_LOOKS.get(phrase.words.casefold())
    if looks is not None and (boxes := tuple(_spans(looks, sight))):
        return boxes
    raise NotFound(
        f"{said} is not to be seen{_nearest(phrase.words or said, found, sight)}."
        " What does not always say the same is found by its label or by a /pattern/"
    )


def _nearest(words: str, found: Found, sight: Sight) -> str:
    """What means about the same, else what is written about the same."""
    if found.targets:
        return f"; nearest is {_named(found)}"
    texts = [widget.label for widget in sight.widgets if widget.label]
    for line in sight.lines:
        texts += [line.text, *(word.text for word in line.words)]
    folded = {text.casefold(): text for text in texts}
    close = difflib.get_close_matches(words.casefold(), folded, n=1, cutoff=LIKE)
    return f'; nearest is "{folded[close[0]]}"' if close else ""


def _first(texts: Found, found: Found) -> Found:
    return texts if texts.outcome != "absent" or not found.targets else found


def _with_its_value(label: Box, words: str, sight: Sight) -> tuple[Box, ...]:
    """The line that says so, and what stands beside or below it as its value."""
    lines = [line.box for line in sight.lines if line.words and line.box.contains(label.center)]
    values = [value.box for value in values_of(Page(sight), [words])] if words else []
    if len(values) == 1 and (figure := _figure_beside((lines or [label])[0], sight)) is not None:
        values = [figure]
    return tuple(dict.fromkeys((*(lines or [label]), *values)))


def _figure_beside(label: Box, sight: Sight) -> Box | None:
    """A number on the right in the same row, however far away: in a list of sums it is the label's, not what is below."""
    panel = panel_around(label, sight)
    level = [
        line
        for line in sight.lines
        if line.words and line.box.x >= label.right and abs(line.box.center.y - label.center.y) < 0.5 * label.h
    ]
    nearest = min(level, key=lambda line: line.box.x, default=None)
    if nearest is None or not any(char.isdigit() for char in nearest.text):
        return None
    return nearest.box if panel is None or panel.contains(nearest.box.center) else None


def _pattern(said: str) -> re.Pattern[str]:
    try:
        return re.compile(said[1:-1])
    except re.error as error:
        raise BadInput(f"{said} is no pattern: {error}") from None


def _fitting(pattern: re.Pattern[str], said: str, sight: Sight) -> tuple[Box, ...]:
    if boxes := tuple(_spans(pattern, sight)):
        return boxes
    raise NotFound(f"nothing that is to be read fits {said}")


def _spans(pattern: re.Pattern[str], sight: Sight) -> Iterator[Box]:
    """The words that a pattern lies in, wherever it does."""
    for line in sight.lines:
        for found in pattern.finditer(line.text) if line.words else ():
            if found[0]:
                yield _box_of(line, found.start(), found.end())


def _box_of(line: Line, start: int, end: int) -> Box:
    at, boxes = 0, list[Box]()
    for word in line.words:
        if at < end and start < at + len(word.text):
            boxes.append(word.box)
        at += len(word.text) + 1
    return Box.union(boxes)


def _named(found: Found) -> str:
    return ", ".join(f'"{target.words}" ({target.kind})' for target in found.targets[:3])


def _bare(said: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", said, flags=re.I)
