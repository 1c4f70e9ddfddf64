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
from .picture import far_apart
from .texts import Text, cleaned

NONE = 4.0
"""What it costs to have no label: dearer texts than this name something else."""
HABIT = 0.8
"""What it costs to be labelled otherwise than most of one's kind on this screen."""
OWN = 1.6
"""What it costs to be named by what stands inside: only a good label outside is better."""
MUTED, RED, LARGE = 0.9, 2.5, 1.2
"""What it costs to be named by a help text, an error, a heading."""
FOLLOWING, LINKED, SENTENCE = 1.3, 2.0, 1.5
"""What it costs to be named by what stands right under another control, by a link, by a sentence."""
EXPLAINING = 0.8
"""What it costs to be named by what tells more about a shorter text above it."""
FAR_LINES = 60
"""So many lines' heights away, a label on the left is far-fetched."""
ASIDE_LINES = 1.0
"""So many lines above or below a field its label may stand beside it."""
SURE = 1.5
HEADING = 1.25
"""A text so many times higher than the usual is a heading, not a label."""
SAME_SIZE, SAME_COLOUR, PITCH = 0.75, 60, 1.75
"""How alike the lines of one label are, whose size is only roughly told by its letters, and how close, in em."""
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


def label(
    controls: Sequence[Named], texts: Sequence[Text], unit: float, links: Sequence[Box] = ()
) -> tuple[list[Label], set[int]]:
    """The label of each control, without words where nothing outside names it; and which texts were given to one."""
    extra = _extra(texts, links)
    offers = [_offers(control, controls, texts, extra, unit) for control in controls]
    chosen = _choose(controls, offers, len(texts), Counter())
    habits = Counter((control.family, offer.side) for control, offer in zip(controls, chosen, strict=True) if offer)
    chosen = _choose(controls, offers, len(texts), habits)
    taken = {offer.text for offer in chosen if offer}
    labels = [
        Label(_words(control, offer, controls, texts, taken), offer is not None and offer.side != "left" and offer.cost < SURE)
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


def _extra(texts: Sequence[Text], links: Sequence[Box]) -> list[float]:
    """How unlikely each text is to name anything that stands near it."""
    usual = statistics.median(text.em for text in texts) if texts else 0.0
    return [
        MUTED * text.muted
        + RED * text.red
        + LARGE * (text.em > HEADING * usual)
        + LINKED * any(link.contains(text.box.center) and text.box.w < 1.2 * link.w for link in links)
        + SENTENCE * _is_sentence(text.said)
        for text in texts
    ]


def _is_sentence(said: str) -> bool:
    """Whether it tells something, as a help text does, and does not name a thing."""
    return said[-1] in ".!。！" and (said.count(" ") >= 3 or (is_han(said) and len(said) > 8))


def _offers(
    control: Named, controls: Sequence[Named], texts: Sequence[Text], extra: Sequence[float], unit: float
) -> list[Offer]:
    offers: list[Offer] = []
    for at, text in enumerate(texts):
        if not text.names:
            continue
        for side, cost in _sides(control, text, unit):
            cost += extra[at]
            if cost < NONE and not _something_between(control, text, side, controls, texts):
                if side == "above" and _follows(control, text, controls):
                    cost += FOLLOWING
                if side == "left" and _explains(control, text, texts):
                    cost += EXPLAINING
                offers.append(Offer(at, side, cost))
    return offers


def _explains(control: Named, text: Text, texts: Sequence[Text]) -> bool:
    """Whether a text on the left stands right under a shorter one there, as what tells more about a setting does."""
    return any(
        other.names
        and abs(other.box.x - text.box.x) < 0.4 * text.em
        and 0.8 * text.em < text.box.center.y - other.box.center.y < 2 * text.em
        and other.box.center.y > control.box.y - 1.5 * other.em
        and other.box.w < text.box.w
        for other in texts
        if other is not text
    )


def _follows(control: Named, text: Text, controls: Sequence[Named]) -> bool:
    """Whether a text above a control stands closer under another one, as help does."""
    gap = control.box.y - text.box.bottom
    return any(
        -0.3 * text.box.h < text.box.y - other.box.bottom < min(gap - 0.15 * text.box.h, 0.9 * text.box.h)
        and abs(other.box.x - text.box.x) < text.box.h
        for other in controls
        if other is not control and other.kind not in MARKS
    )


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
    box, middle = control.box, text.box.center.y
    off = abs(middle - box.center.y)
    if control.kind == "text area":
        off = min(off, abs(middle - (box.y + 0.8 * line)))
    limit = {"mark": 0.75, "switch": 1.3, "field": 0.75}[control.family] * line
    limit = max(limit, 0.32 * box.h) if control.kind != "text area" else limit
    if off <= limit:
        return off / limit * 0.6
    # The row of a field may be higher than the field: with help under it, or a note under its label.
    beyond = max(box.y - middle, middle - box.bottom, 0.0) / line
    return 0.6 + beyond if control.family == "field" and beyond <= ASIDE_LINES else None


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


def _words(control: Named, offer: Offer | None, controls: Sequence[Named], texts: Sequence[Text], taken: set[int]) -> str:
    """The label's text with what it goes on with in the next lines."""
    if offer is None:
        return ""
    first = texts[offer.text]
    # Above a control a label has at least as much room as that.
    room = control.box.w if offer.side == "above" else 0.0
    free = [text for n, text in enumerate(texts) if n not in taken and not (room and _follows(control, text, controls))]
    aligned = ("left", "right") if offer.side == "left" else ("left",)
    above = _stack(first, free, -1, aligned, room) if offer.side in ("above", "left") else []
    below = _stack(first, free, 1, aligned, room) if offer.side in ("left", "right") else []
    if offer.side == "left" and not _is_level(control, [*above, first, *below]):
        above = below = []
    return cleaned(" ".join(text.said for text in (*above, first, *below)))


def _is_level(control: Named, lines: Sequence[Text]) -> bool:
    """Whether several lines stand beside a control as one."""
    whole = Box.union(text.box for text in lines)
    return abs(whole.center.y - control.box.center.y) < 0.6 * lines[0].box.h or control.kind == "text area"


def _stack(first: Text, texts: Sequence[Text], way: int, aligned: Sequence[str], room: float) -> list[Text]:
    """The lines that go on from a text, down (1) or up (-1), close by and of the same look; top to bottom."""
    found: list[Text] = []
    at = first
    for _ in range(3):
        following = [text for text in texts if text is not at and _is_next_line(first, at, text, way, aligned, room)]
        if len(following) != 1:
            break
        at = following[0]
        found.append(at)
    return found if way > 0 else found[::-1]


def _is_next_line(first: Text, at: Text, text: Text, way: int, aligned: Sequence[str], room: float) -> bool:
    if not (SAME_SIZE < text.em / max(first.em, 1) < 1 / SAME_SIZE and far_apart(text.colour, first.colour) < SAME_COLOUR):
        return False
    sides = {"left": abs(text.box.x - first.box.x), "right": abs(text.box.right - first.box.right)}
    em = max(at.em, text.em)
    upper, lower = (at, text) if way > 0 else (text, at)
    close = 0.8 * em < lower.box.center.y - upper.box.center.y < PITCH * em
    return min(sides[side] for side in aligned) < 0.3 * em and close and _goes_on(upper, lower, room)


def _goes_on(upper: Text, lower: Text, room: float) -> bool:
    """Whether a text may be wrapped here: its next word had no room left in the upper line."""
    word = lower.words[0]
    begins = min(word.box.w, 2 * lower.em) if is_han(word.text) else word.box.w
    return upper.box.w + 0.3 * upper.em + begins > max(lower.box.w, room)
