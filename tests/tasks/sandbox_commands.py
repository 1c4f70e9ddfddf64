"""`handeye sandbox …` as a person types it, one command after the other, in a folder and with a state of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handeye.tools.frame import decode_picture

LIMIT_S = 120


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


class Commands:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The paths of sockets have to be short.
        self.scratch = Path(tempfile.mkdtemp(prefix="vm-"))
        self.environ = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "TMPDIR": str(self.scratch)}

    def say(self, *words: str, limit_s: float = LIMIT_S, module: str = "handeye") -> Said:
        command = (sys.executable, "-m", module, *words)
        ran = subprocess.run(
            command, cwd=self.folder, env=self.environ, capture_output=True, text=True, timeout=limit_s, check=False
        )
        return Said(ran.returncode, ran.stdout, ran.stderr)

    def do(self, *words: str, limit_s: float = LIMIT_S) -> str:
        said = self.say(*words, limit_s=limit_s)
        assert said.code == 0, said.err + said.out
        return said.out

    def refused(self, *words: str) -> str:
        """The one line that is said of what is wrong."""
        said = self.say(*words)
        lines = [line for line in said.err.splitlines() if not line.startswith("handeye: starting")]
        assert (said.code, len(lines), said.out) == (2, 1, ""), said
        return lines[0]

    def all(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each for each in json.loads(self.do("sandbox", "list", "--json"))["sandboxes"]}

    def picture(self, name: str) -> bytes:
        self.do("sandbox", "view", name, "-o", "now.png")
        return decode_picture((self.folder / "now.png").read_bytes()).tobytes()

    def end_all(self) -> None:
        for name in self.all():
            self.do("sandbox", "down", name)
        left = [path.name for kind in ("vm", "display", "container") for path in self.scratch.glob(f"handeye-{kind}-*")]
        shutil.rmtree(self.scratch)
        assert not left
