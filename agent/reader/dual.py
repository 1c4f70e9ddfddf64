"""Dual: two lists side by side, of which one holds what is chosen and the other the rest, with buttons between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...tools import action as do
from ...tools.errors import NotFound
from ...tools.find.entries import entries_in
from ...tools.find.likeness import SURE, likeness
from ...tools.find.wording import tokens_of
from ...tools.geometry import Box
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from ..state import Changes, Intent, Says, Situation
from .belonging import fields_after
from .fields import Field, Fields, spellings
from .intents import click, enter_text
from .lists import failed_last, option_for
from .picking import Picking
from .placing import Matching, Placed, Value
from .saying import quoted

PRESSED = frozenset({"button", "icon button", "link", "clickable"})
LISTS = frozenset({"list", "text area"})
"""Eyes may take an open list for a field of several lines."""
MOST_MOVES = 3
"""So often more than there are entries the buttons are pressed."""
MOVED = "from one list into the other"
LONG = 60
"""A list of more entries is filtered rather than gone through, where it can be."""
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
            matching.placed.append(Placed((key,), matching.values[key], called[0].rest, how=MOVED, into=called[0].chosen))


def _is_between(widget: Widget, rest: Box, chosen: Box) -> bool:
    at = widget.box.center
    between = rest.right - 3 < widget.box.x and widget.box.right < chosen.x + 3
    return between and rest.y - 0.3 * rest.h < at.y < rest.bottom and widget.kind in PRESSED and not _ALL.search(widget.label)


@dataclass(eq=False)
class Dual:
    """Exactly these are to be chosen in the end: what is too much is moved back, what is missing is moved over."""

    rest: Target
    key: str
    wanted: tuple[str, ...]
    marking: Picking | None = None
    """What is to be moved with the next press."""
    filtered: str = ""
    moves: int = 0

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        sight = situation.sight
        pair = self._pair(sight)
        has, rest = entries_of(sight, pair.chosen), entries_of(sight, pair.rest)
        wanted = list(self.wanted)
        if pair.rest.widget.hint is not None:
            wanted = [option_for(self.key, (each,), (*has, *rest)) for each in wanted]
        if surplus := [each for each in has if each not in wanted]:
            return self._move(situation, pair.chosen, surplus, pair.remove, said)
        if missing := [each for each in wanted if each not in has]:
            over = _filter_over(sight, pair.rest) if len(rest) > LONG or self.filtered else None
            if over is None:
                return self._move(situation, pair.rest, missing, pair.choose, said)
            if self.filtered != missing[0]:
                return self._filter(situation, over, missing[0], said)
            return self._move(situation, pair.rest, missing[:1], pair.choose, said)
        if self.filtered and (over := _filter_over(sight, pair.rest)) is not None:
            return self._filter(situation, over, "", said)
        if both := [each for each in wanted if each in rest]:
            raise NotFound(f"{self.key}: {' and '.join(both)} stands in both lists")
        return self._seen(sight, pair, wanted, said) if self.moves else []

    def _pair(self, sight: Sight) -> Pair:
        pairs = list(pairs_in(Fields.of(sight)))
        if not pairs:
            raise NotFound(f"{self.key}: its two lists are not to be seen any more")
        return max(pairs, key=lambda pair: pair.rest.box.overlap(self.rest.box))

    def _move(self, situation: Situation, at: Field, names: Sequence[str], button: Widget, said: str) -> list[Intent]:
        if failed_last(situation):
            self.marking = None
        self.marking = self.marking or Picking(at.target, tuple(names))
        marks = [replace(each, target=_entry(each.target)) for each in self.marking.intents(situation, said)]
        if marks and not isinstance(marks[0].action, do.Wait):
            # What is marked is told on the next look, and is not so for long.
            hope = Changes() if marks[-1].hope is not None else None
            return [*marks[:-1], replace(marks[-1], hope=hope, goes_on=True)]
        if self.moves > MOST_MOVES + len(self.wanted):
            raise NotFound(f'{self.key}: "{button.label}" moves nothing')
        self.marking, self.moves = None, self.moves + 1
        target = Target(button.label, button.box, button.source, button.kind, hint=button.hint, score=button.score)
        return [replace(click(situation.sight, target, said), goes_on=True)]

    def _filter(self, situation: Situation, over: Target, text: str, said: str) -> list[Intent]:
        self.filtered = text
        intents = enter_text(situation, over, text, said, over=True)
        return [*intents[:-1], replace(intents[-1], goes_on=True)]

    def _seen(self, sight: Sight, pair: Pair, wanted: Sequence[str], said: str) -> list[Intent]:
        """What is to be read there; a long list shows only some of it, and a narrow one not the whole of each."""
        inside = [line.text for line in sight.lines if line.words and pair.chosen.box.contains(line.box.center)]
        options = pair.chosen.widget.options
        if wanted and not (entries_in(sight.lines, pair.chosen.box, options) if options else set(inside) & set(wanted)):
            raise NotFound(f"{self.key}: {wanted[0]} is not to be seen among what is chosen")
        shown = [Says(f"{quoted(each)} is visible") for each in inside if each in wanted] or [None]
        return [Intent(do.Wait(0.0), said, pair.chosen.target, each, named=True) for each in shown]


def entries_of(sight: Sight, each: Field) -> tuple[str, ...]:
    """As the computer tells them, else as they are to be read."""
    if each.widget.hint is not None:
        return each.widget.options
    return tuple(line.text for line in sight.lines if line.words and each.box.contains(line.box.center))


def _entry(target: Target | None) -> Target | None:
    return replace(target, kind="option") if target is not None and target.kind == "text" else target


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


def choices_in(value: Value) -> tuple[str, ...]:
    return tuple(each.strip() for each in value.split(";") if each.strip()) if isinstance(value, str) else value
