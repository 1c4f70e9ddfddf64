"""Evidence: what one attempt of a test leaves in the report's folder: its record, its pictures, and how it ended."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ...agent.recorder import Recorder
from ...tools.whole import write_whole

Ending = Literal["passed", "failed", "unsure", "error", "skipped"]
FILE = "test.json"
_UNSAFE = re.compile(r"[^\w.-]+")
LONGEST = 60
"""Letters of a folder's name that tell which test it is."""


@dataclass(eq=False)
class Evidence:
    """One attempt of one test."""

    nodeid: str
    folder: Path
    file: str = ""
    line: int = 0
    attempt: int = 1
    worker: str = ""
    tags: tuple[str, ...] = ()
    began: float = field(default_factory=time.time)
    claim: str = ""
    """The last thing that was not so."""
    instead: str = ""
    picture: Path | None = None
    verdict: Ending = "passed"
    message: str = ""
    screens: int = 0
    """Folders beside the first one, of a test with several screens."""

    def next_folder(self) -> Path:
        """For the record of one more screen."""
        self.screens += 1
        folder = self.folder if self.screens == 1 else self.folder / f"screen-{self.screens}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def failed(self, claim: str, instead: str, picture: Path | None) -> None:
        self.claim, self.instead, self.picture = claim, instead, picture

    def end(self, seconds: float) -> None:
        """Written down, if there was anything to be seen."""
        if not self.screens:
            return
        picture = "" if self.picture is None else str(self.picture.relative_to(self.folder))
        told = {
            "nodeid": self.nodeid,
            "name": self.nodeid.rpartition("::")[2],
            "file": self.file,
            "line": self.line,
            "verdict": self.verdict,
            "attempt": self.attempt,
            "worker": self.worker,
            "began": round(self.began, 3),
            "seconds": round(seconds, 3),
            "message": self.message,
            "claim": self.claim,
            "instead": self.instead,
            "picture": picture,
            "tags": list(self.tags),
        }
        write_whole(self.folder / FILE, json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace"))


def evidence_of(
    report: Path, nodeid: str, *, file: str = "", line: int = 0, attempt: int = 1, worker: str = "", tags: tuple[str, ...] = ()
) -> Evidence:
    short = _UNSAFE.sub("-", nodeid.rpartition("/")[2]).strip("-")[:LONGEST]
    name = f"{short}-{hashlib.sha256(nodeid.encode('utf-8', 'replace')).hexdigest()[:8]}"
    folder = report / "tests" / (name if attempt == 1 else f"{name}-{attempt}")
    shutil.rmtree(folder, ignore_errors=True)
    return Evidence(nodeid, folder, file, line, attempt, worker, tags)


def close_record(folder: Path, nodeid: str, start: str, why: str, *, is_done: bool) -> None:
    """What the record says of itself, for its film."""
    recorder = Recorder(folder, durable=False)
    recorder.about(task=nodeid, start=start, result={"status": "done" if is_done else "failed", "why": why})
    recorder.event("ended", status="done" if is_done else "failed", why=why)
    recorder.close()
