"""Keys: from field to field as practised typists go, with Tab; each text goes only into the field that it is meant for.

Tab is pressed with the text before it, as "Ada\\t" is typed; whether the next field has the focus then is
asked before its own text goes there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...tools.action import Click, Press, Type, Wait, bind_keys
from ...tools.sight import Sight
from ...tools.target import Hint, Target
from ..state import Holds, Intent, Stands

DATE = "date"
TYPED = frozenset({"textbox", "searchbox", "spinbutton", DATE})
TICKED = frozenset({"checkbox", "switch"})
STOPS = frozenset({*TYPED, *TICKED, "combobox", "listbox", "radio", "button", "link", "file", "slider", "color"})
"""Where Tab stops once."""
STOPS_IN_DATE = {"passed": 4, "left": 2}
"""Tab stops at each part of the browser's own field for dates, and at its calendar; behind the year only that is left."""
MOST_TABS = 3
"""What is further away is clicked."""
TAB = Press(("tab",))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is done to one thing, as it was decided."""

    intents: tuple[Intent, ...]

    @property
    def target(self) -> Target | None:
        return self.intents[0].target

    @property
    def hint(self) -> Hint | None:
        """Of the one thing that all of it is about, where that can be asked for."""
        first = self.intents[0].target
        same = first is not None and all(each.target == first for each in self.intents)
        return first.hint if same and first is not None and first.hint is not None and first.hint.key else None


def by_keys(intents: Sequence[Intent], sight: Sight) -> list[Intent]:
    """The same; the first is clicked, and what Tab leads to is not. The last is left, so that nothing blinks in it."""
    stops = _stops(sight)
    done: list[Intent] = []
    at: Hint | None = None
    for entry in _entries(intents):
        hint = entry.hint
        tabs = None if hint is None or at is None else _tabs(at, hint, stops)
        typed = None if tabs is None or hint is None else _typed(entry, hint)
        if typed is None or tabs is None:
            done += entry.intents
        else:
            done += [Intent(TAB, entry.intents[0].said, entry.target, named=True)] * tabs + typed
        at = hint if hint is not None and hint.role in {*TYPED, *TICKED, "combobox", "radio"} else None
    return list(_with_tabs(_left(done, at)))


def _entries(intents: Sequence[Intent]) -> Iterator[Entry]:
    """One after the other; several choices under one heading are several."""
    for _, group in groupby(intents, key=lambda each: (each.said, each.target)):
        yield Entry(tuple(group))


def _stops(sight: Sight) -> list[Hint]:
    """Where Tab stops, in its order; of radio buttons that answer one question it stops at one."""
    hints = [hint for widget in sight.widgets if (hint := widget.hint) is not None and "disabled" not in hint.state]
    return sorted((hint for hint in hints if hint.order >= 0), key=lambda hint: hint.order)


def _tabs(here: Hint, there: Hint, stops: Sequence[Hint]) -> int | None:
    """How often Tab is pressed from one to the other; None where that is not known, or too often."""
    between = [hint for hint in stops if here.order < hint.order < there.order]
    if there.order <= here.order or there.role == "radio" or any(hint.role not in STOPS for hint in between):
        return None
    radios = sum(hint.role == "radio" for hint in between)
    dates = sum(hint.role == DATE for hint in between)
    # Tab passes the others of the question that a radio button answers, and stops once at those of another.
    count = len(between) - radios + (0 if here.role == "radio" else min(radios, 1)) + (STOPS_IN_DATE["passed"] - 1) * dates
    count += STOPS_IN_DATE["left"] if here.role == DATE else 1
    return count if count <= MOST_TABS else None


def _typed(entry: Entry, hint: Hint) -> list[Intent] | None:
    """What is done once the focus is there; None where the pointer is needed for it."""
    first, *rest = entry.intents
    match first.action, rest:
        case Click(button="left", count=1), [*before, Intent(action=Type() as text, hope=Holds())] if hint.role in TYPED:
            if any(not isinstance(each.action, Press) for each in before):
                return None
            bound = replace(rest[-1], action=bind_keys(text, hint))
            return [*before, bound]
        case Click(button="left", count=1), [*keys, Intent(action=Press(keys=("tab",)), hope=Holds()) as taken] if hint.options:
            # One that is closed takes what the keys come to, each of which is bound to it.
            return [*keys[:-1], replace(taken, action=keys[-1].action)] if keys else None
        case Click(button="left", count=1), [] if hint.role in TICKED and isinstance(first.hope, Stands):
            return [replace(first, action=bind_keys(Press(("space",)), hint))]
        case _:
            return None


def _left(intents: list[Intent], at: Hint | None) -> list[Intent]:
    """With the focus out of the last field, so that what the form says of it is said, and no caret stands in it."""
    last = intents[-1] if intents else None
    if last is None or at is None or not isinstance(last.hope, Holds) or not isinstance(last.action, Type | Press):
        return intents
    tab = Intent(TAB, last.said, last.target, named=True)
    if isinstance(last.action, Type):
        return [*intents, tab]
    return [*intents[:-1], replace(last, hope=None, goes_on=False), tab, replace(last, action=Wait(0.0))]


def _with_tabs(intents: Sequence[Intent]) -> Iterator[Intent]:
    """Each Tab behind a text is typed with it."""
    last: Intent | None = None
    for each in intents:
        if last is not None and isinstance(last.action, Type) and each.action == TAB and each.hope is None:
            last = replace(last, action=replace(last.action, text=f"{last.action.text}\t"))
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last
