"""Look: one picture of a tab with what the page said could be used then; kept until the person does the next thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...tools.frame import Frame
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.sight import Sight, merge
from ...tools.target import Hint
from .reports import RawHint, RawLook

SAME_PLACE_PX = 3.0
"""What has moved by more since the picture was taken was scrolled or pushed away."""


@dataclass(frozen=True, slots=True)
class Said:
    """A heading of the page, or its news."""

    text: str
    is_news: bool
    level: int
    box: Box


@dataclass(frozen=True, eq=False)
class Look:
    frame: Frame
    hints: Mapping[str, tuple[Hint, ...]]
    """By the frame of the page that told them."""
    said: tuple[Said, ...]
    over: str
    """What the pointer was over, by its key."""
    taken_s: float
    """When the picture was taken, in Unix time."""
    known_s: float
    """When the page had told what goes with it."""
    same_until_s: float

    @property
    def still_s(self) -> float:
        """For how long nothing has changed since."""
        return max(0.0, self.same_until_s - self.taken_s)

    @property
    def every(self) -> tuple[Hint, ...]:
        return tuple(hint for hints in self.hints.values() for hint in hints)

    def has(self, key: str) -> bool:
        return any(hint.key == key for hint in self.every)

    def with_hints(self, frame_id: str, hints: Sequence[Hint]) -> Look:
        """The same with what one of its frames tells by now."""
        return replace(self, hints={**self.hints, frame_id: tuple(hints)})

    def shows_still(self, key: str, now: Look) -> bool:
        """Whether the thing is where it is in this picture."""
        then, there = self.hint(key), now.hint(key)
        return then is not None and there is not None and _is_at(then.box, there.box)

    def hint(self, key: str) -> Hint | None:
        return next((hint for hint in self.every if key and hint.key == key), None)

    def sight(self, lines: Sequence[Line]) -> Sight:
        return Sight(self.frame, tuple(lines), merge((), self.every))


def _is_at(then: Box, now: Box) -> bool:
    return abs(then.x - now.x) < SAME_PLACE_PX and abs(then.y - now.y) < SAME_PLACE_PX


def hints_in(raw: Sequence[RawHint], window: Box) -> tuple[Hint, ...]:
    return tuple(hint for each in raw if (hint := each.hint(window)) is not None)


def said_in(raw: RawLook, window: Box) -> tuple[Said, ...]:
    return tuple(Said(each.text, each.kind == "news", each.level, Box(*each.box).move(window.x, window.y)) for each in raw.said)
