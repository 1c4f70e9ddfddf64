"""The words of a page that can be read on its picture, each with the box of its ink."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from ....tools.frame import Frame
from ....tools.geometry import Box
from .inked import LEAST_CONTRAST, contrast
from .snapshot import Run, Snapshot
from .truth import TrueWord

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

TOUCHING = 0.13
"""Pieces of text that are nearer than this many of their sizes look like one word."""

PARTS = 0.3
"""The parts of a date or a time in one field stand a little further apart, and are one word nevertheless."""

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ICON_FONTS = re.compile(r"icon|awesome|symbol", re.IGNORECASE)


@dataclass(frozen=True)
class _Piece:
    text: str
    box: Box
    run: Run
    size: float


async def seen_words(tab: Tab, snapshot: Snapshot, frame: Frame) -> tuple[tuple[TrueWord, ...], tuple[Box, ...]]:
    """What can be read, and where there is text that cannot be told for certain."""
    window = Box(0, 0, frame.size.w / frame.view.scale, frame.size.h / frame.view.scale)
    pieces = await _measured(tab, tuple(run for run in snapshot.runs if run.box.intersect(window)))
    asked = [{"n": piece.run.owner, "points": _points(piece.box), "box": _tuple(piece.box)} for piece in pieces]
    seen = cast("list[list[float]]", await tab.evaluate("things => yard.visible(things, true)", asked))
    words: list[TrueWord] = []
    unclear: list[Box] = []
    known: list[tuple[_Piece, bool]] = []
    for piece, shares in zip(pieces, seen, strict=True):
        shown = _unclipped(piece)
        if max(shares) * shown > 0.05:
            known.append((piece, min(shares) * shown > 0.95))
    for piece, is_whole in _joined(known):
        box = frame.view.box_to_frame(piece.box)
        if is_whole and contrast(frame, box) >= LEAST_CONTRAST:
            words.append(TrueWord(piece.text, box))
        else:
            unclear.append(box)
    return tuple(words), tuple(unclear)


async def _measured(tab: Tab, runs: tuple[Run, ...]) -> list[_Piece]:
    asked = [{"n": run.owner, "pseudo": run.pseudo, "text": run.text, "box": _tuple(run.box)} for run in runs]
    answers = cast("list[dict[str, Any]]", await tab.evaluate("runs => yard.measure(runs)", asked))
    pieces: list[_Piece] = []
    for run, said in zip(runs, answers, strict=True):
        if _ICON_FONTS.search(said["family"].split(",")[0]):
            continue
        if said["inner"]:
            run = replace(run, clip=Box(*said["inner"]))
        for start, end, x, y, w, h in said["words"]:
            text = _sliced(run.text, start, end)
            if said["caps"]:
                text = text.upper()  # small capitals are capitals to whoever reads them
            if not _PRIVATE.search(text) and w > 0.5 and h > 0.5:
                pieces.append(_Piece(text, Box(x, y, w, h), run, said["size"]))
    return pieces


def _sliced(text: str, start: int, end: int) -> str:
    if max(text) < "\U00010000":
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def _joined(pieces: list[tuple[_Piece, bool]]) -> list[tuple[_Piece, bool]]:
    """Words that several elements share, such as one with its star, put together again."""
    joined: list[tuple[_Piece, bool]] = []
    for piece, is_whole in pieces:
        if joined and piece.run is not joined[-1][0].run and _touch(joined[-1][0], piece):
            last, was_whole = joined[-1]
            whole = _Piece(last.text + piece.text, Box.union((last.box, piece.box)), piece.run, piece.size)
            joined[-1] = (whole, was_whole and is_whole)
        else:
            joined.append((piece, is_whole))
    return joined


def _touch(left: _Piece, right: _Piece) -> bool:
    a, b = left.run.box, right.run.box
    shared = min(a.bottom, b.bottom) - max(a.y, b.y)
    gap = right.box.x - left.box.right
    if left.run.owner == right.run.owner and left.run.text[-1:].isspace():
        return False
    near = PARTS if left.run.owner == right.run.owner else TOUCHING
    return shared > 0.6 * min(a.h, b.h) and -0.3 * right.size < gap < near * min(left.size, right.size)


def _unclipped(piece: _Piece) -> float:
    """How much of it the field that holds it lets be seen: all (within a px), half for some, or nothing."""
    if piece.run.clip is None:
        return 1.0
    inside = piece.box.intersect(piece.run.clip.grow(1.0))
    if inside is None or inside.w <= 1.5:
        return 0.0
    return 1.0 if inside.area > 0.999 * piece.box.area else 0.5


def _points(box: Box) -> list[tuple[float, float]]:
    xs = (box.x + min(1.0, box.w / 4), box.center.x, box.right - min(1.0, box.w / 4))
    ys = (box.y + box.h * 0.15, box.bottom - box.h * 0.15)
    return [(x, y) for x in xs for y in ys]


def _tuple(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h
