"""Keyboard: types on an X display exactly what is asked for, whatever the layout and its locks.

A character that the layout in use has on a plain key is typed with that key. Any other is put on a
spare key first. Programs look a key's meaning up when they read it, which may be late: so all of a
text's characters are put in place before its first key, they stay there, and a spare key gets a new
meaning only when none is left and the program has read what was typed before.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import Unsupported
from ..keys import Key
from .x11 import ALT, CONTROL, LEVEL3, LOCK, SHIFT, SUPER, Connection

_NO_SYMBOL = 0
_UNICODE = 0x01000000
_RETURN, _TAB, _CAPS_LOCK, _SHIFT_L = 0xFF0D, 0xFF09, 0xFFE5, 0xFFE1

_OLD_SETS = {0x1: "iso8859_2", 0x2: "iso8859_3", 0x3: "iso8859_4", 0x5: "iso8859_6", 0xC: "iso8859_8", 0xD: "iso8859_11"}
"""Keysyms older than Unicode: the high byte names the character set, the low byte the character in it."""

TAKEN_IN_S = 1.5
"""A program that takes in a whole new layout may miss a key that gets its meaning at that moment; nothing
tells when it is done."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key, and whether Shift is down while it is struck."""

    keycode: int
    shifted: bool


def symbol_of(char: str) -> int:
    """The keysym that means a character; Return and Tab for their controls."""
    code = ord(char)
    if char in "\n\t":
        return _RETURN if char == "\n" else _TAB
    return code if code < 0x100 else _UNICODE | code


def char_of(symbol: int) -> str:
    """The character that a keysym means, "" for all other keys and for old sets not worth knowing."""
    if 0x20 <= symbol <= 0x7E or 0xA0 <= symbol <= 0xFF or symbol == 0x20AC:
        return chr(symbol)
    if _UNICODE + 0x100 <= symbol <= _UNICODE + 0x10FFFF:
        return chr(symbol - _UNICODE)
    kind, low = symbol >> 8, symbol & 0xFF
    if kind == 0x6 and low >= 0xC0:
        return bytes([low]).decode("koi8_r")
    return bytes([low]).decode(_OLD_SETS[kind], "ignore") if kind in _OLD_SETS and low >= 0xA0 else ""


class Keyboard:
    def __init__(self, connection: Connection) -> None:
        self._x = connection
        self._rows: dict[int, tuple[int, ...]] = {}
        self._strokes: dict[int, Stroke] = {}
        """keysym -> how the layout in use gives it"""
        self._lent: dict[int, Stroke] = {}
        """keysym -> the spare key it was put on; the one used longest ago comes first"""
        self._down: list[int] = []
        self._changed_s = -math.inf

    def read(self) -> None:
        """How the keyboard is now; somebody may have chosen another layout."""
        rows = self._x.symbols()
        if self._rows and self._meanings(rows) != self._meanings(self._rows):
            self._changed_s = time.monotonic()
        self._rows = rows
        layout = self._x.state() >> 13 & 3
        # Another layout was chosen meanwhile: then what was put there is gone.
        self._lent = {symbol: at for symbol, at in self._lent.items() if self._rows[at.keycode][at.shifted] == symbol}
        lent = self._lent_keycodes()
        self._strokes = {}
        # Only two layouts fit into this map; in a third one, all text goes over spare keys.
        for shifted in (False, True):
            for keycode, row in self._rows.items():
                symbol = _levels(row, layout)[shifted]
                if symbol == _NO_SYMBOL or keycode in lent or (layout > 1 and char_of(symbol)):
                    continue
                self._strokes.setdefault(symbol, Stroke(keycode, shifted))
                if char := char_of(symbol):
                    self._strokes.setdefault(symbol_of(char), Stroke(keycode, shifted))

    # ---- text

    def ready(self) -> None:
        """Raises if the keyboard as it is would spoil any text; nothing has been pressed then."""
        held = self._x.state() & (SHIFT | CONTROL | ALT | SUPER | LEVEL3)
        if held:
            raise Unsupported("type: a modifier key is being held down on this display, which would spoil the text; let it go")
        if self._strokes.get(_SHIFT_L) is None:
            raise Unsupported("type: the keyboard of this display has no Shift key; choose a layout with setxkbmap")

    @property
    def unread_s(self) -> float:
        """How long programs may still be busy with a layout that somebody else has chosen."""
        return self._changed_s + TAKEN_IN_S - time.monotonic()

    def parts(self, text: str) -> Iterator[str]:
        """The text cut so that what the layout lacks of a part fits on the spare keys at once."""
        room = 2 * len(self._spare_keycodes())
        start = 0
        lacking: set[str] = set()
        for at, char in enumerate(text):
            if not self._lacks(char) or char in lacking:
                continue
            if len(lacking) >= room:
                if not room:
                    raise Unsupported(f'type: this layout has no "{char}" and the keyboard no spare key; choose another layout')
                yield text[start:at]
                start = at
                lacking.clear()
            lacking.add(char)
        yield text[start:]

    def must_take_back(self, part: str) -> bool:
        """Whether a key must change its meaning for this part: what was typed with it must be read first."""
        lacking = {symbol_of(char) for char in part if self._lacks(char)}
        return len(self._lent.keys() | lacking) > 2 * len(self._spare_keycodes())

    def put_in_place(self, part: str) -> tuple[int, ...]:
        """Gives every character of a part a key, and waits until the server has it so; the keys with a new meaning."""
        lacking = list(dict.fromkeys(symbol_of(char) for char in part if self._lacks(char)))
        for symbol in lacking:
            if symbol in self._lent:
                self._lent[symbol] = self._lent.pop(symbol)
        new = [symbol for symbol in lacking if symbol not in self._lent]
        for symbol in new:
            self._lend(symbol)
        self._x.sync()
        return tuple({self._lent[symbol].keycode: None for symbol in new})

    def say_again(self, keycode: int) -> None:
        """Tells programs once more what a lent key means."""
        self._x.set_symbols(keycode, self._rows[keycode])
        self._x.sync()

    def strike(self, text: str) -> None:
        """Types what has been put in place: all of it is with the server when this returns."""
        shift = self._key_of(_SHIFT_L).keycode
        for char in text:
            stroke = self._key_of(symbol_of(char))
            if stroke.shifted:
                self._x.key(shift, True)
            self._x.key(stroke.keycode, True)
            self._x.key(stroke.keycode, False)
            if stroke.shifted:
                self._x.key(shift, False)
        self._x.sync()

    def switch_caps_lock(self, on: bool) -> bool:
        """Whether it had to be switched."""
        if bool(self._x.state() & LOCK) == on:
            return False
        if (stroke := self._strokes.get(_CAPS_LOCK)) is not None:
            self._x.key(stroke.keycode, True)
            self._x.key(stroke.keycode, False)
            self._x.sync()
        if bool(self._x.state() & LOCK) != on:
            raise Unsupported("type: CapsLock is on and could not be switched off, which would spoil the text; switch it off")
        return True

    def give_back(self) -> None:
        """Puts the keyboard map back as it was."""
        if not self._lent:
            return
        self.read()
        for keycode in {stroke.keycode for stroke in self._lent.values()}:
            self._x.set_symbols(keycode, (_NO_SYMBOL,) * 2)
        self._lent.clear()
        self._x.sync()

    @property
    def has_lent(self) -> bool:
        return bool(self._lent)

    # ---- keys

    def press(self, keys: tuple[Key, ...]) -> None:
        """Presses keys in order; they stay down until `release`."""
        codes: list[int] = []
        shift = self._strokes.get(_SHIFT_L)
        shifted = any(key.name == "shift" for key in keys)
        for key in keys:
            stroke = self._stroke_for(key)
            if stroke.shifted and not shifted and shift is not None:
                codes.append(shift.keycode)
                shifted = True
            codes.append(stroke.keycode)
        self._x.sync()
        for code in codes:
            self._down.append(code)
            self._x.key(code, True)
        self._x.sync()

    def release(self) -> None:
        """Lets go of every key that is held, the last one first."""
        while self._down:
            self._x.key(self._down.pop(), False)
        self._x.sync()

    # ---- how it is done

    def _meanings(self, rows: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
        """What the keys mean that are nobody's loan."""
        lent = self._lent_keycodes()
        return {keycode: row for keycode, row in rows.items() if keycode not in lent and any(row)}

    def _lacks(self, char: str) -> bool:
        return symbol_of(char) not in self._strokes

    def _key_of(self, symbol: int) -> Stroke:
        return self._strokes.get(symbol) or self._lent[symbol]

    def _stroke_for(self, key: Key) -> Stroke:
        symbol = symbol_of(key.name) if key.is_character else self._x.symbol_named(key.keysym)
        if (stroke := self._strokes.get(symbol)) is not None:
            return stroke
        if key.is_modifier:
            raise Unsupported(f'press: the keyboard of this display has no "{key.name}" key; choose a layout with setxkbmap')
        if symbol not in self._lent:
            self._lend(symbol)
        return self._lent[symbol]

    def _lent_keycodes(self) -> set[int]:
        return {stroke.keycode for stroke in self._lent.values()}

    def _spare_keycodes(self) -> list[int]:
        """Keys that mean nothing, and those which mean something only because of us."""
        lent, first = self._lent_keycodes(), min(self._rows)
        # The first one is no key of any keyboard: it has no name, and some programs drop it.
        return [code for code, row in self._rows.items() if code != first and (code in lent or not any(row))]

    def _lend(self, symbol: int) -> None:
        taken = {(stroke.keycode, stroke.shifted) for stroke in self._lent.values()}
        places = (Stroke(code, shifted) for shifted in (False, True) for code in self._spare_keycodes())
        place = next((at for at in places if (at.keycode, at.shifted) not in taken), None)
        if place is None:
            if not self._lent:
                raise Unsupported("press: this layout has no such key and the keyboard no spare one; choose another layout")
            place = self._lent.pop(next(iter(self._lent)))
        self._lent[symbol] = place
        meant = {at.shifted: each for each, at in self._lent.items() if at.keycode == place.keycode}
        first, second = meant.get(False, _NO_SYMBOL), meant.get(True, _NO_SYMBOL)
        # Both levels are always filled: the server makes up a capital for a lone small letter.
        row = (first or second, second or first)
        self._rows[place.keycode] = row
        self._x.set_symbols(place.keycode, row)


def _levels(row: tuple[int, ...], layout: int) -> tuple[int, int]:
    """What a key means plain and with Shift; a key that the second layout leaves out is the first's."""
    padded = (*row, _NO_SYMBOL, _NO_SYMBOL, _NO_SYMBOL, _NO_SYMBOL)
    second = padded[2:4] if layout == 1 and any(padded[2:4]) else padded[0:2]
    return second[0], second[1]
