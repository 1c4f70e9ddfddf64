"""A whole system under TCG, seen and driven from outside: Debian's graphical installer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pytest

from handeye.tools.action import Click, Drag, Move, Press, Scroll, Type, bind
from handeye.tools.errors import StaleFrame
from handeye.tools.geometry import Point
from handeye.tools.motion import difference

from .whole import ASCII, CONTINUE, EMPTY, LETTERS, STARTS_WITHIN_S, Installer, started

pytestmark = pytest.mark.full


class Running:
    """One machine for all tests of this file; each begins with its first page."""

    def __init__(self, runner: asyncio.Runner, installer: Installer) -> None:
        self.run: Callable[[Coroutine[Any, Any, Any]], Any] = runner.run
        self.installer = installer


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with asyncio.Runner() as runner:
        context = started(tmp_path_factory.mktemp("installer"))
        installer = runner.run(context.__aenter__())
        try:
            runner.run(_first_page(installer))
            yield Running(runner, installer)
        finally:
            runner.run(context.__aexit__(None, None, None))


async def _first_page(installer: Installer) -> None:
    await installer.shows(installer.reads("Choose the language"), STARTS_WITHIN_S)
    await installer.do(Move(EMPTY))
    await installer.settle()
    await installer.machine.snapshot("language")


@pytest.fixture
def installer(running: Running) -> Installer:
    running.run(running.installer.machine.reset("language"))
    return running.installer


def test_a_reset_restores_its_picture_pixel_for_pixel(running: Running, installer: Installer) -> None:
    async def run() -> None:
        first = await installer.vm.look()
        for _ in range(50):
            await installer.do(Press(("down",)))
            await installer.machine.reset("language")
            assert (await installer.vm.look()).sha256 == first.sha256
        await installer.do(Press(("down",)))
        await installer.shows(lambda frame: frame.sha256 != first.sha256)

    running.run(run())


def test_the_pointer_comes_to_exactly_its_pixel(running: Running, installer: Installer) -> None:
    rng = random.Random(8)

    async def run() -> None:
        away = await installer.settle()
        for _ in range(20):
            # On the plain strip above the list, and on both edges.
            point = Point(rng.choice([0, 1279, rng.uniform(300, 1250)]), rng.uniform(80, 110))
            await installer.do(Move(point))
            frame = await installer.shows(lambda frame: difference(away, frame))
            frame = await installer.settle()
            # The arrow is black, with a pale line around it.
            ys, xs = np.nonzero((frame.rgb.max(axis=2) < 60) & (away.rgb.max(axis=2) > 150))
            assert (xs.min(), ys.min()) == (int(point.x), int(point.y)), "the tip of the arrow"

    running.run(run())


def test_clicks_keys_wheel_and_drags_do_what_they_do(running: Running, installer: Installer) -> None:
    async def run() -> None:
        first = await installer.settle()
        lines = installer.lines(first)
        await installer.do(Click(next(point for text, point in lines.items() if text == "Finnish")))
        clicked = await installer.settle()
        assert difference(first, clicked)
        await installer.do(Press(("up",)))
        await installer.do(Press(("up",)))
        await installer.do(Click(next(point for text, point in lines.items() if text == "Finnish")))
        assert not difference(await installer.settle(), clicked), "the same row is chosen again"
        await installer.do(Scroll(Point(600, 400), dy=400))
        await installer.shows(installer.reads("Italian"))
        await installer.do(Scroll(Point(600, 400), dy=-2000))
        await installer.shows(installer.reads("Albanian"))
        await installer.do(Drag((Point(1251, 220), Point(1251, 700))))
        await installer.shows(installer.reads("Welsh"))

    running.run(run())


def test_what_changed_is_not_clicked(running: Running, installer: Installer) -> None:
    async def run() -> None:
        frame = await installer.settle()
        click = bind(Click(Point(600, 455)), frame)
        await installer.do(Press(("down",)))
        await installer.shows(lambda now: difference(frame, now))
        with pytest.raises(StaleFrame, match="changed since look"):
            await installer.vm.do(click)

    running.run(run())


def test_every_layout_types_exactly_what_was_asked(running: Running, installer: Installer) -> None:
    async def run() -> None:
        await installer.click("Go Back")
        await installer.shows(installer.reads("Execute a shell"))
        await installer.click("Execute a shell")
        await installer.do(Click(CONTINUE))
        await installer.shows(installer.reads("Bourne-shell"))
        # The page may be drawn before its button takes clicks, and a button of GTK 2 that has missed one
        # takes none before the pointer has left it.
        for _ in range(10):
            await installer.do(Move(EMPTY))
            await installer.settle()
            await installer.do(Click(CONTINUE))
            with suppress(AssertionError):
                await installer.shows(installer.reads("BusyBox"), 5)
                break
        await installer.do(Click(Point(600, 500)))
        try:
            for layout, letters in LETTERS.items():
                await installer.do(Type(f"DISPLAY=:0 setxkbmap -layout {layout}; echo now {layout} > /dev/ttyS0\n"))
                await installer.says(f"now {layout}")
                await installer.drive_with(layout)
                await installer.do(Type(f"cat > /dev/ttyS0\n{ASCII} {letters}\n"))
                await installer.do(Press(("ctrl", "d")))
                await installer.says(f"{ASCII} {letters}\r\n")
            await installer.do(Type("cat > /dev/ttyS0\nZażółć gęślą € 日本 😀\n"))
            await installer.do(Press(("ctrl", "d")))
            await installer.says("Zażółć gęślą € 日本 😀\r\n")
        finally:
            await installer.drive_with("us")

    running.run(run())
