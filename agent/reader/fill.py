"""Fill: a form from labels and values: each where it belongs, what is right already left alone, the rest further down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ...tools import action as do
from ...tools.errors import NotFound
from ...tools.find.likeness import SURE, likeness
from ..state import Intent, Situation
from . import steps
from .covering import covers, is_open, uncovered
from .fields import Fields
from .groups import segment
from .intents import click, is_chosen
from .lacking import is_empty, is_required, name_of
from .lists import failed_last, offered
from .matching import matched
from .placing import Placed, Value
from .putting import Putting, going_on, is_lost, shown_in
from .seeking import Seeking

Place: TypeAlias = Callable[[Fields, dict[str, Value], Sequence[str]], Sequence[Placed]]
"""Where the values go, of which some are still wanted."""

AGAIN = 2
"""So often a value is put in again that another field took away."""


class NoField(NotFound):
    """The form was looked through, and something has no place on it."""


@dataclass(eq=False)
class Filling:
    """One form that is being filled: what was put in is not looked for again once it is out of sight."""

    values: steps.Values
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Other ways in which lists may call a value, by its key."""
    done: set[str] = field(default_factory=set[str])
    """What was put in and proven, by the words in which it is told."""
    sent: list[str] = field(default_factory=list[str])
    """What was decided on the last look, in this order, and is not known to be proven."""
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Whose values these words tell of."""
    open: str = ""
    """What takes several looks, and is under way."""
    again: dict[str, int] = field(default_factory=dict[str, int])
    shown: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """What a field showed once its value was proven, as far as the computer tells."""
    why: dict[str, str] = field(default_factory=dict[str, str])
    """Why a key has no place yet, where that is more than that no field bears its name."""
    seen: dict[str, None] = field(default_factory=dict[str, None])
    """The labels of all fields that were seen."""
    lacks: dict[str, None] = field(default_factory=dict[str, None])
    """The labels of required fields that were seen empty, and that no key is for."""
    seeks: bool = True
    """Whether what has no place on this sight is looked for further down."""
    putting: Putting = field(default_factory=Putting)
    seeking: Seeking = field(default_factory=Seeking)
    met: set[str] = field(default_factory=set[str])
    """Keys whose field was seen at some time."""
    covered: dict[str, int] = field(default_factory=dict[str, int])
    """So often something lay over a field that was to be clicked."""
    aside: bool = False
    """The field with the focus was left, for what it had opened may lie over others."""
    told: bool = False

    def intents(self, situation: Situation, said: str, place: Place = matched) -> list[Intent]:
        """For all that is to be seen now and lacks its value; NotFound where the rest has no field."""
        self._settle(situation)
        if self.open and (intents := self._go_on(situation)):
            return intents
        fields = self._fields(situation)
        placed = [self._spelt(each) for each in place(fields, dict(self.values), self.left)]
        self.met.update(key for each in placed if each.group is None for key in each.keys)
        self._note(fields, placed)
        head = said.partition("{")[0].strip()
        intents = self._of_all(situation, fields, placed, head) or self._segments(situation, fields, head)
        if not intents and self.left and self.seeks:
            if not self.aside and (self.met.intersection(self.left) or is_open(situation.sight)):
                self.aside = True
                return [_leave(situation, placed, f"{head}: leave the field")]
            if (further := self.seeking.further(situation, fields)) is None:
                raise NoField(self.no_field())
            return [further]
        self.aside = self.aside and not intents
        if intents and (self.open or self.left or any(_may_disturb(each) for each in placed)):
            return going_on(intents)
        return [*intents, *self._report(head)]

    def _spelt(self, placed: Placed) -> Placed:
        others = tuple(each for key in placed.keys for each in self.spellings.get(key, ()))
        return replace(placed, others=(*placed.others, *others)) if others else placed

    @property
    def left(self) -> list[str]:
        """The keys whose field was not seen yet."""
        told = {key for words in (*self.done, *self.sent, self.open) for key in self.keys.get(words, ())}
        return [key for key, _ in self.values if key not in told]

    def still_lacking(self, fields: Fields, touched: Iterable[str]) -> list[str]:
        """The required fields that have no value and that nobody has touched since; none once the form is gone."""
        if not any(each.label in self.seen for each in fields.all):
            return []
        self._note(fields, matched(fields, dict(self.values), ()))
        names = list(touched)
        return [label for label in self.lacks if not any(likeness(name, label) >= SURE for name in names)]

    def _settle(self, situation: Situation) -> None:
        """A batch ends with what was not proven; what comes before that was."""
        failed = situation.history[-1].said if failed_last(situation) else ""
        proven = self.sent[: self.sent.index(failed)] if failed in self.sent else [] if failed else self.sent
        self.done.update(proven)
        self.sent = []
        if failed and self.open and failed != self.open:
            # It was to follow what failed, and was never begun.
            del self.putting.begun[self.open]
            self.open = ""

    def _go_on(self, situation: Situation) -> list[Intent]:
        """The next look at what is under way, such as a list that was opened."""
        words, self.open = self.open, ""
        intents = self.putting.begun[words].intents(situation, words)
        if intents and intents[-1].goes_on:
            self.open = words
            return intents
        self.sent.append(words)
        return going_on(intents) if intents else []

    def _fields(self, situation: Situation) -> Fields:
        """But those that the end of the screen cuts, while there may be more below."""
        fields = Fields.of(situation.sight)
        if self.seeking.is_at_end(situation.sight):
            return fields
        bottom = situation.sight.frame.size.h - 1
        return replace(fields, all=tuple(each for each in fields.all if each.box.bottom < bottom))

    def _of_all(self, situation: Situation, fields: Fields, placed: Iterable[Placed], head: str) -> list[Intent]:
        intents: list[Intent] = []
        for each in placed:
            words = words_of(head, each)
            if words in self.done and not self._is_lost(words, each):
                continue
            try:
                part = self.putting.intents(situation, fields, each, words)
            except NotFound as error:
                if each.group is None:
                    raise
                # The choice may be further down.
                self.why.update(dict.fromkeys(each.keys, str(error)))
                continue
            if part and covers(situation.sight, part[0]):
                self.covered[words] = self.covered.get(words, 0) + (not intents)
                part = [] if intents else uncovered(situation.sight, part, self.covered[words] - 1)
                if not part or isinstance(part[0].action, do.Press):
                    # It is begun anew once that is out of the way.
                    self.putting.begun.pop(words, None)
                    if part:
                        return part
                    break
            if part and part[-1].goes_on and intents:
                # What a list shows is told by what was there before: that is to be seen without what was typed meanwhile.
                self.putting.begun.pop(words, None)
                break
            self.keys[words] = each.keys
            intents += part
            if part and part[-1].goes_on:
                self.open = words
                break
            self.sent.append(words)
        return intents

    def _is_lost(self, words: str, placed: Placed) -> bool:
        """Whether it is put in once more; what it showed when it was first seen with its value is what it should show."""
        before = self.shown.setdefault(words, shown_in(placed))
        lost = is_lost(placed) or (before is not None and shown_in(placed) not in (before, None))
        self.again[words] = self.again.get(words, 0) + lost
        if lost and self.again[words] <= AGAIN:
            self.putting.begun.pop(words, None)
            return True
        return False

    def _segments(self, situation: Situation, fields: Fields, head: str) -> list[Intent]:
        """Buttons side by side that are choices."""
        intents: list[Intent] = []
        for key, value in self.values:
            if key not in self.left or not isinstance(value, str) or (button := segment(fields, key, value)) is None:
                continue
            words = f"{head}: {key}"
            self.keys[words] = (key,)
            self.sent.append(words)
            if not is_chosen(situation.sight, button):
                intents.append(click(situation.sight, button, words))
        return intents

    def _note(self, fields: Fields, placed: Iterable[Placed]) -> None:
        """What fields there are, and which of them must have a value, have none, and are not spoken of."""
        spoken = [
            part for each in placed for part in ((each.field,) if each.field else each.group.choices if each.group else ())
        ]
        self.seen.update(dict.fromkeys(each.label for each in fields.all if each.label))
        for each in fields.all:
            name = name_of(each)
            if name and is_required(each) and not any(each is part for part in spoken) and is_empty(each, fields):
                self.lacks[name] = None
            else:
                self.lacks.pop(name, None)

    def _report(self, head: str) -> list[Intent]:
        """Said before anything is sent off; no failure, for what follows may fill in the rest."""
        if not self.lacks or self.told:
            return []
        self.told = True
        return [Intent(do.Wait(0.0), f"{head}: no value for: {', '.join(self.lacks)} (required)", named=True)]

    def no_field(self) -> str:
        reasons = [self.why[key] for key in self.left if key in self.why]
        if nowhere := [key for key in self.left if key not in self.why]:
            there = f"; there are: {', '.join(self.seen)}" if self.seen else "; there is no field at all"
            reasons.insert(0, f"no field on this form is called {' or '.join(nowhere)}{there}")
        return "; ".join(reasons)


def words_of(head: str, placed: Placed) -> str:
    """By which what is done for it is told."""
    return f"{head}: {' + '.join(placed.keys)}{f' ({placed.how})' if placed.how else ''}"


def _leave(situation: Situation, placed: Iterable[Placed], said: str) -> Intent:
    """An entry that a field offers is taken; whatever else it has opened closes when it loses the focus."""
    for each in placed:
        if each.field is not None and isinstance(each.value, str) and each.value:
            entry = offered(situation.sight, each.field.target, each.value)
            if entry is not None:
                return replace(click(situation.sight, entry, said), hope=None, goes_on=True)
    return Intent(do.Press(("tab",)), said, goes_on=True, named=True)


def _may_disturb(placed: Placed) -> bool:
    """Whether choosing it may empty, hide or show other fields, so that these are looked at once more."""
    return placed.group is not None or (placed.field is not None and placed.field.said_kind not in ("field", "text area"))
