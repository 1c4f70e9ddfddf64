"""Failing: what a test that is not green says: what was claimed, what was seen instead, and where the picture is."""

from __future__ import annotations

from pathlib import Path

from ...tools.errors import HandeyeError, NotDone, Unsure


class NotSo(NotDone, AssertionError):
    """The screen does not show it."""


class Undecided(Unsure, AssertionError):
    """Nobody can tell from the screen whether it is so."""


def failure(said: str, error: HandeyeError, picture: Path | None, place: str = "") -> NotSo | Undecided:
    """For pytest to print. `place`: the file and line it stands in, where that is no Python."""
    lines = [
        f"{place}: {_line(said)}" if place else _line(said),
        f"  seen instead: {error}" if isinstance(error, NotDone | Unsure) else f"  {error}",
    ]
    if picture is not None:
        lines.append(f"  picture: {short_path(picture)}")
    text = "\n".join(lines)
    return Undecided(f"unsure: {text}") if isinstance(error, Unsure) else NotSo(text, error.code)


def _line(said: str) -> str:
    return " ".join(said.split())


def short_path(path: Path) -> str:
    """From where the tests were started, if it lies below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
