"""Quotes: what is in quotes or braces, and addresses, is set aside before a sentence is taken apart.

`type "a, b" into Name` becomes `type □ into Name` with the piece `"a, b"` kept; nothing in a piece is ever a comma or a verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .refusal import NotUnderstood
from .saying import QUOTES

_QUOTE = "|".join(rf"(?<!\w){re.escape(a)}([^{re.escape(a + b)}]*){re.escape(b)}(?!\w)" for a, b in QUOTES)
_ADDRESS = r"(?<![^\s(])(?:[a-z][a-z0-9+.-]*://|localhost\b|www\.|about:)[^\s\"“”«»]+"
_NEXT = re.compile(rf"{_QUOTE}|(?P<address>{_ADDRESS})|(?P<brace>\{{)", re.I)
_IN_BRACES = re.compile(rf'"(?:[^"\\]|\\.)*"|{_QUOTE}|(?P<open>\{{)|(?P<close>\}})', re.S)
_LEFT_OPEN = re.compile(r"[\"“”„«»「」`{]|(?<![\w\x00.,])[‘'](?=\w)")
_HELD = re.compile("\x00(\\d+)\x00")

PIECE = "\x00\\d+\x00"
"""How a piece looks to the patterns of the forms."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Literal["quote", "braces", "address"]
    written: str
    inner: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """What was set aside, by number."""

    all: tuple[Piece, ...]

    def written(self, text: str) -> str:
        """The words as they were written."""
        return _HELD.sub(lambda held: self.all[int(held[1])].written, text)

    def piece(self, text: str) -> Piece | None:
        """The piece that is all there is of a text."""
        held = _HELD.fullmatch(text.strip())
        return self.all[int(held[1])] if held else None

    def quote(self, text: str) -> str | None:
        """What is in the quotes that are all there is of a text."""
        piece = self.piece(text)
        return piece.inner if piece and piece.kind == "quote" else None

    def has_quote(self, text: str) -> bool:
        return any(self.all[int(number)].kind == "quote" for number in _HELD.findall(text))

    def has_empty_quote(self, text: str) -> bool:
        return any(not self.all[int(number)].inner.strip() for number in _HELD.findall(text))


def set_aside(text: str) -> tuple[str, Pieces]:
    """The text with its pieces replaced, single spaces between words; a quote that never ends is refused."""
    if "\x00" in text:
        raise NotUnderstood("\\0", "no key types that character")
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    while found := _NEXT.search(text, at):
        piece = _piece(text, found)
        parts += [text[at : found.start()], f"\x00{len(pieces)}\x00"]
        pieces.append(piece)
        at = found.start() + len(piece.written)
    masked = re.sub(r"[^\S\n]+", " ", "".join([*parts, text[at:]]).replace("\r\n", "\n").replace("\r", "\n"))
    kept = Pieces(tuple(pieces))
    if left := _LEFT_OPEN.search(masked):
        words = kept.written(masked[left.start() :].partition("\n")[0]).strip()
        raise NotUnderstood(words, "a quote or brace that does not end, or has no space around it")
    return masked, kept


def _piece(text: str, found: re.Match[str]) -> Piece:
    if found["address"]:
        url = found["address"].rstrip(".,;:!?)")
        return Piece("address", url, url)
    if found["brace"]:
        written = text[found.start() : _end_of_braces(text, found.start())]
        return Piece("braces", written, written[1:-1])
    inner = next(group for group in found.groups()[: len(QUOTES)] if group is not None)
    return Piece("quote", found[0], inner)


def _end_of_braces(text: str, start: int) -> int:
    depth = 0
    for found in _IN_BRACES.finditer(text, start):
        depth += (found["open"] is not None) - (found["close"] is not None)
        if depth == 0 and found["close"]:
            return found.end()
    raise NotUnderstood(text[start:].partition("\n")[0].strip(), "a brace that does not end")
