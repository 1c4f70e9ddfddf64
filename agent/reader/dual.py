"""Dual: two lists side by side, of which one holds what is chosen and the other the rest, with buttons between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from statistics import median

from ...tools import action as do
from ...tools.errors import NotFound
from ...tools.find.likeness import SURE, likeness
from ...tools.find.wording import tokens_of
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from ..state import Intent, Says, Situation
from .belonging import fields_after
from .fields import Field, Fields, spellings
from .intents import click, enter_text, pick
from .lists import NEARLY, STEP, failed_last, option_for
from .placing import Matching, Placed
from .saying import quoted

PRESSED = frozenset({"button", "icon button", "link", "clickable"})
LISTS = frozenset({"list", "text area"})
"""Eyes may take an open list for a field of several lines."""
MOST_MOVES = 3
"""So often the buttons are pressed without anything coming of it."""
LONG = 60
"""A list of more entries is filtered rather than gone through, where it can be."""
SEEN = 0.6
_ALL = re.compile(r"\ball\b|»|>>|<<|«|alle|tout|todo|wszystk", re.I)
_BACK = re.compile(r"remov|delet|deselect|unselect|←|‹|«|<|◀|back|left|entfern|retir|supprim|quitar|usuń|移除", re.I)


@dataclass(frozen=True)
class Pair:
    rest: Field
    chosen: Field
    choose: Widget
    remove: Widget

    def is_called(self, fields: Fields, key: str) -> bool:
        groups = {self.rest.widget.group, self.chosen.widget.group}
        said = spellings(key)
        if len(groups) == 1 and max(likeness(each, *groups) for each in said) >= SURE:
            return True
        if all(_has_words_of(each, said) for each in (self.rest, self.chosen)):
            return True
        return any(fields_after(fields, line, lambda _: False)[:1] == [self.rest] for line in fields.called(key))


def _has_words_of(each: Field, said: Sequence[str]) -> bool:
    return any(set(tokens_of(name)) > set(tokens_of(key)) for name, _ in each.names for key in said)


def pairs_in(fields: Fields) -> Iterator[Pair]:
    lists = [each for each in fields.all if each.said_kind in LISTS]
    for rest in lists:
        for chosen in lists:
            apart = chosen.box.x - rest.box.right
            level = abs(rest.box.bottom - chosen.box.bottom) < 0.2 * rest.box.h
            if not level or not 0 < apart < 0.6 * rest.box.w:
                continue
            between = [each for each in fields.sight.widgets if _is_between(each, rest.box, chosen.box)]
            back = [each for each in between if _BACK.search(each.label)]
            on = [each for each in between if each not in back]
            if not back and len(on) > 1:
                # Those that say nothing: first there, then back.
                on, back = on[: len(on) // 2], on[len(on) // 2 :]
            if on and back:
                yield Pair(rest, chosen, on[0], back[0])


def lists_side_by_side(matching: Matching) -> None:
    """What is to be chosen goes into both: into the one it comes from the other."""
    pairs = list(pairs_in(matching.fields))
    for key in matching.left if pairs else ():
        called = [pair for pair in pairs if pair.is_called(matching.fields, key)]
        if len(called) == 1 and matching.free(called[0].rest):
            matching.placed.append(Placed((key,), matching.values[key], called[0].rest, into=called[0].chosen))


def _is_between(widget: Widget, rest: Box, chosen: Box) -> bool:
    at = widget.box.center
    between = rest.right - 3 < widget.box.x and widget.box.right < chosen.x + 3
    return between and rest.y - 0.3 * rest.h < at.y < rest.bottom and widget.kind in PRESSED and not _ALL.search(widget.label)


def entries_of(sight: Sight, each: Field) -> tuple[str, ...]:
    """As the computer tells them, else as they are to be read."""
    if each.widget.hint is not None:
        return each.widget.options
    return tuple(line.text for line in _lines_in(sight, each.box))


def entry_boxes(sight: Sight, each: Field) -> dict[str, Box]:
    """Where its entries stand that are to be read. Look-alikes are told apart by their order, where that is known."""
    lines = _lines_in(sight, each.box)
    options = each.widget.options
    if not lines or not options:
        return {line.text: line.box for line in lines}
    rows = _rows(lines)
    last = max(len(options) - rows[-1], 1)
    first = max(range(last), key=lambda at: sum(_alike(options, at + row, line) for row, line in zip(rows, lines, strict=True)))
    return {
        options[first + row]: line.box
        for row, line in zip(rows, lines, strict=True)
        if _alike(options, first + row, line) >= SEEN
    }


def _alike(options: Sequence[str], at: int, line: Line) -> float:
    """Also of what the list is too narrow for."""
    if at >= len(options):
        return 0.0
    return max(likeness(options[at], line.text), likeness(options[at][: len(line.text)], line.text) - 0.01)


def _lines_in(sight: Sight, box: Box) -> list[Line]:
    inside = [line for line in sight.lines if line.words and box.contains(line.box.center)]
    whole = [line for line in inside if line.box.y > box.y - 2 and line.box.bottom < box.bottom + 2]
    return sorted(whole, key=lambda line: line.box.y)


def _rows(lines: Sequence[Line]) -> list[int]:
    """In which row each stands, from the first: one between them may not have been read."""
    steps = [after.box.center.y - before.box.center.y for before, after in pairwise(lines)]
    pitch = median(steps) if steps else 1.0
    return list(accumulate((max(1, round(step / pitch)) for step in steps), initial=0))


@dataclass(eq=False)
class Dual:
    """Exactly these are to be chosen in the end: what is missing is moved over, what is too much is moved back."""

    rest: Target
    key: str
    wanted: tuple[str, ...]
    picked: list[str] = field(default_factory=list[str])
    """What is marked, to be moved with the next press."""
    shown: tuple[str, ...] = ()
    """What the list showed before it was scrolled."""
    from_top: bool = False
    filtered: str = ""
    moves: int = 0
    had: frozenset[str] = frozenset()

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        sight = situation.sight
        pair = self._pair(sight)
        if failed_last(situation):
            self.picked, self.shown = [], ()
        has, rest = entries_of(sight, pair.chosen), entries_of(sight, pair.rest)
        wanted = list(self.wanted)
        if pair.rest.widget.hint is not None:
            wanted = [option_for(self.key, (each,), (*has, *rest)) for each in wanted]
        surplus = [each for each in has if each not in wanted]
        missing = [each for each in wanted if each not in has]
        if surplus:
            return self._move(sight, pair.chosen, surplus, pair.remove, said)
        if missing:
            return self._move(sight, pair.rest, missing, pair.choose, said, _filter_over(sight, pair.rest))
        if self.filtered:
            over, self.filtered = _filter_over(sight, pair.rest), ""
            if over is not None:
                return [replace(each, goes_on=True) for each in enter_text(situation, over, "", said, over=True)]
        if both := [each for each in wanted if each in rest]:
            raise NotFound(f"{self.key}: {' and '.join(both)} stands in both lists")
        return self._seen(sight, pair, wanted, said) if self.moves else []

    def _pair(self, sight: Sight) -> Pair:
        pairs = list(pairs_in(Fields.of(sight)))
        if not pairs:
            raise NotFound(f"{self.key}: its two lists are not to be seen any more")
        return max(pairs, key=lambda pair: pair.rest.box.overlap(self.rest.box))

    def _move(
        self, sight: Sight, at: Field, names: Sequence[str], button: Widget, said: str, over: Target | None = None
    ) -> list[Intent]:
        left = [name for name in names if name not in self.picked]
        if self.picked and (not left or self.filtered):
            if self.moves > MOST_MOVES + len(self.wanted):
                raise NotFound(f'{self.key}: "{button.label}" moves nothing')
            self.picked, self.shown, self.from_top, self.moves = [], (), False, self.moves + 1
            target = Target(button.label, button.box, button.source, button.kind, hint=button.hint, score=button.score)
            return [replace(click(sight, target, said), goes_on=True)]
        boxes = entry_boxes(sight, at)
        seen = {name: boxes[name] for name in left if name in boxes} or _by_likeness(left, boxes, at)
        if seen:
            entries = [Target(name, box, "sight", "text") for name, box in seen.items()]
            clicks = pick(sight, entries, said, more=bool(self.picked))
            self.picked += seen
            return [*clicks[:-1], replace(clicks[-1], goes_on=True)]
        if over is not None and len(at.widget.options) > LONG and self.filtered != left[0]:
            self.filtered = left[0]
            typed = [do.bind(do.Click(over.point), sight.frame, over.box, over.hint), do.Press(("ctrl", "a")), do.Type(left[0])]
            return [Intent(each, said, over, goes_on=True, named=True) for each in typed]
        return self._scrolled(sight, at, left, tuple(boxes), said)

    def _scrolled(self, sight: Sight, at: Field, left: Sequence[str], now: tuple[str, ...], said: str) -> list[Intent]:
        dy = STEP * at.box.h
        if now == self.shown:
            if self.from_top:
                raise NotFound(f"{self.key} has no entry {' or '.join(left)}")
            self.from_top, dy = True, -1e5
            now = ()
        self.shown = now
        return [Intent(do.bind(do.Scroll(at.box.center, dy=dy), sight.frame), said, None, None, goes_on=True, named=True)]

    def _seen(self, sight: Sight, pair: Pair, wanted: Sequence[str], said: str) -> list[Intent]:
        """What is to be read there; a long list shows only some of it."""
        boxes = entry_boxes(sight, pair.chosen)
        if wanted and not set(boxes) & set(wanted):
            raise NotFound(f"{self.key}: {wanted[0]} is not to be seen among what is chosen")
        whole = [line.text for line in _lines_in(sight, pair.chosen.box) if line.text in wanted]
        shown = [Says(f"{quoted(each)} is visible") for each in whole] or [None]
        return [Intent(do.Wait(0.0), said, pair.chosen.target, each, named=True) for each in shown]


def _by_likeness(left: Sequence[str], boxes: dict[str, Box], at: Field) -> dict[str, Box]:
    """Where nobody tells the entries, one that is read nearly so will do."""
    if at.widget.options:
        return {}
    scored = [(likeness(name, text), name, text) for name in left for text in boxes]
    return {name: boxes[text] for score, name, text in sorted(scored) if score >= NEARLY}


def _filter_over(sight: Sight, at: Field) -> Target | None:
    box = at.box
    for widget in sight.widgets:
        inside = box.x - 4 < widget.box.x and widget.box.right < box.right + 4
        if widget.kind == "field" and inside and -4 < box.y - widget.box.bottom < 2 * widget.box.h:
            return Target(widget.label, widget.box, widget.source, widget.kind, hint=widget.hint, score=widget.score)
    return None


def is_otherwise(placed: Placed) -> bool:
    """Whether other entries are chosen than should be, as far as the computer tells."""
    into = placed.into
    if into is None or into.widget.hint is None:
        return False
    return len(into.widget.options) != len(choices_in(placed.value))


def choices_in(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.strip() for each in value.split(";") if each.strip()) if isinstance(value, str) else value
