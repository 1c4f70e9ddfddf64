"""Recorder: the write-ahead record of a run, kept in one private folder.

    runs/20260301-101500-3f9a/
        run.json            what was asked for and how it ended
        events.jsonl        {"n": 7, "at": …, "event": "intent", "step": 2, "action": {…}}, one line each
        frames/<sha256>.png each picture once

What is written is on the disk before anything is done: an `intent` without its `delivered` tells whoever comes
after a crash that it may or may not have happened.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, cast

from ..tools.errors import BadInput
from ..tools.frame import Frame, Pixels, encode_png
from ..tools.whole import write_whole
from .redactor import Redactor

DURABLE = frozenset({"intent", "delivered", "request", "verdict", "asked", "answered", "ended"})
"""Events that must survive a power cut; the others only our own death."""


class Recorder:
    """Pictures are encoded on a thread of their own; events are written at once, in order."""

    def __init__(self, folder: Path, redactor: Redactor | None = None, *, durable: bool = True) -> None:
        """`durable`: what must survive a power cut is waited for; another book may see to that."""
        self.folder = folder
        self._durable = durable
        self.redactor = redactor or Redactor()
        self._lock = threading.Lock()
        self._encoder = ThreadPoolExecutor(1, thread_name_prefix="handeye-frames")
        self._pictures: dict[str, Future[None]] = {}
        (folder / "frames").mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self._count = sum(1 for _ in read_events(folder))
        self._events: IO[str] = _opened(folder / "events.jsonl")

    def event(self, name: str, /, **more: object) -> dict[str, object]:
        """Written down before this returns; with nothing secret in it."""
        with self._lock:
            self._count += 1
            said = {"n": self._count, "at": round(time.time(), 3), "event": name, **more}
            clean = self.clean(said)
            self._events.write(json.dumps(clean, ensure_ascii=False, separators=(",", ":")) + "\n")
            self._events.flush()
            if name in DURABLE and self._durable:
                os.fsync(self._events.fileno())
        return clean

    @property
    def events(self) -> int:
        """How many were written."""
        return self._count

    def keep(self, frame: Frame, shown: Pixels | None = None) -> str:
        """The name of a frame, whose picture will be there once the recorder is closed; `shown` is what may be seen of it."""
        name = frame.sha256
        path = self.folder / "frames" / f"{name}.png"
        if name not in self._pictures and not path.exists():
            self._pictures[name] = self._encoder.submit(_save, path, frame, shown)
        return name

    def kept(self, name: str) -> Path:
        """Where a picture is, once it is there."""
        if name in self._pictures:
            self._pictures[name].result()
        return self.folder / "frames" / f"{name}.png"

    def about(self, **more: object) -> None:
        """Adds to run.json."""
        path = self.folder / "run.json"
        known = cast("dict[str, object]", json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
        known |= self.clean(more)
        write_whole(path, json.dumps(known, ensure_ascii=False, indent=1).encode())

    def clean(self, told: Mapping[str, object]) -> dict[str, object]:
        """With nothing secret in it."""
        return cast("dict[str, object]", self.redactor.data(told))

    def close(self) -> None:
        """All pictures are on the disk."""
        self._encoder.shutdown(wait=True)
        self._events.close()
        for done in self._pictures.values():
            done.result()


def new_run(runs: Path) -> Path:
    """A folder that no other run has."""
    while True:
        folder = runs / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
        try:
            folder.mkdir(parents=True, mode=0o700)
        except FileExistsError:
            continue
        return folder


def read_events(folder: Path) -> Iterator[dict[str, object]]:
    """What was written; the last line may have been cut off by a crash, and was then never acted upon."""
    path = folder / "events.jsonl"
    if not path.exists():
        return
    # Other line breaks than ours stand in the words of pages; and a line torn by a crash may end within a letter.
    lines = path.read_bytes().decode("utf-8", "replace").removesuffix("\n").split("\n")
    for n, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
        except ValueError:
            if n == len(lines):
                return
            raise BadInput(f"{path}:{n} is no event of a run; the record was changed by somebody else") from None
        if isinstance(said, Mapping):
            yield cast("dict[str, object]", said)


def _opened(path: Path) -> IO[str]:
    _cut_half_line(path)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")


def _cut_half_line(path: Path) -> None:
    """What a crash left half written goes, so that the next line is one of its own."""
    if not path.exists():
        return
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.truncate(path, whole)


def _save(path: Path, frame: Frame, shown: Pixels | None) -> None:
    write_whole(path, frame.png if shown is None else encode_png(shown))
