"""A Postgres of our own: a server in a folder that goes when the tests end, reached by a socket in it and no other way."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

LIMIT_S = 60.0
ENDS_WITH_US = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
MISSING = "there is no Postgres server here, whose programs are initdb and postgres; on Debian: apt-get install postgresql"


def programs() -> Path | None:
    """The folder of the newest ones; Debian has it in no PATH."""
    in_path = shutil.which("initdb")
    found = [Path(in_path).resolve()] if in_path else []
    found += Path("/usr/lib/postgresql").glob("*/bin/initdb")
    folders = [each.parent for each in found if (each.parent / "postgres").is_file()]
    return max(folders, key=_version, default=None)


def _version(folder: Path) -> float:
    name = folder.parent.name
    return float(name) if name.replace(".", "", 1).isdecimal() else 0.0


@contextmanager
def served(*settings: str) -> Generator[str]:
    """The URL of a new database. Postgres refuses to run as root: then it runs as one who may do nothing else."""
    where = programs()
    if where is None:
        pytest.skip(MISSING)
    # Not among pytest's own, into which only their owner may look.
    folder = Path(tempfile.mkdtemp(prefix="handeye-postgres-", dir="/tmp"))
    as_somebody: dict[str, Any] = {"cwd": folder, "stdin": subprocess.DEVNULL}
    if os.geteuid() == 0:
        somebody = _somebody()
        os.chown(folder, somebody.pw_uid, somebody.pw_gid)
        as_somebody |= {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
    try:
        make = [
            where / "initdb",
            "-D",
            folder / "data",
            "-U",
            "handeye",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        made = subprocess.run(make, capture_output=True, text=True, timeout=LIMIT_S, **as_somebody)
        assert made.returncode == 0, made.stderr
        with (folder / "log").open("w") as log:
            asked = [f"--{setting}" for setting in (f"unix_socket_directories={folder}", "listen_addresses=", *settings)]
            server = subprocess.Popen(
                [where / "postgres", "-D", folder / "data", *asked], stdout=log, stderr=log, **as_somebody
            )
        try:
            _await(server, folder)
            yield f"postgresql+psycopg://handeye@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # ends who is still connected
            server.wait(LIMIT_S)
    finally:
        shutil.rmtree(folder)


def _await(server: subprocess.Popen[Any], folder: Path) -> None:
    until_s = time.monotonic() + LIMIT_S
    status = folder / "data/postmaster.pid"
    while not (status.is_file() and "ready" in status.read_text()):
        assert server.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until_s, (folder / "log").read_text()
        time.sleep(0.01)


def _somebody() -> pwd.struct_passwd:
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@pytest.fixture(scope="session")
def postgres() -> Generator[str]:
    """Its disk is not waited for: no test cuts the power."""
    with served("fsync=off", "max_connections=40") as url:
        yield url
