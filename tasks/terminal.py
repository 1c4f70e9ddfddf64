"""What goes to a terminal or another program: text without control codes, JSON that any reader takes."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Mapping

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""What JSON allows in strings although it moves cursors, turns lines around or cannot be encoded."""


def plain(text: str) -> str:
    """One line that a terminal shows as it is: breaks become spaces, other control codes vanish."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return " ".join("".join(kept).split())


def to_json(value: Mapping[str, object]) -> str:
    said = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def tell(text: str) -> None:
    """A line for people, on stderr, so that stdout stays what was asked for."""
    print(f"handeye: {plain(text)}", file=sys.stderr)
