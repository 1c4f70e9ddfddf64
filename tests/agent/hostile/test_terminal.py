"""`handeye run` on hostile pages as people start it: what reaches the terminal, the program that reads it, and the folder."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handeye.tasks.cli import run

from .leaks import found_in, leaks_of, read_in_pictures
from .pages import lay, traps
from .test_pages import SECRET, was_stored
from .webs import Site, Stranger

CODES = (b"\x1b[2J", b"\x1b[31mred", b"\x1b]", b"\x07", b"\x9b5n", "\u202e".encode())


@pytest.fixture
def webs() -> Iterator[tuple[Site, Stranger]]:
    site, stranger = Site(), Stranger()
    yield site, stranger
    site.close()
    stranger.close()


def secrets_for(site: Site, folder: Path) -> Path:
    file = folder / "secrets.yaml"
    file.write_text(f'password: {{value: "{SECRET}", hosts: ["127.0.0.1:{site.port}"]}}')
    file.chmod(0o600)
    return file


def test_a_page_that_sends_the_secret_back_is_told_without_it(
    webs: tuple[Site, Stranger], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    site, stranger = webs
    trap = traps()["sends it back"]
    said = ["run", trap.steps, "--start", lay(trap, site, stranger), "--secrets", str(secrets_for(site, tmp_path)), "--jsonl"]
    code = run([*said, "--runs", str(tmp_path / "runs")])
    told = "".join(capfd.readouterr())
    (folder,) = (tmp_path / "runs").iterdir()
    assert code == 0, told
    assert was_stored(site)
    assert found_in(told.encode(), SECRET) == []
    assert (folder / "report.html").is_file()
    assert leaks_of(folder, SECRET) == []
    assert read_in_pictures(folder, SECRET) == []
    assert stranger.heard == []


def test_what_a_page_is_called_and_says_moves_no_cursor(webs: tuple[Site, Stranger], tmp_path: Path) -> None:
    site, stranger = webs
    start = lay(traps()["codes for terminals"], site, stranger)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "handeye", "run", "read Total, click Order, check that Frobnicate is visible"]
    running = subprocess.Popen(
        [*command, "--start", start, "--runs", str(tmp_path)], stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    )
    os.close(theirs)
    shown = b""
    while part := _read(ours):
        shown += part
    assert running.wait(60) in (1, 3), shown
    assert b"click Order" in shown
    assert b"=cmd|calc!A1" in shown, shown[-1500:]
    assert [each for each in CODES if each in shown] == []
    (folder,) = tmp_path.iterdir()
    about = json.loads((folder / "run.json").read_text())
    assert "=cmd|calc!A1" in str(about["result"]["answer"]), "it is kept as the page says it"


def _read(descriptor: int) -> bytes:
    """b"" when the other side is gone."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""
