"""Pictures of a job: the last one of a row, out of its record, small enough to stand in a page with many."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from PIL import Image

from ...agent.recorder import read_events
from ...tools.errors import BadInput
from .album import SHA256
from .told import mapping, several, text

LARGEST_PX = 1280
QUALITY = 62


def pictures_named(receipt: Mapping[str, object] | None) -> tuple[str, ...]:
    """By a receipt, the one to be shown first: its picture, or the last of its pictures."""
    told = receipt or {}
    several_named = [text(mapping(each).get("frame") or each) for each in several(told.get("pictures"))]
    return tuple(name for name in (text(told.get("picture")), *reversed(several_named)) if SHA256.fullmatch(name))


def last_picture(folder: Path, named: Iterable[str]) -> str | None:
    """As a link that holds it: one that is named, else the one that it was last judged by, else the last that was seen."""
    for name in (*named, *_judged(folder)):
        if SHA256.fullmatch(name) and (link := embedded(folder / "frames" / f"{name}.png")):
            return link
    return None


def embedded(path: Path) -> str | None:
    try:
        with Image.open(path) as image:
            # A picture that says it is gigantic is none of ours.
            small = image.convert("RGB")
            small.thumbnail((LARGEST_PX, LARGEST_PX * 2))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    into = io.BytesIO()
    small.save(into, "WEBP", quality=QUALITY, method=2)
    return "data:image/webp;base64," + base64.b64encode(into.getvalue()).decode()


def _judged(folder: Path) -> Iterator[str]:
    try:
        events = list(read_events(folder))
    except (BadInput, OSError):
        return
    for kind in ("verdict", "look", "intent"):
        yield from (text(event.get("frame")) for event in reversed(events) if event.get("event") == kind)
