"""Saying: values, keys and lists written so that the reader reads them back as they were."""

from __future__ import annotations

QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("‘", "’"), ("「", "」"), ("'", "'"), ("`", "`"))
"""What opens and closes a quote: the same as in the phrases that `find` reads."""


_NAMES = {",": "comma", "+": "plus", "-": "minus"}


def quoted(value: str) -> str:
    """In quotes that the value does not itself hold."""
    opens, closes = next((pair for pair in QUOTES if not set(pair) & set(value)), QUOTES[0])
    return f"{opens}{value}{closes}"


def joined(names: tuple[str, ...]) -> str:
    """`A, B and C`."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""


def said_keys(keys: tuple[str, ...]) -> str:
    """`Ctrl+S`; one key alone is said to be one, for it might be a button."""
    names = [_NAMES.get(key, key) for key in keys]
    if len(keys) == 1:
        return f"the {names[0] if len(names[0]) == 1 else names[0].capitalize()} key"
    return "+".join(name.capitalize() for name in names)
