"""Sighted: things on a sight as verdicts speak of them: the one that is meant, what it is called, what stands in its place."""

from __future__ import annotations

from collections.abc import Sequence

from ..tools.find import find
from ..tools.geometry import Box
from ..tools.sight import Sight
from ..tools.target import Target
from ..tools.widgets.widget import Widget
from .state import Evidence, Verdict

SAME = 0.5
"""What shares so much of its place is the same thing."""


def widget_at(sight: Sight, box: Box) -> Widget | None:
    near = [(widget.box.overlap(box), at) for at, widget in enumerate(sight.widgets)]
    best, at = max(near, default=(0.0, -1))
    return sight.widgets[at] if best >= SAME else None


def read_in(sight: Sight, box: Box) -> str:
    return " ".join(line.text for line in sight.lines if box.contains(line.box.center))


def the_one(thing: str, sight: Sight) -> tuple[Target | None, Verdict]:
    """The one thing that is meant, or why there is none."""
    found = find(sight, thing)
    if found.target is not None:
        return found.target, Verdict("confirmed", "")
    if found.outcome == "ambiguous":
        several = " and ".join(named(each) for each in found.targets[:3])
        return None, Verdict("unsure", f"{thing} may be any of several: {several}", evidence_at(sight, found.targets[:3]))
    nearest = f"; nearest is {named(found.targets[0])}" if found.targets else ""
    return None, Verdict("wrong", f"{thing} is not there{nearest}", evidence_at(sight, found.targets[:1]))


def named(target: Target) -> str:
    return " ".join(part for part in (f'"{target.words}"' if target.words else "", target.kind) if part) or "it"


def evidence_at(sight: Sight, targets: Sequence[Target]) -> tuple[Evidence, ...]:
    return tuple(Evidence(named(each), each.box, sight.frame.sha256) for each in targets)


def evidence_in(sight: Sight, what: str, *boxes: Box) -> tuple[Evidence, ...]:
    return tuple(Evidence(what, box, sight.frame.sha256) for box in boxes)
