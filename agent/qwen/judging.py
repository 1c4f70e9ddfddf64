"""Judging: a claim put to a model with what was to be seen before, after, and what changed, enlarged."""

from __future__ import annotations

from ...tools.drawing import mark
from ...tools.frame import Frame
from ...tools.geometry import Box
from ...tools.motion import difference
from ...tools.sight import Sight
from ..models.model import Message
from ..state import Evidence, Verdict
from .aim import enlarged, part_around
from .answers import Judged
from .prompt import prompt

ZOOM = 4
"""What changed is shown so many times as large."""
STATUS = {"yes": "confirmed", "no": "wrong", "unsure": "unsure"}


def messages_for_judging(claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...]) -> tuple[Message, ...]:
    where = [each.box for each in evidence if each.box is not None]
    place = Box.union(where) if where else None
    pictures = [mark(before.frame, place) if place is not None else before.frame, after.frame]
    changed = difference(before.frame, after.frame) if before.frame.size == after.frame.size else ()
    around = Box.union(changed) if changed else place
    if around is not None:
        pictures.append(_enlarged(after.frame, around))
    done = "; ".join(each.what for each in evidence if each.what) or "nothing that is known"
    return prompt("judge").messages(pictures, done=done, claim=claim)


def verdict_of(judged: Judged, evidence: tuple[Evidence, ...], model: str) -> Verdict:
    seen = Evidence(f"{model}: {judged.verdict}")
    return Verdict(STATUS[judged.verdict], judged.reason, (*evidence, seen))  # type: ignore[arg-type]


def _enlarged(frame: Frame, box: Box) -> Frame:
    """The middle of it in a part of the screen that is a fourth of each side at least."""
    size = frame.size
    w = max(size.w / ZOOM, box.w, box.h * size.w / size.h)
    return enlarged(frame, part_around(box.center, size, w))
