"""Picking: entries of a list that stands open, so that exactly these are chosen in the end."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from ...tools import action as do
from ...tools.errors import Ambiguous, NotFound
from ...tools.find.entries import entries_in
from ...tools.find.likeness import likeness
from ...tools.geometry import Box
from ...tools.reading.shows import shows
from ...tools.sight import Sight
from ...tools.target import Hint, Target
from ..sighted import read_in, widget_at
from ..state import Chosen, Intent, Situation
from .intents import pick
from .lists import NEARLY, STEP, option_for

FEW = 4
"""A list that shows fewer is gone through as it is."""


@dataclass(eq=False)
class Picking:
    """What the list itself tells of its entries decides; where it tells nothing, what is to be read."""

    target: Target
    names: tuple[str, ...]
    picked: list[str] = field(default_factory=list[str])
    shown: str = ""
    """What the list showed before it was scrolled."""
    began: bool = False

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        widget = widget_at(situation.sight, self.target.box)
        hint = widget.hint if widget is not None else None
        if hint is not None and hint.options:
            return self._told(situation, hint, said)
        return self._by_sight(situation, (widget or self.target).box, said)

    def _told(self, situation: Situation, hint: Hint, said: str) -> list[Intent]:
        """Each entry that stands otherwise than it should is clicked with Ctrl, which leaves the others as they are."""
        sight, options = situation.sight, hint.options
        wanted = {options.index(option_for(self.target.words, (name,), options)) for name in self.names}
        chosen = chosen_of(hint.value, options)
        wrong = sorted(wanted ^ chosen) if "multiple" in hint.state else sorted(wanted - chosen)
        if not wrong:
            return [Intent(do.Wait(0.0), said, self.target, _hope(wanted, options), named=True)] if self.began else []
        self.began = True
        there = self._whole(sight, hint.box, options)
        clicks = [Target(options[at], there[at], "sight", "text") for at in wrong if at in there]
        if not clicks:
            return [self._scrolled(sight, hint.box, said, up=bool(there) and wrong[0] < min(there))]
        after = chosen ^ {at for at in wrong if at in there} if "multiple" in hint.state else wanted
        intents = [replace(each, hope=None) for each in pick(sight, clicks, said, more="multiple" in hint.state)]
        last = replace(intents[-1], target=self.target, hope=_hope(after, options), goes_on=after != wanted)
        return [*intents[:-1], last]

    def _whole(self, sight: Sight, box: Box, options: Sequence[str]) -> dict[int, Box]:
        """The entries in view; the first and the last of them may be cut, or have a scrollbar over them, while more follow."""
        there = entries_in(sight.lines, box, options)
        if len(there) < FEW or read_in(sight, box) == self.shown:
            return there
        cut = {at for at in (min(there), max(there)) if 0 < at < len(options) - 1}
        return {at: entry for at, entry in there.items() if at not in cut}

    def _by_sight(self, situation: Situation, box: Box, said: str) -> list[Intent]:
        """The first alone, the others with Ctrl."""
        sight = situation.sight
        left = [name for name in self.names if name not in self.picked]
        seen = {name: entry for name in left if (entry := _entry_in(sight, box, name)) is not None}
        intents = pick(sight, list(seen.values()), said, more=bool(self.picked))
        self.picked += seen
        if intents:
            is_last = len(seen) == len(left)
            last = replace(intents[-1], target=self.target, hope=Chosen(tuple(self.picked)), goes_on=not is_last)
            return [*intents[:-1], last]
        return [self._scrolled(sight, box, said)] if left else []

    def _scrolled(self, sight: Sight, box: Box, said: str, *, up: bool = False) -> Intent:
        shown = read_in(sight, box)
        if shown == self.shown:
            raise NotFound(f"{self.target.words} does not show {' or '.join(n for n in self.names if n not in self.picked)}")
        self.shown = shown
        wheel = do.bind(do.Scroll(box.center, dy=(-STEP if up else STEP) * box.h), sight.frame)
        return Intent(wheel, said, None, None, goes_on=True, named=True)


def chosen_of(value: str, options: Sequence[str]) -> set[int]:
    """The numbers of the entries that a list says are chosen, in its order; an entry may have a semicolon in it."""
    found: set[int] = set()
    rest, at = value, 0
    while rest and at < len(options):
        option = options[at]
        if rest == option or rest.startswith(f"{option}; "):
            found.add(at)
            rest = rest[len(option) + 2 :]
        at += 1
    return found


def _hope(chosen: Set[int], options: Sequence[str]) -> Chosen:
    return Chosen(tuple(options[at] for at in sorted(chosen)))


def _entry_in(sight: Sight, box: Box, name: str) -> Target | None:
    """The line that says it; where several may, the one whose pixels leave no doubt."""
    lines = [line for line in sight.lines if line.words and box.contains(line.box.center)]
    alike = [line for line in lines if likeness(name, line.text) >= NEARLY]
    if len(alike) > 1:
        sure = [line for line in alike if shows(sight.frame, _row(line.box, box), name) == "yes"]
        if len(sure) != 1:
            raise Ambiguous(f'"{name}" may be any of: {", ".join(line.text for line in alike)}')
        alike = sure
    return Target(name, alike[0].box, "sight", "text") if alike else None


def _row(line: Box, box: Box) -> Box:
    return Box(box.x, line.y - 1, box.w, line.h + 2).intersect(box) or line
