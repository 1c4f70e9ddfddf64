"""Places: where a job's files are from where its report is, as links that hold wherever the folder is moved to."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def folder_of(run: str, home: Path) -> Path | None:
    """The folder of a row's record; a relative one is meant from the report's folder, or from where we are."""
    if not run:
        return None
    beside = home / run
    return beside if beside.is_dir() or not Path(run).is_dir() else Path(run)


def link(path: Path, home: Path) -> str:
    """From `home`, which is no symbolic link, so that .. leads where it says."""
    try:
        return quote(Path(os.path.relpath(path, home)).as_posix())
    except ValueError:  # another drive
        return path.absolute().as_uri()
