"""Sight: one frame understood: its text and its widgets, each with where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from .frame import Frame
from .geometry import Box
from .reading.text import Line
from .target import Hint
from .widgets.widget import Widget

if TYPE_CHECKING:
    from .computer import Written
    from .memory import Memory
    from .reading.reader import Reader
    from .widgets.detector import Detector

ROLES = {
    "combobox": "select",
    "listbox": "list",
    "menuitem": "menu item",
    "menuitemcheckbox": "menu checkbox",
    "menuitemradio": "menu radio",
    "searchbox": "field",
    "spinbutton": "number field",
    "textarea": "text area",
    "textbox": "field",
    "treeitem": "tree item",
}
"""What computers call things, in the words of `Widget.kind`, where they are not that already."""

_MAY_LOOK_LIKE = {
    "field": {"text area", "select"},
    "number field": {"field"},
    "date": {"field"},
    "time": {"field"},
    "file": {"field", "button"},
    "color": {"field", "button"},
    "button": {"icon button", "link", "tab", "select"},
    "link": {"button", "icon button", "tab"},
    "select": {"field", "button"},
    "list": {"select", "field", "text area"},
    "checkbox": {"switch"},
    "switch": {"checkbox"},
    "tab": {"link", "button", "radio"},
    "radio": {"tab", "button"},
    "clickable": {"button", "icon button", "link", "tab", "select", "checkbox", "switch"},
    "gridcell": {"button", "link"},
}
"""A link that looks like a button is called a button by people: what was seen stays."""

_NEVER_SEEN_AS = {"select", "list", "checkbox", "switch", "radio", "tab"}
"""What the computer calls so is so, even where it looks like something else."""

_WRITTEN_INTO = {"field", "number field", "text area", "date", "time"}

_CHECKED = ("checked", "unchecked", "mixed")

HINT_ALONE = 0.8
"""The computer says it is there, and the eyes have not seen it."""

CONFIRMED, UNCONFIRMED = 0.7, 0.7
"""A hint takes away that much of the doubt; where hints are given and none speaks of it, that much is left."""

SAME_PLACE = 0.35


@dataclass(frozen=True, slots=True)
class Sight:
    frame: Frame
    lines: tuple[Line, ...]
    """In reading order."""
    widgets: tuple[Widget, ...]
    """In reading order."""
    written: tuple[Written, ...] = ()
    """What the computer itself says is written, out of view too, where it was asked: it settles doubts, and proves nothing."""


class Eyes:
    """Understands one frame after the other; what did not change is not read again."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self._reader: Reader | None = None
        self._detector: Detector | None = None
        self._last: Sight | None = None

    def understand(self, frame: Frame, hints: Sequence[Hint] = ()) -> Sight:
        return understood(frame, *self._see(frame), hints)

    def told(self, frame: Frame, hints: Sequence[Hint]) -> Sight:
        """What can be read, and what the computer says can be used: quickly there, and often enough to find a thing."""
        return Sight(frame, self.read(frame), merge((), hints))

    def read(self, frame: Frame) -> tuple[Line, ...]:
        # Models are loaded with the first look, not with the program.
        from .reading.reader import Reader

        if self._reader is None:
            self._reader = Reader(self._memory)
        return tuple(self._reader.read(frame))

    def _see(self, frame: Frame) -> tuple[tuple[Line, ...], tuple[Widget, ...]]:
        last = self._last
        if last is not None and last.frame.size == frame.size and last.frame.sha256 == frame.sha256:
            return last.lines, last.widgets
        lines = self.read(frame)
        self._last = Sight(frame, lines, self._widgets(frame, lines))
        return lines, self._last.widgets

    def _widgets(self, frame: Frame, lines: tuple[Line, ...]) -> tuple[Widget, ...]:
        if self._memory is None:
            return self._found(frame, lines)
        name = hashlib.blake2b(f"widgets {frame.sha256} {lines}".encode(), digest_size=16).digest()
        if (said := self._memory.find(name)) is not None:
            return tuple(_widget_of(**each) for each in said)
        widgets = self._found(frame, lines)
        self._memory.keep(name, [asdict(each) for each in widgets])
        return widgets

    def _found(self, frame: Frame, lines: tuple[Line, ...]) -> tuple[Widget, ...]:
        from .widgets.closer import find_widgets
        from .widgets.detector import Detector
        from .widgets.see import see_widgets

        self._detector = self._detector or Detector()
        return see_widgets(frame, lines, partial(find_widgets, marker=self._detector.mark))


def _widget_of(*, box: dict[str, float], state: list[str], options: list[str], **rest: Any) -> Widget:
    return Widget(box=Box(**box), state=tuple(state), options=tuple(options), **rest)


def understood(frame: Frame, lines: Sequence[Line], widgets: Sequence[Widget], hints: Sequence[Hint] = ()) -> Sight:
    """What was read and seen, with what the computer itself says of it."""
    return Sight(frame, tuple(lines), merge(widgets, hints))


def kind_of(hint: Hint) -> str:
    return ROLES.get(hint.role, hint.role)


def merge(widgets: Sequence[Widget], hints: Sequence[Hint]) -> tuple[Widget, ...]:
    """Hints confirm what was seen, correct it, or add what was missed; each widget says where it comes from.

    Without any hint there is nobody to confirm anything, and all stays as it was seen."""
    if not hints:
        return tuple(widgets)
    pairs = _paired(widgets, hints)
    merged = [
        _corrected(widget, hints[pairs[at]]) if at in pairs else replace(widget, score=widget.score * UNCONFIRMED)
        for at, widget in enumerate(widgets)
    ]
    told = set(pairs.values())
    added = [_added(hint) for at, hint in enumerate(hints) if at not in told]
    return tuple(sorted(merged + added, key=lambda widget: _row_and_column(widget.box)) if added else merged)


def _row_and_column(box: Box) -> tuple[int, float]:
    return round(box.center.y / 12), box.x


def _paired(widgets: Sequence[Widget], hints: Sequence[Hint]) -> dict[int, int]:
    """Which hint speaks of which widget: the surest pairs first, each at most once."""
    offers = [
        (likely, at, number)
        for at, widget in enumerate(widgets)
        for number, hint in enumerate(hints)
        if (likely := _same(widget, hint)) >= SAME_PLACE
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, number in sorted(offers, key=lambda offer: -offer[0]):
        if at not in pairs and number not in taken:
            pairs[at] = number
            taken.add(number)
    return pairs


def _same(widget: Widget, hint: Hint) -> float:
    """How surely a hint speaks of a widget, 0..1.5, by their places first."""
    place, inside = widget.box.overlap(hint.box), widget.box.shared(hint.box)
    if not place:
        return 0.0
    alike = 1.0 if widget.kind == kind_of(hint) else 0.7 if widget.kind in _MAY_LOOK_LIKE.get(kind_of(hint), ()) else 0.0
    if place < 0.5 and not (alike and inside > 0.75):
        # A box that is hidden is told by its label's place; a wide one has the seen one inside it.
        return 0.0
    named = 0.15 if widget.label and widget.label == hint.name else 0.0
    return max(place, 0.5 * inside) * (0.5 + 0.5 * alike) + named


def _corrected(widget: Widget, hint: Hint) -> Widget:
    said = kind_of(hint)
    keeps_kind = said == "clickable" or (widget.kind in _MAY_LOOK_LIKE.get(said, ()) and said not in _NEVER_SEEN_AS)
    placeholder_only = bool(widget.label and hint.name) and hint.name == widget.placeholder
    place = widget.box.overlap(hint.box)
    loose = place < 0.5 and (widget.box.area > hint.box.area or said == "list")
    if said in {*_WRITTEN_INTO, "list"} and place < 0.75 and (widget.kind == "text area" or widget.box.shared(hint.box) < 0.95):
        # It sticks out on one side and falls short on the other; or some of its lines are taken for all of it.
        loose = True
    # Marked rows of a list that stands open may look like something of their own.
    kind = widget.kind if keeps_kind and not (loose and said == "list") else said
    return replace(
        widget,
        # What is chosen stands beside the button that asks for a file.
        box=hint.box if loose or said == "file" else widget.box,
        kind=kind,
        label=widget.label if placeholder_only or not hint.name else hint.name,
        value=hint.value if _has_value(said) else widget.value if _has_value(kind) else "",
        state=_states(widget, hint),
        score=1 - (1 - widget.score) * (1 - CONFIRMED),
        options=hint.options or widget.options,
        group=widget.group or hint.group,
        hint=hint,
    )


def _has_value(kind: str) -> bool:
    return kind in ("field", "number field", "date", "time", "color", "file", "text area", "select", "list", "slider")


def _states(widget: Widget, hint: Hint) -> tuple[str, ...]:
    """What the hint says; of being checked, what was seen where the hint says nothing of it."""
    if kind_of(hint) not in ("clickable", widget.kind):
        return hint.state
    seen = [state for state in widget.state if state in _CHECKED and not set(hint.state) & set(_CHECKED)]
    return (*hint.state, *seen)


def _added(hint: Hint) -> Widget:
    return Widget(
        kind_of(hint),
        hint.box,
        hint.name,
        hint.value,
        hint.state,
        HINT_ALONE,
        "hint",
        options=hint.options,
        group=hint.group,
        hint=hint,
    )
