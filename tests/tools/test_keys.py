"""Keys: one vocabulary, said in the languages of Playwright, X11 and QEMU."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from Xlib import XK

from handeye.tools.errors import BadInput
from handeye.tools.keys import KEYS, MODIFIERS, key_named, parse_chord, untypable

XK.load_keysym_group("xkb")  # where the third level's key is named

ALIASES = {
    "Control": "ctrl", "CMD": "meta", "Windows": "meta", "Option": "alt", "AltGraph": "altgr", "Return": "enter", "Esc": "escape",
    "Del": "delete", "Ins": "insert", "PgUp": "pageup", "page down": "pagedown", "Page_Up": "pageup", "ArrowLeft": "left",
    "spacebar": "space", " ": "space", "Context Menu": "menu", "plus": "+", "minus": "-", "comma": ",", "\n": "enter", "\t": "tab",
}  # fmt: skip

# The names of QEMU's QKeyCode that we say.
QCODES = frozenset(
    [
        "ctrl",
        "shift",
        "alt",
        "alt_r",
        "meta_l",
        "ret",
        "tab",
        "spc",
        "backspace",
        "delete",
        "insert",
        "esc",
        "home",
        "end",
        "pgup",
        "pgdn",
        "up",
        "down",
        "left",
        "right",
        "compose",
        "caps_lock",
        "num_lock",
        "scroll_lock",
        "print",
        "pause",
        "f1",
        "f2",
        "f3",
        "f4",
        "f5",
        "f6",
        "f7",
        "f8",
        "f9",
        "f10",
        "f11",
        "f12",
    ]
)

characters = st.characters(exclude_categories=("C", "Z"), exclude_characters="+")
typed = st.one_of(st.sampled_from(sorted(KEYS)), characters)


@pytest.mark.parametrize("name", KEYS)
def test_every_key_has_a_name_in_all_three_languages(name: str) -> None:
    key = key_named(name)
    assert key.name == name
    assert XK.string_to_keysym(key.keysym), f"X11 knows no {key.keysym}"
    assert key.qcode in QCODES
    assert key.playwright
    assert not key.is_character
    assert key.is_modifier == (name in MODIFIERS)


def test_playwright_knows_every_name(playwright_layout: str) -> None:
    for key in KEYS.values():
        assert f"'{key.playwright}'" in playwright_layout or f'"{key.playwright}"' in playwright_layout, key


@pytest.fixture(scope="module")
def playwright_layout() -> str:
    """Playwright's own table of keys, as it ships it."""
    from pathlib import Path

    import playwright

    driver = Path(playwright.__file__).parent / "driver" / "package" / "lib"
    tables = [text for path in driver.rglob("*.js") if "NumpadSubtract" in (text := path.read_text("utf-8"))]
    assert tables, f"no table of keys was found under {driver}"
    return "\n".join(tables)


@pytest.mark.parametrize(("said", "name"), ALIASES.items())
def test_people_have_other_words_for_keys(said: str, name: str) -> None:
    assert key_named(said).name == name


@given(st.sampled_from(sorted(KEYS)), st.data())
def test_the_case_of_a_name_is_of_no_matter(name: str, data: st.DataObject) -> None:
    said = "".join(data.draw(st.sampled_from((char, char.upper()))) for char in name)
    assert key_named(said) is KEYS[name]


@given(characters)
def test_a_character_is_a_key_of_its_own(char: str) -> None:
    if char.isprintable():
        assert key_named(char).name == char
        assert key_named(char).is_character


@pytest.mark.parametrize(
    ("said", "meant"), [("entr", "enter"), ("ctlr", "ctrl"), ("PageDwn", "pagedown"), ("bakspace", "backspace")]
)
def test_an_unknown_key_is_refused_with_the_nearest(said: str, meant: str) -> None:
    with pytest.raises(BadInput, match=rf'unknown key "{said}"\. Did you mean "{meant}"\?'):
        key_named(said)


@pytest.mark.parametrize("said", ["", "\x00", "ab", "f13", "hyper", "\ud800x"])
def test_what_is_no_key_is_refused(said: str) -> None:
    with pytest.raises(BadInput, match="unknown key"):
        key_named(said)


@given(st.lists(typed, min_size=1, max_size=5))
def test_a_chord_comes_back_as_it_was_written(names: list[str]) -> None:
    names = [key_named(name).name for name in names if name in KEYS or name.isprintable()]
    wanted = tuple(name.lower() if len(names) > 1 and len(name.lower()) == 1 else name for name in names)
    if names:
        assert parse_chord("+".join(names)) == wanted


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("Ctrl+Shift+T", ("ctrl", "shift", "t")),
        ("ctrl + s", ("ctrl", "s")),
        ("Ctrl++", ("ctrl", "+")),
        ("+", ("+",)),
        ("A", ("A",)),
        ("Alt+F4", ("alt", "f4")),
        ("ctrl+plus", ("ctrl", "+")),
        ("cmd+Space", ("meta", "space")),
    ],
)
def test_chords(said: str, keys: tuple[str, ...]) -> None:
    assert parse_chord(said) == keys


@pytest.mark.parametrize("said", ["", "ctrl+nothing", "+a", "a++b"])
def test_what_is_no_chord_is_refused(said: str) -> None:
    with pytest.raises(BadInput):
        parse_chord(said)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))))
def test_whatever_people_write_can_be_typed(text: str) -> None:
    assert untypable(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ab\x00", "character 3 (U+0000)"),
        ("\x1b[A", "character 1 (U+001B)"),
        ("é\ud800", "character 2 (U+D800)"),
        ("\uffff", "character 1 (U+FFFF)"),
    ],
)
def test_control_codes_cannot(text: str, why: str) -> None:
    assert untypable(text) == why


def test_lines_and_tabs_can() -> None:
    assert untypable("one\ttwo\nthree\U0001fae8") == ""
