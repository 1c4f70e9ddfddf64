"""Redactor: nothing secret leaves: not in text, not in a URL, not in a picture.

Whoever writes anything down asks it first:

    redactor = Redactor([Secret("mail password", "hunter2!", hosts=("mail.example.org",))])
    redactor.text("logged in with hunter2%21")      # "logged in with ‹mail password›"
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import cast
from urllib.parse import quote, quote_plus

import numpy as np

from ..tools.frame import Pixels
from ..tools.geometry import Box, Size
from ..tools.reading.text import Line
from .secret import Secret

LEAST_PART = 4
"""A part of a secret so long, read in a picture, gives it away; of a long secret it takes half."""
SLIP = 0.8
"""A word as like a secret as this is that secret, misread."""
COVER = (96, 96, 96)
ROOM_PX = 3
_WORD = re.compile(r"[^\s‹›\"'“”]{4,}")


class Redactor:
    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._secrets: list[Secret] = []
        self._pattern: re.Pattern[str] | None = None
        self._names: dict[str, str] = {}
        for secret in secrets:
            self.add(secret)

    def add(self, secret: Secret) -> None:
        self._secrets.append(secret)
        for spelled in _spellings(secret.value):
            self._names.setdefault(spelled, secret.name)
        longest_first = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if longest_first else None
        self._names |= {spelled.casefold(): name for spelled, name in self._names.items()}

    def text(self, said: str) -> str:
        """With each secret, however it is spelled, replaced by its name."""
        if self._pattern is None:
            return said
        clean = self._pattern.sub(lambda found: f"‹{self._names[found.group().casefold()]}›", said)
        return _WORD.sub(lambda word: self._unless_misread(word[0]), clean)

    def _unless_misread(self, word: str) -> str:
        """A secret may also have been read off a picture, with a slip."""
        folded = word.casefold()
        for secret in self._secrets:
            value = secret.value.casefold()
            match = SequenceMatcher(None, folded, value)
            if match.quick_ratio() >= SLIP and match.ratio() >= SLIP:
                return secret.said
        return word

    def data(self, value: object) -> object:
        """The same for all text in JSON-like data, keys too."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                pairs = cast("Mapping[object, object]", value).items()
                return {self.text(str(key)): self.data(each) for key, each in pairs}
            case list() | tuple():
                return [self.data(each) for each in cast("Sequence[object]", value)]
            case _:
                return value

    def picture(self, rgb: Pixels, lines: Sequence[Line], typed: Sequence[Box] = ()) -> Pixels:
        """The picture with a bar over every line that shows a part of a secret, and over the fields that hold one."""
        covered = [box for box in typed if self._secrets]
        covered += [line.box for line in lines if self._gives_away("".join(line.text.split()))]
        if not covered:
            return rgb
        shown = rgb.copy()
        size = Size(int(rgb.shape[1]), int(rgb.shape[0]))
        for box in covered:
            left, top, right, bottom = box.grow(ROOM_PX).pixels(size)
            shown[top:bottom, left:right] = np.array(COVER, np.uint8)
        return shown

    def _gives_away(self, read: str) -> bool:
        """Whether what was read holds a secret or a piece of it: a slip of reading may break it in two."""
        folded = read.casefold()
        for secret in self._secrets:
            bare = "".join(secret.value.split()).casefold()
            part = max(LEAST_PART, len(bare) // 2)
            pieces = {bare[at : at + part] for at in range(max(len(bare) - part, 0) + 1)}
            if bare and any(piece in folded for piece in pieces):
                return True
        return False


def _spellings(value: str) -> set[str]:
    """A secret as it may turn up: in a URL, in a form's body, in JSON, in HTML, in base64."""
    if not value:
        return set()
    in_json = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    in_html = {html.escape(value), html.escape(value, quote=False)}
    in_base64 = {
        base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("="),
        base64.urlsafe_b64encode(value.encode("utf-8", "replace")).decode().rstrip("="),
    }
    in_urls = {quote(value, safe="", errors="replace"), quote(value, errors="replace"), quote_plus(value, errors="replace")}
    return {value, *in_json, *in_html, *in_urls, *(each for each in in_base64 if len(each) >= 2 * LEAST_PART)}
