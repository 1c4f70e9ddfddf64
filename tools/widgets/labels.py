"""Labels: what a person would call each control, by what is written beside, above or in it; each text names one."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..geometry import Box
from .assignment import assign
from .lettering import is_han
from .texts import Text, cleaned

NONE = 4.0
"""What it costs to have no label: dearer texts than this name something else."""
HABIT = 0.8
"""What it costs to be labelled otherwise than most of one's kind on this screen."""
OWN = 1.4
"""What it costs to be named by what stands inside: only a good label outside is better."""
FAR_LINES = 60
"""So many lines' heights away, a label on the left is far-fetched."""
SURE = 1.5
HEADING = 1.25
"""A text so many times higher than the usual is a heading, not a label."""
MARKS = ("checkbox", "radio")


@dataclass(frozen=True, slots=True)
class Named:
    """A control that is looking for its label."""

    kind: str
    box: Box
    has_own: bool = False
    """Something in it already names it, such as a floating label or a placeholder."""

    @property
    def family(self) -> str:
        return "mark" if self.kind in MARKS else "switch" if self.kind == "switch" else "field"


@dataclass(frozen=True, slots=True)
class Offer:
    text: int
    side: str
    cost: float


@dataclass(frozen=True, slots=True)
class Label:
    """What was given to a control."""

    words: str = ""
    sure: bool = False
    """It stands right above or beside it, where nothing else would stand."""


def label(controls: Sequence[Named], texts: Sequence[Text], unit: float) -> tuple[list[Label], set[int]]:
    """The label of each control, without words where nothing outside names it; and which texts were given to one."""
    offers = [_offers(control, controls, texts, unit) for control in controls]
    chosen = _choose(controls, offers, len(texts), Counter())
    habits = Counter((control.family, offer.side) for control, offer in zip(controls, chosen, strict=True) if offer)
    chosen = _choose(controls, offers, len(texts), habits)
    taken = {offer.text for offer in chosen if offer}
    labels = [
        Label(_words(control, offer, texts, taken), offer is not None and offer.side != "left" and offer.cost < SURE)
        for control, offer in zip(controls, chosen, strict=True)
    ]
    return labels, taken


def _choose(
    controls: Sequence[Named], offers: Sequence[Sequence[Offer]], count: int, habits: Counter[tuple[str, str]]
) -> list[Offer | None]:
    costs = np.full((len(controls), count), np.inf)
    best: dict[tuple[int, int], Offer] = {}
    for row, control in enumerate(controls):
        most = max((n for (family, _), n in habits.items() if family == control.family), default=0)
        for offer in offers[row]:
            rare = 1 - habits[control.family, offer.side] / most if most else 0.0
            cost = offer.cost + HABIT * rare
            if cost < costs[row, offer.text]:
                costs[row, offer.text] = cost
                best[row, offer.text] = offer
    given = assign(costs, np.array([OWN if control.has_own else NONE for control in controls]))
    return [None if text is None else best[row, text] for row, text in enumerate(given)]


def _offers(control: Named, controls: Sequence[Named], texts: Sequence[Text], unit: float) -> list[Offer]:
    offers: list[Offer] = []
    usual = statistics.median(text.em for text in texts) if texts else 0.0
    for at, text in enumerate(texts):
        if not text.names:
            continue
        for side, cost in _sides(control, text, unit):
            extra = 1.6 * text.muted + 2.5 * text.red + 1.2 * (text.em > HEADING * usual)
            if cost + extra < NONE and not _something_between(control, text, side, controls, texts):
                offers.append(Offer(at, side, cost + extra))
    return offers


def _sides(control: Named, text: Text, unit: float) -> list[tuple[str, float]]:
    """On which sides of a control a text stands, and how far-fetched it is as its label there."""
    box, words = control.box, text.box
    line = max(words.h, 12 * unit)
    found: list[tuple[str, float]] = []
    off = _off_level(control, text, line)
    if off is not None:
        right, left = words.x - box.right, box.x - words.right
        if -3 * unit <= right <= (3 * line if control.family != "field" else 0.8 * line):
            found.append(("right", right / (2.5 * line) + off + (0.0 if control.family != "field" else 3.0)))
        if -3 * unit <= left:
            near = {"mark": 1.2, "switch": 0.1, "field": 0.0}[control.family]
            found.append(("left", near + min(left / FAR_LINES / line, 1.5) * 2 + off))
    above = box.y - words.bottom
    if -0.35 * line <= above <= 2.4 * line and words.x < box.right and words.right > box.x - 4 * unit:
        aside = min(abs(words.x - box.x), abs(words.center.x - box.center.x) + 4 * unit) / (6 * line)
        far = {"mark": 2.2, "switch": 1.2, "field": 0.0}[control.family]
        found.append(("above", far + max(above, 0) / line + aside))
    below = words.y - box.bottom
    if control.family == "mark" and 0 <= below <= 1.2 * line and abs(words.center.x - box.center.x) < 0.6 * max(box.w, words.w):
        found.append(("below", 1.8 + below / line))
    return found


def _off_level(control: Named, text: Text, line: float) -> float | None:
    """How much a text is off the row of a control; None where it stands in another one."""
    box, words = control.box, text.box
    off = abs(words.center.y - box.center.y)
    if control.kind == "text area":
        off = min(off, abs(words.center.y - (box.y + 0.8 * line)))
    limit = {"mark": 0.75, "switch": 1.3, "field": 0.75}[control.family] * line
    limit = max(limit, 0.32 * box.h) if control.kind != "text area" else limit
    return off / limit * 0.6 if off <= limit else None


def _something_between(control: Named, text: Text, side: str, controls: Sequence[Named], texts: Sequence[Text]) -> bool:
    """Whether another control, or in a far row another text, stands between the two."""
    box, words = control.box, text.box
    if side in ("left", "right"):
        x0, x1 = (words.right, box.x) if side == "left" else (box.right, words.x)
        gap = Box(x0, words.center.y - 2, x1 - x0, 4)
    else:
        y0, y1 = (words.bottom, box.y) if side == "above" else (box.bottom, words.y)
        gap = Box(max(box.x, words.x), y0, max(4.0, min(box.right, words.right) - max(box.x, words.x)), y1 - y0)
    if gap.w <= 2 or gap.h <= 2:
        return False
    if any(other is not control and other.box.grow(-2).intersect(gap) for other in controls):
        return True
    if side == "above":
        return False
    return any(other is not text and other.names and other.box.grow(-1).intersect(gap) for other in texts)


def _words(control: Named, offer: Offer | None, texts: Sequence[Text], taken: set[int]) -> str:
    """The label's text with what it goes on with in the next lines."""
    if offer is None:
        return ""
    first = texts[offer.text]
    above = _stack(first, texts, taken, -1) if offer.side in ("above", "left") else []
    below = _stack(first, texts, taken, 1) if offer.side in ("left", "right") else []
    if offer.side == "left" and not _is_level(control, [*above, first, *below]):
        above = below = []
    return cleaned(" ".join(text.said for text in (*above, first, *below)))


def _is_level(control: Named, lines: Sequence[Text]) -> bool:
    """Whether several lines stand beside a control as one."""
    whole = Box.union(text.box for text in lines)
    return abs(whole.center.y - control.box.center.y) < 0.6 * lines[0].box.h or control.kind == "text area"


def _stack(first: Text, texts: Sequence[Text], taken: set[int], way: int) -> list[Text]:
    """The lines that go on from a text, down (1) or up (-1), close by and of the same look; top to bottom."""
    found: list[Text] = []
    at = first
    for _ in range(3):
        following = [
            (n, text)
            for n, text in enumerate(texts)
            if n not in taken
            and text.looks_like(first)
            and min(abs(text.box.x - first.box.x), abs(text.box.right - first.box.right)) < 0.25 * first.box.h
            and -0.35 * first.box.h
            <= (text.box.y - at.box.bottom if way > 0 else at.box.y - text.box.bottom)
            <= 0.7 * first.box.h
            and (_goes_on(at, text) if way > 0 else _goes_on(text, at))
        ]
        if len(following) != 1:
            break
        at = following[0][1]
        found.append(at)
    return found if way > 0 else found[::-1]


def _goes_on(upper: Text, lower: Text) -> bool:
    """Whether a text may be wrapped here: its next word had no room left in the upper line."""
    word = lower.words[0]
    begins = min(word.box.w, 2 * lower.em) if is_han(word.text) else word.box.w
    return upper.box.w + 0.3 * upper.em + begins > lower.box.w
