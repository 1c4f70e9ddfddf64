"""Served: a web app in a process of its own, which says where it answers, and is ended by its own number."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

START_S = 60.0
END_S = 10.0


class Served:
    """`with Served(words, folder / "log") as app:` is there once `app.url` answers; its first line of output is its address."""

    def __init__(self, words: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        with log.open("wb") as kept:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=kept,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
            )
        self.url = ""

    def __enter__(self) -> Served:
        try:
            self._await()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _await(self) -> None:
        until_s = time.monotonic() + START_S
        while time.monotonic() < until_s:
            if self._process.poll() is not None:
                raise AssertionError(f"it ended by itself:\n{self._said()}")
            self.url = self.url or next((line for line in self._said().splitlines() if line.startswith("http://")), "")
            if self.url and answers(self.url):
                return
            time.sleep(0.02)
        raise AssertionError(f"it did not answer within {START_S:.0f} s:\n{self._said()}")

    def _said(self) -> str:
        return self.log.read_text(errors="replace")


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
