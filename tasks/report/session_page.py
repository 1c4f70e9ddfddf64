"""Page of a session: its head, its tests in a list, and aside, until a test is opened, their films and pictures."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ..ui_test.history import History
from .document import document
from .markup import Html, tag
from .session_album import Piece, SessionAlbum
from .session_head import head
from .session_reels import Packed
from .session_rows import rows
from .session_tests import Session
from .session_words import ABSENT, SIGNS
from .words import moment

HERE = Path(__file__)
STYLES = ("report.css", "job.css", "session.css")
SCRIPTS = ("session_player.js", "session.js")


def session_page(session: Session, history: History, reels: Packed, title: str) -> Iterator[str]:
    listed = tag("section", tag("h2", "Tests"), *rows(session, history), class_="part", id="list")
    parts = (head(session, reels.notes), tag("main", listed, _one()))
    style, script = ("\n".join(HERE.with_name(name).read_text("utf-8") for name in names) for names in (STYLES, SCRIPTS))
    return document(title, style, script, chain(parts, _aside(reels, history)))


def _one() -> Html:
    """Where a test is shown that was opened."""
    steering = (
        tag("a", "← All tests", href="#tests", title="Key: Escape"),
        tag("button", "‹ Previous test", type_="button", id="previous", title="Key: P"),
        tag("button", "Next test ›", type_="button", id="next", title="Key: N"),
        tag("output", id="which"),
    )
    return tag(
        "section",
        tag("nav", *steering, aria_label="Tests"),
        tag("div", id="page"),
        id="test",
        aria_label="One test",
        hidden=True,
    )


def _aside(reels: Packed, history: History) -> Iterator[Html]:
    """Each in an element of its own, which costs nothing until it is read."""
    about = {
        "runs": [moment(began_s)[0] for began_s in history.runs],
        "signs": {sign: name for sign, _, name in (*reversed(SIGNS.values()), ABSENT)},
        "pictures": list(_pictures(reels.album)),
    }
    yield tag(
        "script", Html(json.dumps(about, separators=(",", ":")).replace("<", "\\u003c")), type_="application/json", id="data"
    )
    for n, page in enumerate(reels.pages):
        yield tag("script", page, type_="text/plain", id=f"try-{n}")
    for n, kept in enumerate(reels.album.kept):
        yield tag("script", base64.b64encode(kept.data).decode(), type_="text/plain", id=f"picture-{n}")


def _pictures(album: SessionAlbum) -> Iterator[list[object]]:
    """Width and height; of a piece also the picture that it is laid over, where from the left, and its bands of rows."""
    for kept in album.kept:
        yield [kept.w, kept.h, kept.on, kept.x, *chain(*kept.bands)] if isinstance(kept, Piece) else [kept.w, kept.h]
