"""Lenient: reads JSON as models write it: single quotes, trailing commas, stray quotes, Python's words; data, never more.

{'action': "left_click", "coordinate": [447, 81"],}   →   {"action": "left_click", "coordinate": [447, 81]}
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TypeAlias, cast

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"

_STRICT = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"\s*")
_PARTING = re.compile(r"[\s,]*")
_BARE = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_DEEPEST = 12


class NotJson(ValueError):
    """No value is to be read there."""


def read_value(text: str, at: int = 0, end: int | None = None, *, may_lack_brackets: bool = False) -> tuple[Value, int]:
    """The value that begins there, and where it ends. What is proper JSON is read as such, however far it goes; else it is
    read leniently up to `end`, and where the last brackets may lack, the end closes them."""
    at = _after_space(text, at)
    try:
        return cast("tuple[Value, int]", _STRICT.raw_decode(text, at))
    except (ValueError, RecursionError):
        return _Reader(text[:end], may_lack_brackets).value(at, ",}]", 0)


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space is not None else at


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    may_lack_brackets: bool

    def value(self, at: int, followers: str, depth: int) -> tuple[Value, int]:
        at = _after_space(self.text, at)
        if depth > _DEEPEST:
            raise NotJson("it is nested too deep")
        match self.text[at : at + 1]:
            case "{":
                return self.object(at + 1, depth)
            case "[":
                return self.list(at + 1, depth)
            case ('"' | "'") as quote:
                return self.string(at + 1, quote, followers)
            case _:
                return self.word(at)

    def object(self, at: int, depth: int) -> tuple[dict[str, Value], int]:
        found: dict[str, Value] = {}
        while not self.closes(at := self.next(at), "}"):
            if self.text[at] in "\"'":
                key, at = self.string(at + 1, self.text[at], ":")
            elif bare := _BARE.match(self.text, at):
                key, at = bare.group(), bare.end()
            else:
                raise NotJson(f"a name was to come at {self.text[at : at + 10]!r}")
            at = _after_space(self.text, at)
            if self.text[at : at + 1] != ":":
                raise NotJson(f"a colon was to come after {key[:20]!r}")
            found[key.strip("\"'")], at = self.value(at + 1, ",}", depth + 1)
            at = self.apart(at, "}")
        return found, min(at + 1, len(self.text))

    def list(self, at: int, depth: int) -> tuple[list[Value], int]:
        found: list[Value] = []
        while not self.closes(at := self.next(at), "]"):
            value, at = self.value(at, ",]", depth + 1)
            found.append(value)
            at = self.apart(at, "]")
        return found, min(at + 1, len(self.text))

    def next(self, at: int) -> int:
        """Past spaces, and commas too many."""
        parting = _PARTING.match(self.text, at)
        return parting.end() if parting is not None else at

    def closes(self, at: int, bracket: str) -> bool:
        if at >= len(self.text):
            if self.may_lack_brackets:
                return True
            raise NotJson("it ends too early")
        return self.text[at] == bracket

    def apart(self, at: int, bracket: str) -> int:
        """At what parts this value from the next, past stray quotes."""
        at = _after_space(self.text, at)
        while self.text[at : at + 1] in ('"', "'"):
            at = _after_space(self.text, at + 1)
        if at < len(self.text) and self.text[at] not in f",{bracket}":
            raise NotJson(f"a comma was to come at {self.text[at : at + 10]!r}")
        return at

    def string(self, at: int, quote: str, followers: str) -> tuple[str, int]:
        """A quote ends it only where something follows that can follow: others are the text's own."""
        found: list[str] = []
        while at < len(self.text):
            char = self.text[at]
            if char == "\\":
                piece, at = self.escape(at + 1)
                found.append(piece)
                continue
            at += 1
            if char == quote and self.after(at) in (*followers, ""):
                # Halves of one character that were written apart become one; others stay halves, and are refused later.
                return "".join(found).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"), at
            found.append(char)
        raise NotJson("a text has no end")

    def after(self, at: int) -> str:
        at = _after_space(self.text, at)
        return self.text[at : at + 1]

    def escape(self, at: int) -> tuple[str, int]:
        char = self.text[at : at + 1]
        if char == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", code := self.text[at + 1 : at + 5]):
            return chr(int(code, 16)), at + 5
        if char in ("\\", "/", '"', "'"):
            return char, at + 1
        return _ESCAPES.get(char, f"\\{char}"), at + 1

    def word(self, at: int) -> tuple[Value, int]:
        if number := _NUMBER.match(self.text, at):
            said = number.group()
            return (int(said) if re.fullmatch(r"-?\d{1,18}", said) else float(said)), number.end()
        bare = _BARE.match(self.text, at)
        if bare is None or bare.group() not in _WORDS:
            raise NotJson(f"nothing known stands at {self.text[at : at + 10]!r}")
        return _WORDS[bare.group()], bare.end()
