"""Stored: what the site was sent and took: each stored POST is a row of its own, so that what came twice is there twice."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path

from .fields import CALLED

COLUMNS = tuple(CALLED)
FIRST = 70_001
"""Its numbers begin there."""


class Stored:
    """SQLite in WAL, written by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.execute("PRAGMA journal_mode = WAL")
        columns = ", ".join(f"{name} TEXT NOT NULL" for name in COLUMNS)
        self._database.execute(f"CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, {columns})")

    def add(self, values: Mapping[str, str]) -> int:
        """Its number."""
        number = f"(SELECT coalesce(max(number) + 1, {FIRST}) FROM entries)"
        put = f"INSERT INTO entries VALUES ({number}, {', '.join('?' * len(COLUMNS))})"
        with self._lock:
            row = self._database.execute(put, [values.get(name, "") for name in COLUMNS]).lastrowid
        assert row is not None
        return row

    def all(self) -> list[dict[str, object]]:
        return self._asked("ORDER BY number")

    def get(self, number: int) -> dict[str, object] | None:
        return next(iter(self._asked("WHERE number = ?", number)), None)

    def latest(self, most: int = 6) -> list[dict[str, object]]:
        return self._asked("ORDER BY number DESC LIMIT ?", most)

    def find(self, words: str, most: int) -> list[dict[str, object]]:
        """Whose address or name has these words in it."""
        return self._asked("WHERE instr(lower(email || ' ' || name), lower(?)) ORDER BY number LIMIT ?", words, most)

    def _asked(self, which: str, *values: object) -> list[dict[str, object]]:
        with self._lock:
            return [dict(row) for row in self._database.execute(f"SELECT * FROM entries {which}", values)]

    def close(self) -> None:
        with self._lock:
            self._database.close()
