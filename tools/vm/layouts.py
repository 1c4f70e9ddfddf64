"""Layouts: which keys of a guest's keyboard give which characters, as X11 has them.

A layout is four rows of keys at four levels: plain, with Shift, with AltGr, with both. A space stands
where a level gives nothing worth having, or a dead key, which `dead` names by the mark it puts on the
next letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ROWS = (
    "grave_accent 1 2 3 4 5 6 7 8 9 0 minus equal",
    "q w e r t y u i o p bracket_left bracket_right",
    "a s d f g h j k l semicolon apostrophe backslash",
    "less z x c v b n m comma dot slash",
)
"""QEMU's names of the keys, by where they are; `less` is the one that American keyboards lack."""

CODES = " ".join(ROWS).split()

PLAIN, SHIFT, ALTGR, BOTH = range(4)

GRAVE, ACUTE, CIRCUMFLEX, TILDE, MACRON, BREVE = "\u0300", "\u0301", "\u0302", "\u0303", "\u0304", "\u0306"
DOT_ABOVE, DIAERESIS, RING, DOUBLE_ACUTE, CARON = "\u0307", "\u0308", "\u030a", "\u030b", "\u030c"
CEDILLA, OGONEK = "\u0327", "\u0328"

ALONE = {"`": GRAVE, "´": ACUTE, "^": CIRCUMFLEX, "~": TILDE, "¨": DIAERESIS}
"""A dead key and a space give its mark alone."""


@dataclass(frozen=True, slots=True)
class Layout:
    levels: tuple[str, str, str, str]
    dead: Mapping[str, tuple[str, int]]
    """mark -> the key and the level"""


_NONE = " " * len(CODES)

LAYOUTS = {
    "us": Layout(
        (
            "`1234567890-=" "qwertyuiop[]" "asdfghjkl;'\\" " zxcvbnm,./",
            "~!@#$%^&*()_+" "QWERTYUIOP{}" 'ASDFGHJKL:"|' " ZXCVBNM<>?",
            _NONE,
            _NONE,
        ),
        {},
    ),
    "gb": Layout(
        (
            "`1234567890-=" "qwertyuiop[]" "asdfghjkl;'#" "\\zxcvbnm,./",
            '¬!"£$%^&*()_+' "QWERTYUIOP{}" "ASDFGHJKL:@~" "|ZXCVBNM<>?",
            "|¹²³€½¾{[]}\\ " "@ſe¶ŧ←↓→øþ  " "æßðđŋħ ĸł   " "|«»¢„“”µ•· ",
            _NONE,
        ),
        {
            CEDILLA: ("equal", ALTGR),
            DIAERESIS: ("bracket_left", ALTGR),
            RING: ("bracket_left", BOTH),
            TILDE: ("bracket_right", ALTGR),
            ACUTE: ("semicolon", ALTGR),
            CIRCUMFLEX: ("apostrophe", ALTGR),
            CARON: ("apostrophe", BOTH),
            GRAVE: ("backslash", ALTGR),
        },
    ),
    "de": Layout(
        (
            " 1234567890ß " "qwertzuiopü+" "asdfghjklöä#" "<yxcvbnm,.-",
            '°!"§$%&/()=? ' "QWERTZUIOPÜ*" "ASDFGHJKLÖÄ'" ">YXCVBNM;:_",
            " ¹²³¼½¬{[]}\\ " "@ſ€¶ŧ←↓→øþ ~" "æ ðđŋħ ĸł  ’" "|»«¢„“”µ·…–",
            " ¡⅛£¤⅜⅝⅞™±°¿ " "Ω§ ®Ŧ¥↑ı Þ  " "Æ ÐªŊĦ &Ł   " " ›‹©‚‘’º×÷—",
        ),
        {
            CIRCUMFLEX: ("grave_accent", PLAIN),
            ACUTE: ("equal", PLAIN),
            GRAVE: ("equal", SHIFT),
            CEDILLA: ("equal", ALTGR),
            OGONEK: ("equal", BOTH),
            DIAERESIS: ("bracket_left", ALTGR),
            RING: ("bracket_left", BOTH),
            CARON: ("apostrophe", BOTH),
        },
    ),
    "fr": Layout(
        (
            "²&é\"'(-è_çà)=" "azertyuiop $" "qsdfghjklmù*" "<wxcvbn,;:!",
            " 1234567890°+" "AZERTYUIOP £" "QSDFGHJKLM%µ" ">WXCVBN?./§",
            "¬¹~#{[|`\\^@]}" "æ«€¶ŧ←↓→øþ ¤" " ßðđŋħ ĸł   " "|ł»¢„“” •· ",
            _NONE,
        ),
        {
            CIRCUMFLEX: ("bracket_left", PLAIN),
            DIAERESIS: ("bracket_left", SHIFT),
            RING: ("bracket_left", BOTH),
            CARON: ("apostrophe", BOTH),
            GRAVE: ("backslash", ALTGR),
            ACUTE: ("m", ALTGR),
        },
    ),
    "pl": Layout(
        (
            "`1234567890-=" "qwertyuiop[]" "asdfghjkl;'\\" " zxcvbnm,./",
            "~!@#$%^&*()_+" "QWERTYUIOP{}" 'ASDFGHJKL:"|' " ZXCVBNM<>?",
            " ≠²³¢€½§·«»– " " œę©ß←↓→óþ  " "ąśðæŋ’ə…ł   " " żźć„”ńµ≤≥ ",
            "     ‰  ¾±°— " " ŒĘ®™¥↑↔ÓÞ  " "ĄŚÐÆŊ•Ə Ł   " " ŻŹĆ‘“Ń ×÷ ",
        ),
        {
            DIAERESIS: ("bracket_left", ALTGR),
            RING: ("bracket_left", BOTH),
            TILDE: ("bracket_right", ALTGR),
            ACUTE: ("semicolon", ALTGR),
            CIRCUMFLEX: ("apostrophe", ALTGR),
            CARON: ("apostrophe", BOTH),
            GRAVE: ("backslash", ALTGR),
        },
    ),
}  # fmt: skip
"""By the names that guests know them by."""

ALIASES = {"uk": "gb", "en": "us", "en-us": "us", "en-gb": "gb", "de-de": "de", "fr-fr": "fr", "pl-pl": "pl"}
