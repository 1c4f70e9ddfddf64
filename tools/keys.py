"""One key vocabulary, said in three languages: Playwright, X11 keysyms, QEMU qcodes.

A key is a single character ("a", "ż", "+") or one of the names below, whatever its case. `ctrl+s` in
one string is split by `parse_chord`; actions carry keys one by one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .errors import BadInput, nearest


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    playwright: str
    keysym: str
    """X11's name; for characters "" (they are found by code point)."""
    qcode: str
    """QEMU's name; "" where it depends on the guest's layout."""

    @property
    def is_character(self) -> bool:
        return len(self.name) == 1

    @property
    def is_modifier(self) -> bool:
        return self.name in MODIFIERS


MODIFIERS = ("ctrl", "shift", "alt", "altgr", "meta")

_NAMED: tuple[tuple[str, str, str, str], ...] = (
    ("ctrl", "Control", "Control_L", "ctrl"),
    ("shift", "Shift", "Shift_L", "shift"),
    ("alt", "Alt", "Alt_L", "alt"),
    ("altgr", "AltGraph", "ISO_Level3_Shift", "alt_r"),
    ("meta", "Meta", "Super_L", "meta_l"),
    ("enter", "Enter", "Return", "ret"),
    ("tab", "Tab", "Tab", "tab"),
    ("space", " ", "space", "spc"),
    ("backspace", "Backspace", "BackSpace", "backspace"),
    ("delete", "Delete", "Delete", "delete"),
    ("insert", "Insert", "Insert", "insert"),
    ("escape", "Escape", "Escape", "esc"),
    ("home", "Home", "Home", "home"),
    ("end", "End", "End", "end"),
    ("pageup", "PageUp", "Page_Up", "pgup"),
    ("pagedown", "PageDown", "Page_Down", "pgdn"),
    ("up", "ArrowUp", "Up", "up"),
    ("down", "ArrowDown", "Down", "down"),
    ("left", "ArrowLeft", "Left", "left"),
    ("right", "ArrowRight", "Right", "right"),
    ("menu", "ContextMenu", "Menu", "compose"),
    ("capslock", "CapsLock", "Caps_Lock", "caps_lock"),
    ("numlock", "NumLock", "Num_Lock", "num_lock"),
    ("scrolllock", "ScrollLock", "Scroll_Lock", "scroll_lock"),
    ("printscreen", "PrintScreen", "Print", "print"),
    ("pause", "Pause", "Pause", "pause"),
    *((f"f{n}", f"F{n}", f"F{n}", f"f{n}") for n in range(1, 13)),
)

_ALIASES = {
    "control": "ctrl", "strg": "ctrl", "cmd": "meta", "command": "meta", "super": "meta", "win": "meta", "windows": "meta",
    "option": "alt", "opt": "alt", "alt_gr": "altgr", "altgraph": "altgr", "return": "enter", "ret": "enter", "esc": "escape",
    "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown", "pgdown": "pagedown", "page_up": "pageup",
    "page_down": "pagedown", "arrowup": "up", "arrowdown": "down", "arrowleft": "left", "arrowright": "right",
    "spacebar": "space", " ": "space", "back": "backspace", "contextmenu": "menu", "print": "printscreen", "plus": "+",
    "minus": "-", "comma": ",", "\n": "enter", "\t": "tab",
}  # fmt: skip

KEYS = {row[0]: Key(*row) for row in _NAMED}

_DIGITS_AND_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def key_named(said: str) -> Key:
    """The key people mean by a name or a character; an unknown one is refused with the nearest."""
    folded = said.casefold()
    name = _ALIASES.get(folded) or _ALIASES.get(folded.replace(" ", "")) or folded.replace(" ", "")
    if name in KEYS:
        return KEYS[name]
    character = said if len(said) == 1 else name
    if len(character) == 1 and character.isprintable():
        return Key(character, character, "", character if character in _DIGITS_AND_LETTERS else "")
    raise BadInput(f'unknown key "{said}".{nearest(said, [*KEYS, *_ALIASES])} Keys are characters and: {", ".join(KEYS)}')


def parse_chord(said: str) -> tuple[str, ...]:
    """`Ctrl+Shift+T` → ("ctrl", "shift", "t"); `Ctrl++` ends with the plus key."""
    body, plus = (said[:-1].rstrip("+"), ("+",)) if said.endswith("+") and len(said) > 1 else (said, ())
    names = [part.strip() or part for part in body.split("+")] if body != "+" else ["+"]
    if not said or any(not name for name in names):
        raise BadInput(f'"{said}" is not a key or a chord of keys; write one as Ctrl+Shift+T')
    keys = tuple(key_named(name).name for name in names) + plus
    # "Ctrl+A" names the A key; the capital is only how chords are written.
    return tuple(k.lower() if len(keys) > 1 and len(k.lower()) == 1 else k for k in keys)


def untypable(text: str) -> str:
    """The first thing in a text that no keyboard can type, said for people; "" when all can."""
    for at, char in enumerate(text):
        kind = unicodedata.category(char)
        # Letters newer than Python's own tables are unassigned to it (Cn) and can be typed; noncharacters cannot.
        nobody = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
        if (kind == "Cc" and char not in "\n\t") or kind == "Cs" or nobody:
            return f"character {at + 1} (U+{ord(char):04X})"
    return ""
