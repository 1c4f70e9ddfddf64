"""Lists: one entry chosen from a list of any make, look by look: opened, the entry seen, typed for or scrolled to, clicked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ...tools import action as do
from ...tools.errors import Ambiguous, NotFound
from ...tools.find.likeness import likeness, part_likeness
from ...tools.geometry import Box
from ...tools.reading.shows import shows
from ...tools.reading.text import Line
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from ..sighted import read_in, widget_at
from ..state import Changes, Holds, Intent, Situation
from .intents import click, enter_text, focus
from .selecting import by_keys

ENTRIES = frozenset({"option", "menu item", "menu radio", "menu checkbox", "tree item"})
EXACTLY, SAME, NEARLY = 2.0, 0.95, 0.86
"""How alike an entry is to what is wanted: the same words, or the same but for a slip or a language."""
STEP = 0.8
"""So much of a list is scrolled at once."""
LOOK_AGAIN_S, COMES_S = 0.2, 2.5
"""Entries that a server sends take a while."""
MOST_SCROLLS = 60
BY_KEYS = 2
"""So often keys alone are tried, before it is opened and gone through by sight."""
GONE_THROUGH = 0.6
"""A list that shows so many of its entries still was gone through; one that shows fewer was filtered."""
REACH = 8.0
"""An open list reaches so many times the height of its field up or down, at least."""
SAME_PLACE = 0.5
TYPED_INTO = frozenset({"field", "text area"})
TYPED_TO = frozenset({"select", "list", *TYPED_INTO})

Mark = tuple[str, int, int]
"""A text and where it stands."""


@dataclass(eq=False)
class Choosing:
    """One entry that is being chosen."""

    target: Target
    wanted: tuple[str, ...]
    """The spellings that will do, the likeliest first."""
    one_of_several: bool = False
    """Others are chosen as well, so that what the list shows is not this entry alone."""
    opened: bool = False
    typed: bool = False
    goes_to_letters: bool = False
    """It looks like a list that goes to the entry that is typed."""
    rows: int = 0
    """How many entries it showed before."""
    typed_s: float = 0.0
    scrolls: int = 0
    tries: int = 0
    """How often keys alone were to choose it."""
    before: frozenset[Mark] = frozenset()
    """What stood on the screen before the list was opened."""
    shown: frozenset[Mark] = frozenset()
    """What the list showed before it was scrolled."""

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        """What is next; nothing where it is chosen. More looks are wanted where the last intent goes on."""
        sight, widget = situation.sight, widget_at(situation.sight, self.target.box)
        # Once it was typed for, the words stand there whether or not they were chosen.
        if not self.one_of_several and not self.before and self._is_chosen(sight, widget):
            return []
        if failed_last(situation):
            is_told = widget is not None and "expanded" in widget.state
            self.opened, self.typed = (self.opened and is_told) or self._stands_open(sight), False
        if not self.opened:
            return self._open(situation, widget, said)
        if (entry := self._entry(sight)) is not None:
            if self.goes_to_letters and len(self._new(sight)) >= GONE_THROUGH * self.rows:
                # It went to what was typed and shows all others still: keys go on from there, where a click may miss the row.
                self.goes_to_letters = False
                return [Intent(do.Press(("tab",)), said, self.target, Holds(self._shown_as(entry.words)), 1.0, named=True)]
            hope = Changes() if self.one_of_several else Holds(self._shown_as(entry.words))
            return [replace(click(sight, entry, said), target=self.target, hope=hope, patience_s=1.0)]
        return self._search(situation, said)

    def _is_chosen(self, sight: Sight, widget: Widget | None) -> bool:
        shown = (widget.value if widget is not None else "") or read_in(sight, self.target.box)
        if widget is not None and widget.options:
            return shown == option_for(self.target.words, self.wanted, widget.options)
        return any(shown.strip().casefold() == each.strip().casefold() for each in self.wanted)

    def _stands_open(self, sight: Sight) -> bool:
        """Whether the entry is to be seen near the field already: what was tried before has opened the list."""
        box = self.target.box
        near = Box(box.x - 2 * box.h, box.y - REACH * box.h, box.w + 4 * box.h, (2 * REACH + 1) * box.h)
        lines = [line for line in sight.lines if line.words and near.contains(line.box.center) and self._fits(line.text) >= 1.0]
        return any(not box.contains(line.box.center) for line in lines)

    def _open(self, situation: Situation, widget: Widget | None, said: str) -> list[Intent]:
        options = widget.options if widget is not None else ()
        if options:
            option = option_for(self.target.words, self.wanted, options)
            self.tries += 1
            if self.tries <= BY_KEYS and widget is not None and widget.hint is not None:
                return by_keys(situation.sight, self.target, widget.hint, option, said, by_arrows=self.tries > 1)
            self.wanted = (option,)
        self.opened = True
        self.before = frozenset(_mark(line.text, line.box) for line in situation.sight.lines)
        return [replace(focus(situation.sight, self.target, said), goes_on=True)]

    def _entry(self, sight: Sight) -> Target | None:
        """The entry, among what was not there before the list was opened."""
        entries = self._entries(sight)
        for least in (EXACTLY, 1.0, SAME, NEARLY):
            if found := [entry for entry in entries if self._fits(entry.words) >= least]:
                return self._told_apart(sight, found)
        begun = [entry for entry in entries if any(part_likeness(each, entry.words)[1] for each in self.wanted)]
        return begun[0] if len(begun) == 1 else None

    def _told_apart(self, sight: Sight, found: Sequence[Target]) -> Target:
        """Of several that were read alike the one whose pixels leave no doubt; the computer's own word is good for an entry."""
        told = [entry for entry in found if entry.hint is not None]
        if told or len({entry.words for entry in found}) > 1 or len(found) == 1:
            return min(told or found, key=lambda entry: (entry.kind == "text", entry.box.y))
        sure = [entry for entry in found if shows(sight.frame, entry.box.grow(2), self.wanted[0]) == "yes"]
        return (sure or list(found))[0]

    def _fits(self, text: str) -> float:
        if text.strip() == self.wanted[0].strip():
            return EXACTLY
        same = any(text.strip().casefold() == each.strip().casefold() for each in self.wanted)
        return 1.0 if same else max(min(likeness(each, text), 0.99) for each in self.wanted)

    def _entries(self, sight: Sight) -> list[Target]:
        widgets = [widget for widget in sight.widgets if widget.kind in ENTRIES and widget.label]
        entries = [Target(each.label, each.box, each.source, each.kind, hint=each.hint) for each in widgets]
        lines = [line for line in self._new(sight) if not any(entry.box.contains(line.box.center) for entry in entries)]
        return entries + [Target(line.text, line.box, "sight", "text", score=line.score) for line in lines]

    def _new(self, sight: Sight) -> list[Line]:
        """What is to be read since the list was opened; in the field itself only where the list lies over it."""
        typed = [widget.box for widget in sight.widgets if widget.kind in TYPED_INTO and "focused" in widget.state]
        # What stands in the field that searches the list is what was typed.
        searched = [box for box in typed if box.overlap(self.target.box) < SAME_PLACE]
        new = [line for line in sight.lines if line.words and _mark(line.text, line.box) not in self.before]
        new = [line for line in new if not any(box.contains(line.box.center) for box in searched)]
        outside = [line for line in new if not self.target.box.contains(line.box.center)]
        # What else changes on the page meanwhile is none of it.
        outside = [line for line in outside if self._is_near(line.box)] or outside
        covered = len(outside) > 1 and Box.union(line.box for line in outside).contains(self.target.point)
        return new if covered else outside

    def _is_near(self, line: Box) -> bool:
        """Whether it stands above or below the field."""
        box = self.target.box
        aside = max(line.x - box.right, box.x - line.right)
        return aside < 2 * box.h and abs(line.center.y - box.center.y) > 0.5 * box.h

    def _takes_text(self, sight: Sight) -> bool:
        """Whether what was typed stands in it, and it offers nothing."""
        widget = widget_at(sight, self.target.box)
        offers = any(each.kind in ENTRIES and each.hint is not None for each in sight.widgets)
        held = widget.value.strip() if widget is not None and widget.hint is not None else ""
        return bool(held) and not offers and self.wanted[0].startswith(held)

    def _shown_as(self, entry: str) -> str:
        """What the list shows afterwards: the entry's own letters, where only their case was said otherwise."""
        if entry in self.wanted:
            return entry
        return next((entry for each in self.wanted if each.casefold() == entry.casefold()), None) or max(
            self.wanted, key=lambda each: likeness(each, entry)
        )

    def _search(self, situation: Situation, said: str) -> list[Intent]:
        """The entry is not to be seen: further down in the list, or only once it is typed, or not yet."""
        sight, new = situation.sight, self._new(situation.sight)
        region = Box.union(line.box for line in new) if len(new) > 1 else None
        may_be_native = self.target.kind == "select" and self.target.hint is None
        if not self.typed and (self.target.kind in TYPED_TO or _has_field(sight, region)):
            letters = self._to_type(only_keys=may_be_native and region is not None)
            self.typed, self.typed_s = True, time.monotonic()
            self.goes_to_letters, self.rows = may_be_native and letters == self.wanted[0], len(new)
            if not letters:
                return self._search(situation, said)
            return [Intent(do.Type(letters), said, self.target, None, goes_on=True, named=True)]
        if region is None and self.goes_to_letters:
            # It was no such list: a blank has closed it.
            self.goes_to_letters = self.opened = False
            return self.intents(situation, said)
        if self.typed and self._takes_text(sight):
            region = None
        marks = frozenset(_mark(line.text, line.box) for line in new)
        if region is not None and marks != self.shown and self.scrolls < MOST_SCROLLS:
            self.shown, self.scrolls = marks, self.scrolls + 1
            if may_be_native and not self.goes_to_letters:
                # The browser's own list does not feel the wheel.
                return [Intent(do.Press(("pagedown",)), said, self.target, None, goes_on=True, named=True)]
            wheel = do.bind(do.Scroll(region.center, dy=STEP * region.h), sight.frame)
            return [Intent(wheel, said, None, None, goes_on=True, named=True)]
        if time.monotonic() - self.typed_s < COMES_S:
            return [Intent(do.Wait(LOOK_AGAIN_S), said, None, None, goes_on=True, named=True)]
        if region is None and self.typed:
            # No list ever came: it takes any text, and at most offers some.
            return enter_text(situation, self.target, self.wanted[0], said, over=True)
        seen = f"; there are: {', '.join(line.text for line in new[:8])}" if new else ""
        raise NotFound(f'{self.target.words} has no entry "{self.wanted[0]}"{seen}')

    def _to_type(self, *, only_keys: bool) -> str:
        """All of it into a field, and into what may be the browser's own list; elsewhere no blank, which closes many a list.

        `only_keys`: what is on no key would close the browser's own, and the rest go elsewhere."""
        whole = self.target.kind in TYPED_INTO or self.target.hint is None
        letters = self.wanted[0] if whole else self.wanted[0].split(" ")[0]
        return "".join(takewhile(str.isascii, letters)) if only_keys else letters


def failed_last(situation: Situation) -> bool:
    """Whether what was decided last was not confirmed."""
    return bool(situation.history) and situation.history[-1].verdict.status != "confirmed"


def option_for(name: str, wanted: Sequence[str], options: Sequence[str]) -> str:
    """The one option that is meant, in its own letters."""
    for each in wanted:
        if each in options:
            return each
        for least in (0.99, SAME, NEARLY):
            alike = [option for option in dict.fromkeys(options) if likeness(each, option) >= least]
            if len(alike) == 1:
                return alike[0]
            if alike:
                raise Ambiguous(f'{name}: "{each}" may be any of: {", ".join(alike[:5])}')
    begun = [option for option in options if any(part_likeness(each, option)[1] for each in wanted)]
    if len(begun) == 1:
        return begun[0]
    some = ", ".join(options[:8]) + (" …" if len(options) > 8 else "")
    raise NotFound(f'{name} has no option "{wanted[0]}"; there are: {some}')


def _mark(text: str, box: Box) -> Mark:
    return text, round(box.x / 8), round(box.y / 8)


def _has_field(sight: Sight, region: Box | None) -> bool:
    return region is not None and any(
        widget.kind in TYPED_INTO and region.grow(60).contains(widget.box.center) and "focused" in widget.state
        for widget in sight.widgets
    )


def offered(sight: Sight, target: Target, value: str) -> Target | None:
    """What was typed, right below its field once more: an entry that the field offers, and that lies over others."""
    box = target.box
    below = [
        line
        for line in sight.lines
        if line.text.casefold() == value.casefold() and box.bottom - 4 < line.box.y < box.bottom + 3 * box.h
    ]
    near = [line for line in below if box.x - box.h < line.box.x < box.center.x]
    return Target(value, near[0].box, "sight", "text", score=near[0].score) if near else None
