"""Forms of choosing: from a list, several at once, on and off."""

from __future__ import annotations

import re
from functools import partial

from ...tools.find import parse_phrase
from .form import Form
from .parts import (
    AS,
    FROM,
    IN,
    WITH,
    clauses,
    cut,
    first_said,
    is_nothing,
    items_of,
    names_nothing,
    names_of,
    place_of,
    thing_of,
)
from .quotes import PIECE, Pieces
from .refusal import NotUnderstood
from .steps import Click, Names, Select, Step, Tick

_SORTS = re.compile(rf"^(?:the )?(?:words|options|choices|entries|boxes|values)(?: |(?={PIECE}))(?=.*(?:,| and |\x00))", re.I)
"""`the options A, B and C`: what they are is said once, before them."""
_AREA = re.compile(
    r"(?:section|group|dialog(?:ue)?(?: box)?|popup|pop-up|window|panel|card|form|toolbar|area|fieldset|block|page)\b", re.I
)
"""To be in one of these is to stand there; in a list it is to be one of its choices."""
_ALL = re.compile(r"(?P<all>all|both)(?: of them)?|(?P<everything>everything)", re.I)
_SWITCHED = re.compile(r"(?P<before>on|off) (?P<thing>.+)|(?P<what>.+) (?P<after>on|off)", re.I)


def read_select(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    mark = first_said(tail, FROM, IN, AS, WITH)
    if mark is None or (mark is IN and _AREA.search(IN.split(tail)[-1])):
        return None
    return tuple(_select(clause, mark, pieces) for clause in clauses(tail, mark, pieces))


def _select(clause: str, mark: re.Pattern[str], pieces: Pieces) -> Select:
    names, thing = cut(clause, mark, "before", pieces)
    chosen = Names(()) if is_nothing(names) else names_of(_SORTS.sub("", names), pieces)
    return Select(chosen, place_of(thing, pieces))


def read_choose(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    """One thing that is chosen is clicked; several are a list."""
    several = len(items_of(tail)) > 1 or is_nothing(tail)
    return None if several else (Click(thing_of(tail, pieces)),)


def read_list(tail: str, pieces: Pieces, *, on: bool, boxes: bool = True) -> tuple[Step, ...] | None:
    """Several at once; `boxes`: the verb says that they are checkboxes, so that "all" is enough."""
    said = _SORTS.sub("", tail.strip().rstrip(".!").strip())
    if is_nothing(said):
        return (Tick(Names(()), on),)
    if boxes and (found := _ALL.fullmatch(said)):
        return (Tick(Names((f"{(found['all'] or 'all').casefold()} checkboxes",)), on),)
    names = names_of(said, pieces)
    if len(names.each) == 1:
        return (Tick(Names((thing_of(said, pieces),)), on),)
    return (Tick(_with_their_sort(names), on),)


def _with_their_sort(names: Names) -> Names:
    """`the 1st and 3rd checkbox`: what they are is said once, after the last."""
    sort = parse_phrase(names.each[-1]).kind
    bare = [name for name in names.each if names_nothing(name)]
    if not bare:
        return names
    if not sort:
        raise NotUnderstood(bare[0], "this names nothing")
    return Names(tuple(f"{name} {sort}" if name in bare else name for name in names.each))


def read_switch(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    found = _SWITCHED.fullmatch(tail.rstrip("."))
    if not found:
        return None
    thing, way = (found["thing"], found["before"]) if found["before"] else (found["what"], found["after"])
    return (Tick(Names((thing_of(thing, pieces),)), way.casefold() == "on"),)


_PICK = ("select", "pick", "choose")

FORMS = (
    Form("select V from X", "select Norway from Country", _PICK, read_select),
    Form("select V as X", "select 24/12/2026 as the date", _PICK, read_select),
    Form("choose X", "choose Express delivery", ("choose",), read_choose),
    Form("select A, B and C", "select Tea, Milk and Sugar", _PICK, partial(read_list, on=True, boxes=False)),
    Form("select nothing", "select nothing", _PICK, partial(read_list, on=True, boxes=False)),
    Form("tick A, B and C", "tick Tea, Milk and Sugar", ("tick", "check"), partial(read_list, on=True)),
    Form("untick A, B and C", "untick Newsletter", ("untick", "uncheck", "unselect", "deselect"), partial(read_list, on=False)),
    Form("switch X on/off", "switch Dark mode on", ("switch", "turn"), read_switch),
)
