"""Target: what a step is about, so that the same thing can be found again without a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .geometry import Box, Point

Source = Literal["sight", "hint", "model", "person"]


@dataclass(frozen=True, slots=True)
class Hint:
    """What the computer itself says stands in a place. It may confirm, correct or add, never prove."""

    role: str
    """As assistive technology calls it: button, link, textbox, checkbox, radio, combobox, …"""
    name: str
    box: Box
    value: str = ""
    state: tuple[str, ...] = ()
    """checked, unchecked, mixed, disabled, readonly, required, focused, expanded, collapsed, selected,
    invalid, masked, multiple."""
    options: tuple[str, ...] = ()
    """What a select offers."""
    key: str = field(default="", compare=False, repr=False)
    """The thing itself, as long as its page stands; "" where nobody knows."""
    order: int = field(default=-1, compare=False, repr=False)
    """Its place among all that was told at once, in the order of the page."""
    group: str = field(default="", compare=False)
    """What is said of it and of others in its row, as of the date and the time of one moment."""

    def same_thing(self, other: Hint) -> bool:
        """Whether both speak of one control; its value and state may have changed."""
        return self.role == other.role and self.name == other.name


@dataclass(frozen=True, slots=True)
class Target:
    """Words, kind, relation, box, crop and hint of one thing on the screen, and who said so."""

    words: str
    box: Box
    source: Source
    kind: str = ""
    relation: str = ""
    """Such as "in the row of Ada" or "second"."""
    crop_sha256: str = ""
    """The picture of it, kept with the run."""
    hint: Hint | None = None
    score: float = 1.0

    @property
    def point(self) -> Point:
        return self.box.center
