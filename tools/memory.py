"""Memory: what was read and seen in pictures, kept in a file for when the very same pixels are looked at again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from contextlib import closing, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

MOST = 20_000
"""So many entries are kept, a few hundred bytes each; the longest unused go first."""
WAIT_S = 5.0
"""So long another process may take to write its own."""
MAKERS = ("reading", "widgets")
"""The packages whose files, their networks among them, say what is to be read and seen."""


class Memory:
    """By the name of a picture. May be used from several threads, and by several processes; what was learned is written with
    `close`. A file that cannot be used is begun anew, or done without: nothing but time is lost."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._new: dict[bytes, str] = {}
        self._used: set[bytes] = set()
        self._file = _opened(path)

    def find(self, name: bytes) -> Any:
        """What was said of it, as it was kept; None where nothing is known."""
        with self._lock:
            said = self._new.get(name)
            if said is None and self._file is not None:
                with suppress(sqlite3.Error):
                    found = self._file.execute("SELECT said FROM known WHERE name = ?", (name,)).fetchone()
                    if found:
                        said = found[0]
                        self._used.add(name)
        return None if said is None else json.loads(said)

    def keep(self, name: bytes, said: Any) -> None:
        """`said`: what JSON can hold; numpy's numbers are among it."""
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=lambda number: number.item())
        with self._lock:
            self._new[name] = text

    def close(self) -> None:
        with self._lock:
            file, self._file = self._file, None
            if file is None:
                return
            with closing(file), suppress(sqlite3.Error), file:
                (last,) = file.execute("SELECT coalesce(max(used), 0) FROM known").fetchone()
                file.executemany("UPDATE known SET used = ? WHERE name = ?", ((last + 1, name) for name in self._used))
                file.executemany(
                    "INSERT OR REPLACE INTO known VALUES (?, ?, ?)", ((*each, last + 1) for each in self._new.items())
                )
                file.execute("DELETE FROM known WHERE name NOT IN (SELECT name FROM known ORDER BY used DESC LIMIT ?)", (MOST,))


def _opened(path: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _ready(path)
        except (sqlite3.OperationalError, OSError):
            return None  # nothing can be written there, or others write all the time
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()  # it is none
    return None


def _ready(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=WAIT_S, check_same_thread=False)
    try:
        file.execute("PRAGMA synchronous = OFF")  # what a power cut spoils is begun anew
        with file:
            file.execute("BEGIN IMMEDIATE")  # another process may be about to do the same
            file.execute("CREATE TABLE IF NOT EXISTS made (by TEXT)")
            file.execute("CREATE TABLE IF NOT EXISTS known (name BLOB PRIMARY KEY, said TEXT, used INTEGER) WITHOUT ROWID")
            by = _made_by()
            if file.execute("SELECT by FROM made").fetchall() != [(by,)]:
                file.execute("DELETE FROM known")
                file.execute("DELETE FROM made")
                file.execute("INSERT INTO made VALUES (?)", (by,))
    except BaseException:
        file.close()
        raise
    return file


def _made_by() -> str:
    """Changes whenever what reads and sees does, and what was said before may no longer be."""
    files = (file for maker in MAKERS for file in (Path(__file__).parent / maker).iterdir() if file.is_file())
    told = [f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files)]
    for package in ("rapidocr", "onnxruntime"):
        with suppress(PackageNotFoundError):
            told.append(f"{package} {version(package)}")
    return hashlib.blake2b("\n".join(told).encode(), digest_size=16).hexdigest()
