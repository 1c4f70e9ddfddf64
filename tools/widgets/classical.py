"""Classical: a finder that knows how widgets are drawn, and needs no weights."""

from __future__ import annotations

from collections.abc import Sequence

from ..frame import Frame
from ..geometry import Box
from ..reading.text import Line
from .candidate import Candidate
from .marks import icons, marks
from .picture import picture_of
from .shapes import boxed, underlined
from .wording import worded

SAME_THING = 0.4


def find_classically(frame: Frame, lines: Sequence[Line]) -> list[Candidate]:
    """What is drawn like a widget: by outline, by fill, by what is underlined or coloured."""
    if min(frame.size.w, frame.size.h) < 8:
        return []
    picture = picture_of(frame, lines)
    found = _apart(marks(picture, lines), [])
    found = _apart(boxed(picture, lines), found)
    taken = [each.box for each in found]
    found = _apart(underlined(picture, lines, taken), found)
    found = _apart(worded(picture, lines, [each.box for each in found]), found)
    return _apart(icons(picture, lines, [each.box for each in found]), found)


def _apart(new: Sequence[Candidate], kept: Sequence[Candidate]) -> list[Candidate]:
    """All that was kept and what of the new is another thing: neither the same nor a part of it."""
    every = list(kept)
    for each in sorted(new, key=lambda one: -one.score):
        if not any(_same(each.box, other.box) for other in every):
            every.append(each)
    return every


def _same(a: Box, b: Box) -> bool:
    shared = a.intersect(b)
    return shared is not None and (a.overlap(b) > SAME_THING or shared.area > 0.7 * min(a.area, b.area))
