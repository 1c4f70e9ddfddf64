"""Tally of widgets: what was seen on a screen held against what is there, kind by kind."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...tools.geometry import Box
from ...tools.widgets.widget import Widget
from .yardstick.truth import TrueWidget, TrueWord

SAME_PLACE = 0.5
"""Intersection over union from which a seen widget is the true one."""
PARTLY = 0.4
"""What shares this much, of itself or of the other, with what nobody counts is not counted."""
FAMILIES = {
    "fields": ("field", "text area"),
    "buttons": ("button", "icon button"),
    "checkboxes and radios": ("checkbox", "radio"),
    "selects": ("select",),
    "switches": ("switch",),
    "sliders": ("slider",),
    "tabs": ("tab",),
    "links": ("link",),
}
"""What is counted as one; a checkbox seen as a radio is still wrong."""
APART = ("checkbox", "radio")
STATEFUL = ("checkbox", "radio", "switch", "tab")
TELLING = ("checked", "unchecked", "mixed", "selected")
"""The words of a state that are compared."""


@dataclass
class Count:
    right: int = 0
    all: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.all += 1

    @property
    def share(self) -> float | None:
        return self.right / self.all if self.all else None


@dataclass
class Tally:
    """Counts over any number of screens."""

    recall: dict[str, Count] = field(default_factory=lambda: {family: Count() for family in FAMILIES})
    precision: dict[str, Count] = field(default_factory=lambda: {family: Count() for family in FAMILIES})
    states: dict[str, Count] = field(default_factory=lambda: {family: Count() for family in FAMILIES})
    labels: dict[str, Count] = field(default_factory=lambda: {family: Count() for family in FAMILIES})
    values: Count = field(default_factory=Count)
    clicks: Count = field(default_factory=Count)
    seen_as: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """How often a kind was seen as another; "" where there is nothing."""
    ms: list[float] = field(default_factory=list[float])
    screens: int = 0


@dataclass(frozen=True, slots=True)
class Matching:
    pairs: tuple[tuple[TrueWidget, Widget], ...]
    missed: tuple[tuple[TrueWidget, str], ...]
    """With the kind that was seen in its place, if any."""
    false: tuple[Widget, ...]


def family_of(kind: str) -> str:
    return next((family for family, kinds in FAMILIES.items() if kind in kinds), "")


def same_kind(a: str, b: str) -> bool:
    return a == b if a in APART or b in APART else family_of(a) == family_of(b)


def match(true: Sequence[TrueWidget], seen: Sequence[Widget], unclear: Sequence[Box] = ()) -> Matching:
    """Each with the one of its kind in its place; what is clipped is neither missed nor false, what is unclear not false."""
    overlaps = sorted(
        ((o, t, s) for t, a in enumerate(true) for s, b in enumerate(seen) if (o := a.box.overlap(b.box)) >= SAME_PLACE),
        reverse=True,
    )
    of_true: dict[int, int] = {}
    of_seen: dict[int, int] = {}
    for _, t, s in overlaps:
        if t not in of_true and s not in of_seen and same_kind(true[t].kind, seen[s].kind):
            of_true[t], of_seen[s] = s, t
    instead: dict[int, str] = {}
    for _, t, s in overlaps:
        if t not in of_true and s not in of_seen:
            instead.setdefault(t, seen[s].kind)
    whole = [t for t, a in enumerate(true) if not a.clipped]
    uncounted = [*(a.box for a in true if a.clipped), *unclear]
    false = [b for s, b in enumerate(seen) if s not in of_seen and not any(b.box.shared(box) > PARTLY for box in uncounted)]
    return Matching(
        tuple((true[t], seen[of_true[t]]) for t in whole if t in of_true),
        tuple((true[t], instead.get(t, "")) for t in whole if t not in of_true),
        tuple(false),
    )


def count(tally: Tally, found: Matching, words: Sequence[TrueWord]) -> None:
    """Adds one screen, of which `words` is all that can be read."""
    written = squeezed("".join(word.text for word in words))
    tally.screens += 1
    for true, seen in found.pairs:
        family = family_of(true.kind)
        tally.recall[family].add(True)
        tally.precision[family].add(True)
        if true.kind in STATEFUL:
            tally.states[family].add(state_of(true.state) == state_of(seen.state))
        if is_written(true, written):
            tally.labels[family].add(is_label(seen.label, true))
        if true.kind in ("field", "text area", "select") and "masked" not in true.state:
            tally.values.add(squeezed(seen.value) == squeezed(true.value))
    for true, instead in found.missed:
        tally.recall[family_of(true.kind)].add(False)
        tally.seen_as[true.kind, instead] += 1
    for seen in found.false:
        if family := family_of(seen.kind):
            tally.precision[family].add(False)
            tally.seen_as["", seen.kind] += 1


def state_of(state: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in state if word in TELLING)


def is_written(true: TrueWidget, written: str) -> bool:
    """Whether its name is on the picture: of a sign without words, it is only in the page's code."""
    names = [squeezed(label) for label in (true.label, *true.labels)]
    return true.kind != "icon button" and any(name and name in written for name in names)


def is_label(seen: str, true: TrueWidget) -> bool:
    """The right text, whatever its case, stars and spaces; one slip of reading in eight characters is not the label's fault."""
    said = squeezed(seen)
    return any(_nearly(said, squeezed(label)) for label in (true.label, *true.labels) if label)


def squeezed(text: str) -> str:
    return re.sub(r"[^\w+%#&@$€£]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _nearly(a: str, b: str) -> bool:
    return a == b or (bool(b) and abs(len(a) - len(b)) <= len(b) // 8 and _distance(a, b) <= len(b) // 8)


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for n, char in enumerate(a, 1):
        before, row[0] = row[0], n
        for m, other in enumerate(b, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (char != other))
    return row[-1]
