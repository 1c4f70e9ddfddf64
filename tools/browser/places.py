"""Places: what text the browser has laid out, and where, in every frame; no script of the page is asked, for it could lie."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from ..computer import Written
from ..frame import Frame as Look
from ..geometry import Box, View

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Frame, Page

ANSWER_S = 2.0

WORN = ("placeholder", "alt", "value", "label")
"""Attributes that a browser draws as text."""
DRAWS_ITS_OWN = frozenset({"INPUT", "TEXTAREA", "SELECT", "IMG", "OBJECT", "METER", "PROGRESS", "OPTGROUP", "OPTION"})
"""Elements whose text the browser draws inside of them, where no snapshot tells its place."""
ASIDE_PX = 20
"""Between the buttons of a drawn dialog and its edge."""

_sessions: WeakKeyDictionary[Page | Frame, CDPSession] = WeakKeyDictionary()

Raw = Mapping[str, Any]


async def texts_of(page: Page, view: View) -> tuple[Written, ...] | None:
    """In frame px, in document order; None where the page does not tell, as while another one is coming."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ANSWER_S):
            own = _written(await _snapshot(page, page))
            others = [each for frame in page.frames[1:] for each in await _texts_inside(page, frame, view)]
    except (Error, TimeoutError):
        _sessions.pop(page, None)
        return None
    return (*own, *others)


def texts_in_dialog(look: Look, unit: float, typed: str | None) -> tuple[Written, ...]:
    """What stands in a drawn dialog, somewhere above its buttons."""
    if look.dialog is None:
        return ()
    ok = next((box for name, box in look.dialog.boxes if name == "ok"), Box(0, look.size.h, look.size.w, 0))
    left = max(0.0, look.size.w - ok.right - 2 * ASIDE_PX * unit)
    panel = Box(left, 0, look.size.w - 2 * left, ok.y)
    return tuple(Written(text, panel) for text in (look.dialog.message, look.dialog.default, typed or "") if text)


async def _snapshot(page: Page, of: Page | Frame) -> Raw:
    session = _sessions.get(of)
    if session is None:
        session = _sessions[of] = await page.context.new_cdp_session(of)
    return cast("Raw", await session.send("DOMSnapshot.captureSnapshot", {"computedStyles": []}))  # pyright: ignore[reportUnknownMemberType]


async def _texts_inside(page: Page, frame: Frame, view: View) -> list[Written]:
    """Of a frame that has a process of its own; any other is part of the snapshot of the one around it."""
    from playwright.async_api import Error

    try:
        snapshot = await _snapshot(page, frame)
    except Error:
        _sessions.pop(frame, None)
        return []
    while frame.parent_frame is not None and frame.parent_frame != page.main_frame:
        frame = frame.parent_frame
    box = await (await frame.frame_element()).bounding_box()
    if box is None:
        return []
    whole = view.box_to_frame(Box(box["x"], box["y"], box["width"], box["height"]))
    return [Written(each.text, whole) for each in _written(snapshot)]


def _written(snapshot: Raw) -> Iterator[Written]:
    strings = cast("Sequence[str]", snapshot["strings"])
    documents = cast("Sequence[Raw]", snapshot["documents"])
    inside = {0: None, **_frames_of(documents)}
    for number, document in enumerate(documents):
        yield from _Document(document, strings, inside.get(number)).written()


def _frames_of(documents: Sequence[Raw]) -> dict[int, Box]:
    """The place of each document that lies in a frame of the first one, or in a frame of that."""
    places: dict[int, Box] = {}
    for number, document in enumerate(documents):
        within = document["nodes"].get("contentDocumentIndex", {"index": [], "value": []})
        boxes = _boxes(document)
        for node, child in zip(within["index"], within["value"], strict=True):
            place = places.get(number) if number else boxes.get(node)
            if place is not None:
                places[int(child)] = place
    return places


def _boxes(document: Raw) -> dict[int, Box]:
    """Of each node that is laid out, as the document is scrolled now."""
    layout, dx, dy = document["layout"], document.get("scrollOffsetX", 0), document.get("scrollOffsetY", 0)
    return {node: Box(*bounds).move(-dx, -dy) for node, bounds in zip(layout["nodeIndex"], layout["bounds"], strict=True)}


class _Document:
    def __init__(self, document: Raw, strings: Sequence[str], whole: Box | None) -> None:
        """`whole`: the place of the frame that it fills; None for the page itself."""
        self._document = document
        self._strings = strings
        self._whole = whole

    def written(self) -> Iterator[Written]:
        texts, boxes = self._laid_out(), _boxes(self._document)
        for at, node in enumerate(self._document["layout"]["nodeIndex"]):
            for text, box in (*texts.get(at, ()), *((each, boxes[node]) for each in self._worn(node))):
                yield Written(text, self._whole or box)

    def _laid_out(self) -> dict[int, list[tuple[str, Box]]]:
        """The pieces of text of each layout node: a line of it is one piece."""
        pieces, layout = self._document["textBoxes"], self._document["layout"]
        dx, dy = self._document.get("scrollOffsetX", 0), self._document.get("scrollOffsetY", 0)
        found: dict[int, list[tuple[str, Box]]] = {}
        for at, bounds, start, length in zip(
            pieces["layoutIndex"], pieces["bounds"], pieces["start"], pieces["length"], strict=True
        ):
            in_units = self._string(layout["text"][at]).encode("utf-16-le", "surrogatepass")
            text = in_units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
            # SVG tells the size of its pieces in units of its own; that of the whole is right.
            whole, piece = Box(*layout["bounds"][at]), Box(*bounds)
            box = piece if piece.right <= whole.right + 1 and piece.bottom <= whole.bottom + 1 else whole
            found.setdefault(at, []).append((text, box.move(-dx, -dy)))
        return found

    def _worn(self, node: int) -> list[str]:
        nodes = self._document["nodes"]
        if self._string(nodes["nodeName"][node]) not in DRAWS_ITS_OWN:
            return []
        flat = [self._string(each) for each in nodes["attributes"][node]]
        said = [value for name, value in zip(flat[::2], flat[1::2], strict=True) if name in WORN]
        for kind in ("inputValue", "textValue"):
            rare = nodes.get(kind, {"index": [], "value": []})
            said += [self._string(value) for at, value in zip(rare["index"], rare["value"], strict=True) if at == node]
        if self._string(nodes["nodeName"][node]) == "SELECT":
            said += self._under(node)
        return [each for each in said if each]

    def _under(self, node: int) -> list[str]:
        """All text of the nodes below one: they come right after it."""
        nodes = self._document["nodes"]
        parents, below = nodes["parentIndex"], {node}
        said: list[str] = []
        for at in range(node + 1, len(parents)):
            if parents[at] not in below:
                break
            below.add(at)
            said += [self._string(nodes["nodeValue"][at])] if nodes["nodeValue"][at] >= 0 else []
        return said

    def _string(self, number: int) -> str:
        return self._strings[number] if number >= 0 else ""
