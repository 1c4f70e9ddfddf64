"""Roundup: a tracker of bugs in plain old HTML, and what its database holds afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .django_admin import Login, one_line_end
from .serving import Served

COMPONENTS = (
    "backend", "frontend", "documentation", "specification", "I/O", "lib", "Iib", "naïve façade", "文字",
)  # fmt: skip
VERSIONS = ("devel", "1.0", "1.1", "1.2", "1.3", "1.4", "1.01", "1.10", "2.0 beta")
KEYWORDS = ("easy", "I10n", "l10n", "patch")
TYPES = ("crash", "compile error", "resource usage", "security", "behavior", "rfe")
SEVERITIES = ("critical", "urgent", "major", "normal", "minor")
PRIORITIES = ("immediate", "urgent", "high", "normal", "low")
PEOPLE = ("ada", "grace", "il", "ll")


@dataclass(frozen=True)
class Bug:
    number: int = field(compare=False)
    title: str
    kind: str
    severity: str
    components: tuple[str, ...]
    versions: tuple[str, ...]
    assigned: str
    priority: str
    keywords: tuple[str, ...]
    comment: str
    """Without white space at its ends, which Roundup itself takes off."""
    file: bytes | None
    file_description: str


@dataclass(frozen=True)
class Roundup:
    folder: Path
    url: str
    login = Login("admin", "a drawer full of bugs")

    def bugs(self) -> list[Bug]:
        """All of them, in the order in which they were stored."""
        with closing(sqlite3.connect(f"file:{self.folder / 'db/db'}?mode=ro", uri=True)) as tables:
            found = tables.execute(
                "SELECT id, _title, _type, _severity, _assignee, _priority FROM _bug WHERE __retired__ = 0 ORDER BY id"
            ).fetchall()
            return [self._bug(tables, *row) for row in found]

    def _bug(
        self,
        tables: sqlite3.Connection,
        number: int,
        title: str,
        kind: int | None,
        severity: int | None,
        who: int | None,
        priority: int | None,
    ) -> Bug:
        def named(table: str, row: int | None, name: str = "_name") -> str:
            found = tables.execute(f"SELECT {name} FROM {table} WHERE id = ?", (row,)).fetchone()
            return found[0] if found else ""

        def several(kind: str) -> tuple[int, ...]:
            return tuple(
                row for (row,) in tables.execute(f"SELECT linkid FROM bug_{kind} WHERE nodeid = ? ORDER BY 1", (number,))
            )

        def names(kind: str) -> tuple[str, ...]:
            return tuple(sorted(named(f"_{kind[:-1]}", row) for row in several(kind)))

        messages, files = several("messages"), several("files")
        assert len(messages) < 2, f"bug {number} has {len(messages)} comments"
        assert len(files) < 2, f"bug {number} has {len(files)} files"
        return Bug(
            number, title, named("_bug_type", kind), named("_severity", severity), names("components"), names("versions"),
            named("_user", who, "_username"), named("_priority", priority), names("keywords"),
            one_line_end(self._content("msg", messages[0]).decode()) if messages else "",
            self._content("file", files[0]) if files else None,
            (named("_file", files[0], "_description") or "") if files else "",
        )  # fmt: skip

    def _content(self, kind: str, number: int) -> bytes:
        """What is long lies in files of its own, a thousand to a folder."""
        return (self.folder / "db/files" / kind / str(number // 1000) / f"{kind}{number}").read_bytes()


@contextmanager
def serve_roundup(folder: Path) -> Generator[Roundup]:
    """A new one, with an administrator, a few developers, and no bug yet."""
    env = {"TRACKER_FOLDER": str(folder / "tracker"), "TRACKER_PASSWORD": Roundup.login.password}
    with Served("tracker.py", folder, env) as served:
        yield Roundup(folder / "tracker", served.url)
