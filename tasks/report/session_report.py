"""The report of a test session: one file for all its tests, from nothing but what the session's folder holds."""

from __future__ import annotations

from pathlib import Path

from ...tools.whole import write_whole
from ..ui_test.history import KEPT_RUNS, add, read, write
from .session_album import ROOM_BYTES
from .session_folder import HISTORY, REPORT
from .session_page import session_page
from .session_reels import FILMS_ROOM_BYTES, packed
from .session_tests import Session, session_of
from .session_words import in_short


def remember(report: Path, keep: int = KEPT_RUNS) -> str:
    """Adds the session to the history beside it; why earlier runs are lost, where they are."""
    history = read(report / HISTORY)
    if (session := session_of(report)).tests:
        write(report / HISTORY, add(history, session.ran(), keep))
    return history.trouble


def write_session_report(report: Path, *, pictures_bytes: int = ROOM_BYTES, films_bytes: int = FILMS_ROOM_BYTES) -> Path | None:
    """Where it is, written whole, for nobody but the owner; None where no test used a screen."""
    session = session_of(report)
    if not session.tests:
        return None
    path = report / REPORT
    reels = packed(session, pictures_bytes, films_bytes)
    parts = session_page(session, read(report / HISTORY), reels, _title(session))
    write_whole(path, b"".join(part.encode() for part in parts))
    return path


def _title(session: Session) -> str:
    return " · ".join((in_short(session.counts, session.about), "handeye"))
