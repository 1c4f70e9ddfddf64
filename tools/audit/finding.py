"""Finding: one thing on a screen that somebody could not read, reach or see, with the numbers that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..geometry import Box

Kind = Literal["contrast", "cut off", "overlap", "covered", "horizontal scroll", "focus"]

KINDS: tuple[Kind, ...] = ("contrast", "cut off", "overlap", "covered", "horizontal scroll", "focus")


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    what: str
    """The text, or the control's name and kind, as a person would call it."""
    why: str
    """With its numbers: "contrast 2.8:1, needs 4.5:1: #999999 on #ffffff"."""
    box: Box

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}: {self.why}"

    def fits(self, words: str) -> bool:
        """Whether words mean it: its kind, what it is about or how that begins, or both ("contrast of Terms")."""
        said = _plain(words)
        kind, of, rest = said.partition(" of ")
        if of and kind == self.kind:
            said = rest
        what = _plain(self.what)
        return said == self.kind or (bool(said) and (what == said or what.startswith(f"{said} ")))


def _plain(words: str) -> str:
    return " ".join(words.replace('"', " ").replace("…", " ").split()).casefold()
