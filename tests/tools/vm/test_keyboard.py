"""Which keys give which characters; a machine's own X server is asked in tests/sandbox/vm/test_installer.py."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache

import pytest

from handeye.tools.errors import BadInput
from handeye.tools.keys import key_named
from handeye.tools.vm.keyboard import Keyboard, Stroke, key_event
from handeye.tools.vm.layouts import CODES, LAYOUTS

ASCII = "".join(map(chr, range(0x20, 0x7F)))

ON_EVERY_OTHER = {
    "us": "",
    "gb": "£¬€äéŵłß",
    "de": "äöüÄÖÜß€§°éèêµłŠ",
    "fr": "éèçàùâêîôûäëïöü²µ§£°€",
    "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ€",
}

X11_KEYS = {
    "grave_accent": "TLDE", "minus": "AE11", "equal": "AE12", "bracket_left": "AD11", "bracket_right": "AD12",
    "semicolon": "AC10", "apostrophe": "AC11", "backslash": "BKSL", "less": "LSGT", "comma": "AB08", "dot": "AB09",
    "slash": "AB10", **{code: f"AE{'1234567890'.index(code) + 1:02}" for code in "1234567890"},
    **{code: f"AD{'qwertyuiop'.index(code) + 1:02}" for code in "qwertyuiop"},
    **{code: f"AC{'asdfghjkl'.index(code) + 1:02}" for code in "asdfghjkl"},
    **{code: f"AB{'zxcvbnm'.index(code) + 1:02}" for code in "zxcvbnm"},
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_whole_and_has_every_ascii_character(name: str) -> None:
    assert [len(level) for level in LAYOUTS[name].levels] == [len(CODES)] * 4
    assert Keyboard(name).refuses(ASCII + "\n\t" + ON_EVERY_OTHER[name]) == ""


@cache
def x11_symbols(layout: str) -> dict[str, list[str]]:
    """What X11's own tables say that keys of a layout mean."""
    source = f"""xkb_keymap {{ xkb_keycodes {{ include "evdev+aliases(qwerty)" }}; xkb_types {{ include "complete" }};
        xkb_compat {{ include "complete" }}; xkb_symbols {{ include "pc+{layout}" }}; }};"""
    done = subprocess.run(["xkbcomp", "-w0", "-xkb", "-", "-"], input=source, capture_output=True, text=True, check=True)
    keys = re.findall(r"key <(\w{4})>\s*\{(.*?)\};", done.stdout, re.DOTALL)
    rows = {key: re.findall(r"\[([^\]]*)\]", body)[-1] for key, body in keys}
    return {key: [symbol.strip() for symbol in row.split(",")] for key, row in rows.items()}


def means(symbol: str) -> str:
    from Xlib import XK  # pyright: ignore[reportMissingTypeStubs]

    code = XK.string_to_keysym(symbol) if not re.fullmatch("U[0-9A-F]{4}", symbol) else 0x01000000 + int(symbol[1:], 16)
    return chr(code) if 0x20 <= code < 0x100 else chr(code - 0x01000000) if code > 0x01000000 else ""


@pytest.mark.skipif(shutil.which("xkbcomp") is None, reason="needs xkbcomp: apt-get install x11-xkb-utils")
@pytest.mark.parametrize("name", LAYOUTS)
def test_what_a_key_gives_is_what_x11_says(name: str) -> None:
    symbols = x11_symbols(name)
    levels: list[tuple[str, ...]] = [(), ("shift",), ("alt_r",), ("alt_r", "shift")]
    known = 0
    for char in map(chr, range(0x21, 0x100)):
        for stroke in Keyboard(name).strokes(char)[:1]:
            symbol = symbols[X11_KEYS[stroke.code]][levels.index(stroke.held)]
            if not symbol.startswith("dead_"):
                assert means(symbol) == char, f"{char} is said to be on {stroke}, where {symbol} is"
                known += 1
    assert known > 85


def test_a_dead_key_and_a_space_give_the_mark_alone() -> None:
    assert Keyboard("de").strokes("^") == (Stroke("grave_accent"), Stroke("spc"))
    assert Keyboard("de").strokes("`") == (Stroke("equal", ("shift",)), Stroke("spc"))
    assert Keyboard("de").strokes("é") == (Stroke("equal"), Stroke("e"))
    assert Keyboard("fr").strokes("ê") == (Stroke("bracket_left"), Stroke("e"))


def test_a_stroke_lets_go_of_all_it_presses_in_reverse() -> None:
    keys = ("alt_r", "shift", "q")
    wanted = [key_event(key, True) for key in keys] + [key_event(key, False) for key in reversed(keys)]
    assert Stroke("q", ("alt_r", "shift")).events() == wanted


def test_any_other_character_is_written_as_gtk_takes_it_or_refused() -> None:
    assert Keyboard("us", "gtk").strokes("ż") == (
        Stroke("u", ("ctrl", "shift")), Stroke("1"), Stroke("7"), Stroke("c"), Stroke("spc"),
    )  # fmt: skip
    digits = Keyboard("fr", "gtk").strokes("ż")[1:3]
    assert digits == (Stroke("1", ("shift",)), Stroke("7", ("shift",))), "digits need Shift there"
    assert Keyboard("us", "gtk").refuses("Zażółć € 😀") == ""
    assert "layout=gb has one" in Keyboard("us").refuses("€")
    assert "compose=gtk" in Keyboard("us").refuses("日")
    assert "layout=" not in Keyboard("us").refuses("日")
    assert "character 2 (U+0007)" in Keyboard("us", "gtk").refuses("a\x07")


def test_chords_know_where_their_letters_are() -> None:
    ctrl, z, plus = key_named("ctrl"), key_named("z"), key_named("+")
    assert Keyboard("us").chord((ctrl, z)) == ("ctrl", "z")
    assert Keyboard("de").chord((ctrl, z)) == ("ctrl", "y")
    assert Keyboard("us").chord((ctrl, plus)) == ("ctrl", "shift", "equal")
    assert Keyboard("us").chord((key_named("shift"), plus)) == ("shift", "equal")
    assert 'no key "ż"' in Keyboard("us").refuses_keys((ctrl, key_named("ż")))


def test_layouts_are_named_as_people_do() -> None:
    assert Keyboard("UK").layout == "gb"
    assert Keyboard("en_US").layout == "us"
    with pytest.raises(BadInput, match=r'unknown keyboard layout "dee".* Did you mean "de"'):
        Keyboard("dee")
