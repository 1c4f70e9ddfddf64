"""`handeye sandbox`: a small machine and a display by name, used from one command after the other, and by tests."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from ..sandbox.vm.tiny import tiny_disk
from .sandbox_commands import Commands


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    folder = tmp_path_factory.mktemp("sandboxes")
    tiny_disk(folder)
    convert = ("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "tiny.img", "tiny.qcow2")
    subprocess.run(convert, cwd=folder, check=True)
    commands = Commands(folder)
    commands.do("sandbox", "up", "web", "--image", "tiny.qcow2", "--memory", "32", "--cpus", "1", "--accel", "tcg", "--no-wait")
    yield commands
    commands.end_all()


def test_a_machine_goes_back_to_its_snapshot(commands: Commands) -> None:
    commands.do("sandbox", "run", "web", "press escape, press escape")
    commands.do("sandbox", "snapshot", "web", "clean")
    clean = commands.picture("web")
    commands.do("run", "press escape", "--on", "vm:web", "--freeze")
    assert commands.picture("web") != clean
    commands.do("sandbox", "reset", "web", "clean")
    assert commands.picture("web") == clean
    told = commands.all()["web"]
    assert (told["name"], told["kind"], told["alive"], told["snapshots"]) == ("web", "vm", True, ["clean"])
    assert re.fullmatch(r"web  vm  tiny  up \d+ min  saved: clean\n", commands.do("sandbox", "list"))


def test_what_is_wrong_is_said_in_one_line(commands: Commands) -> None:
    assert 'there is no sandbox "wed". Did you mean "web"?' in commands.refused("sandbox", "view", "wed")
    assert '"web" is taken' in commands.refused("sandbox", "up", "web", "--image", "tiny.qcow2", "--memory", "32")
    assert "neither an image" in commands.refused("sandbox", "up", "other", "--image", "none.qcow2")
    assert "leave out --start" in commands.refused("sandbox", "up", "other", "--image", "tiny.qcow2", "--start", "xterm")
    assert "no snapshot" in commands.refused("sandbox", "reset", "web", "dirty")
    assert "is not a size" in commands.refused("sandbox", "up", "other", "--image", "tiny.qcow2", "--size", "huge")
    assert "leave out --start" in commands.refused("run", "press escape", "--on", "vm:web", "--start", "xterm")
    assert "browser, desktop or vm:NAME" in commands.refused("run", "press escape", "--on", "table")
    assert "leave out --undo" in commands.say("run", "click X", "--on", "desktop", "--undo").err
    assert "ends in .png" in commands.refused("sandbox", "view", "web", "-o", "see.jpg")


def test_a_display_stays_up_with_a_program_in_a_cage(commands: Commands) -> None:
    commands.do("sandbox", "up", "box", "--kind", "display", "--start", "xterm -fa Mono -fs 14")
    assert "cannot be saved" in commands.say("sandbox", "snapshot", "box", "clean").err
    assert commands.all()["box"]["display"].startswith(":")
    assert commands.picture("box")
    commands.do("sandbox", "down", "box")
    assert '"box"' in commands.refused("sandbox", "view", "box")


def test_tests_on_a_machine_begin_with_its_snapshot(commands: Commands) -> None:
    commands.do("sandbox", "snapshot", "web", "begin")
    (commands.folder / "test_keys.py").write_text(
        """
import pytest

SEEN = []

@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.screen(on="vm:web", reset="begin")
def test_keys(screen, time):
    SEEN.append(screen.see().frame.sha256)
    screen.do("press escape, press escape")
    assert screen.see().frame.sha256 != SEEN[0]
    assert SEEN[0] == SEEN[-1]

@pytest.mark.screen(on="vm")
def test_the_only_one(screen):
    screen.do("press escape")

@pytest.mark.screen(on="vm:web", start="/cart")
def test_no_address(screen):
    pass
"""
    )
    ran = commands.say("-q", "-p", "no:cacheprovider", "test_keys.py", module="pytest")
    assert "3 passed, 1 error" in ran.out, ran.out
    assert 'leave out "start"' in ran.out
