"""Captured: what is read off the screen into the results, such as the number that a form was given."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from ...agent.eyes import Looked
from ...agent.forms.form import Spot
from ...agent.reader.answers import sure, value_of
from ...agent.reader.labelled import likeness_of
from ...agent.reader.page import Value
from ...tools.errors import Ambiguous, NotFound, Unsupported
from ...tools.find.likeness import SURE
from ...tools.geometry import Box
from ...tools.sight import Sight

AROUND = 0.5
"""So many heights of a value around it are looked at."""


async def captured(wanted: Mapping[str, str], now: Looked, spots: MutableMapping[str, Spot]) -> dict[str, str]:
    """What is not to be found there stays empty. `spots`: where each stood before, which is looked at first."""
    found: dict[str, str] = {}
    for name, question in wanted.items():
        text = await _at(spots.get(name), question, now)
        for sight in (await now.told(), None) if text is None else ():
            sight = sight or await now.sight()
            try:
                text = _behind(question, value_of(question, sight).text)
            except (NotFound, Ambiguous, Unsupported):
                continue
            if (spot := _spot(question, text, sight)) is not None:
                spots[name] = spot
            break
        if text is not None:
            found[name] = text
    return found


async def _at(spot: Spot | None, question: str, now: Looked) -> str | None:
    """The text that stands behind its label, or below it; None where the label is not to be seen there."""
    if spot is None or not spot.label.matches(now.frame):
        return None
    sight = await now.read_in(spot.value)
    if not sight.lines:
        return None
    first = min(sight.lines, key=lambda line: line.box.x)
    try:
        return sure(sight, question, Value(first.text, first.box, first.score))
    except Ambiguous:
        return None


def _spot(question: str, text: str, sight: Sight) -> Spot | None:
    """The place of a value, from where it begins to the edge of the screen, and what its label looks like."""
    for line in sight.lines:
        begins = next((at for at in range(len(line.words)) if " ".join(word.text for word in line.words[at:]) == text), None)
        if begins is None:
            continue
        label = Box.union(word.box for word in line.words[:begins]) if begins else _label_of(question, line.box, sight)
        if label is None:
            continue
        value = Box.union(word.box for word in line.words[begins:])
        high, left = value.h, value.x - 0.1 * value.h
        place = Box(left, value.y - AROUND * high, sight.frame.size.w - left, (1 + 2 * AROUND) * high)
        return Spot(sight.frame.patch(label), place)
    return None


def _label_of(question: str, value: Box, sight: Sight) -> Box | None:
    """The nearest line that says so, to the left or above."""
    labels = [line.box for line in sight.lines if likeness_of(question, line.text) >= SURE]
    before = [box for box in labels if box.right <= value.x or box.bottom <= value.y]
    return min(before, key=lambda box: abs(box.y - value.y) + abs(box.x - value.x), default=None)


def _behind(label: str, text: str) -> str:
    """A value that stands in one line with its label is the rest of that line."""
    rest = text[len(label) :].strip(" :#–—-")
    return rest if text.casefold().startswith(label.casefold()) and rest else text
