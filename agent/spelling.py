"""Spelling: the ways a text may be written in an address, a form, a page or a program, as one pattern."""

from __future__ import annotations

import base64
import re
from html.entities import codepoint2name

LEAST_BASE64 = 6
"""Fewer characters of base64 than this stand anywhere by chance."""


def pattern_of(value: str) -> str:
    """A regular expression, for use without regard to case, that finds the value however it is encoded."""
    letters = "".join(f"(?:{'|'.join(_ways(char))})" for char in value)
    raw = value.encode("utf-8", "surrogatepass")
    others = [re.escape(each) for each in _base64(raw)]
    if len(raw) > 1:
        others.append("".join(_in_hex(byte) for byte in raw))
    return "|".join([letters, *others])


def _ways(char: str) -> list[str]:
    """One character as itself, %-encoded once or twice, as an entity of HTML, escaped in JSON or a program."""
    raw, number = char.encode("utf-8", "surrogatepass"), ord(char)
    units = char.encode("utf-16-be", "surrogatepass")
    escaped = "".join(rf"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    percent = "".join(f"%(?:25)?{byte:02x}" for byte in raw)
    ways = [re.escape(char), percent, f"&#0*{number};", f"&#x0*{number:x};", escaped]
    if len(raw) > 1 and number < 256:
        ways.append(f"%(?:25)?{number:02x}")
    if number < 256:
        ways.append(rf"\\x{number:02x}")
    if name := codepoint2name.get(number):
        ways.append(f"&{name};")
    return [*ways, *_NAMED.get(char, [])]


_NAMED = {
    " ": [r"\+", "&nbsp;"],
    '"': [r'\\"'],
    "'": ["&apos;", r"\\'"],
    "\\": [r"\\\\"],
    "/": [r"\\/"],
    "\n": [r"\\n", r"\\r\\n", "%(?:25)?0d%(?:25)?0a"],
    "\r": [r"\\r"],
    "\t": [r"\\t"],
    "\b": [r"\\b"],
    "\f": [r"\\f"],
}


def _base64(raw: bytes) -> set[str]:
    """What of it does not depend on its neighbours, wherever it begins in what was encoded."""
    found: set[str] = set()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw)
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        part = whole[first:last].decode()
        if len(part) >= LEAST_BASE64:
            found |= {part, part.replace("+", "-").replace("/", "_"), part.replace("+", "%2B").replace("/", "%2F")}
    return found


def _in_hex(byte: int) -> str:
    return rf"{byte:02x}[\s:,-]?(?:0x)?"
