"""Forms of keys: `press Ctrl+S`; everything else that is pressed is a button."""

from __future__ import annotations

import re

from ...tools.errors import BadInput
from ...tools.keys import MODIFIERS, key_named, parse_chord
from .form import Form
from .parts import items_of
from .quotes import Pieces
from .refusal import NotUnderstood
from .steps import Press, Step

ON_BUTTONS_TOO = frozenset(
    {"delete", "insert", "home", "end", "menu", "print", "pause", "back", "option", "command", "plus", "minus"}
)
"""Names of keys that are words of many a button."""

_KEY = re.compile(
    r"(?:the )?(?P<before>key )?(?P<name>\S+(?: (?:up|down|left|right|bar|arrow|lock|screen))?)(?P<after> key)?", re.I
)
_ARROW = re.compile(r"arrow (up|down|left|right)|(up|down|left|right) arrow", re.I)
_HELD = re.compile(rf"(?:{'|'.join(MODIFIERS)}|control|cmd|command|win|windows|option)\+", re.I)


def read_keys(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    said = re.sub(r"(?<=\w) ?\+ ?(?=\S)", "+", re.sub(r"(?<=\w)\.$", "", tail))
    items = items_of(said)
    chords = [_chord(item) for item in items]
    if len(items) == 1 and said.casefold() in ON_BUTTONS_TOO:
        raise NotUnderstood(said, f"a key or a button? write: press the {said} key, or: click {said}")
    if chords and all(chords):
        return tuple(Press(chord) for chord in chords)
    if chords and chords[0] and len(items) > 1:
        raise NotUnderstood(pieces.written(items[chords.index(())]), "no key")
    if _HELD.match(said):
        raise NotUnderstood(pieces.written(said), "no chord of keys")
    place = re.match(r"(?P<key>(?:the )?\S+(?: key)?) (?P<rest>(?:in|into|on|once|twice|\d+ times)\b.*)", said, re.I)
    if place and _chord(place["key"]):
        raise NotUnderstood(pieces.written(place["rest"]), "a key goes where the focus is, once")
    return None


def _chord(said: str) -> tuple[str, ...]:
    """The keys that are named, or none. `5` is a button of a calculator, `the 5 key` is a key."""
    found = _KEY.fullmatch(said)
    if not found or "\x00" in said:
        return ()
    name = found["name"]
    if arrow := _ARROW.fullmatch(name):
        name = arrow[1] or arrow[2]
    try:
        keys = parse_chord(name) if "+" in name else (key_named(name).name,)
    except BadInput:
        return ()
    if len(keys) == 1:
        return keys if len(keys[0]) > 1 or found["before"] or found["after"] else ()
    return keys if len(keys[0]) > 1 else ()


FORMS = (Form("press KEY (+KEY)", "press Ctrl+S", ("press", "hit"), read_keys),)
