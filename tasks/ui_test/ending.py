"""Ending: what is left when the last test is over: the report of the session, its history, and where they are."""

from __future__ import annotations

import fcntl
import sys
import time
from pathlib import Path

import pytest

from ...tools.errors import BadInput
from ..report.session_folder import begin, read_session_json, write_session_json
from ..report.session_report import remember, write_session_report
from .failing import short_path
from .plugin import BEGAN, OTHERS, SETTINGS, TOLD


def begin_once(report: Path, began_s: float) -> None:
    """The first screen of a session takes the folder, whichever process it is in."""
    report.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (report.parent / f".{report.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if read_session_json(report).get("began") != began_s:
            try:
                begin(report, began_s)
            except BadInput as error:
                raise pytest.UsageError(str(error)) from None
    (report.parent / f".{report.name}.lock").unlink(missing_ok=True)


def write_report(session: pytest.Session, exitstatus: int) -> None:
    """Of a session in which a test had a screen."""
    config = session.config
    settings, began_s = config.stash[SETTINGS], config.stash[BEGAN]
    report = settings.report
    write_session_json(
        report,
        began_s=began_s,
        seconds=round(time.time() - began_s, 2),
        command=" ".join(("pytest", *sys.argv[1:])),
        exit_code=exitstatus,
        others=config.stash[OTHERS],
    )
    warning = remember(report, settings.history)
    page = write_session_report(report)
    told = (warning, f"handeye: films and verdicts are in {short_path(page)}" if page is not None else "")
    config.stash[TOLD] = tuple(line for line in told if line)
