"""A form: one way to say a step, with an example of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .quotes import Pieces
from .steps import Step

Reading = Callable[[str, Pieces], tuple[Step, ...] | None]
"""What follows the verb to steps; None where another form may be meant, `NotUnderstood` where it is this one said badly."""


@dataclass(frozen=True, slots=True)
class Form:
    said: str
    """As in a manual: `type V into X`. X is a thing on the screen, V a value."""
    example: str
    verbs: tuple[str, ...]
    read: Reading

    def __str__(self) -> str:
        return f"{self.said}, for example: {self.example}"
