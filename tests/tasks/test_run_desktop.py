"""`handeye run --on desktop` in a real GTK editor: by sight alone, from the first letter to the file on the disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.kept import Kept
from handeye.tasks.cli import run
from handeye.tools.geometry import Size

from ..tools.conftest import Loop

TEXT = """The first paragraph is short.

The second one says a little more, and it ends here."""
SAVED = 'check that "notes.txt" is visible, check that "Save As" is not visible'
Done = Callable[..., tuple[int, dict[str, Any]]]
NAMED = 'type "notes.txt" into Name, click Save'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs are started, at home in a place where nobody has ever been."""
    for name in ("home", "here"):
        (tmp_path / name).mkdir()
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def done(folder: Path, capsys: pytest.CaptureFixture[str]) -> Done:
    """What a run in the editor comes to: its exit code and what it tells programs."""

    def run_it(task: str, *more: str) -> tuple[int, dict[str, Any]]:
        where = more or ("--sandbox", "display", "--start", "mousepad")
        code = run(["run", task, "--on", "desktop", *where, "--runs", str(folder.parent / "runs"), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run_it


def test_two_paragraphs_are_typed_and_saved_under_a_name(folder: Path, done: Done) -> None:
    code, result = done(f'type "{TEXT}", press ctrl+s, {NAMED}, {SAVED}')
    assert (code, result["status"], result["proof"]) == (0, "done", "checked"), result["why"]
    assert (folder / "notes.txt").read_text() == TEXT
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]


@pytest.mark.full
def test_the_same_from_the_menu(folder: Path, done: Done) -> None:
    code, result = done(f'type "{TEXT}", click File, click Save As…, {NAMED}, {SAVED}')
    assert (code, result["status"]) == (0, "done"), result["why"]
    assert (folder / "notes.txt").read_text() == TEXT


def test_a_question_that_nobody_foresaw_is_put_to_a_person(folder: Path, done: Done) -> None:
    (folder / "notes.txt").write_text("old")
    code, result = done(f'type "{TEXT}", press ctrl+s, {NAMED}, check that "notes.txt" is visible')
    assert (code, result["status"]) == (5, "waiting"), result["why"]
    assert "already exists" in result["why"]
    assert "Replace" in result["why"]
    assert (folder / "notes.txt").read_text() == "old"


@pytest.mark.full
def test_what_the_words_name_is_done_though_it_is_risky(folder: Path, done: Done) -> None:
    (folder / "notes.txt").write_text("old")
    code, result = done(f'type "{TEXT}", press ctrl+s, {NAMED}, click Replace, {SAVED}')
    assert (code, result["status"]) == (0, "done"), result["why"]
    assert (folder / "notes.txt").read_text() == TEXT


@pytest.mark.full
def test_with_several_ways_to_go_on_it_asks_which(done: Done) -> None:
    code, result = done('type "Hello", click File, click Quit, check that "Goodbye" is visible')
    assert (code, result["status"]) == (5, "waiting"), result["why"]
    assert all(answer in result["why"] for answer in ("Don't Save", "Cancel", "Save"))


def test_what_is_typed_where_nothing_shows_it_is_not_said_to_be_done(done: Done) -> None:
    code, result = done('click Help, click About, type "xyz"')
    assert (code, result["status"]) == (3, "unsure"), result["why"]


def test_a_blinking_caret_proves_nothing(done: Done) -> None:
    code, result = done("wait 1 second, press the F9 key")
    assert (code, result["code"]) in ((1, "stuck"), (3, None)), result["why"]


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Kept]:
    """The editor that is open on a display that somebody has."""
    loop, display = Loop(), PrivateDisplay(Size(1024, 768))
    place = loop.run(display.__aenter__())
    try:
        monkeypatch.setenv("DISPLAY", place.display)
        monkeypatch.setenv("XAUTHORITY", place.xauthority)
        yield loop.run(display.start(["mousepad"], cwd=folder))
    finally:
        loop.run(display.__aexit__())
        loop.close()


def test_a_display_that_is_there_is_used_and_left_as_it_is(folder: Path, theirs: Kept, done: Done) -> None:
    code, result = done(f'wait for File, type "{TEXT}", press ctrl+s, {NAMED}, {SAVED}', "--sandbox", "none")
    assert (code, result["status"]) == (0, "done"), result["why"]
    assert (folder / "notes.txt").read_text() == TEXT
    assert theirs.returncode is None


def test_programs_get_the_environment_that_was_given(folder: Path) -> None:
    async def said() -> str:
        display = PrivateDisplay(Size(320, 240), environ={"PATH": "/usr/bin:/bin", "HOME": "/nowhere"})
        async with display:
            program = await display.start(["sh", "-c", "echo $HOME $DISPLAY"], output=folder / "said")
            assert await program.wait() == 0
        return (folder / "said").read_text()

    assert asyncio.run(said()).startswith("/nowhere :")
