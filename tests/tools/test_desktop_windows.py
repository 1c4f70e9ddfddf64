"""What the windows of a desktop tell by themselves: whether they have taken in what was done, and which came and went."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from handeye.tools.action import Click, Press, Type
from handeye.tools.geometry import Point

from .processes import running_with, signalled
from .x11_world import LIMIT_S, Note, note, tk_world

QUICK_S = 0.6
"""GTK takes an earlier click for a part of what opened the menu."""


async def opened(now: Note, title: str) -> None:
    """Until a window of that title has been opened by the last action."""
    until_s = time.monotonic() + LIMIT_S
    while title not in (await now.world.desktop.effect()).windows_opened:
        assert time.monotonic() < until_s, await now.world.desktop.effect()
        await asyncio.sleep(0.02)


def test_a_look_says_that_a_program_has_not_taken_in_what_was_done(tmp_path: Path) -> None:
    async def run() -> None:
        async with note(tmp_path) as editor:
            desktop = editor.world.desktop
            (program,) = running_with(editor.world.place.xauthority, "mousepad")
            assert not (await desktop.look()).busy
            with signalled(program):
                await desktop.do(Type("Hello"))
                assert "has not taken in" in (await desktop.look()).busy
            await editor.world.settled()
            assert await editor.saved(5) == "Hello"

    asyncio.run(run())


def test_nobody_waits_for_a_program_that_hangs(tmp_path: Path) -> None:
    async def run() -> None:
        async with note(tmp_path) as editor:
            desktop = editor.world.desktop
            (program,) = running_with(editor.world.place.xauthority, "mousepad")
            with signalled(program):
                await desktop.do(Press(("f9",)))
                until_s = time.monotonic() + LIMIT_S
                while (await desktop.look()).busy:
                    assert time.monotonic() < until_s
                    await asyncio.sleep(0.05)

    asyncio.run(run())


def test_nobody_waits_for_what_cannot_answer_or_was_closed(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            await world.act(Click(Point(700, 400)))
            assert not (await world.desktop.look()).busy
        async with note(tmp_path) as editor:
            desktop = editor.world.desktop
            effect = await desktop.do(Press(("ctrl", "q")))
            until_s = time.monotonic() + LIMIT_S
            while not effect.windows_closed:
                assert time.monotonic() < until_s
                effect = await desktop.effect()
            assert not (await desktop.look()).busy

    asyncio.run(run())


def test_windows_that_come_and_go_are_told_with_their_titles(tmp_path: Path) -> None:
    async def run() -> None:
        async with note(tmp_path) as editor:
            desktop = editor.world.desktop
            await desktop.do(Press(("ctrl", "shift", "s")))
            await opened(editor, "Save As")
            await editor.world.settled()
            effect = await desktop.do(Press(("escape",)))
            until_s = time.monotonic() + LIMIT_S
            while effect.windows_closed != ("Save As",):
                assert time.monotonic() < until_s, effect
                effect = await desktop.effect()
            assert effect.windows_opened == ()

    asyncio.run(run())


def test_a_menu_that_closed_is_told_with_its_place(tmp_path: Path) -> None:
    async def run() -> None:
        async with note(tmp_path) as editor:
            desktop = editor.world.desktop
            bare = await editor.world.settled()
            await desktop.do(Press(("alt", "f")))
            menu = await editor.world.settled()
            assert (await desktop.effect()).popups_closed == ()
            await asyncio.sleep(QUICK_S)
            await editor.world.act(Click(Point(900, 700)))
            after = await editor.world.settled()
            (place,) = (await desktop.effect()).popups_closed
            shown = bare.patch(place.grow(-4))
            assert shown.matches(after)
            assert not shown.matches(menu)

    asyncio.run(run())
