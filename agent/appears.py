"""Appears: whether a text shows where it was typed, though nobody said in which field that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ..tools.geometry import Box
from ..tools.reading.text import Line, Word
from ..tools.sight import Sight
from .eyes import Looked
from .state import Evidence, Verdict

NEAR_PX = 2
END = 12
"""The caret stands behind what was typed, so that so much of its end is in view, however long it is."""
SHOWN = 40
"""So much of it is said in a verdict."""


async def appears(text: str, before: Looked, after: Looked, regions: Sequence[Box], *, is_secret: bool = False) -> Verdict:
    """By what is written where something changed, and was not written there before."""
    frame = after.frame.sha256
    if not regions:
        return Verdict("unsure", "it was typed, and nothing that can be seen changed; say where, as in: type … into Name")
    sight, earlier = await after.sight(), await before.sight()
    touched = _touched(sight, regions)
    place = Box.union([*regions, *(line.box for line in touched)])
    evidence = (Evidence("read", place, frame),)
    new, old = _bare(touched), _bare(_touched(earlier, regions))

    def came(part: str) -> bool:
        return bool(part) and new.count(part) > old.count(part)

    def said(part: str) -> str:
        return "what was typed" if is_secret else f'"{_short(part)}"'

    wanted = "".join(text.split())
    shown = await after.shows(place, text)
    if shown == "yes" or came(wanted):
        return Verdict("confirmed", f"it shows {said(text)}", evidence)
    for word, read in _instead(text.split(), touched):
        box = read.box.grow(NEAR_PX)
        if await after.shows(box, word) != "yes" and await after.shows(box, read.text) == "yes":
            what = "a word of it shows as another" if is_secret else f'it shows "{read.text}" where "{word}" was typed'
            return Verdict("unsure", what, (Evidence("read", read.box, frame),))
    last = text.strip().splitlines()[-1]
    if (len(wanted) > END and came(wanted[-END:])) or (last != text and await after.shows(place, last) == "yes"):
        return Verdict("confirmed", f"its end is in view: {said(last[-SHOWN:])}", evidence)
    for widget in sight.widgets:
        is_here = any(widget.box.intersect(box) for box in regions)
        if is_here and "masked" in widget.state and await after.shows(widget.box, text, masked=True) == "yes":
            return Verdict("confirmed", "it shows as many dots as were typed", (Evidence("read", widget.box, frame),))
    doubt = "it cannot be told whether it shows" if shown == "unsure" else "something changed, and none of it shows"
    return Verdict("unsure", f"{doubt} {said(text)}", evidence)


def _instead(typed: Sequence[str], lines: Sequence[Line]) -> Iterator[tuple[str, Word]]:
    """Words that were read as others, each between two that were read as they were typed."""
    for line in lines:
        same = SequenceMatcher(None, typed, [word.text for word in line.words], autojunk=False)
        ops = same.get_opcodes()
        for before, (kind, a, until, b, its_until), behind in zip(ops, ops[1:], ops[2:], strict=False):
            if kind == "replace" and before[0] == behind[0] == "equal" and until - a == its_until - b:
                yield from zip(typed[a:until], line.words[b:its_until], strict=True)


def _touched(sight: Sight, regions: Sequence[Box]) -> list[Line]:
    return [line for line in sight.lines if line.words and any(line.box.grow(NEAR_PX).intersect(box) for box in regions)]


def _bare(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
