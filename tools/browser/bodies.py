"""Bodies: what a request carries, to the byte, as far as it can be known before it leaves: files chosen here included."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LARGEST = 64 * 1024 * 1024
"""So much is held in memory; what is larger is left to Chromium."""

_NAMED = re.compile(rb'filename="([^"\r\n]*)"\r\nContent-Type: [^\r\n]*\r\n\r\n\Z')


class Chosen:
    """The files that were chosen for the pages of one browser, as they were then."""

    def __init__(self) -> None:
        self._files: dict[str, dict[Path, tuple[int, int]]] = {}

    def add(self, files: Sequence[Path]) -> None:
        for file in files:
            self._files.setdefault(file.name, {})[file.resolve()] = _state_of(file)

    def content_of(self, name: str) -> bytes | None:
        """None where several are called so, or where it is not what it was."""
        files = self._files.get(name, {})
        if len(files) != 1:
            return None
        ((file, state),) = files.items()
        try:
            return file.read_bytes() if _state_of(file) == state and state[0] <= LARGEST else None
        except OSError:
            return None


def body_of(request: Mapping[str, Any], chosen: Chosen) -> bytes | None:
    """None where somebody does not know all of it."""
    parts = request.get("postDataEntries", [])
    if bool(parts) != bool(request.get("hasPostData")):
        return None
    body = bytearray()
    for part in parts:
        content = base64.b64decode(part["bytes"]) if "bytes" in part else _file_after(body, chosen)
        if content is None or len(body) + len(content) > LARGEST:
            return None
        body += content
    return bytes(body)


def _file_after(body: bytearray, chosen: Chosen) -> bytes | None:
    """Chromium leaves out what it will read from a file; the lines before it say its name."""
    named = _NAMED.search(body, max(0, len(body) - 4096))
    if named is None:
        return None
    try:
        name = named[1].decode()
    except UnicodeDecodeError:  # the page is not in UTF-8
        return None
    return chosen.content_of(name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n"))


def _state_of(file: Path) -> tuple[int, int]:
    about = file.stat()
    return about.st_size, about.st_mtime_ns
