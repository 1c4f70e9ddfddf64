"""Forms of getting about: addresses, back, scrolling, and the browser's own dialogs."""

from __future__ import annotations

import re
from functools import partial
from typing import cast

from .form import Form
from .parts import WITH, cut, thing_of, value_of
from .quotes import Pieces
from .refusal import NotUnderstood
from .steps import Dialog, GoBack, Open, Scroll, ScrollTo, Step, Way

_ADDRESS = re.compile(
    r"(?:[\w-]+(?:\.[\w-]+)+|localhost|\[[0-9a-f:]+\])(?::\d+)?(?:[/?#]\S*)?|[a-z][a-z0-9+.-]*:\S.*|/\S*", re.I
)
_DIALOG = re.compile(r"(?:the |this |that )?(?:dialog(?:ue)?(?: box)?|alert|prompt|confirmation|pop-?up|message box)", re.I)
_WAY = re.compile(
    r"(?P<way>up|down|left|right|(?:(?:up|down) )?to the (?:very )?(?P<end>top|bottom|end))(?: (?:in|of) (?P<thing>.+))?", re.I
)


def read_open(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    said = re.sub(r"^(?:the )?(?:page|site|website|url|address) ", "", re.sub(r"(?<=.)\.$", "", tail), flags=re.I)
    piece = pieces.piece(said)
    url = (piece.inner if piece else said).strip()
    if not _ADDRESS.fullmatch(url.replace(" ", "+") if piece else url):
        raise NotUnderstood(pieces.written(tail), "no address; what is on the screen is clicked")
    return (Open(url),)


def read_back(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    if rest := re.sub(r"^(?:(?:one|a) page|to the (?:previous|last) page)", "", tail.rstrip("."), flags=re.I).strip():
        raise NotUnderstood(pieces.written(rest))
    return (GoBack(),)


def read_scroll(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    said = tail.rstrip(".")
    if found := _WAY.fullmatch(said):
        way = (found["end"] or found["way"]).casefold().replace("end", "bottom")
        return (Scroll(cast("Way", way), thing_of(found["thing"], pieces) if found["thing"] else ""),)
    if found := re.fullmatch(r"(?:(?:up|down) )?to (.+)", said, re.I):
        return (ScrollTo(thing_of(found[1], pieces)),)
    if found := re.fullmatch(r"(?:up|down|left|right) (.+)", said, re.I):
        raise NotUnderstood(pieces.written(found[1]))
    thing, way = re.fullmatch(r"(?:through )?(.*?)(?: (up|down))?", said, re.I | re.S).groups()  # type: ignore[union-attr]
    return (Scroll(cast("Way", (way or "down").casefold()), thing_of(thing, pieces)),)


def read_dialog(tail: str, pieces: Pieces, *, accept: bool) -> tuple[Step, ...] | None:
    said, answer = tail.rstrip("."), None
    if accept and WITH.search(said):
        said, words = cut(said, WITH, "after", pieces)
        answer = value_of(words, pieces)
    return (Dialog(accept, answer),) if _DIALOG.fullmatch(said) else None


FORMS = (
    Form("open URL", "open localhost:8000", ("open", "go to", "navigate to", "visit"), read_open),
    Form("go back", "go back", ("go back",), read_back),
    Form("scroll up/down (in X)", "scroll down", ("scroll",), read_scroll),
    Form("scroll to the top/bottom (of X)", "scroll to the bottom", ("scroll",), read_scroll),
    Form("scroll to X", "scroll to Comments", ("scroll",), read_scroll),
    Form("scroll X", "scroll the list", ("scroll",), read_scroll),
    Form("accept the dialog (with V)", "accept the dialog", ("accept", "confirm"), partial(read_dialog, accept=True)),
    Form("dismiss the dialog", "dismiss the dialog", ("dismiss",), partial(read_dialog, accept=False)),
)
