"""Words: the shortest phrase by which a run finds exactly the thing again that a person has used; tried on the same sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ...agent.reader.ground import TICKED, WRITTEN, one, several
from ...agent.reader.parse import parse_steps
from ...agent.reader.saying import QUOTES, joined, quoted
from ...agent.reader.steps import Click, Drag, Enter, Hover, Names, Select, Step, Tick, Upload
from ...tools.errors import Ambiguous, BadInput, NotFound
from ...tools.find.wording import Wording
from ...tools.geometry import Box, Point
from ...tools.reading.text import Line
from ...tools.sight import Sight, kind_of
from ...tools.target import Hint, Target
from .look import Said

BARE_WORDS = 3
"""A name of more words is easier to read in quotes."""
SHORT_WORDS, SHORT_LETTERS = 7, 44
"""What is longer is named by its beginning, where that will do."""
FIRST_WORDS = 5
MOST_TRIED = 60
_COUNT = re.compile(r"\s*(?:\(\d+\)|\[\d+\]|(?<!\w)\d{1,3})$")
"""How many there are now, as in `Cart 1` and `Inbox (3)`, is another number the next time."""
LISTS = ("select", "list", *WRITTEN)
NOUNS = {
    "button": "button", "icon button": "button", "link": "link", "tab": "tab", "checkbox": "checkbox", "radio": "radio button",
    "switch": "switch", "select": "list", "list": "list", "field": "field", "number field": "field", "date": "field",
    "time": "field", "text area": "field", "menu item": "menu item", "option": "option", "slider": "slider", "file": "button",
}  # fmt: skip
_NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last")


@dataclass(frozen=True, slots=True)
class Thing:
    """What the person did something to: what the page says of it, and where the pointer was."""

    hint: Hint | None
    point: Point
    text: str = ""
    """Of the smallest element there, and where that stands."""
    around: Box | None = None

    @property
    def box(self) -> Box:
        return self.hint.box if self.hint is not None else self.around or Box.around(self.point, 1)


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of step: what it is for a phrase, how it is said, and what a run finds by it."""

    step: Callable[[str], Step]
    find: Callable[[Sight, str], Sequence[Target]]
    say: Callable[[str], str] | None = None

    def said(self, phrase: str) -> str:
        return self.say(phrase) if self.say is not None else str(self.step(phrase))


CLICK = Way(Click, several)
DOUBLE_CLICK = Way(lambda phrase: Click(phrase, count=2), several)
RIGHT_CLICK = Way(lambda phrase: Click(phrase, "right"), several)
CHOOSE = Way(Click, several, lambda phrase: f"choose {phrase}")
HOVER = Way(Hover, lambda sight, phrase: [one(sight, phrase)])


def typing_in(value: str) -> Way:
    return Way(lambda phrase: Enter(value, phrase), lambda sight, phrase: [one(sight, phrase, WRITTEN, pressed=False)])


def selecting(options: Sequence[str]) -> Way:
    """Bare where that reads well, else in quotes."""
    names = tuple(option if len(options) == 1 and _reads_well(option) else in_quotes(option) for option in options)
    return Way(
        lambda phrase: Select(Names(names), phrase),
        lambda sight, phrase: [one(sight, phrase, LISTS)],
        lambda phrase: f"select {joined(names)} from {phrase}",
    )


def ticking(*, on: bool, is_switch: bool = False) -> Way:
    def say(phrase: str) -> str:
        return f"switch {phrase} {'on' if on else 'off'}" if is_switch else f"{'tick' if on else 'untick'} {phrase}"

    return Way(lambda phrase: Tick(Names((phrase,)), on), lambda sight, phrase: [one(sight, phrase, TICKED, whole=True)], say)


def uploading(files: tuple[str, ...]) -> Way:
    return Way(lambda phrase: Upload(files, phrase), lambda sight, phrase: [one(sight, phrase)])


def dragging(to: str) -> Way:
    return Way(lambda phrase: Drag(phrase, to), lambda sight, phrase: [one(sight, phrase)])


def phrase_for(thing: Thing, sight: Sight, way: Way, headings: Sequence[Said] = ()) -> str | None:
    tried = islice(dict.fromkeys(_phrases(thing, sight, headings)), MOST_TRIED)
    return next((phrase for phrase in tried if _means(phrase, thing, sight, way)), None)


def _means(phrase: str, thing: Thing, sight: Sight, way: Way) -> bool:
    """Whether the step is understood just so, and finds this and nothing else."""
    try:
        if parse_steps(way.said(phrase)) != (way.step(phrase),):
            return False
        found = way.find(sight, phrase)
    except (BadInput, NotFound, Ambiguous):
        return False
    return len(found) == 1 and _is_it(found[0], thing)


def _is_it(target: Target, thing: Thing) -> bool:
    if target.hint is not None and thing.hint is not None:
        return target.hint.key == thing.hint.key
    return target.box.grow(2).contains(thing.point) or thing.box.contains(target.point)


# ---- what it may be called, the shortest first


def _phrases(thing: Thing, sight: Sight, headings: Sequence[Said]) -> Iterator[str]:
    names = list(dict.fromkeys(_names(thing, sight)))
    noun = NOUNS.get(kind_of(thing.hint), "") if thing.hint is not None else "text"
    for name in names:
        yield from _forms(name)
    for name in names if noun else ():
        yield f"the {name} {noun}" if _reads_well(name) else f"the {in_quotes(name)} {noun}"
    called = [_short(name) for name in names[:2]] or ([f"the {noun}"] if noun else [])
    for name in called:
        yield from (f"{name} in the row of {_short(anchor)}" for anchor in _beside(thing, sight))
        yield from (f"{name} below {in_quotes(heading)}" for heading in _headings_over(thing, headings))
        yield from (f"{name} in {in_quotes(heading)}" for heading in _headings_over(thing, headings))
    for name in called:
        yield from (f"{name} next to {in_quotes(line)}" for line in _near(thing, sight))
    for number in _NUMBERS:
        yield from (f"the {number} {name} {noun}".rstrip() for name in map(_short, names[:1]))
    yield from (f"the {number} {noun}" for number in _NUMBERS if noun)


def _names(thing: Thing, sight: Sight) -> Iterator[str]:
    """What the page calls it, and what is to be read under the pointer; what is long by its first words, if they will do."""
    under = [line for line in sight.lines if line.words and line.box.grow(2).contains(thing.point)]
    told = [Wording.of(thing.hint.name).bare] if thing.hint is not None and thing.hint.name else []
    read = [] if told and _is_short(told[0]) else [*(line.text for line in under), *([thing.text] if thing.text else [])]
    for name in (*told, *read):
        if _is_short(name):
            yield from dict.fromkeys((_COUNT.sub("", name) or name, name))
    for name in (*told, *read):
        if not _is_short(name):
            yield " ".join(name.split()[:FIRST_WORDS]).rstrip(" ,.;:")
            yield name


def _is_short(name: str) -> bool:
    return len(name) <= SHORT_LETTERS and len(name.split()) <= SHORT_WORDS


def _forms(name: str) -> Iterator[str]:
    if _reads_well(name):
        yield name
    yield in_quotes(name)


def _short(name: str) -> str:
    return name if _reads_well(name) else in_quotes(name)


def _reads_well(name: str) -> bool:
    """Whether it can stand without quotes, and is then easily read."""
    plain = not any(mark in name for pair in QUOTES for mark in pair) and not set(name) & set(",;:{}#\n")
    return plain and len(name.split()) <= BARE_WORDS and any(char.isalpha() for char in name)


def in_quotes(name: str) -> str:
    """In the quotes that need no others around them in YAML."""
    return f"'{name}'" if not ({"'"} & set(name) or ": " in name or " #" in name) else quoted(name)


def _beside(thing: Thing, sight: Sight) -> list[str]:
    """What its row may be known by: texts on the same line, those to its left first."""
    box = thing.box
    level = [
        line
        for line in sight.lines
        if _is_name(line) and not box.grow(2).contains(line.box.center) and _is_level(line.box, box)
    ]
    left = sorted((line for line in level if line.box.right <= box.x), key=lambda line: line.box.x)
    right = sorted((line for line in level if line.box.x >= box.right), key=lambda line: line.box.x)
    return [line.text for line in (*left, *right)][:4]


def _is_level(line: Box, box: Box) -> bool:
    return min(line.bottom, box.bottom) - max(line.y, box.y) > 0.4 * min(line.h, box.h)


def _is_name(line: Line) -> bool:
    return bool(line.words) and _is_short(line.text) and any(char.isalpha() for char in line.text)


def _headings_over(thing: Thing, headings: Sequence[Said]) -> list[str]:
    """Of those in its own column first, the nearest."""
    over = [each for each in headings if not each.is_news and each.box.bottom <= thing.box.center.y and _is_short(each.text)]

    def far(each: Said) -> float:
        aside = max(0.0, each.box.x - thing.box.right, thing.box.x - each.box.right)
        return thing.box.y - each.box.bottom + 4 * aside

    return [each.text for each in sorted(over, key=far)][:2]


def _near(thing: Thing, sight: Sight) -> list[str]:
    box = thing.box
    outside = [line for line in sight.lines if _is_name(line) and not box.grow(2).contains(line.box.center)]

    def far(line: Line) -> float:
        aside = max(0.0, line.box.x - box.right, box.x - line.box.right)
        return aside + 2.5 * max(0.0, line.box.y - box.bottom, box.y - line.box.bottom)

    return [line.text for line in sorted(outside, key=far)][:3]
