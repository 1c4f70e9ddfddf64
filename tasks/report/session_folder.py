"""The folder of a test session: begun anew before the tests, without touching what is not ours; its session.json."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from ...tools.errors import BadInput
from ...tools.whole import write_whole
from .told import Event, mapping

SESSION = "session.json"
REPORT = "report.html"
HISTORY = "history.json"
TESTS = "tests"
OURS = frozenset({SESSION, REPORT, HISTORY, TESTS})
LEFT_BY_TESTS = ("test.json", "run.json", "events.jsonl", "frames")


def begin(report: Path, began_s: float) -> None:
    """An empty folder for the tests to come; of an earlier session only its history stays, and files that are not ours."""
    if (report / SESSION).exists():
        _clear(report)
    elif foreign := _foreign(report):
        raise BadInput(
            f"{report} holds {', '.join(foreign)}, and no report of tests; name a new or empty folder for the report"
        )
    (report / TESTS).mkdir(parents=True, exist_ok=True, mode=0o700)
    # From now on the folder is known to be ours, whenever we are killed.
    write_session_json(report, began_s=began_s)


def write_session_json(
    report: Path,
    *,
    began_s: float,
    seconds: float | None = None,
    command: str = "",
    exit_code: int | None = None,
    others: Mapping[str, int] | None = None,
) -> None:
    """`others`: how many tests that used no screen ended how; without `exit_code` the session counts as cut off."""
    told = {
        "began": began_s,
        "seconds": seconds,
        "command": command,
        "python": platform.python_version(),
        "handeye": version("handeye"),
        "platform": platform.platform(),
        "exit": exit_code,
        "others": dict(others or {}),
    }
    write_whole(report / SESSION, json.dumps(told, indent=1).encode())


def read_session_json(report: Path) -> Event:
    """What it says; nothing where it is missing or torn."""
    try:
        return mapping(json.loads((report / SESSION).read_bytes()))
    except (OSError, ValueError):
        return {}


def folders_of(report: Path) -> Iterator[Path]:
    """Of each try of each test, by name."""
    tests = report / TESTS
    if tests.is_symlink() or not tests.is_dir():
        return
    yield from (path for path in sorted(tests.iterdir()) if path.is_dir() and not path.is_symlink())


def _foreign(report: Path) -> list[str]:
    """What somebody else put there: without a session.json even "tests" may be anybody's."""
    if not report.exists():
        return []
    if not report.is_dir():
        raise BadInput(f"{report} is a file; name a folder for the report")
    return sorted(path.name for path in report.iterdir() if path.name != HISTORY and not _is_empty(path))[:3]


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not any(path.iterdir())


def _clear(report: Path) -> None:
    if "handeye" not in read_session_json(report):
        raise BadInput(f"{report / SESSION} was not written by handeye; name another folder for the report")
    for folder in folders_of(report):
        if _is_empty(folder) or any((folder / name).exists() for name in LEFT_BY_TESTS):
            shutil.rmtree(folder)
    (report / REPORT).unlink(missing_ok=True)
