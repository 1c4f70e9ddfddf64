"""Tokens: keeps the marks that steer a model from being written by a page: in what is told it, they are only text."""

from __future__ import annotations

import re

_JOINER = "\u2060"
"""Takes no room and breaks no line: a word with it looks the same, and is other tokens."""

_STEERING = re.compile(r"<(?=\|[^|<>\s]{1,40}\|>|__media__>)")
"""`<|im_start|>` and all of its kind, and llama.cpp's mark for a picture: nobody writes them into a message on purpose."""

_OURS = re.compile(r"<(?=/?(?:think|tools|tool_call|tool_response|points?)\b)", re.IGNORECASE)
"""What our own prompts are made of."""


def steerless(words: str) -> str:
    """Whatever a message says, it cannot end it and begin another; what the dialect itself is made of stays."""
    return _STEERING.sub(f"<{_JOINER}", words)


def quoted(words: str) -> str:
    """Words off a screen or from a file, for a prompt: no call, thought or answer can be feigned in them either."""
    return _OURS.sub(f"<{_JOINER}", steerless(words))


def unquoted(words: str) -> str:
    """What an answer says, as it stood on the screen."""
    return words.replace(f"<{_JOINER}", "<")
