"""`handeye doctor` tells the truth: of what works, of what is missing, and of what only looks as if it were there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HANDEYE = Path(sys.executable).with_name("handeye")

Parts = dict[str, dict[str, Any]]


def examined(**environment: str) -> tuple[int, Parts]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [HANDEYE, "doctor", "--json"], capture_output=True, text=True, timeout=300, env={**kept, **environment}
    )
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["ok"] == (done.returncode == 0)
    return done.returncode, {part["name"]: part for part in said["parts"]}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be the whole PATH, with nothing in it yet."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def lend(programs: Path, *names: str) -> None:
    for name in names:
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)


def test_here_everything_needed_works() -> None:
    code, parts = examined()
    assert code == 0, parts
    needed = [part for part in parts.values() if part["needed"]]
    assert [part["name"] for part in needed] == [
        "Python",
        "handeye",
        "Playwright",
        "Chromium",
        "private display",
        "fonts",
        "reading",
    ]
    assert all(part["state"] == "works" and not part["get_it"] for part in needed)
    assert all(part["version"] for part in needed if part["name"] != "fonts")
    assert Path(parts["Chromium"]["note"].split(",")[0]).is_file()
    assert ("--no-sandbox" in parts["Chromium"]["note"]) == (os.geteuid() == 0)


def test_what_is_optional_says_how_to_get_it_and_does_not_count() -> None:
    _, parts = examined()
    assert not parts["desktop"]["needed"]
    assert "--sandbox display" in parts["desktop"]["note"]
    assert not parts["cage"]["needed"]
    assert parts["cage"]["state"] == "works"
    assert "memory" in parts["cage"]["note"], "how programs in it are held to their limits"
    assert not parts["Qwen3-VL"]["needed"]
    if parts["Qwen3-VL"]["state"] != "works":
        assert parts["Qwen3-VL"]["get_it"] == "pip install 'handeye[qwen]'"


def test_what_is_missing_comes_with_the_command_that_gets_it(programs: Path) -> None:
    code, parts = examined(PATH=str(programs), PLAYWRIGHT_BROWSERS_PATH=str(programs))
    assert code == 1
    assert {name for name, part in parts.items() if part["needed"] and part["state"] == "missing"} == {
        "Chromium",
        "private display",
        "fonts",
    }
    assert "playwright install" in parts["Chromium"]["get_it"]
    assert "Xvfb" in parts["private display"]["note"]
    assert "bubblewrap" in parts["cage"]["get_it"]
    assert all(part["get_it"] for part in parts.values() if part["needed"] and part["state"] != "works")


def test_a_browser_that_does_not_start_is_broken(programs: Path) -> None:
    stub = programs / "chromium"
    stub.write_text("#!/bin/sh\necho 'this command requires the chromium snap to be installed' >&2\nexit 1\n")
    stub.chmod(0o755)
    code, parts = examined(PATH=str(programs), PLAYWRIGHT_BROWSERS_PATH=str(programs))
    assert code == 1
    assert parts["Chromium"]["state"] == "broken"
    assert "snap" in parts["Chromium"]["note"]
    assert "playwright install" in parts["Chromium"]["get_it"]


def test_a_display_server_that_does_not_start_is_broken(programs: Path) -> None:
    stub = programs / "Xvfb"
    stub.write_text("#!/bin/sh\necho 'no screens found' >&2\nexit 1\n")
    stub.chmod(0o755)
    lend(programs, "openbox")
    code, parts = examined(PATH=str(programs))
    assert code == 1
    assert parts["private display"]["state"] == "broken"
    assert "no screens found" in parts["private display"]["note"]


def test_a_display_that_nobody_serves_is_in_the_way_of_the_desktop() -> None:
    _, parts = examined(DISPLAY=":54321")
    assert parts["desktop"]["state"] == "broken"
    assert ":54321" in parts["desktop"]["note"]


def test_letters_that_no_font_has_are_named(programs: Path) -> None:
    stub = programs / "fc-list"
    stub.write_text('#!/bin/sh\ncase "$1" in *4f60*) ;; *) echo "DejaVu Sans";; esac\n')
    stub.chmod(0o755)
    _, parts = examined(PATH=str(programs))
    assert parts["fonts"]["state"] == "missing"
    assert "CJK" in parts["fonts"]["note"]
    assert "Latin" not in parts["fonts"]["note"]
    assert "fonts-noto-cjk" in parts["fonts"]["get_it"] or "fonts-noto-cjk" in parts["fonts"]["note"]


def test_for_people_it_is_a_table_that_ends_in_a_verdict() -> None:
    done = subprocess.run([HANDEYE, "doctor"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "All that is needed works."
    assert "Chromium" in done.stdout
    assert "\x1b" not in done.stdout
