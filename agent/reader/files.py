"""Files: which files steps name: nothing else is ever uploaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .steps import Fill, Step, Upload

LONGEST = 1000
"""No path is longer; a text may be."""


def files_in(steps: Iterable[Step]) -> tuple[Path, ...]:
    """Those that are uploaded by name, and those values of forms that are files."""
    return tuple(dict.fromkeys(Path(name) for step in steps for name in _named(step)))


def _named(step: Step) -> Iterator[str]:
    match step:
        case Upload(files):
            yield from files
        case Fill(values):
            for _, value in values:
                yield from filter(is_file, (value,) if isinstance(value, str) else value)
        case _:
            pass


def is_file(value: str) -> bool:
    return 0 < len(value) <= LONGEST and "\n" not in value and "\0" not in value and Path(value).is_file()
