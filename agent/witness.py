"""Witness: whether a claim is so, by what was read and seen on one sight; no model is asked."""

from __future__ import annotations

import re
from typing import assert_never

from ..tools.find import Found, find
from ..tools.find.entries import entries_in, lines_in
from ..tools.find.likeness import SURE, likeness
from ..tools.geometry import Box
from ..tools.reading.shows import shows
from ..tools.sight import Sight
from ..tools.target import Hint, Target
from ..tools.widgets.marked import marked_in
from ..tools.widgets.widget import Widget
from .reader.claim import Claim, Count, Shows, Ticked, Visible
from .reader.saying import quoted
from .reader.times import moment_in, time_in
from .state import Evidence, Status, Verdict

LIKE = 0.62
"""What comes so near to the words may be them, misread: then nobody can say that they are not there."""
SAME = 0.5
ON, OFF = {"checked", "selected"}, {"unchecked"}


def witness(claim: Claim, sight: Sight) -> Verdict:
    match claim:
        case Visible():
            return _visible(claim, sight)
        case Shows():
            return _shows(claim, sight)
        case Ticked():
            return _ticked(claim, sight)
        case Count():
            return _count(claim, sight)
        case _:
            assert_never(claim)


def _visible(claim: Visible, sight: Sight) -> Verdict:
    found = seen(claim.thing, sight)
    if found.outcome != "absent":
        is_so: Status = "confirmed" if claim.there else "wrong"
        return Verdict(is_so, f"{claim.thing} is visible", _at(sight, found.targets[:1]))
    nearest = found.targets[:1]
    if nearest and nearest[0].score >= LIKE:
        return Verdict("unsure", f"{claim.thing} is not visible as such; nearest is {_named(nearest[0])}", _at(sight, nearest))
    is_gone: Status = "wrong" if claim.there else "confirmed"
    why = f"{claim.thing} is not visible" + (f"; nearest is {_named(nearest[0])}" if nearest and claim.there else "")
    return Verdict(is_gone, why, _at(sight, nearest))


def seen(thing: str, sight: Sight) -> Found:
    """What can be used, else what can be read."""
    found = find(sight, thing)
    if found.outcome != "absent":
        return found
    texts = find(sight, thing, kind="text")
    return texts if texts.outcome != "absent" or not found.targets else found


def to_be_read(text: str, sight: Sight) -> Verdict:
    """Whether words, or what fits a `/pattern/`, are among the lines."""
    if len(text) < 3 or not (text.startswith("/") and text.endswith("/")):
        return witness(Visible(quoted(text)), Sight(sight.frame, sight.lines, ()))
    for line in sight.lines:
        if found := re.search(text[1:-1], line.text):
            return Verdict("confirmed", f'"{found[0]}" is to be read', (Evidence("read", line.box, sight.frame.sha256),))
    return Verdict("wrong", f"nothing that fits {text} is to be read")


def _shows(claim: Shows, sight: Sight) -> Verdict:
    target, doubt = _one(claim.thing, sight)
    if target is None:
        return doubt
    return by_shows(sight, target, claim.value, does=claim.does)


def by_shows(sight: Sight, target: Target, value: str, *, does: bool = True, masked: bool | None = None) -> Verdict:
    """Whether exactly this text stands at a target; a hint may settle what pixels leave open, never more."""
    hint = None if target.hint is None else as_shown(target.hint, value)
    answer = shows(sight.frame, target.box, value, hint_value=hint, masked=masked)
    evidence = _at(sight, [target])
    said = "•" * len(value) if masked else f'"{value}"'
    if answer == "unsure" and masked and target.hint is not None and target.hint.value == _dots(value):
        return Verdict("confirmed", f"{_named(target)} shows a dot for each letter, as far as it is wide enough", evidence)
    if answer == "unsure":
        return Verdict("unsure", f"it cannot be told from the picture whether {_named(target)} shows {said}", evidence)
    instead = "" if answer == "yes" else f'; it shows "{read_in(sight, target.box)}"'
    is_so = (answer == "yes") is does
    return Verdict(
        "confirmed" if is_so else "wrong",
        f"{_named(target)} {'shows' if answer == 'yes' else 'does not show'} {said}{instead}",
        evidence,
    )


def as_shown(hint: Hint, value: str) -> str:
    """What a hint says of a field, as the field shows it: days and times are told in one way, and shown in many."""
    if hint.role not in ("date", "time") or not hint.value:
        return hint.value
    days, clock = moment_in(hint.value.replace("T", " "))
    wanted, wanted_clock = moment_in(value)
    is_same = (
        bool(set(days) & set(wanted)) and clock == wanted_clock if days else time_in(hint.value) == time_in(value) is not None
    )
    return value if is_same else hint.value


def _dots(value: str) -> str:
    """As a hint tells of what is hidden: how long it is."""
    return "•" * (len(value.encode("utf-16-le")) // 2)


def read_in(sight: Sight, box: Box) -> str:
    return " ".join(line.text for line in sight.lines if box.contains(line.box.center))


def _ticked(claim: Ticked, sight: Sight) -> Verdict:
    target, doubt = _one(claim.thing, sight)
    if target is None:
        return doubt
    return by_state(sight, target, on=claim.on)


def by_state(sight: Sight, target: Target, *, on: bool) -> Verdict:
    widget = widget_at(sight, target.box)
    state = set(widget.state) if widget is not None else set[str]()
    evidence = _at(sight, [target])
    if not state & (ON | OFF | {"mixed"}):
        return Verdict("unsure", f"it cannot be told whether {_named(target)} is checked", evidence)
    is_on = bool(state & ON)
    if "mixed" in state:
        return Verdict("wrong", f"{_named(target)} is neither checked nor unchecked", evidence)
    return Verdict("confirmed" if is_on is on else "wrong", f"{_named(target)} is {'' if is_on else 'not '}checked", evidence)


def by_chosen(sight: Sight, target: Target, texts: tuple[str, ...], hint: Hint | None) -> Verdict:
    """Whether exactly these entries of a list are chosen, by the ground of those in view; a hint settles the rest or lowers."""
    evidence = _at(sight, [target])
    said = ", ".join(map(quoted, texts)) or "nothing"
    if hint is not None and hint.value != "; ".join(texts):
        return Verdict("wrong", f"{_named(target)} has {hint.value or 'nothing'} chosen, not {said}", evidence)
    rows = _rows_in(sight, target, hint)
    marks = marked_in(sight.frame, target.box, [box for _, box in rows])
    for (name, _), is_marked in zip(rows, marks or (), strict=False):
        if _is_among(name, texts, hint) is not is_marked:
            return Verdict("wrong", f'"{name}" is {"" if is_marked else "not "}chosen in {_named(target)}', evidence)
    if hint is None and marks is None:
        return Verdict("unsure", f"it cannot be told from the picture what is chosen in {_named(target)}", evidence)
    return Verdict("confirmed", f"{_named(target)} has {said} chosen", evidence)


def _rows_in(sight: Sight, target: Target, hint: Hint | None) -> list[tuple[str, Box]]:
    if hint is None:
        return [(line.text, line.box) for line in lines_in(sight.lines, target.box)]
    return [(hint.options[at], box) for at, box in entries_in(sight.lines, hint.box, hint.options).items()]


def _is_among(name: str, texts: tuple[str, ...], hint: Hint | None) -> bool:
    return name in texts if hint is not None else any(likeness(text, name) >= SURE for text in texts)


def widget_at(sight: Sight, box: Box) -> Widget | None:
    near = [(widget.box.overlap(box), at) for at, widget in enumerate(sight.widgets)]
    best, at = max(near, default=(0.0, -1))
    return sight.widgets[at] if best >= SAME else None


def _count(claim: Count, sight: Sight) -> Verdict:
    found = find(sight, f"all {claim.thing}")
    if found.outcome == "absent":
        texts = find(sight, f"all {claim.thing}", kind="text")
        found = texts if texts.outcome != "absent" else found
    number = 0 if found.outcome == "absent" else len(found.targets)
    is_so = number == claim.number
    return Verdict(
        "confirmed" if is_so else "wrong",
        f"there are {number} {claim.thing}" + ("" if is_so else f", not {claim.number}"),
        _at(sight, found.targets[:number]),
    )


def _one(thing: str, sight: Sight) -> tuple[Target | None, Verdict]:
    """The one thing that is meant, or why there is none."""
    found = find(sight, thing)
    if found.target is not None:
        return found.target, Verdict("confirmed", "")
    if found.outcome == "ambiguous":
        several = " and ".join(_named(each) for each in found.targets[:3])
        return None, Verdict("unsure", f"{thing} may be any of several: {several}", _at(sight, found.targets[:3]))
    return None, Verdict("wrong", f"{thing} is not there", _at(sight, found.targets[:1]))


def _named(target: Target) -> str:
    return " ".join(part for part in (f'"{target.words}"' if target.words else "", target.kind) if part) or "it"


def _at(sight: Sight, targets: tuple[Target, ...] | list[Target]) -> tuple[Evidence, ...]:
    return tuple(Evidence(_named(each), each.box, sight.frame.sha256) for each in targets)
