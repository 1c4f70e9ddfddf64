"""Tables in JSON: a list of objects, or one object a line; read a piece at a time, however long they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from ...tools.errors import BadInput
from .row import Bad, BadRow, Cell, Row, spoken

CHUNK_CHARS = 1 << 16
BLANKS = " \t\r\n"

_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
"""Numbers stay as they are written."""


def read_lines(path: Path, encoding: str) -> Iterator[Row | BadRow]:
    number = 0
    with path.open(encoding=encoding) as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            number += 1
            try:
                yield Row(number, line, _cells(_DECODER.decode(text.strip())))
            except (Bad, ValueError, RecursionError) as error:
                yield BadRow(number, line, _why(error))


def read_json(path: Path, encoding: str) -> Iterator[Row | BadRow]:
    """The objects of the one list that the file holds, or that its only key does."""
    with path.open(encoding=encoding) as file:
        pieces = _Pieces(path, file)
        if pieces.next_sign() == "{":
            pieces.take("{")
            pieces.value()
            pieces.take(":")
        if pieces.next_sign() != "[":
            raise BadInput(f"{path}:{pieces.line}: a list of objects is wanted: [{{…}}, {{…}}]")
        pieces.take("[")
        number = 0
        while pieces.next_sign() != "]":
            if number:
                pieces.take(",")
            number += 1
            pieces.next_sign()
            line = pieces.line
            value = pieces.value()
            try:
                yield Row(number, line, _cells(value))
            except Bad as bad:
                yield BadRow(number, line, str(bad))


class _Pieces:
    """What is still to be read, as little of it as is needed at a time."""

    def __init__(self, path: Path, file: IO[str]) -> None:
        self.path, self.file = path, file
        self.line = 1
        self._text = ""
        self._at = 0
        self._ended = False

    def next_sign(self) -> str:
        """The next character that is no blank; it stays."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in BLANKS:
                self.line += self._text[self._at] == "\n"
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise BadInput(f"{self.path}:{self.line}: the file ends in the middle")

    def take(self, sign: str) -> None:
        if (found := self.next_sign()) != sign:
            raise BadInput(f'{self.path}:{self.line}: "{sign}" is wanted, not "{found}"')
        self._at += 1

    def value(self) -> object:
        self.next_sign()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if not self._more():
                    line = self.line + self._text.count("\n", self._at, getattr(error, "pos", self._at))
                    raise BadInput(f"{self.path}:{line}: {_why(error)}") from None
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self.line += self._text.count("\n", self._at, end)
            self._at = end
            return cast("object", value)

    def _more(self) -> bool:
        # Twice as much each time, so that a long value is not tried again and again.
        chunk = self.file.read(max(CHUNK_CHARS, len(self._text) - self._at))
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)


def _cells(value: object) -> tuple[tuple[str, Cell], ...]:
    if not isinstance(value, dict):
        raise Bad('a row is an object: {"Name": "Ada"}')
    return tuple((" ".join(str(name).split()), spoken(each)) for name, each in cast("dict[str, object]", value).items())


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, Bad) else f"it is no JSON: {error}"
