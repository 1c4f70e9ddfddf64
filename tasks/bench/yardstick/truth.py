"""Truth: what stands on a yardstick screen, as its DOM or its program says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ....tools.frame import Frame
from ....tools.geometry import Box, Point
from ....tools.target import Hint


@dataclass(frozen=True, slots=True)
class TrueWord:
    """A word as rendered: transformed, generated, held by fields or their placeholders; visible, not covered, not clipped."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class TrueWidget:
    """One control that is visible and not covered."""

    id: str
    kind: str
    """One of `KINDS` of tools/widgets."""
    box: Box
    """Its visible outline: what is drawn of it, without its label and help."""
    label: str
    labels: tuple[str, ...] = ()
    """Other texts that name it as well."""
    value: str = ""
    state: tuple[str, ...] = ()
    placeholder: str = ""
    group: str = ""
    row: str = ""
    column: str = ""
    clipped: bool = False
    """Part of it is outside or covered: neither found nor missed counts."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One yardstick screen while it is open."""

    name: str
    """Look, layout, language, seed, scale: enough to make it again."""
    look: str
    tuned: bool
    """False for looks of the report set, which nothing may be tuned on."""
    frame: Frame
    words: tuple[TrueWord, ...]
    widgets: tuple[TrueWidget, ...]
    hints: tuple[Hint, ...]
    hit: Callable[[Point], Awaitable[str]]
    """The id of the widget that a click there would activate, or ""."""
    unclear: tuple[Box, ...] = ()
    """Where text is clipped, faint, or seen through something: neither read nor missed counts."""
