"""Redactor: nothing secret leaves: not in text, not in a URL, not in a picture.

Whoever writes anything down asks it first:

    redactor = Redactor([Secret("mail password", "hunter2!", hosts=("mail.example.org",))])
    redactor.text("logged in with hunter2%21")      # "logged in with ‹mail password›"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import cast

import numpy as np

from ..tools.computer import Written
from ..tools.frame import Pixels
from ..tools.geometry import Box, Size
from ..tools.reading.text import Line
from .secret import Secret
from .spelling import pattern_of

LEAST_PART = 4
"""A part of a secret so long, read in a picture, gives it away; of a long secret it takes half, and in text three quarters."""
LEAST_TOLD = 10
"""A part of a secret that is shorter may be a word of its own."""
SLIP = 0.8
"""A word as like a secret as this is that secret, misread."""
COVER = (96, 96, 96)
ROOM_PX = 3
_WORD = re.compile(r"[^\s‹›\"'“”]{4,}")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Redactor:
    def __init__(self, secrets: Iterable[Secret] = (), own: str = "") -> None:
        """`own`: what the user has said; its words are no misread secret, however like one they are."""
        self._secrets: list[Secret] = []
        self._own = {word[0].casefold() for word in _WORD.finditer(own)}
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self.add(secret)

    def add(self, secret: Secret) -> None:
        self._secrets.append(secret)
        # Of two that begin in one place the longer one is meant.
        told = sorted((each for each in self._secrets if each.value), key=lambda each: -len(each.value))
        patterns = [f"(?P<s{self._secrets.index(each)}>{_most_of(each.value)})" for each in told]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def text(self, said: str) -> str:
        """With each secret, however it is spelled, replaced by its name; and such as can be written down at all."""
        said = _HALF_CHARACTER.sub("\ufffd", said)
        if self._pattern is None:
            return said
        clean = self._pattern.sub(lambda found: self._secrets[int((found.lastgroup or "s0")[1:])].said, said)
        return _WORD.sub(lambda word: self._unless_misread(word[0]), clean)

    def _unless_misread(self, word: str) -> str:
        """A secret may also have been read off a picture, with a slip."""
        folded = word.casefold()
        if folded in self._own:
            return word
        for secret in self._secrets:
            value = secret.value.casefold()
            match = SequenceMatcher(None, folded, value)
            if match.real_quick_ratio() >= SLIP and match.quick_ratio() >= SLIP and match.ratio() >= SLIP:
                return secret.said
            if len(word) <= 2 * len(value) and any(piece in _bare(word) for piece in _pieces(value, 3 / 4)):
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

    def picture(
        self, rgb: Pixels, lines: Sequence[Line], typed: Sequence[Box] = (), written: Sequence[Written] | None = ()
    ) -> Pixels:
        """The picture with a bar over all that shows a part of a secret, and over the fields that hold one.

        `lines` were read off it, `written` is what the computer itself says stands there; where it should and cannot
        tell (None), nobody knows what else there is, and all is covered."""
        if not self._secrets:
            return rgb
        size = Size(int(rgb.shape[1]), int(rgb.shape[0]))
        if written is None:
            return np.full_like(rgb, np.array(COVER, np.uint8))
        read = [Written(line.text, line.box) for line in lines]
        covered = [*typed, *self._giving_away(read), *self._giving_away(written)]
        covered += [each.box for each in read if self.text(each.text) != each.text]
        if not covered:
            return rgb
        shown = rgb.copy()
        for box in covered:
            left, top, right, bottom = box.grow(ROOM_PX).pixels(size)
            shown[top:bottom, left:right] = np.array(COVER, np.uint8)
        return shown

    def _giving_away(self, texts: Sequence[Written]) -> list[Box]:
        """Where a secret stands or a piece of it, also if its letters are set apart, or are broken into lines."""
        bare = [_bare(each.text) for each in texts]
        joined, owner = "".join(bare), [at for at, text in enumerate(bare) for _ in text]
        covered = {
            at for secret in self._secrets for piece in _pieces(secret.value, 1 / 2) if not self._is_own(piece)
            for place in _all(piece, joined) for at in owner[place : place + len(piece)]
        }  # fmt: skip
        return [texts[at].box for at in sorted(covered)]

    def _is_own(self, piece: str) -> bool:
        return any(piece in _bare(word) for word in self._own)


def _most_of(value: str) -> str:
    """A pattern of all of it, or, of a long one, of most: a page may tell it letter by letter while it is typed."""
    part = max(LEAST_TOLD, len(value) * 3 // 4)
    return "|".join(map(pattern_of, [value, *(value[at : at + part] for at in range(len(value) - part + 1))]))


def _bare(text: str) -> str:
    """Without what can be put between letters; all of it where there is nothing else."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return "".join(char for char in folded if char.isalnum()) or folded


def _pieces(value: str, share: float) -> set[str]:
    bare = _bare(value)
    part = max(LEAST_PART, int(len(bare) * share))
    return {bare[at : at + part] for at in range(max(len(bare) - part, 0) + 1)} - {""}


def _all(piece: str, text: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)
