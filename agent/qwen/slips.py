"""Slips: known ways in which models misspell the arguments of a call, put straight before they are held to the strict form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from .lenient import Value

_NUMBER = r"-?\d{1,9}(?:\.\d{1,9})?"
_ALONE = re.compile(rf"\s*({_NUMBER})\s*")
_PAIR = re.compile(rf"\s*[\[(]?\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*[\])]?\s*")
_WRAPPING = re.compile(r"^\s*(?:keys\s*=\s*)?\[?\s*['\"]?(.+?)['\"]?\s*\]?\s*$", re.DOTALL)
_LONGEST = 60
"""What is longer is no number and no key."""


def straightened(arguments: Mapping[str, Value]) -> dict[str, Value]:
    """Nothing is added: what is meant stays what was said, and what is not known stays for the strict form to refuse."""
    return {
        name: _STRAIGHTEN[name](value) if name in _STRAIGHTEN else value
        for name, value in arguments.items()
        if value is not None
    }


def number(said: Value) -> Value:
    """`"-500"` is a number in quotes."""
    if isinstance(said, str) and len(said) <= _LONGEST and (alone := _ALONE.fullmatch(said)):
        return float(alone.group(1))
    return said


def pair(said: Value) -> Value:
    """`"[447, 81]"`, `["447", "81"]`, `[[447, 81]]` and `{"x": 447, "y": 81}` are pairs of numbers."""
    match said:
        case str() if len(said) <= _LONGEST:
            found = _PAIR.fullmatch(said)
            return [float(found.group(1)), float(found.group(2))] if found else said
        case {"x": x, "y": y, **rest} if not rest:
            return [number(x), number(y)]
        case [[x, y]] | [x, y]:
            return [number(x), number(y)]
        case _:
            return said


def keys(said: Value) -> Value:
    """`"ctrl+s"` and `["ctrl+s"]` are chords; `keys=['ctrl'` and `'s']` are keys with what stood around them."""
    names = said if isinstance(said, list) else [said]
    bare = [_unwrapped(name) for name in names if isinstance(name, str)]
    if len(bare) != len(names):
        return said
    if isinstance(said, str) and said.strip().startswith(("[", "keys")):
        bare = [_unwrapped(name) for name in bare[0].split(",")]
    return [part for name in bare for part in _chord(name)]


def _unwrapped(name: str) -> str:
    if len(name) == 1 or len(name) > _LONGEST:
        return name
    found = _WRAPPING.match(name)
    return found.group(1) if found else name


def _chord(name: str) -> list[str]:
    """`Ctrl++` ends with the plus key."""
    if "+" not in name or name == "+":
        return [name]
    body, plus = (name[:-1].rstrip("+"), ["+"]) if name.endswith("+") else (name, [])
    return [*(part.strip() for part in body.split("+")), *plus]


def _word(said: Value) -> Value:
    return said.strip(" \"'") if isinstance(said, str) else said


def _files(said: Value) -> Value:
    return [said] if isinstance(said, str) else said


_STRAIGHTEN: dict[str, Callable[[Value], Value]] = {
    "action": _word, "coordinate": pair, "keys": keys, "pixels": number, "time": number, "status": _word, "files": _files,
}  # fmt: skip
