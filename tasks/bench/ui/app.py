"""App: the web app under test, one fresh process on a port of its own, gone with its `with`."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

from ....tools.errors import BadInput
from ...ui_test.free import free_port

USUAL = "python -m shop --port {port}"
START_S, END_S = 30.0, 5.0
_ADDRESS = re.compile(rb"https?://[\w.\[\]:-]+?:(\d+)|^\s*(\d{2,5})\s*$", re.M)


class App:
    """`with App("python -m shop --port {port}", folder) as app:` and it answers at `app.url`."""

    def __init__(self, command: str, folder: Path) -> None:
        self._port = free_port() if "{port}" in command else 0
        words = shlex.split(command.replace("{port}", str(self._port)))
        if not words:
            raise BadInput("--app is empty; write the command that starts the app, such as " + USUAL)
        if words[0] in ("python", "python3"):
            words[0] = sys.executable
        self._said = TemporaryFile()  # noqa: SIM115  closed with the app
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        try:
            self._process = subprocess.Popen(
                words, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=self._said, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            self._said.close()
            raise BadInput(f'"{command}" could not be started in {folder}: {error.strerror}') from None
        self._command = command

    def __enter__(self) -> App:
        until_s = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until_s:
                said = self.said()
                self.__exit__(None, None, None)
                raise BadInput(f'"{self._command}" did not open a port within {START_S:g} s. It said: {said or "nothing"}')
            time.sleep(0.02)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for blow, wait_s in ((signal.SIGTERM, END_S), (signal.SIGKILL, END_S)):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, blow)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(wait_s)
                break
        self._said.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def said(self) -> str:
        """The last of what it printed."""
        return " / ".join(self._read().decode("utf-8", "replace").splitlines()[-3:])

    def _read(self) -> bytes:
        self._said.seek(0)
        return self._said.read()

    def _answers(self) -> bool:
        if not self._port and (found := _ADDRESS.search(self._read())):
            self._port = int(found[1] or found[2])
        if not self._port:
            return False
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=1):
            return True
        return False
