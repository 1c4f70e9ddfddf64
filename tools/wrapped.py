"""Wrapped: another program that is started in place of one, and starts that in turn, such as with a cage around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wrapped:
    executable: Path
    pid_file: Path
    """Where it says its process id, because what it starts may be told another one."""
    downloads: Path
    """Where what was wrapped can leave files."""
