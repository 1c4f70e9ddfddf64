"""Draft: what was said before is guessed to be said again; a guess is read along in one go, and kept as far as it is right."""

from __future__ import annotations

LENGTHS = (3, 2)
"""So many of the last tokens must have stood together before; more tell more, and are tried first."""


class Lookup:
    """Remembers what came last after each few tokens."""

    def __init__(self, ids: list[int]) -> None:
        self.ids: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        for token in ids:
            self.add(token)

    def add(self, token: int) -> None:
        """It is only now that something is known to follow the tokens before it."""
        for length in LENGTHS:
            if len(self.ids) >= length:
                self._after[tuple(self.ids[-length:])] = len(self.ids)
        self.ids.append(token)

    def guess(self, most: int) -> list[int]:
        for length in LENGTHS:
            if (at := self._after.get(tuple(self.ids[-length:]))) is not None:
                return self.ids[at : at + most]
        return []
