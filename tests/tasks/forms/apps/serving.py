"""Served: a web app in a process of its own, which says where it answers, and is ended by its own number."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

PROGRAMS = Path(__file__).parent / "programs"
THEIR_PYTHON = Path(sys.prefix) / "apps/bin/python"
"""What other people's apps need is apart from what handeye needs; `setup.sh` puts it there."""
START_S = 90.0
END_S = 10.0


class Served:
    """`with Served(program, folder, env) as app:` has an `app.url` that answers. What it writes is in `log.txt` in the folder."""

    def __init__(self, program: str, folder: Path, env: Mapping[str, str], python: Path = THEIR_PYTHON) -> None:
        if not python.exists():
            pytest.skip(f"the apps of other people are not installed in {python.parent.parent}; ./setup.sh gets them")
        folder.mkdir(parents=True, exist_ok=True)
        self.url = ""
        self._program = [str(python), str(PROGRAMS / program)]
        self._log = folder / "log.txt"
        self._env = {**os.environ, "PYTHONUNBUFFERED": "1", **env}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Served:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._program,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._log.parent,
            )
        try:
            self._await(self._process)
        except BaseException:
            self._end(self._process)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._end(self._process)

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        until_s = time.monotonic() + START_S
        while time.monotonic() < until_s:
            said = self._log.read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"it ended by itself:\n{said}"
            self.url = next((line for line in said.splitlines() if line.startswith("http://127.0.0.1:")), "")
            if self.url and _answers(self.url):
                return
            time.sleep(0.02)
        raise AssertionError(f"no answer within {START_S:.0f} s:\n{self._log.read_text(encoding='utf-8', errors='replace')}")

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10):
            return True
    except HTTPError:
        return True
    except OSError:
        return False
