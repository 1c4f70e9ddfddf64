"""Inputs: what `{name}` stands for in the words of a task: a value, or a secret, of which only the name ever stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..agent.reader.quotes import Piece, set_aside
from ..agent.reader.refusal import NotUnderstood
from ..agent.reader.saying import quoted
from ..agent.secret import Secret
from ..tools.errors import BadInput, nearest

_PLACE = re.compile(r"\{(\w[\w .-]*)\}")


@dataclass(frozen=True, slots=True)
class Inputs:
    values: Mapping[str, str]

    @classmethod
    def of(cls, inputs: Mapping[str, str], secrets: tuple[Secret, ...]) -> Inputs:
        said = {secret.name: secret.said for secret in secrets}
        if both := sorted(inputs.keys() & said.keys()):
            raise BadInput(f'"{both[0]}" is an input and a secret; call one of them otherwise')
        return cls({**inputs, **said})

    def in_address(self, address: str) -> str:
        """`localhost:8000/members/{number}`."""
        return _PLACE.sub(self._raw, address)

    def in_words(self, words: str) -> str:
        """Standing alone a value is put in quotes: `type {name} into Name`; in quotes and addresses it is a part of them."""
        try:
            masked, pieces = set_aside(words)
        except NotUnderstood:
            return words  # what is wrong with it is said where it is read
        parts = re.split("\x00(\\d+)\x00", masked)
        return "".join(self._piece(pieces.all[int(part)]) if at % 2 else part for at, part in enumerate(parts))

    def _piece(self, piece: Piece) -> str:
        if piece.kind != "braces":
            return self.in_address(piece.written)
        if not (alone := _PLACE.fullmatch(piece.written)):
            return f"{{{self.in_words(piece.inner)}}}"
        if alone[1] not in self.values:
            known = f" There are: {', '.join(sorted(self.values))}" if self.values else " There are none."
            raise BadInput(f'no input or secret is called "{alone[1]}".{nearest(alone[1], self.values)}{known}')
        return quoted(self.values[alone[1]])

    def _raw(self, found: re.Match[str]) -> str:
        return self.values.get(found[1], found[0])
