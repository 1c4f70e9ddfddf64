"""The pointer and the eyes of a desktop, told by a real program on a real X server."""

from __future__ import annotations

import asyncio
import gc
import itertools
import math
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.sandbox.display import PrivateDisplay
from handeye.tools.action import (
    Action,
    Answer,
    Ask,
    Back,
    Click,
    Dialog,
    Done,
    Drag,
    Goto,
    Move,
    Press,
    Scroll,
    Tab,
    Type,
    Upload,
    Wait,
    bind,
)
from handeye.tools.computer import Effect, opened
from handeye.tools.desktop import Desktop
from handeye.tools.desktop.pointer import STEP_PX, STEPS_AT_MOST, WHEEL_PX, points_between, wheel_clicks
from handeye.tools.desktop.x11 import display_from
from handeye.tools.errors import BadInput, ComputerGone, StaleFrame, Unsupported
from handeye.tools.geometry import Point, Size, View

from .x11_world import AREA, FIELD, LIMIT_S, PROGRAMS, Event, World, run_on, tk_world


def where(event: Event) -> tuple[int, int]:
    return event["x"], event["y"]


def test_every_kind_of_click_arrives_as_itself(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:

            async def presses(click: Click) -> list[Event]:
                before = len(world.events("press"))
                assert await world.act(click) == Effect()
                await world.until(lambda: len(world.events("release")) == before + click.count)
                return world.events("press")[before:]

            (plain,) = await presses(Click(AREA))
            assert (plain["button"], plain["state"], where(plain)) == (1, 0, (700, 400))
            assert [each["count"] for each in await presses(Click(Point(500, 300), count=2))] == [1, 2]
            assert [each["count"] for each in await presses(Click(Point(300, 500), count=3))] == [1, 2, 3]
            assert [each["button"] for each in await presses(Click(AREA, button="right"))] == [3]
            assert [each["button"] for each in await presses(Click(AREA, button="middle"))] == [2]
            (held,) = await presses(Click(Point(900, 600), held=("ctrl", "shift")))
            assert held["state"] == 1 + 4
            await world.until(lambda: [event["name"] for event in world.events("up")] == ["Shift_L", "Control_L"])

    asyncio.run(run())


def test_two_clicks_are_not_a_double_click(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            for _ in range(3):
                await world.act(Click(AREA))
            await world.until(lambda: len(world.events("release")) == 3)
            assert [event["count"] for event in world.events("press")] == [1, 1, 1]

    asyncio.run(run())


def test_a_long_press_is_long(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            action = bind(Click(AREA, hold_s=60), await world.desktop.look())
            click = asyncio.create_task(world.desktop.do(action))
            await world.until(lambda: bool(world.events("press")))
            assert not world.events("release")
            click.cancel()
            await asyncio.wait([click])
            await world.until(lambda: bool(world.events("release")))

    asyncio.run(run())


def test_random_clicks_land_on_exactly_their_pixel(tmp_path: Path) -> None:
    rng = random.Random(20)

    async def run() -> None:
        async with tk_world(tmp_path) as world:
            points = [Point(rng.uniform(0, 1280), rng.uniform(80, 800)) for _ in range(200)]
            for point in points:
                await world.act(Click(point, button=rng.choice(["left", "right"])))
            await world.until(lambda: len(world.events("release")) == 200)
            wanted = [(math.floor(point.x), math.floor(point.y)) for point in points]
            assert [where(event) for event in world.events("press")] == wanted
            assert [where(event) for event in world.events("release")] == wanted

    asyncio.run(run())


def test_corners_can_be_clicked_again_and_again(tmp_path: Path) -> None:
    corners = [(0, 0), (1279, 799), (0, 0), (1279, 0), (0, 0), (0, 799), (0, 0)]

    async def run() -> None:
        async with tk_world(tmp_path) as world:
            for x, y in corners:
                await world.act(Click(Point(x, y)))
            await world.act(Move(Point(0, 0)))
            await world.act(Click(AREA))
            await world.until(lambda: len(world.events("release")) == len(corners) + 1)
            assert [where(event) for event in world.events("press")] == [*corners, (700, 400)]

    asyncio.run(run())


def test_the_wheel_turns_both_ways_on_both_axes(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:

            async def turned(dx: float, dy: float) -> list[tuple[int, int]]:
                before = len(world.events("press"))
                wanted = abs(wheel_clicks(dx)) + abs(wheel_clicks(dy))
                await world.act(Scroll(AREA, dx=dx, dy=dy))
                await world.until(lambda: len(world.events("release")) == before + wanted)
                # Tk tells a turn to the side as one up or down with Shift.
                return [(event["button"], event["state"] & 1) for event in world.events("press")[before:]]

            assert await turned(0, 3 * WHEEL_PX) == [(5, 0)] * 3
            assert await turned(0, -2 * WHEEL_PX) == [(4, 0)] * 2
            assert await turned(2 * WHEEL_PX, 0) == [(5, 1)] * 2
            assert await turned(-1, 0) == [(4, 1)]
            assert await turned(0, 0.25) == [(5, 0)]
            assert await turned(WHEEL_PX, -WHEEL_PX) == [(4, 0), (5, 1)]
            assert not world.events("key")

    asyncio.run(run())


def test_a_drag_follows_its_path(tmp_path: Path) -> None:
    path = [(300, 300), (700, 300), (700, 650), (699, 650)]

    async def run() -> None:
        async with tk_world(tmp_path) as world:
            await world.act(Drag(tuple(Point(x + 0.7, y + 0.2) for x, y in path), held=("shift",)))
            await world.until(lambda: bool(world.events("release")))
            (press,), (release,) = world.events("press"), world.events("release")
            assert (where(press), where(release)) == (path[0], path[-1])
            assert press["state"] & 1
            assert release["state"] & 1
            events = world.events()
            moved = [
                where(event)
                for event in events[events.index(press) : events.index(release)]
                if event["event"] == "motion" and event["state"] & 256
            ]
            assert len(moved) > 40, "a program sees motion, not a jump"
            visited = [moved.index(point) for point in path[1:]]
            assert visited == sorted(visited)
            assert all(y == 300 or x in (699, 700) for x, y in moved)

    asyncio.run(run())


def test_keys_and_chords_arrive_and_are_let_go(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            for keys in (("ctrl", "q"), ("F5",), ("shift", "F7"), ("alt", "left"), ("+",), ("ctrl", "ż"), ("meta", "Escape")):
                await world.act(Press(keys))
            await world.until(lambda: len(world.events("up")) == 13)
            names = [event["name"] for event in world.events("key")]
            # Tk gives ctrl+q to its own binding: that event is the chord
            assert names == [
                *("Control_L", "F5", "Shift_L", "F7", "Alt_L", "Left", "Shift_L", "plus"),
                *("Control_L", "U017C", "Super_L", "Escape"),
            ]
            assert len(world.events("chord")) == 1
            with pytest.raises(BadInput, match="ctrll"):
                await world.act(Press(("ctrll", "q")))
            held = asyncio.create_task(world.act(Press(("shift", "F6"), hold_s=60)))
            await world.until(lambda: world.events("key")[-1]["name"] == "F6")
            held.cancel()
            await world.until(lambda: [event["name"] for event in world.events("up")[-2:]] == ["F6", "Shift_L"])

    asyncio.run(run())


def test_what_changed_since_the_look_is_not_clicked(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            seen = await world.settled()
            action = bind(Click(AREA), seen)
            scroll = bind(Scroll(AREA, dy=100), seen)
            untouched = bind(Click(FIELD), seen)
            await world.act(Press(("F9",)))
            await world.until_seen(AREA, 0x806020)
            for stale in (action, scroll):
                with pytest.raises(StaleFrame, match="nothing was sent"):
                    await world.desktop.do(stale)
            assert not world.events("press", "motion")
            await world.desktop.do(untouched)
            await world.act(Press(("F9",)))

    asyncio.run(run())


def test_nothing_is_sent_for_what_makes_no_sense(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            frame = await world.desktop.look()
            beside = replace(bind(Click(AREA), frame), point=Point(1280, 10))
            with pytest.raises(BadInput, match="outside the screen of 1280x800"):
                await world.desktop.do(beside)
            with pytest.raises(BadInput, match="not bound to a look"):
                await world.desktop.do(Click(AREA))
            with pytest.raises(BadInput, match="hyper"):
                await world.desktop.do(bind(Click(AREA, held=("hyper",)), frame))
            for action, word in REFUSED:
                assert word in world.desktop.refuses(action)
                with pytest.raises(Unsupported, match=action.action):
                    await world.desktop.do(action)
            assert [event["event"] for event in world.events()] == ["ready"]

    asyncio.run(run())


REFUSED: list[tuple[Action, str]] = [
    (Goto("http://localhost"), "--on browser"),
    (Back(), "alt+left"),
    (Tab("new"), "ctrl+tab"),
    (Upload(("a",)), "type the file's path"),
    (Dialog(True), "click its button"),
    (Answer("a"), "no hand"),
    (Ask("a"), "no hand"),
    (Done(True), "no hand"),
]


def test_it_says_before_a_run_what_it_can_do() -> None:
    desktop = Desktop(":0")
    at = Point(1, 1)
    possible: list[Action] = [Click(at), Move(at), Drag((at, at)), Scroll(at), Type("a"), Press(("a",)), Wait(1)]
    assert [desktop.refuses(action) for action in possible] == [""] * len(possible)
    assert all(desktop.refuses(action) for action, _ in REFUSED)
    assert "U+0007" in desktop.refuses(Type("a\a"))


def test_a_look_shows_what_is_there(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            frame = await world.until_seen(AREA, 0x204060)
            assert (frame.size, frame.source, frame.view) == (Size(1280, 800), "desktop", View())
            assert frame.rgb[500, 900].tolist() == [0x20, 0x40, 0x60]
            await world.act(Press(("F9",)))
            after = await world.until_seen(AREA, 0x806020)
            assert after.rgb[500, 900].tolist() == [0x80, 0x60, 0x20]
            assert frame.rgb[500, 900].tolist() == [0x20, 0x40, 0x60], "an earlier look stays what it was"

    asyncio.run(run())


def test_one_of_several_monitors(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path, "window") as world:
            await run_on(world, "xrandr", "--setmonitor", "left", "500/130x800/200+0+0", "screen")
            await run_on(world, "xrandr", "--setmonitor", "right", "780/190x700/180+500+100", "none")
            place = world.place
            async with opened(Desktop(place.display, xauthority=place.xauthority, monitor=2)) as right:
                frame = await right.look()
                assert (frame.size, frame.view) == (Size(780, 700), View(x=500, y=100))
                await right.do(bind(Click(Point(100.5, 200)), frame))
                await world.until(lambda: bool(world.events("release")))
                assert where(world.events("press")[0]) == (600, 300)
                with pytest.raises(BadInput, match="outside the screen of 780x700"):
                    await right.do(replace(bind(Click(AREA), frame), point=Point(10, 700)))
            with pytest.raises(BadInput, match="no monitor 3"):
                await Desktop(place.display, xauthority=place.xauthority, monitor=3).open()

    asyncio.run(run())


def test_a_screen_that_changes_its_size_is_seen_whole(tmp_path: Path) -> None:
    async def run() -> None:
        async with tk_world(tmp_path) as world:
            old = bind(Click(AREA), await world.desktop.look())
            await run_on(world, "xrandr", *["--newmode", "small", "10", "800", "801", "802", "803", "600", "601", "602", "603"])
            await run_on(world, "xrandr", "--addmode", "screen", "small")
            await run_on(world, "xrandr", "--output", "screen", "--mode", "small")
            assert (await world.desktop.look()).size == Size(800, 600)
            with pytest.raises(StaleFrame):
                await world.desktop.do(old)
            await run_on(world, "xrandr", "--output", "screen", "--mode", "1280x800")
            assert (await world.desktop.look()).size == Size(1280, 800)

    asyncio.run(run())


def test_two_desktops_at_once_keep_apart(tmp_path: Path) -> None:
    async def clicks(world: World, button: str) -> None:
        for at in range(20):
            await world.act(Click(Point(100 + 50 * at, 300), button=button))  # type: ignore[arg-type]
        await world.until(lambda: len(world.events("release")) == 20)
        assert {event["button"] for event in world.events("press")} == {1 if button == "left" else 3}

    async def run() -> None:
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        async with tk_world(tmp_path / "one") as one, tk_world(tmp_path / "two") as two:
            assert one.place.display != two.place.display
            await asyncio.gather(clicks(one, "left"), clicks(two, "right"))
        assert "pyautogui" not in sys.modules

    asyncio.run(run())


@pytest.mark.parametrize("tkinter", ["with tkinter", "without tkinter"])
def test_a_users_own_pyautogui_is_left_alone(tmp_path: Path, tkinter: str) -> None:
    """Beside a script that drives another display with PyAutoGUI itself; and on a Python that lacks tkinter."""

    async def run() -> None:
        async with tk_world(tmp_path) as world, PrivateDisplay(Size(640, 480)) as theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, str(PROGRAMS / "beside_pyautogui.py"), tkinter),
                *(world.place.display, world.place.xauthority),
                env={**os.environ, "DISPLAY": theirs.display, "XAUTHORITY": theirs.xauthority},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            said, _ = await process.communicate()
            assert said.decode().split("\n") == ["as it was", ""]
            await world.until(lambda: bool(world.events("release")))
            assert where(world.events("press")[0]) == (0, 0)

    asyncio.run(run())


def test_displays_that_are_not_there_are_refused() -> None:
    async def run() -> None:
        for desktop, error, words in (
            (Desktop(), Unsupported, "--sandbox display"),
            (Desktop(":9911"), ComputerGone, 'cannot reach the display ":9911"'),
            (Desktop("nonsense"), ComputerGone, "nonsense"),
        ):
            with pytest.raises(error, match=words):
                await desktop.open()
            with pytest.raises(ComputerGone, match="not open"):
                await desktop.look()
            await desktop.close()
        with pytest.raises(Unsupported, match="start the program yourself"):
            await Desktop(":0").open("gimp")

    asyncio.run(run())


def test_an_open_that_is_cancelled_leaves_nothing_open() -> None:
    def connections() -> int:
        gc.collect()
        count = 0
        for fd in Path("/proc/self/fd").iterdir():
            with suppress(OSError):  # the one that lists them
                count += "socket" in str(fd.readlink())
        return count

    async def run() -> None:
        async with PrivateDisplay(Size(640, 480)) as place:
            before = connections()
            for delay_s in (0.0, 0.001, 0.005, 0.01, 0.05):
                desktop = Desktop(place.display, xauthority=place.xauthority)
                opening = asyncio.create_task(desktop.open())
                await asyncio.sleep(delay_s)
                opening.cancel()
                await asyncio.wait([opening])
                await desktop.close()
            until_s = time.monotonic() + LIMIT_S
            while connections() > before:
                assert time.monotonic() < until_s
                await asyncio.sleep(0.01)

    asyncio.run(run())


def test_the_display_of_a_person() -> None:
    assert display_from({"DISPLAY": ":0", "HOME": "/home/ada"}, "linux") == (":0", "/home/ada/.Xauthority")
    assert display_from({"DISPLAY": ":1", "XAUTHORITY": "/a", "WAYLAND_DISPLAY": "w"}, "linux") == (":1", "/a")
    assert display_from({"DISPLAY": ":0"}, "linux") == (":0", None)
    for environ, platform, words in (
        ({}, "linux", "no DISPLAY.*--sandbox display"),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": "wayland-0"}, "linux", "Wayland.*--sandbox display"),
        ({"DISPLAY": ":0"}, "darwin", "macOS.*--on browser"),
        ({}, "win32", "Windows.*--on browser"),
    ):
        with pytest.raises(Unsupported, match=words):
            display_from(environ, platform)


@given(st.floats(-100_000, 100_000))
def test_wheel_clicks_cover_the_distance(distance_px: float) -> None:
    clicks = wheel_clicks(distance_px)
    if distance_px == 0:
        assert clicks == 0
    else:
        assert clicks * distance_px > 0
        assert abs(clicks * WHEEL_PX - distance_px) <= WHEEL_PX / 2 or abs(clicks) == 1
    assert wheel_clicks(-distance_px) == -clicks


PIXEL = st.tuples(st.integers(0, 8000), st.integers(0, 8000))


@given(PIXEL, PIXEL)
def test_a_drags_steps_are_small_and_end_where_it_ends(start: tuple[int, int], end: tuple[int, int]) -> None:
    way = [start, *points_between(start, end)]
    assert way[-1] == end
    assert 2 <= len(way) <= STEPS_AT_MOST + 1
    longest = max(math.dist(a, b) for a, b in itertools.pairwise(way))
    assert longest <= max(STEP_PX, math.dist(start, end) / STEPS_AT_MOST) + 1.5
