"""Said: what a program says while it starts: its first line through a pipe, and the last words of its log."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path


async def first_line(fd: int) -> str:
    """What comes through a pipe up to its first newline; "" if it closes before."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb", 0))
    try:
        line = await reader.readline()
    finally:
        transport.close()
    return line.decode().strip() if line.endswith(b"\n") else ""


def last_words(log: Path) -> str:
    return last_of(log.read_text(errors="replace"))


def last_of(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
