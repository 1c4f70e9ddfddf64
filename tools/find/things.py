"""Things: what on a screen may be meant by words: widgets by all their names, and texts."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..geometry import Box
from ..reading.text import Line, Word
from ..sight import Sight
from ..target import Hint, Source
from ..widgets.widget import Widget
from .likeness import likeness, part_likeness
from .phrase import Phrase
from .wording import Wording, letters_of

TINY_PX = 3.0
"""Nobody means what is smaller."""

BY_PLACEHOLDER, BY_INSIDE, BY_PLACE, BY_GROUP, BY_VALUE = 0.975, 0.97, 0.96, 0.9, 0.86
"""How well a thing is named by what is not its label: its placeholder, the text on it, its label with its group,
row or column, its group alone, what it holds."""

BY_NEARNESS = 0.91
"""And by a text that stands where labels stand, although the eyes took something else for its label."""

PART, PART_OF_LABEL = 0.78, 0.04
"""Where only a part of a label was said: a little better the more of it was said."""

SPAN = 0.9
"""Words in the middle of a longer line."""

_NAME = re.compile(r"[^/\\]+")

ACTS = frozenset({"button", "icon button", "link", "tab", "menu item", "clickable"})
WRITTEN = frozenset({"field", "number field", "text area", "select", "slider", "date", "time"})
TICKED = frozenset({"checkbox", "radio", "switch", "menu checkbox", "menu radio", "option"})


Texts = list[tuple[str, Box]]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that words may mean."""

    kind: str
    box: Box
    label: str
    names: tuple[tuple[str, float], ...]
    """Each with how good a name it is."""
    score: float
    source: Source
    hint: Hint | None = None
    widget: Widget | None = None
    whole: bool = True
    """Of a text: whether it is all of its line."""


_known: deque[tuple[tuple[Line, ...], tuple[Widget, ...], tuple[Thing, ...]]] = deque(maxlen=4)
"""What the last sights showed: several words are looked for on each."""


def widgets_of(sight: Sight) -> tuple[Thing, ...]:
    for lines, widgets, things in list(_known):
        if lines is sight.lines and widgets is sight.widgets:
            return things
    things = _widgets_of(sight)
    _known.append((sight.lines, sight.widgets, things))
    return things


def _widgets_of(sight: Sight) -> tuple[Thing, ...]:
    lines = [(line.text, line.box) for line in sight.lines if line.words]
    free = [(text, box) for text, box in lines if not any(widget.box.contains(box.center) for widget in sight.widgets)]
    return tuple(_thing(widget, lines, free) for widget in sight.widgets if min(widget.box.w, widget.box.h) > TINY_PX)


def _thing(widget: Widget, lines: Texts, free: Texts) -> Thing:
    names = tuple(_names(widget, lines, free))
    return Thing(widget.kind, widget.box, widget.label, names, widget.score, widget.source, widget.hint, widget)


def _names(widget: Widget, lines: Texts, free: Texts) -> Iterator[tuple[str, float]]:
    label = widget.label
    if label:
        yield label, 1.0
    if widget.hint is not None and widget.hint.name and widget.hint.name != label:
        yield widget.hint.name, 1.0
    if widget.placeholder:
        yield widget.placeholder, BY_PLACEHOLDER
    if widget.kind in ACTS and (inside := _inside(widget.box, lines)) and inside != label:
        yield inside, BY_INSIDE
    for place in (widget.group, widget.row, widget.column):
        if place and label and place != label:
            yield f"{place} {label}", BY_PLACE
    if widget.row and widget.column:
        yield f"{widget.column} {widget.row}", BY_PLACE
    if widget.column and widget.column != label:
        yield widget.column, BY_PLACE if not label or label in (widget.row, f"{widget.row} {widget.column}") else BY_GROUP
    if widget.group and not label:
        yield widget.group, BY_GROUP
    if widget.value and widget.value != label:
        yield widget.value, BY_VALUE
    if widget.kind in WRITTEN or widget.kind in TICKED:
        yield from ((text, BY_NEARNESS) for text in _beside(widget, free) if text != label)


def _inside(box: Box, lines: Texts) -> str:
    return " ".join(text for text, place in lines if box.contains(place.center))


def _beside(widget: Widget, lines: Texts) -> Iterator[str]:
    """The nearest texts above and to the left; of what can be ticked, the nearest to the right."""
    box = widget.box
    level = [(text, place) for text, place in lines if abs(place.center.y - box.center.y) < 0.6 * max(place.h, 12.0)]
    if widget.kind in TICKED:
        sides = [[(place.x - box.right, text) for text, place in level if 0 <= place.x - box.right < 2.5 * place.h]]
    else:
        above = [(text, place) for text, place in lines if abs(place.x - box.x) < 1.2 * place.h]
        sides = [
            [(box.y - place.bottom, text) for text, place in above if -0.3 * place.h < box.y - place.bottom < 1.2 * place.h],
            [(box.x - place.right, text) for text, place in level if 0 <= box.x - place.right < 4 * place.h],
        ]
    for near in sides:
        if near:
            yield min(near)[1]


def match(phrase: Phrase, thing: Thing) -> float:
    """How well a thing's names are the words, 0..1; 1 where no words were said."""
    if not phrase.words:
        return 1.0
    best = max((likeness(phrase.words, name) * weight for name, weight in thing.names), default=0.0)
    if best >= PART + PART_OF_LABEL or thing.widget is None:
        return best
    return max(best, _part(phrase, thing))


def _part(phrase: Phrase, thing: Thing) -> float:
    """People say "Save" for "Save changes" and quote a few words of a long sentence beside a box.

    But "Address" is not "E-mail address": a field is what its whole label says."""
    part, begins = part_likeness(phrase.words, thing.label)
    if not part:
        return 0.0
    words = len(Wording.of(phrase.words).core)
    acts = thing.kind in ACTS and (begins or words > 1)
    ticked = thing.kind in TICKED and (phrase.kind in ("checkbox", "radio", "switch", "option") or words > 1)
    return PART + PART_OF_LABEL * part if acts or ticked else 0.6 + 0.1 * part


def texts_of(sight: Sight, phrase: Phrase) -> tuple[Thing, ...]:
    """Lines, and words in lines, that say what was asked for; with no words, every line."""
    lines = [line for line in sight.lines if line.words]
    if not phrase.words:
        return tuple(_text(line.words, line, 1.0) for line in lines)
    found = [thing for line in lines if _may_say(phrase.words, line.text) and (thing := _best_span(phrase, line)) is not None]
    if len(Wording.of(phrase.words).tokens) > 3:
        found += _folded(phrase, lines)
    return tuple(found)


def _may_say(wanted: str, text: str) -> bool:
    """A quick look before a close one: whether enough of the letters are there, or the whole line may mean the same."""
    mine, theirs = letters_of(wanted), letters_of(text)
    return len(mine - theirs) <= max(1, len(mine) // 3) or len(text) < 2 * len(wanted) + 8


def _text(words: tuple[Word, ...], line: Line, weight: float, box: Box | None = None) -> Thing:
    text = " ".join(word.text for word in words)
    whole = len(words) == len(line.words) and box is None
    return Thing(
        "text", box or Box.union(word.box for word in words), text, ((text, weight),), line.score, "sight", None, None, whole
    )


def _best_span(phrase: Phrase, line: Line) -> Thing | None:
    """The words of a line that are most like the wanted ones; None where there is nothing like them."""
    words, wanted = line.words, phrase.words
    score, best = likeness(wanted, line.text), (0, len(words))
    count = len(wanted.split())
    for length in range(max(1, count - 1), min(count + 1, len(words)) + 1):
        for start in range(len(words) - length + 1):
            if length == len(words):
                continue
            here = likeness(wanted, " ".join(word.text for word in words[start : start + length])) * SPAN
            if here > score + 0.001:
                score, best = here, (start, start + length)
    if score >= 0.6:
        start, end = best
        return _text(words[start:end], line, 1.0 if end - start == len(words) else SPAN)
    return _unspaced(wanted, line) or _in_path(phrase, line)


def _in_path(phrase: Phrase, line: Line) -> Thing | None:
    """Names within paths and addresses: `notes.txt` in `/home/ada/notes.txt`."""
    parts = tuple(part for word in line.words for part in _parts(word))
    found = _best_span(phrase, Line(parts)) if len(parts) > len(line.words) else None
    return None if found is None else replace(found, whole=False)


def _parts(word: Word) -> Iterator[Word]:
    """What the slashes in a word divide, each with its share of the box; dates and fractions are one."""
    names = list(_NAME.finditer(word.text))
    if len(names) < 2 or not any(char.isalpha() for char in word.text):
        yield word
        return
    letter = word.box.w / len(word.text)
    for name in names:
        box = Box(word.box.x + name.start() * letter, word.box.y, letter * len(name[0]), word.box.h)
        yield Word(name[0], box, word.score)


def _unspaced(wanted: str, line: Line) -> Thing | None:
    """Words inside one long run of letters, as Chinese is written: the box is that share of the run."""
    for word in line.words:
        if len(wanted) > 1 and not word.text.isascii() and (at := word.text.find(wanted)) >= 0:
            letter = word.box.w / len(word.text)
            box = Box(word.box.x + at * letter, word.box.y, letter * len(wanted), word.box.h)
            return Thing("text", box, wanted, ((wanted, SPAN),), word.score, "sight", None, None, False)
    return None


def _folded(phrase: Phrase, lines: list[Line]) -> list[Thing]:
    """Texts that go on in the line below."""
    found: list[Thing] = []
    for line in lines:
        box = line.box
        below = [
            other
            for other in lines
            if 0 <= other.box.y - box.bottom < box.h and abs(other.box.x - box.x) < box.h and 0.7 < other.box.h / box.h < 1.4
        ]
        for other in below:
            joined = Line((*line.words, *other.words))
            if likeness(phrase.words, joined.text) >= 0.8:
                found.append(_text(joined.words, joined, 1.0))
    return found
