"""What is typed on a desktop is what a real program then holds, whatever the keyboard's layout."""

from __future__ import annotations

import asyncio
import random
import unicodedata
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.action import Click, Press, Type, bind
from handeye.tools.computer import opened
from handeye.tools.desktop import LETTERS_AT_ONCE, Desktop
from handeye.tools.desktop.keyboard import char_of, symbol_of
from handeye.tools.desktop.x11 import LOCK, Connection
from handeye.tools.errors import BadInput, PageError

from .processes import running_with, signalled
from .x11_world import AREA, FIELD, World, note, run_on, tk_world

MIXED = "Zażółć gęślą jaźń · 你好，世界 · naïve “quotes” · 100 €"
KEYS = "The quick brown fox; JUMPS over 1234567890 lazy dogs! \"#$%&'()*+,-./:<=>?@[\\]^_`{|}~"
MANY = "".join(map(chr, range(0x4E00, 0x4E00 + 150)))
"""Far more than any keyboard has spare keys."""

MENU_KEYCODE = 135


@asynccontextmanager
async def connected(world: World) -> AsyncGenerator[Connection]:
    connection = Connection(world.place.display, world.place.xauthority)
    try:
        yield connection
    finally:
        connection.close()


async def type_in_field(world: World, text: str) -> None:
    await world.act(Click(FIELD))
    await world.act(Type(text))
    await world.text(text)


def test_a_gtk_program_saves_exactly_what_was_typed(tmp_path: Path) -> None:
    text = f"{MIXED}\n\tindented {KEYS}\n\nПривет, мир · ελληνικά Σσς · עברית · a\u0301 · 😀 done\n{MANY}"

    async def run() -> None:
        async with note(tmp_path) as editor:
            await editor.world.desktop.do(Type(text))
            assert await editor.saved(len(text.encode())) == text

    asyncio.run(run())


@pytest.mark.parametrize(
    "layout",
    [
        "de",
        pytest.param("fr", marks=pytest.mark.full),
        pytest.param("cz", marks=pytest.mark.full),
        "ru",
        pytest.param("us -variant dvorak", marks=pytest.mark.full),
    ],
)
def test_text_is_the_same_on_every_layout(tmp_path: Path, layout: str) -> None:
    text = f"{KEYS} {MIXED} Привет"

    async def run() -> None:
        async with note(tmp_path, "setxkbmap", "-layout", *layout.split()) as editor:
            await editor.world.desktop.do(Type(text))
            assert await editor.saved(len(text.encode())) == text

    asyncio.run(run())


@pytest.mark.parametrize("layout", ["us", "fr"])
def test_a_tk_program_gets_the_same_text(tmp_path: Path, layout: str) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            await run_on(world, "setxkbmap", layout)
            await type_in_field(world, f"The quick BROWN fox #1: 'x' @ {{y}} {MIXED}")

    asyncio.run(run())


@pytest.mark.parametrize("switches", [1, 2])
def test_text_is_the_same_in_the_second_and_third_of_several_layouts(tmp_path: Path, switches: int) -> None:
    text = f"{KEYS} Привет {MIXED}"
    several = ("setxkbmap", "-layout", "us,ru,de", "-option", "", "-option", "grp:menu_toggle")

    async def run() -> None:
        async with note(tmp_path, *several) as editor, connected(editor.world) as x:
            for _ in range(switches):
                x.key(MENU_KEYCODE, True)
                x.key(MENU_KEYCODE, False)
                x.sync()
            assert x.state() >> 13 & 3 == switches
            await editor.world.act(Type(text))
            assert x.state() >> 13 & 3 == switches
            assert await editor.saved(len(text.encode())) == text

    asyncio.run(run())


@pytest.mark.parametrize("layout", ["us", "de"])
def test_caps_lock_does_not_spoil_text_and_stays_on(tmp_path: Path, layout: str) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world, connected(world) as x:
            await run_on(world, "setxkbmap", layout)
            await world.act(Press(("capslock",)))
            assert x.state() & LOCK
            await type_in_field(world, "Not Shouted: żółw ŻÓŁW ß é É")
            assert x.state() & LOCK

    asyncio.run(run())


def test_another_layout_chosen_between_two_texts(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            text = ""
            for layout in ("us", "de", "fr", "us"):
                await run_on(world, "setxkbmap", layout)
                if not text:
                    await world.act(Click(FIELD))
                await world.act(Type("zy{ż}“你€”"))
                text += "zy{ż}“你€”"
                await world.text(text)

    asyncio.run(run())


def test_the_keyboard_is_put_back(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world, connected(world) as x:
            before = x.symbols()
            async with opened(Desktop(world.place.display, xauthority=world.place.xauthority)) as other:
                await other.do(bind(Click(FIELD), await other.look()))
                await other.do(Type(MIXED))
                assert x.symbols() != before
            assert x.symbols() == before
            await world.text(MIXED)

    asyncio.run(run())


def test_a_slow_program_gets_the_same_text(tmp_path: Path) -> None:
    """It reads its keys long after they were sent; then the keys still mean what they meant."""
    text = MIXED + "ĄĆĘ好" + MANY

    async def run() -> None:
        async with note(tmp_path) as editor:
            (program,) = running_with(tmp_path, "mousepad")
            with signalled(program):
                await editor.world.act(Type(MIXED))
                await editor.world.act(Type("ĄĆĘ好"))
                typing = asyncio.create_task(editor.world.act(Type(MANY)))
                # It must wait: to type on, it would have to give keys another meaning.
                assert not (await asyncio.wait([typing], timeout=1))[0]
            await typing
            assert await editor.saved(len(text.encode())) == text

    asyncio.run(run())


def test_a_slow_program_that_cannot_be_asked_gets_the_same_text(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            await world.act(Click(FIELD))
            (program,) = running_with(tmp_path, "wish")
            with signalled(program):
                await world.act(Type(MIXED))
                await world.act(Type("ĄĆĘ好"))
                await asyncio.sleep(0.5)
                assert not world.events("text")
            await world.text(MIXED + "ĄĆĘ好")

    asyncio.run(run())


def test_a_program_that_hangs_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with note(tmp_path) as editor:
            (program,) = running_with(tmp_path, "mousepad")
            monkeypatch.setattr("handeye.tools.desktop.READ_WITHIN_S", 0.3)
            with signalled(program), pytest.raises(PageError, match=r"stopped reading its keys after \d+ of 150"):
                await editor.world.act(Type(MANY))

    asyncio.run(run())


@pytest.mark.parametrize(("text", "named"), [("a\x07b", "character 2.*U\\+0007"), ("\r\n", "U\\+000D"), ("\ud800", "U\\+D800")])
def test_what_cannot_be_typed_is_refused_before_a_key_is_pressed(tmp_path: Path, text: str, named: str) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            with pytest.raises(BadInput, match=named):
                await world.desktop.do(Type(text))
            await world.act(Press(("F5",)))
            await world.until(lambda: bool(world.events("up")))
            assert [event["name"] for event in world.events("key")] == ["F5"]

    asyncio.run(run())


def test_typing_stops_when_it_is_told_to(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world, connected(world) as x:
            await world.act(Press(("capslock",)))
            await world.act(Click(AREA))
            typing = asyncio.create_task(world.desktop.do(Type("aB" * 50_000)))
            await world.until(lambda: len(world.events("key")) > LETTERS_AT_ONCE)
            typing.cancel()
            await asyncio.wait([typing])
            assert typing.cancelled()
            assert x.state() == LOCK, "CapsLock is on again, and nothing is held"
            await world.act(Press(("capslock",)))
            await world.act(Press(("F5",)))
            await world.until(lambda: world.events("up")[-1]["name"] == "F5")
            assert len(world.events("key")) < 100_000

    asyncio.run(run())


def test_random_texts_of_many_scripts(tmp_path: Path) -> None:
    rng = random.Random(7)
    scripts = [(0x20, 0x7E), (0xA1, 0x17F), (0x391, 0x3C9), (0x410, 0x44F), (0x5D0, 0x5EA), (0x2010, 0x2027), (0x3041, 0x3096)]
    scripts += [(0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0x2190, 0x21FF)]

    def character() -> str:
        while unicodedata.category(found := chr(rng.randint(*rng.choice(scripts)))) == "Cn":
            pass
        return found

    texts = ["".join(character() for _ in range(rng.randint(1, 30))) for _ in range(40)]
    whole = "".join(texts)

    async def run() -> None:
        async with note(tmp_path) as editor:
            for text in texts:
                await editor.world.act(Type(text))
            assert await editor.saved(len(whole.encode())) == whole

    asyncio.run(run())


@given(st.characters(exclude_categories=("Cc", "Cs", "Cn")))
def test_a_characters_keysym_means_that_character(char: str) -> None:
    assert char_of(symbol_of(char)) == char


@pytest.mark.parametrize(
    ("symbol", "char"),
    [
        *((0x1BF, "ż"), (0x2A1, "Ħ"), (0x3A2, "ĸ"), (0x6C1, "а"), (0x6B1, ""), (0x5C7, "ا"), (0xCE0, "א"), (0xDA1, "ก")),
        *((0x20AC, "€"), (0xFF0D, ""), (0xFFE1, ""), (0, ""), (0xFE51, "")),
    ],
)
def test_keysyms_older_than_unicode(symbol: int, char: str) -> None:
    assert char_of(symbol) == char
