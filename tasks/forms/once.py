"""Once: which keys were seen already, and where; on the disk, so that a million of them need no memory."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b

from ...tools.errors import BadInput

CACHE_KIB = 16_384
DIGEST_BYTES = 16


class Once:
    """Keys are kept as digests in a file without a name, which is gone when this is closed."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("PRAGMA synchronous = OFF")
        self._seen.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._seen.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY, number INTEGER, line INTEGER) WITHOUT ROWID")
        self._seen.execute("BEGIN")

    def before(self, key: str, number: int, line: int) -> tuple[int, int] | None:
        """The number and the line of the row that had this key before; None where none had, and now this one has."""
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
        try:
            if self._seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (digest, number, line)).rowcount:
                return None
            (first,) = self._seen.execute("SELECT number, line FROM seen WHERE digest = ?", (digest,))
        except sqlite3.Error as error:
            raise BadInput(f"the keys of the table cannot be kept on the disk while they are compared: {error}") from None
        return first

    def __enter__(self) -> Once:
        return self

    def __exit__(self, *_: object) -> None:
        self._seen.close()
