"""An owner is called gone only where that is certain."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from handeye.tasks.forms.owner import is_alive, owner_name

NAMED = "from handeye.tasks.forms.owner import owner_name; print(owner_name(), flush=True); input()"


def test_who_runs_is_alive_and_each_name_is_its_own() -> None:
    names = {owner_name() for _ in range(10)}
    assert len(names) == 10
    assert all(is_alive(name) for name in names)


def test_who_was_killed_is_gone_even_before_its_parent_asked() -> None:
    with subprocess.Popen([sys.executable, "-c", NAMED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert is_alive(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert Path(f"/proc/{process.pid}").exists()
        assert not is_alive(name)
        process.wait()
        assert not is_alive(name)


def test_another_process_of_the_same_number_is_not_the_owner() -> None:
    host, pid, started, own = owner_name().split(":")
    assert not is_alive(f"{host}:{pid}:{int(started) - 1}:{own}")


def test_of_others_nothing_is_certain() -> None:
    host, _, started, own = owner_name().split(":")
    gone = f"{2**22 + 1}:{started}:{own}"
    assert not is_alive(f"{host}:{gone}")
    for name in (f"elsewhere:{gone}", f"{host.rpartition('-')[0]}-00000000:{gone}", "", "me", ":::", f"{host}:1:?:x"):
        assert is_alive(name)
