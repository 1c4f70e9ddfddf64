"""Whole: a file that only its owner may read is written whole or not at all, whoever is killed meanwhile."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """All of it or nothing."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(3)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    try:
        beside.replace(path)
    except OSError:
        beside.unlink()
        raise
