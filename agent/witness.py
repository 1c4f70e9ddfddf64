"""Witness: whether a claim is so, by what was read and seen on one sight; no model is asked."""

from __future__ import annotations

import re
from typing import assert_never

from ..tools.computer import Effect
from ..tools.find import Found, find, parse_phrase
from ..tools.find.entries import entries_in, lines_in
from ..tools.find.likeness import SURE, likeness
from ..tools.geometry import Box
from ..tools.sight import Sight
from ..tools.target import Hint, Target
from ..tools.widgets.marked import marked_in
from .compared import address, compared, counted, downloaded, in_state, placed, sorted_so, titled
from .exactly import exactly, instead_of
from .reader.claim import (
    Address,
    Claim,
    Compared,
    Count,
    Downloaded,
    InState,
    Placed,
    Shows,
    Sorted,
    Ticked,
    Title,
    Visible,
)
from .reader.saying import quoted
from .shown import shown
from .sighted import evidence_at, named, the_one, widget_at
from .state import Evidence, Status, Verdict

LIKE = 0.62
"""What comes so near to the words may be them, misread: then nobody can say that they are not there."""
ON, OFF = {"checked", "selected"}, {"unchecked"}


def witness(claim: Claim, sight: Sight, effect: Effect | None = None, title: str | None = None) -> Verdict:
    """`effect`: what the computer reports of the last action, and what it calls the page, where that is known."""
    match claim:
        case Visible():
            return _visible(claim, sight)
        case Shows():
            return shown(claim, sight)
        case Ticked():
            return _ticked(claim, sight)
        case Count():
            return counted(claim, sight)
        case Compared():
            return compared(claim, sight)
        case InState():
            return in_state(claim, sight)
        case Placed():
            return placed(claim, sight)
        case Sorted():
            return sorted_so(claim, sight)
        case Address():
            return address(claim, sight)
        case Title():
            return titled(claim, title)
        case Downloaded():
            return downloaded(claim, effect)
        case _:
            assert_never(claim)


def _visible(claim: Visible, sight: Sight) -> Verdict:
    found = seen(claim.thing, sight)
    words = quoted_in(claim.thing)
    if words and found.targets:
        return _exactly_visible(claim, words, found, sight)
    if found.outcome != "absent":
        is_so: Status = "confirmed" if claim.there else "wrong"
        return Verdict(is_so, f"{claim.thing} is visible", evidence_at(sight, found.targets[:1]))
    nearest = found.targets[:1]
    if nearest and nearest[0].score >= LIKE:
        return Verdict(
            "unsure", f"{claim.thing} is not visible as such; nearest is {named(nearest[0])}", evidence_at(sight, nearest)
        )
    is_gone: Status = "wrong" if claim.there else "confirmed"
    why = f"{claim.thing} is not visible" + (f"; nearest is {named(nearest[0])}" if nearest and claim.there else "")
    return Verdict(is_gone, why, evidence_at(sight, nearest))


def quoted_in(thing: str) -> str:
    """The words in quotes, which are meant to the letter; "" where there are none."""
    phrase = parse_phrase(thing)
    return phrase.words if phrase.exact else ""


def _exactly_visible(claim: Visible, words: str, found: Found, sight: Sight) -> Verdict:
    """Words in quotes are what is to be seen, and no others that are like them."""
    # A text may say it where something that can be used is only called like that.
    texts = () if parse_phrase(claim.thing).kind else find(sight, claim.thing, kind="text").targets
    said = [(exactly(words, target, sight), target) for target in (*found.targets, *texts)]
    there = [target for how, target in said if how == "yes"]
    doubt = [target for how, target in said if how == "unsure"]
    if there:
        return Verdict("confirmed" if claim.there else "wrong", f"{claim.thing} is visible", evidence_at(sight, there[:1]))
    if doubt:
        why = f"it cannot be told from the picture whether {claim.thing} is visible; nearest is {instead_of(doubt[0], sight)}"
        return Verdict("unsure", why, evidence_at(sight, doubt[:1]))
    nearest = found.targets[:1]
    why = f"{claim.thing} is not visible" + (f"; nearest is {instead_of(nearest[0], sight)}" if claim.there else "")
    return Verdict("wrong" if claim.there else "confirmed", why, evidence_at(sight, nearest))


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


def _ticked(claim: Ticked, sight: Sight) -> Verdict:
    target, doubt = the_one(claim.thing, sight)
    if target is None:
        return doubt
    return by_state(sight, target, on=claim.on)


def by_state(sight: Sight, target: Target, *, on: bool) -> Verdict:
    widget = widget_at(sight, target.box)
    state = set(widget.state) if widget is not None else set[str]()
    evidence = evidence_at(sight, [target])
    if not state & (ON | OFF | {"mixed"}):
        return Verdict("unsure", f"it cannot be told whether {named(target)} is checked", evidence)
    is_on = bool(state & ON)
    if "mixed" in state:
        return Verdict("wrong", f"{named(target)} is neither checked nor unchecked", evidence)
    return Verdict("confirmed" if is_on is on else "wrong", f"{named(target)} is {'' if is_on else 'not '}checked", evidence)


def by_chosen(sight: Sight, target: Target, texts: tuple[str, ...], hint: Hint | None) -> Verdict:
    """Whether exactly these entries of a list are chosen, by the ground of those in view; a hint settles the rest or lowers."""
    evidence = evidence_at(sight, [target])
    said = ", ".join(map(quoted, texts)) or "nothing"
    if hint is not None and hint.value != "; ".join(texts):
        return Verdict("wrong", f"{named(target)} has {hint.value or 'nothing'} chosen, not {said}", evidence)
    rows = _rows_in(sight, target, hint)
    marks = marked_in(sight.frame, target.box, [box for _, box in rows])
    for (name, _), is_marked in zip(rows, marks or (), strict=False):
        if _is_among(name, texts, hint) is not is_marked:
            return Verdict("wrong", f'"{name}" is {"" if is_marked else "not "}chosen in {named(target)}', evidence)
    if hint is None and marks is None:
        return Verdict("unsure", f"it cannot be told from the picture what is chosen in {named(target)}", evidence)
    return Verdict("confirmed", f"{named(target)} has {said} chosen", evidence)


def _rows_in(sight: Sight, target: Target, hint: Hint | None) -> list[tuple[str, Box]]:
    if hint is None:
        return [(line.text, line.box) for line in lines_in(sight.lines, target.box)]
    return [(hint.options[at], box) for at, box in entries_in(sight.lines, hint.box, hint.options).items()]


def _is_among(name: str, texts: tuple[str, ...], hint: Hint | None) -> bool:
    return name in texts if hint is not None else any(likeness(text, name) >= SURE for text in texts)
