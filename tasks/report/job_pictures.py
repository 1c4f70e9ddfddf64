"""Pictures of a job: the last one of a row, out of its record, small enough to stand in a page with many."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from ...agent.recorder import read_events
from ...tools.errors import BadInput
from ..forms.entry import Entry
from .album import SHA256
from .told import mapping, several, text

LARGEST_PX = 1280
QUALITY = 62


def picture_of(entry: Entry, folder: Path | None) -> str | None:
    """As a link that holds it; None where its record has none."""
    if folder is None:
        return None
    for name in _names(entry, folder):
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


def _names(entry: Entry, folder: Path) -> Iterator[str]:
    """The picture that its receipt names, else the one that it was last judged by, else the last that was seen."""
    receipt = entry.receipt or {}
    yield text(receipt.get("picture"))
    yield from (text(mapping(each).get("frame") or each) for each in reversed(several(receipt.get("pictures"))))
    try:
        events = list(read_events(folder))
    except (BadInput, OSError):
        return
    for kind in ("verdict", "look", "intent"):
        yield from (text(event.get("frame")) for event in reversed(events) if event.get("event") == kind)
