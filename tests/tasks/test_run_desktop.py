"""`handeye run --on desktop` in a real GTK editor: by sight alone, from the first letter to the file on the disk."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.kept import Kept
from handeye.tasks.cli import run
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.screen import Options, Screen
from handeye.tools.errors import BadInput
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
        where = more or ("--sandbox", "display", "--start", "mousepad", "--volume", f"{folder}:rw")
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


def refused(capsys: pytest.CaptureFixture[str], start: str, *more: str) -> str:
    """What a run on a private display is refused with."""
    code = run(["run", "click File", "--on", "desktop", "--sandbox", "display", "--start", start, *more])
    assert code in (1, 2)
    return capsys.readouterr().err


def test_a_program_is_in_a_cage_unless_that_is_turned_off(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes.txt").write_text("hello")
    assert f"--volume {folder}" in refused(capsys, "cat notes.txt")
    for shown in (["--no-cage"], ["--volume", "."]):
        assert "ended with exit code 0 and showed nothing" in refused(capsys, "cat notes.txt", *shown)
    assert "ended with exit code 2" in refused(capsys, f"ls {folder}")
    assert "ended with exit code 0" in refused(capsys, f"ls {folder}", "--no-cage")
    assert f'no folder "{folder}/none"' in refused(capsys, "true", "--volume", f"{folder}/none")


def test_what_is_said_of_a_cage_must_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    for more in (["--volume", "."], ["--no-cage"], ["--sandbox", "display", "--volume", ".", "--no-cage"]):
        assert run(["run", "click File", "--on", "desktop", *more]) == 2
        assert "--sandbox display" in (said := capsys.readouterr().err) or "--no-cage" in said


ASKS = """
import json, os, sys, tkinter, urllib.request
def status(url):
    try: return urllib.request.urlopen(url, timeout=20).status
    except OSError as error: return getattr(error, "code", 0)
tkinter.Label(text=f"Answers: {[status(url) for url in sys.argv[1:]]}", font=("DejaVu Sans", 24)).pack(padx=40, pady=40)
tkinter.mainloop()
"""


def test_a_program_in_a_cage_reaches_what_is_allowed_and_the_record_tells(folder: Path, done: Done, site: DemoSite) -> None:
    (folder / "asks.py").write_text(ASKS)
    friend, stranger = site.url.rstrip("/"), "http://127.0.0.1:9"
    start = f"/usr/bin/python3 asks.py {friend} {stranger}"
    where = ("--sandbox", "display", "--start", start, "--volume", str(folder), "--allow", friend.removeprefix("http://"))
    code, result = done('check that "Answers: [200, 403]" is visible', *where)
    assert (code, result["status"]) == (0, "done"), result["why"]
    told = [json.loads(line) for line in (Path(result["run"]) / "events.jsonl").read_text().splitlines()]
    refusals = [(each["host"], each["port"], each["why"]) for each in told if each.get("decision") == "refused"]
    assert refusals == [("127.0.0.1", 9, "its host is not on the list")]


@pytest.mark.parametrize("more", [[], ["--no-cage"]], ids=["caged", "no cage"])
def test_a_browser_on_a_private_display_is_in_a_cage_too(
    folder: Path, site: DemoSite, more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It sees what may be uploaded, and no more."""
    bubblewrap = folder.parent / "bwrap"
    bubblewrap.write_text('#!/bin/sh\necho "$@" >> "$0.asked"\nexec /usr/bin/bwrap "$@"\n')
    bubblewrap.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bubblewrap.parent}:{os.environ['PATH']}")
    (folder / "photo.txt").write_text("hello")
    task = folder / "task.yaml"
    task.write_text(f"start: {site.url}\nupload_from: photo.txt\nsteps: check that 'Members' is visible\n")
    code = run(["run", str(task), "--sandbox", "display", "--json", *more])
    result = json.loads(capsys.readouterr().out)
    assert (code, result["status"]) == (0, "done"), result["why"]
    asked = bubblewrap.with_name("bwrap.asked")
    started = [line for line in asked.read_text().splitlines() if "user-data-dir" in line] if asked.exists() else []
    assert len(started) == (0 if more else 1)
    assert all(f"--ro-bind {folder / 'photo.txt'} {folder / 'photo.txt'}" in line for line in started)
    assert not any(str(folder / "task.yaml") in line or f"bind {folder} " in line for line in started)


def test_a_screen_for_python_shows_volumes_in_its_cage(folder: Path) -> None:
    (folder / "notes.txt").write_text("Remember the milk")
    options: Options = {"on": "desktop", "sandbox": "display", "start": "mousepad notes.txt", "runs": folder.parent / "runs"}
    with pytest.raises(BadInput, match="--volume"), Screen(**options):
        pass
    options["volumes"] = [str(folder)]
    with Screen(**options) as screen:
        screen.check("'Remember the milk' is visible")
