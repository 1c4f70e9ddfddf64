"""Widget: one thing that can be used, as it was seen or as the computer says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ..geometry import Box, Point
from ..target import Hint, Source

Kind = Literal[
    "field",
    "text area",
    "button",
    "icon button",
    "link",
    "checkbox",
    "radio",
    "switch",
    "select",
    "slider",
    "tab",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATES = ("checked", "mixed", "disabled", "selected")
"""What the networks tell of a widget beside its kind."""


@dataclass(frozen=True, slots=True)
class Widget:
    kind: str
    """One of `KINDS`; from a hint it may be another role in plain words, such as "menu item"."""
    box: Box
    """What a person would call its outline; its centre can be clicked. Of a checkbox or radio the box itself, not its words."""
    label: str = ""
    """What a person would call it: the words inside, beside or above it."""
    value: str = ""
    """What it holds now, as shown; never its placeholder."""
    state: tuple[str, ...] = ()
    """The words of `Hint.state`, those that can be seen: checked, unchecked, disabled, selected, masked …"""
    score: float = 1.0
    source: Source = "sight"
    placeholder: str = ""
    group: str = ""
    """The heading or question it stands under, such as a fieldset's legend."""
    row: str = ""
    """In a table or list: the words that name its row."""
    column: str = ""
    """In a table: the words at the head of its column."""
    options: tuple[str, ...] = ()
    """What a select offers, where it is known."""
    hint: Hint | None = None
    """What the computer itself says of it, where it does."""

    @property
    def point(self) -> Point:
        return self.box.center
