"""Pictures: frames as a server takes them, each resized and encoded once, so that the next step sends the same bytes."""

from __future__ import annotations

import asyncio
import base64
from collections import OrderedDict
from dataclasses import dataclass, field

from ...tools.frame import Frame, encode_png
from .resize import VisualTokens, resized, shown_size


@dataclass(frozen=True, slots=True)
class Picture:
    url: str = field(repr=False)
    """`data:image/png;base64,…`"""
    name: str
    """The same only for the same bytes."""


class Pictures:
    def __init__(self, tokens: VisualTokens, keep: int = 16) -> None:
        self.tokens = tokens
        self._keep = keep
        self._known: OrderedDict[str, Picture] = OrderedDict()

    async def of(self, frame: Frame) -> Picture:
        name, picture = await asyncio.to_thread(self._made, frame)
        self._known[name] = picture
        self._known.move_to_end(name)
        while len(self._known) > self._keep:
            self._known.popitem(last=False)
        return picture

    def _made(self, frame: Frame) -> tuple[str, Picture]:
        known = self._known.get(frame.sha256)
        if known is not None:
            return frame.sha256, known
        size = shown_size(frame.size, self.tokens)
        data = base64.b64encode(encode_png(resized(frame.rgb, size))).decode("ascii")
        return frame.sha256, Picture(f"data:image/png;base64,{data}", f"{frame.sha256}-{size.w}x{size.h}")
