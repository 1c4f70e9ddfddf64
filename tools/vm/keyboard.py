"""Keyboard: text and keys as the strokes that give them on a guest's layout.

What a layout has no key for, a dead key may give; then, where it is asked for, the way to write any
character that programs of the guest understand. All else is refused before a key is pressed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import BadInput, nearest
from ..keys import Key, untypable
from .layouts import ALIASES, ALONE, CODES, LAYOUTS

Compose = Literal["", "gtk"]
"""How the guest's programs take any character: "gtk" is Ctrl+Shift+U, its number in hex, a space."""

Event = dict[str, object]

_LEVEL_KEYS = ((), ("shift",), ("alt_r",), ("alt_r", "shift"))
_CONTROLS = {"\n": "ret", "\t": "tab", " ": "spc"}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key, with those that are held meanwhile; all by QEMU's names."""

    code: str
    held: tuple[str, ...] = ()

    def events(self) -> list[Event]:
        """All of it at once: a guest that is slow never sees a key held for long enough to repeat."""
        keys = (*self.held, self.code)
        return [key_event(key, True) for key in keys] + [key_event(key, False) for key in reversed(keys)]


def key_event(code: str, down: bool) -> Event:
    return {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": code}}}


class Keyboard:
    def __init__(self, layout: str = "us", compose: Compose = "") -> None:
        name = layout.casefold().replace("_", "-")
        self.layout = ALIASES.get(name, name)
        if self.layout not in LAYOUTS:
            raise BadInput(f'unknown keyboard layout "{layout}".{nearest(layout, LAYOUTS)} Known are: {", ".join(LAYOUTS)}')
        self._compose = compose
        known = LAYOUTS[self.layout]
        self._strokes = {char: Stroke(code) for char, code in _CONTROLS.items()}
        for level, chars in zip(_LEVEL_KEYS, known.levels, strict=True):
            for code, char in zip(CODES, chars, strict=True):
                self._strokes.setdefault(char, Stroke(code, level))
        self._dead = {mark: Stroke(code, _LEVEL_KEYS[level]) for mark, (code, level) in known.dead.items()}

    def strokes(self, char: str) -> tuple[Stroke, ...]:
        """What types one character; () where nothing does."""
        if (plain := self._strokes.get(char)) is not None:
            return (plain,)
        if (alone := self._dead.get(ALONE.get(char, ""))) is not None:
            return (alone, self._strokes[" "])
        base, *marks = unicodedata.normalize("NFD", char)
        if len(marks) == 1 and marks[0] in self._dead and base in self._strokes:
            return (self._dead[marks[0]], self._strokes[base])
        return tuple(self._composed(char)) if self._compose else ()

    def refuses(self, text: str) -> str:
        """Why a text cannot be typed; "" when it can."""
        if what := untypable(text):
            return f"type: {what} cannot be typed: it is no character of a text; leave it out, or press keys"
        lacking = next((char for char in text if not self.strokes(char)), "")
        if not lacking:
            return ""
        others = [name for name in LAYOUTS if name != self.layout and Keyboard(name).strokes(lacking)]
        has = f"layout={others[0]} has one, if the guest is set to it; " if others else ""
        return (
            f'type: "{lacking}" (U+{ord(lacking):04X}) has no key on the layout {self.layout}; {has}'
            "with compose=gtk it is written as programs built on GTK take it"
        )

    def chord(self, keys: tuple[Key, ...]) -> tuple[str, ...]:
        """QEMU's names of keys to press in order, with the Shift or AltGr that a character among them needs."""
        codes: list[str] = []
        for key in keys:
            if not key.is_character:
                codes.append(key.qcode)
                continue
            stroke = self._stroke_of(key.name)
            codes.extend(held for held in stroke.held if held not in codes)
            codes.append(stroke.code)
        return tuple(codes)

    def refuses_keys(self, keys: tuple[Key, ...]) -> str:
        lacking = next((key.name for key in keys if key.is_character and key.name not in self._strokes), "")
        return (
            f'press: the layout {self.layout} has no key "{lacking}"; type it as text, or give the layout of the guest'
            if lacking
            else ""
        )

    def _stroke_of(self, char: str) -> Stroke:
        if char not in self._strokes:
            raise BadInput(self.refuses_keys((Key(char, char, "", ""),)))
        return self._strokes[char]

    def _composed(self, char: str) -> Iterator[Stroke]:
        start = self._strokes["u"]
        yield Stroke(start.code, ("ctrl", "shift"))
        for digit in f"{ord(char):x}":
            yield self._strokes[digit]
        yield self._strokes[" "]
