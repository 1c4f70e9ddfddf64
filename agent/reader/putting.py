"""Putting: what is done so that one field holds its value, by the field's kind; nothing where it holds it already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...tools import action as do
from ...tools.errors import NotFound, Unsupported
from ...tools.sight import UNCONFIRMED
from ..state import Intent, Says, Situation
from .asks import as_asked
from .clocks import Clock, is_unclear
from .dates import Pattern
from .dual import Dual, choices_in, is_otherwise
from .fields import Field, Fields
from .files import is_file
from .groups import NO, YES, Group
from .intents import enter, focus, tick
from .lacking import invites
from .lists import Choosing, failed_last
from .native import pattern_shown
from .picking import Picking
from .placing import Placed
from .saying import quoted

LISTS = frozenset({"select", "list"})
_FILES = re.compile(
    r"\bfiles?\b|browse|upload|\bdatei|durchsuchen|hochladen|fichier|parcourir|archivo|fichero|examinar|\bplik|przegl|文件|上传",
    re.I,
)
CANNOT = {
    "slider": "is a slider, and where its end stands for which number cannot be seen; drag it, as in: drag {} to the right",
    "color": "opens a palette of the system's own; leave it out and set it by hand",
}


@dataclass(eq=False)
class Putting:
    """Values on their way into one form; some take several looks, and are remembered."""

    begun: dict[str, Choosing | Picking | Clock | Dual] = field(default_factory=dict[str, Choosing | Picking | Clock | Dual])
    held: dict[str, str] = field(default_factory=dict[str, str])
    """What fields showed before something was typed into them."""
    asked: dict[str, Pattern] = field(default_factory=dict[str, Pattern])
    """In which order they wanted the parts of a date, as far as that was ever to be seen."""

    def intents(self, situation: Situation, fields: Fields, placed: Placed, said: str) -> list[Intent]:
        key = " + ".join(placed.keys)
        if placed.group is not None:
            return _choices(situation, key, placed.value, placed.group, said, placed.others)
        assert placed.field is not None
        if placed.into is not None:
            dual = Dual(placed.field.target, key, choices_in(placed.value))
            return self.begun.setdefault(said, dual).intents(situation, said)
        if isinstance(placed.value, tuple):
            return self._several(situation, key, placed.value, placed.field, said)
        return self._one(situation, fields, placed, placed.field, placed.value, said)

    def _one(self, situation: Situation, fields: Fields, placed: Placed, at: Field, value: str, said: str) -> list[Intent]:
        key, kind = " + ".join(placed.keys), at.said_kind
        if at.is_mark:
            return tick(situation, [at.target], said, on=_yes_or_no(key, value))
        if why := CANNOT.get(kind):
            raise Unsupported(f"{key} {why.format(at.label)}")
        if at.is_file or (at.thing.hint is None and is_file(value) and _asks_for_file(at)):
            return _upload(situation, at, value, said)
        if kind == "list" and at.widget.options and value:
            several = (value,) if value in at.widget.options or "multiple" not in at.widget.state else choices_in(value)
            return self.begun.setdefault(said, Picking(at.target, several)).intents(situation, said)
        if kind in LISTS or at.thing.kind in ("button", "clickable") or invites(at):
            return self._from_list(situation, at, (value, *placed.others), said)
        if at.widget.value == (written := as_asked(fields, at, key, value)):
            return []
        if blocked := {"disabled", "readonly"} & set(at.widget.state):
            raise Unsupported(f'{key} cannot be set to "{written}": its field is {blocked.pop()}')
        if failed_last(situation) and at.widget.hint is None and self.held.get(said) == at.widget.value != "":
            # What takes no letters is no field, however much it looks like one.
            self.begun[said] = Choosing(at.target, (value, *placed.others))
        if said in self.begun or is_unclear(at.widget, value):
            return self.begun.setdefault(said, Clock(at.target, value)).intents(situation, said)
        self.held[said] = at.widget.value
        if (asked := pattern_shown(situation.sight, at.target, at.widget)) is not None:
            self.asked[said] = asked
        return enter(situation, at.target, written, said, self.asked.get(said))

    def _from_list(self, situation: Situation, at: Field, wanted: tuple[str, ...], said: str) -> list[Intent]:
        if not wanted[0]:
            return []
        return self.begun.setdefault(said, Choosing(at.target, wanted)).intents(situation, said)

    def _several(self, situation: Situation, key: str, values: tuple[str, ...], at: Field, said: str) -> list[Intent]:
        if at.said_kind in LISTS and ("multiple" in at.widget.state or at.said_kind == "list"):
            return self.begun.setdefault(said, Picking(at.target, values)).intents(situation, said)
        raise Unsupported(f"{key} takes one value, not {len(values)}")


def is_lost(placed: Placed) -> bool:
    """Whether a field that had its value was emptied since, as choosing in one field may do to another."""
    at = placed.field
    if placed.into is not None:
        return is_otherwise(placed)
    if at is None or not placed.value or at.said_kind not in ("field", "text area"):
        return False
    # What no hint speaks of, where others are told, may be anything.
    return not at.widget.value and at.widget.score > UNCONFIRMED


def shown_in(placed: Placed) -> str | None:
    """What the computer says stands in a field; None where nobody tells."""
    at = placed.field
    return at.widget.value if at is not None and at.thing.hint is not None and not at.is_mark and not at.is_file else None


def _yes_or_no(key: str, value: str) -> bool:
    folded = value.strip().casefold()
    if folded not in YES | NO:
        raise NotFound(f'{key} is on or off; say yes or no, not "{value}"')
    return folded in YES


def _asks_for_file(at: Field) -> bool:
    """Whether what stands in it says so: `Choose file`, `No file chosen`."""
    return bool(_FILES.search(" ".join((at.widget.value, at.widget.label, at.widget.placeholder))))


def _upload(situation: Situation, at: Field, value: str, said: str) -> list[Intent]:
    name = Path(value).name
    if not value or at.widget.value == name:
        return []
    if not is_file(value):
        raise NotFound(f"{at.label}: there is no file {value}")
    shown = Says(f"{quoted(name)} is visible")
    return [focus(situation.sight, at.target, said), Intent(do.Upload((value,)), said, None, shown, 1.0, named=True)]


def _choices(
    situation: Situation, key: str, value: str | tuple[str, ...], group: Group, said: str, others: tuple[str, ...] = ()
) -> list[Intent]:
    """Of a list these are on in the end, and no others of their group; of one name this one is."""
    if isinstance(value, str) and ";" in value and not group.is_of_radios and group.choice(value) is None:
        value = tuple(part.strip() for part in value.split(";") if part.strip())
    if isinstance(value, str):
        if len(group.choices) == 1 and value.strip().casefold() in YES | NO:
            return tick(situation, [group.choices[0].target], said, on=_yes_or_no(key, value))
        return tick(situation, [_choice(key, value, group, others).target], said, on=True) if value else []
    wanted = [_choice(key, each, group) for each in value]
    groups = {each.widget.group for each in wanted} - {""}
    rest = [each for each in group.choices if each.widget.group in groups and each not in wanted and not group.is_of_radios]
    off = tick(situation, [each.target for each in rest if "checked" in each.widget.state], said, on=False)
    return off + tick(situation, [each.target for each in wanted], said, on=True)


def _choice(key: str, value: str, group: Group, others: tuple[str, ...] = ()) -> Field:
    found = next((choice for each in (value, *others) if (choice := group.choice(each)) is not None), None)
    if found is None:
        raise NotFound(f'{key} has no choice "{value}"; there are: {group.words}')
    return found


def going_on(intents: list[Intent]) -> list[Intent]:
    """The same, and it is looked anew afterwards."""
    return [*intents[:-1], replace(intents[-1], goes_on=True)]
