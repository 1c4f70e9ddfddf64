"""Fields: what a form on the screen can be filled in at, each with the names it may be called by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...tools.find import Phrase
from ...tools.find.likeness import SURE, likeness, part_likeness
from ...tools.find.things import BY_NEARNESS, BY_VALUE, Thing, match, widgets_of
from ...tools.find.wording import tokens_of
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.sight import Sight, kind_of
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from .ground import TICKED, WRITTEN

FORM_KINDS = frozenset({*WRITTEN, *TICKED, "file", "color"})
PRESSED = frozenset({"button", "clickable"})
"""What may open a list or a file chooser, where a label stands beside it."""
UNSEEN = 0.65
"""What was seen worse, and is confirmed by nobody, is nothing."""
PART_OF_SENTENCE = 0.8
ALIGNED_PX = 4
"""Lines of one text begin at the same place."""
ABOVE_LINES, LEFT_LINES = 1.2, 12.0
"""So many lines' heights above or left of a button its label may stand."""

_QUESTION = re.compile(
    r"^(?:what(?: is|['’]s| are)|wie (?:ist|lautet)|quell?e? est|cu[aá]l es|jak(?:i|ie|a) jest)\s+(.+?)\s*\?+\s*[*✱]?$", re.I
)
_HUMPS = re.compile(r"(?<=[a-z\d])(?=[A-Z])|[_./]+(?=\S)|(?<=\w)-(?=\w{2})")


@dataclass(frozen=True)
class Field:
    """One thing that takes a value, or is one of several choices."""

    thing: Thing
    names: tuple[tuple[str, float], ...]
    """Each with how good a name it is."""

    @property
    def box(self) -> Box:
        return self.thing.box

    @property
    def widget(self) -> Widget:
        assert self.thing.widget is not None
        return self.thing.widget

    @property
    def said_kind(self) -> str:
        """What the computer says it is, else what it looks like."""
        hint = self.thing.hint
        return kind_of(hint) if hint is not None and hint.role != "clickable" else self.thing.kind

    @property
    def is_mark(self) -> bool:
        return self.thing.kind in TICKED

    @property
    def is_file(self) -> bool:
        return self.said_kind == "file"

    @property
    def label(self) -> str:
        return self.names[0][0] if self.names else ""

    @property
    def target(self) -> Target:
        thing = self.thing
        return Target(self.label or thing.label, thing.box, thing.source, thing.kind, hint=thing.hint, score=thing.score)

    def likeness(self, key: str) -> float:
        best = max((likeness(key, name) * weight for name, weight in self.names), default=0.0)
        return max(best, match(Phrase(key), self.thing)) if self.is_mark and best < SURE else best


@dataclass(frozen=True)
class Fields:
    """All of them on one sight."""

    sight: Sight
    all: tuple[Field, ...]

    @staticmethod
    def of(sight: Sight) -> Fields:
        things = [thing for thing in widgets_of(sight) if _is_there(thing, sight)]
        used = [Field(thing, tuple(_names(thing))) for thing in things if thing.kind in FORM_KINDS or _says_file(thing)]
        labels = {name for field in used for name, _ in field.names}
        lines = [line for line in _outside(sight) if line.text not in labels]
        buttons = [thing for thing in things if thing.kind in PRESSED and not _says_file(thing)]
        pressed = [_pressed(thing, lines) for thing in buttons if not any(_is_segment(thing.box, each.box) for each in buttons)]
        return Fields(sight, tuple(_each_once([*used, *(each for each in pressed if each.names)])))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Words that stand in no field or button."""
        return tuple(_outside(self.sight))

    @cached_property
    def marks(self) -> tuple[Field, ...]:
        return tuple(each for each in self.all if each.is_mark)

    @cached_property
    def written(self) -> tuple[Field, ...]:
        return tuple(each for each in self.all if not each.is_mark)

    def named(self, key: str) -> list[tuple[float, Field]]:
        """What may be called so, the best first."""
        scored = [(score, each) for each in self.all if (score := max(each.likeness(said) for said in spellings(key))) >= SURE]
        return sorted(scored, key=lambda pair: -pair[0]) or self._in_a_sentence(key)

    def _in_a_sentence(self, key: str) -> list[tuple[float, Field]]:
        """The only box whose words, a whole sentence, hold the key: `Newsletter` for "Send me the newsletter"."""
        found = [each for each in self.marks if any(part_likeness(said, each.label)[0] for said in spellings(key))]
        return [(PART_OF_SENTENCE, found[0])] if len(found) == 1 and len(found[0].label.split()) > 2 else []

    def called(self, key: str) -> list[Line]:
        """Words beside or above fields that say the key; where no line does by itself, two that one is broken into."""
        return self._saying(key, self.lines) or self._saying(key, self._broken)

    def _saying(self, key: str, lines: Sequence[Line]) -> list[Line]:
        return [line for line in lines if line.words and max(likeness(said, line.text) for said in spellings(key)) >= SURE]

    @cached_property
    def _broken(self) -> tuple[Line, ...]:
        """Lines with the one right below each, where they begin at the same place."""
        return tuple(
            Line((*line.words, *below.words))
            for line in self.lines
            for below in self.lines
            if abs(line.box.x - below.box.x) < ALIGNED_PX and 0 < below.box.y - line.box.bottom < line.box.h
        )


def spellings(key: str) -> tuple[str, ...]:
    """As it was said, and as a person would write it: `firstName`, `first_name` and `billing.city` are words too."""
    human = " ".join(_HUMPS.sub(" ", key).split())
    return (key,) if human == key else (key, human)


def _is_there(thing: Thing, sight: Sight) -> bool:
    return thing.widget is not None and is_seen(thing.widget, sight)


def is_seen(widget: Widget, sight: Sight) -> bool:
    """Whether it is what it looks like: not badly seen, and no frame around choices that was taken for a field."""
    if widget.hint is not None:
        return True
    if widget.kind == "text area" and any(other.hint is not None for other in sight.widgets):
        # A frame around text: of what can be written into, the computer would tell.
        return False
    frames = widget.kind in WRITTEN and any(
        other.kind in TICKED and widget.box.contains(other.box.center) for other in sight.widgets
    )
    return widget.score >= UNSEEN and not frames


def _names(thing: Thing) -> Iterable[tuple[str, float]]:
    """All names but what it holds: a field is not called by its value."""
    for name, weight in thing.names:
        if weight == BY_VALUE:
            continue
        yield name, weight
        if found := _QUESTION.match(name):
            yield found[1], weight


def _says_file(thing: Thing) -> bool:
    return thing.hint is not None and thing.hint.role == "file"


def _is_segment(box: Box, other: Box) -> bool:
    """Whether a button is one of several side by side: these are choices, and none is a list."""
    apart = max(other.x - box.right, box.x - other.right)
    return box != other and abs(box.center.y - other.center.y) < 0.3 * box.h and -2 < apart < 0.6 * box.h


def _pressed(thing: Thing, lines: Sequence[Line]) -> Field:
    """A button by the label beside it; by its own name only where that is not what stands on it."""
    names = [(line.text, BY_NEARNESS) for line in (_above(thing.box, lines), _left(thing.box, lines)) if line is not None]
    hint = thing.hint
    if hint is not None and ({"expanded", "collapsed"} & set(hint.state) or _is_named_from_outside(thing)):
        names.insert(0, (hint.name, 1.0))
    return Field(thing, tuple(names))


def _is_named_from_outside(thing: Thing) -> bool:
    inside = [name for name, weight in thing.names[1:] if weight > BY_NEARNESS]
    return any(not set(tokens_of(inner)) & set(tokens_of(thing.label)) for inner in inside)


def _above(box: Box, lines: Sequence[Line]) -> Line | None:
    near = [
        line
        for line in lines
        if line.box.x - line.box.h < box.x < line.box.x + 6 * line.box.h
        and -0.3 * line.box.h < box.y - line.box.bottom < ABOVE_LINES * line.box.h
    ]
    return max(near, key=lambda line: line.box.y, default=None)


def _left(box: Box, lines: Sequence[Line]) -> Line | None:
    near = [
        line
        for line in lines
        if abs(line.box.center.y - box.center.y) < 0.6 * line.box.h and 0 <= box.x - line.box.right < LEFT_LINES * line.box.h
    ]
    return max(near, key=lambda line: line.box.x, default=None)


def _outside(sight: Sight) -> list[Line]:
    seen = [widget.box for widget in sight.widgets if is_seen(widget, sight)]
    return [line for line in sight.lines if line.words and not any(box.contains(line.box.center) for box in seen)]


def _each_once(fields: Sequence[Field]) -> list[Field]:
    """What the eyes found twice is there once."""
    kept: list[Field] = []
    for each in sorted(fields, key=lambda field: -field.thing.score):
        if not any(each.box.overlap(other.box) > 0.5 for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda field: fields.index(field))
