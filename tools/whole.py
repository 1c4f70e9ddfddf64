"""Whole: a file is written whole or not at all, whoever is killed meanwhile; for its owner alone, unless others may read it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

OWNER, SHARED = 0o600, 0o666
"""Who may read it: nobody else, or whoever may read new files here."""


def write_whole(path: Path, data: bytes, mode: int = OWNER) -> None:
    """All of it or nothing."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(3)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
