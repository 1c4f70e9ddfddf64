"""What a job's report is made of: the rows of its ledger, and what was said before, while and after they were done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..forms.entry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class JobTold:
    name: str
    status: str
    """Such as done, failed, waiting or interrupted."""
    why: str = ""
    code: str = ""
    entries: Iterable[Entry]
    """In the order of the table; gone through once."""
    began_s: float | None = None
    ended_s: float | None = None
    """Seconds since 1970."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """More for the head of the report, such as the page, the table and who worked, by their names."""
    model_calls: int = 0
    tokens: int = 0
    cpu_seconds: float | None = None
    key: str = ""
    """The column that makes a row itself."""
    columns: tuple[str, ...] = ()
    captures: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    """Columns whose values are nobody's business, such as passwords."""
    formats: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    """As they were shown before the first row; what stands on the two sides of a → is shown as two columns."""
    notes: tuple[str, ...] = ()
    """What happened on the way, such as a map that was changed."""
    results: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """More to open, by what it is called: the map, the job."""
    shown: tuple[tuple[str, Path], ...] = ()
    """Pictures to be looked at first, each with what it shows, such as the form of the first row, filled in."""
