"""BadReply: a reply that no action, place or answer can be read from, said in one line that the model itself may read."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationError

from ...tools.errors import ModelError
from .dialect import defused

Fault = Literal[
    "cut_off", "no_call", "no_answer", "not_json", "unknown_function", "unknown_action", "bad_argument", "no_pointer"
]
LONGEST = 80
"""Of the model's own words that a message repeats."""


class BadReply(ModelError):
    """Nothing was done of what it says: not even the part of it that could be read."""

    def __init__(self, fault: Fault, words: str) -> None:
        self.fault: Fault = fault
        super().__init__(words)


def short(said: object, most: int = LONGEST) -> str:
    """One line of what a model or a page said, fit to be repeated to a model."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(said)[: 4 * most]).split())
    return defused(line if len(line) <= most else f"{line[: most - 1]}…")


def complaint(error: ValidationError) -> str:
    """The first thing that is wrong, as `coordinate.0: input should be less than or equal to 1000`."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = short(".".join(str(part) for part in first["loc"])) or "it"
    what = short(first["msg"].removeprefix("Value error, "), 2 * LONGEST)
    return f"{place}: {what[:1].lower()}{what[1:]}"
