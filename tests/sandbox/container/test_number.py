"""A display number is held by one, given back at the end, and taken over from who was ended without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handeye.sandbox import number as number_module
from handeye.sandbox.number import FIRST, give_back, take


def test_each_takes_another_and_gives_it_back(tmp_path: Path) -> None:
    assert [take("/a", locks=tmp_path), take("/b", locks=tmp_path)] == [FIRST, FIRST + 1]
    link = tmp_path / ".X11-unix" / f"X{FIRST}"
    assert os.readlink(link) == "/a"  # noqa: PTH115
    assert int((tmp_path / f".X{FIRST}-lock").read_text()) == os.getpid()
    give_back(FIRST, "/somebody else's", locks=tmp_path)
    assert link.is_symlink()
    give_back(FIRST, "/a", locks=tmp_path)
    assert not link.is_symlink()
    assert not (tmp_path / f".X{FIRST}-lock").exists()
    assert take("/c", locks=tmp_path) == FIRST


@pytest.mark.parametrize("left", ["lock of a server", "socket without a lock", "lock that makes no sense"])
def test_what_somebody_else_has_is_left_alone(left: str, tmp_path: Path) -> None:
    (tmp_path / ".X11-unix").mkdir()
    if left == "socket without a lock":
        (tmp_path / ".X11-unix" / f"X{FIRST}").write_text("")
    else:
        (tmp_path / f".X{FIRST}-lock").write_text(f"{os.getpid():>10}\n" if left == "lock of a server" else "?")
    before = sorted(tmp_path.rglob("*"))
    assert take("/a", locks=tmp_path) == FIRST + 1
    assert set(before) <= set(tmp_path.rglob("*"))


def test_what_was_left_by_who_is_no_more_is_taken_over(tmp_path: Path) -> None:
    ended = subprocess.Popen(("true",))
    ended.wait()
    assert take("/gone", locks=tmp_path) == FIRST
    (tmp_path / f".X{FIRST}-lock").write_text(f"{ended.pid:>10}\n")
    assert take("/a", locks=tmp_path) == FIRST
    assert os.readlink(tmp_path / ".X11-unix" / f"X{FIRST}") == "/a"  # noqa: PTH115


def test_it_ends_with_the_pipe_alone_and_then_runs_the_command(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir()
    os.mkfifo(told := tmp_path / "told")
    socket = str(tmp_path / "sockets" / "X7")
    line = (sys.executable, "-I", "-S", str(number_module.__file__), socket, str(told), "touch", str(tmp_path / "done"))
    with subprocess.Popen(line, stdin=subprocess.PIPE) as holder:
        link = number_module.SOCKETS / f"X{told.read_text().strip()}"
        assert os.readlink(link) == socket  # noqa: PTH115
        holder.terminate()
        assert holder.stdin is not None
        holder.stdin.close()
        assert holder.wait(60) == 0
    assert not link.is_symlink()
    assert (tmp_path / "done").exists()
