"""Beside: files that cells name: beside the table or in a folder below it, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PureWindowsPath

from .row import Bad

LONGEST = 1000


def file_beside(folder: str, cell: str, closed: Collection[str] = ()) -> Path:
    """Where it really lies. Bad where it is not there, or elsewhere, however the cell leads there, or `closed`."""
    if len(cell) > LONGEST or "\0" in cell or "\n" in cell:
        raise Bad("it is no name of a file")
    if cell.startswith("~") or Path(cell).is_absolute() or PureWindowsPath(cell).drive or ".." in PureWindowsPath(cell).parts:
        raise Bad(f"{cell} is not beside the table; copy the file there and write its name alone")
    try:
        home = Path(folder).resolve(strict=True)
        path = (home / cell).resolve()
        if not path.is_relative_to(home):
            raise Bad(f"{cell} leads out of the folder of the table; copy the file itself there")
        if any(part.startswith(".") for part in path.relative_to(home).parts):
            raise Bad(f"{cell} is a hidden file; these are not uploaded")
        if any(path == Path(each).resolve() for each in closed):
            raise Bad(f"{cell} is one of the job's own files; these are not uploaded")
        if not path.is_file():
            raise Bad(f"there is no file {cell} beside the table")
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, Bad):
            raise
        raise Bad(f"the file {cell} cannot be reached: {error}") from None
    return path
