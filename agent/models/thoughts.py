"""Thoughts: parts what was thought from what was answered; what was not closed was cut off, and answers nothing."""

from __future__ import annotations

from dataclasses import dataclass

OPEN, CLOSE = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Parted:
    answer: str
    reasoning: str
    is_closed: bool = True
    """False: it ended while it was still thinking."""


def part(text: str, reasoning: str = "", *, thinks: bool | None = None) -> Parted:
    """`reasoning` is what a server parted already; `thinks` whether this model thinks, None where nobody knows.

    The templates of thinking models open the thought themselves, so that a reply may hold only the end of it."""
    if reasoning.strip():
        return Parted(text.strip(), reasoning.strip())
    is_open = text.lstrip().startswith(OPEN)
    if is_open or thinks is not False:
        thought, close, answer = text.rpartition(CLOSE)
        if close:
            return Parted(answer.strip(), thought.strip().removeprefix(OPEN).strip())
    if is_open or thinks:
        return Parted("", text.strip().removeprefix(OPEN).strip(), is_closed=False)
    return Parted(text.strip(), "")
