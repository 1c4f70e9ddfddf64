"""Read-back: what a page of a form should show before it is left, and what of that was seen since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...tools.action import Scroll, Wait, bind
from ...tools.frame import Frame
from ...tools.geometry import Point
from ...tools.target import Target
from ..reader.fields import Field
from ..reader.fill import words_of
from ..reader.groups import YES
from ..reader.lists import failed_last
from ..reader.picking import chosen_of
from ..reader.placing import Placed
from ..state import Chosen, Holds, Intent, Situation, Stands, stays

READ = "read back"
MOST_SCROLLS = 40
"""So often in either direction, where something on the page always moves."""
STEP = 0.5
"""So much of the screen is scrolled at once: no field of its half is cut by each look."""

Seen = Holds | Stands | Chosen
Key = tuple[str, str]
"""The words by which a field is told, and one of its choices."""


@dataclass(eq=False)
class ReadBack:
    expected: dict[Key, tuple[Target, Seen]] = field(default_factory=dict[Key, tuple[Target, Seen]])
    seen: set[Key] = field(default_factory=set[Key])
    """What was seen to be so since something last went into the page."""
    asked: tuple[Key, ...] = ()
    """What is to be seen on the next look."""
    scrolls: int = 0
    way: str = "up"
    shown: str = ""
    """The last picture, before it was scrolled on."""

    def forget(self) -> None:
        """Whatever was seen may have changed since."""
        self.seen.clear()
        self.asked = ()

    def expects(self, intents: Sequence[Intent]) -> None:
        """What these are to bring about; whatever was seen before may have changed by them."""
        self.seen.clear()
        self.scrolls, self.way, self.shown = 0, "up", ""
        told: list[Key] = []
        is_on_last_look = True
        for intent in reversed(intents):
            if isinstance(intent.hope, Seen) and intent.target is not None:
                key = (intent.said, intent.target.words)
                self.expected[key] = (intent.target, intent.hope)
                if is_on_last_look:
                    told.append(key)
            # Of the last one, and of what stays as it is after it, the next look tells.
            is_on_last_look = is_on_last_look and (intent.hope is None or stays(intent) or intent is intents[-1])
        self.asked = tuple(told)

    def beside(self, placed: Sequence[Placed], considered: Sequence[str], said: str) -> list[Intent]:
        """To be seen on the same look: what nothing is done to, because it shows its value already."""
        right = [each for each in placed if (words := words_of(said, each)) in considered and words not in _told(self.expected)]
        return [
            Intent(Wait(0.0), words_of(said, each), target, hope, named=True)
            for each in right
            for target, hope in _as_it_should_be(each)
        ]

    def intents(self, situation: Situation, placed: Sequence[Placed], said: str) -> list[Intent]:
        """What is still to be looked at; nothing where all was seen."""
        if not failed_last(situation):
            self.seen.update(self.asked)
        self.asked = ()
        self._add_what_was_right(placed, said)
        unseen = [key for key in self.expected if key not in self.seen]
        if not unseen:
            return []
        there = {(words_of(said, one), each.target.words): each.target for one in placed for each in _things(one)}
        size = situation.sight.frame.size
        here = [key for key in unseen if key in there and there[key].box.y > 0 and there[key].box.bottom < size.h - 1]
        if not here and self._turns(situation.sight.frame):
            dy = (-STEP if self.way == "up" else STEP) * size.h
            wheel = bind(Scroll(Point(size.w / 2, size.h / 2), dy=dy), situation.sight.frame)
            return [Intent(wheel, "scroll to read back what was filled in", named=True)]
        self.asked = tuple(here or unseen)
        checks: list[Intent] = []
        for key in self.asked:
            target, hope = self.expected[key]
            checks.append(
                Intent(Wait(0.0), f"{READ}: {key[0].partition(': ')[2] or key[0]}", there.get(key, target), hope, named=True)
            )
        return checks

    def _turns(self, frame: Frame) -> bool:
        """Up to the beginning, and then down to the end; False once all was gone through."""
        is_at_end, self.shown = frame.sha256 == self.shown, frame.sha256
        self.scrolls += 1
        if not is_at_end and self.scrolls < MOST_SCROLLS:
            return True
        if self.way == "down":
            return False
        self.way, self.scrolls = "down", 0
        return True

    def _add_what_was_right(self, placed: Sequence[Placed], said: str) -> None:
        """What nothing was done to, because it showed its value already."""
        for each in placed:
            words = words_of(said, each)
            if words in _told(self.expected):
                continue
            for target, hope in _as_it_should_be(each):
                self.expected[(words, target.words)] = (target, hope)


def _told(keys: Iterable[Key]) -> set[str]:
    return {words for words, _ in keys}


def _things(placed: Placed) -> tuple[Field, ...]:
    return (placed.field,) if placed.field is not None else placed.group.choices if placed.group is not None else ()


def _as_it_should_be(placed: Placed) -> list[tuple[Target, Seen]]:
    at, value = placed.field, placed.value
    if at is None:
        assert placed.group is not None
        wanted = (value, *placed.others) if isinstance(value, str) else value
        chosen = [choice for each in wanted if each and (choice := placed.group.choice(each)) is not None]
        return [(each.target, Stands("checked")) for each in chosen[: None if isinstance(value, tuple) else 1]]
    if placed.into is not None:
        return []
    if at.said_kind == "list" and at.widget.options:
        chosen = sorted(chosen_of(at.widget.value, at.widget.options))
        return [(at.target, Chosen(tuple(at.widget.options[number] for number in chosen)))]
    if isinstance(value, tuple) or not value:
        return []
    if at.is_mark:
        return [(at.target, Stands("checked" if value.strip().casefold() in YES else "unchecked"))]
    return [(at.target, Holds(at.widget.value, "masked" in at.widget.state))] if at.widget.value else []
