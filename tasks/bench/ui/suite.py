"""Suite: one run of a suite of tests as a process of its own, and the verdict on each of its tests."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .order import FIRST, LOG

Word = Literal["passed", "failed", "unsure", "error", "skipped"]
LONGEST_S = 1800.0
BY_SIGHT = "--handeye-start={url} --handeye-report={report}"
BY_HAND = "--base-url={url}"
"""How a suite is told where its app is; the second is what pytest-playwright understands."""
_ORDER = f"{__package__}.order"


@dataclass(frozen=True, slots=True)
class Verdict:
    test: str
    word: Word
    message: str = ""

    @property
    def is_red(self) -> bool:
        return self.word in ("failed", "error")


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a run."""

    verdicts: tuple[Verdict, ...]
    seconds: float
    spans: dict[str, tuple[float, float]]
    """By test, when it began and ended, in Unix time."""
    said: str
    """The last of what pytest printed."""
    is_hung: bool = False
    code: int = 0

    @property
    def reds(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.is_red)

    @property
    def unsure(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.word == "unsure")

    @property
    def greens(self) -> tuple[str, ...]:
        return tuple(verdict.test for verdict in self.verdicts if verdict.word == "passed")

    @property
    def is_whole(self) -> bool:
        """Whether pytest came to its end with tests run, red or green."""
        return not self.is_hung and self.code in (0, 1) and bool(self.verdicts)


@dataclass(frozen=True, slots=True)
class Suite:
    project: Path
    tests: str
    told: str = BY_SIGHT
    more: str = ""
    """What else pytest is told, such as -m "not slow"."""
    cache: Path | None = None
    """Where pytest keeps what it knows of earlier runs; the project's own such folder is left alone."""

    def run(
        self, url: str, folder: Path, *, only: Sequence[str] = (), first_red: bool = False, limit_s: float = LONGEST_S
    ) -> Ran:
        """Its tests look at `url`; what they leave goes into `folder`. With `only`, those tests alone and in that order."""
        folder.mkdir(parents=True, exist_ok=True)
        log, first, report = folder / "log.jsonl", folder / "first.txt", folder / "report"
        first.write_text("\n".join(only), encoding="utf-8")
        kept = ["-p", "no:cacheprovider"] if self.cache is None else ["-o", f"cache_dir={self.cache}"]
        words = ["-m", "pytest", self.tests, "-q", *kept, "-p", _ORDER, *(["-x"] if first_red else [])]
        words += [*(word.format(url=url, report=report) for word in self.told.split()), *shlex.split(self.more)]
        env = {**os.environ, LOG: str(log), FIRST: str(first), "PYTHONDONTWRITEBYTECODE": "1"}
        code, seconds = timed(words, self.project, folder / "said.txt", env, limit_s)
        told = _events(log)
        said = (folder / "said.txt").read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        return Ran(_verdicts(told, report), seconds, _spans(told), "\n".join(said), code is None, code or 0)


def timed(words: Sequence[str], folder: Path, said: Path, env: dict[str, str], limit_s: float) -> tuple[int | None, float]:
    """The exit code of a Python process (none where it had to be ended) and its seconds."""
    began_s = time.monotonic()
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        code = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        code = None
    finally:  # its browsers go with it
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return code, time.monotonic() - began_s


def _events(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def _spans(told: Sequence[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    spans: dict[str, tuple[float, float]] = {}
    for event in told:
        if event["what"] in ("began", "ended"):
            began, ended = spans.get(event["test"], (event["at_s"], event["at_s"]))
            spans[event["test"]] = (min(began, event["at_s"]), max(ended, event["at_s"]))
    return spans


def _verdicts(told: Sequence[dict[str, Any]], report: Path) -> tuple[Verdict, ...]:
    found: dict[str, Verdict] = {}
    for event in told:
        name, what = event["test"], event["what"]
        if what == "failed":
            found[name] = Verdict(name, "failed" if event["when"] == "call" else "error", event["message"])
        elif what in ("passed", "skipped"):  # of several tries the last one counts
            found[name] = Verdict(name, what)
    for name, (word, message) in _kept(report).items():
        if name in found and (word == "unsure" or found[name].is_red):
            found[name] = Verdict(name, word if word == "unsure" else found[name].word, message or found[name].message)
    return tuple(found.values())


def _kept(report: Path) -> dict[str, tuple[Word, str]]:
    """What handeye's own plugin says of its tests, which knows more than red and green: the last attempt of each."""
    last: dict[str, dict[str, Any]] = {}
    for file in sorted(report.glob("tests/*/test.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        before = last.get(said["nodeid"])
        if before is None or said["attempt"] >= before["attempt"]:
            last[said["nodeid"]] = said
    return {name: (said["verdict"], said.get("message") or "") for name, said in last.items()}
