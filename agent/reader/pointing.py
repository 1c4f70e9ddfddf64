"""Forms of the pointer: click, hover, drag, focus, close."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

from ...tools.find import parse_phrase
from .form import Form
from .parts import INTO, TO, cut, first_said, items_of, thing_of
from .quotes import Pieces
from .steps import Click, Close, Drag, Focus, Hover, Step

_BY = re.compile(r" ?\bby (?:clicking|pressing|tapping)(?: on)? ", re.I)


def read_click(
    tail: str, pieces: Pieces, *, button: Literal["left", "right"] = "left", count: int = 1
) -> tuple[Step, ...] | None:
    said = re.sub(r"^on ", "", tail, flags=re.I)
    items = items_of(said)
    if len(items) > 1 and all(_stands_alone(item, pieces) for item in items):
        return tuple(Click(thing_of(item, pieces), button, count) for item in items)
    return (Click(thing_of(said, pieces), button, count),)


def _stands_alone(item: str, pieces: Pieces) -> bool:
    """Whether a list is meant, not a name that holds "and"."""
    phrase = parse_phrase(pieces.written(item))
    return bool(phrase.exact or phrase.kind or phrase.ordinal)


def read_hover(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    said = re.sub(r"^(?:the )?(?:mouse|pointer|cursor) ", "", tail, flags=re.I)
    return (Hover(thing_of(re.sub(r"^(?:over|on|to) ", "", said, flags=re.I), pieces)),)


def read_drag(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    mark = first_said(tail, INTO, TO)
    if mark is None:
        return None
    thing, to = cut(tail, mark, "before", pieces)
    return (Drag(thing_of(thing, pieces), thing_of(to, pieces)),)


def read_focus(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    return (Focus(thing_of(re.sub(r"^(?:into|in|on) ", "", tail, flags=re.I), pieces)),)


def read_close(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    thing, *by = _BY.split(tail, maxsplit=1)
    return (Close(thing_of(thing, pieces), thing_of(by[0], pieces) if by else ""),)


_CLICK = ("click", "press", "tap", "hit", "push")

FORMS = (
    Form("click X", 'click the "Save" button', _CLICK, read_click),
    Form('click "X" and "Y"', 'click "Bold" and "Italic"', _CLICK, read_click),
    Form(
        "double-click X",
        "double-click report.txt",
        ("double-click", "double click", "doubleclick"),
        partial(read_click, count=2),
    ),
    Form(
        "right-click X",
        "right-click the picture",
        ("right-click", "right click", "rightclick"),
        partial(read_click, button="right"),
    ),
    Form(
        "hover over X",
        "hover over the Help icon",
        ("hover", "move the mouse", "move the pointer", "move the cursor"),
        read_hover,
    ),
    Form("drag X to Y", 'drag "Buy milk" to Done', ("drag", "drag and drop"), read_drag),
    Form("focus X", "focus the second field", ("focus", "put the cursor"), read_focus),
    Form("close X (by clicking Y)", 'close the message by clicking "Got it"', ("close",), read_close),
)
