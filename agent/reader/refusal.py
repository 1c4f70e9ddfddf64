"""The refusal of what is said in no known way: the words, why, and the nearest form that works."""

from __future__ import annotations

from ...tools.errors import BadInput
from .saying import quoted

LONGEST = 200
"""Of the words that a message repeats."""


class NotUnderstood(BadInput):
    """Words that are no step; nothing was touched."""

    def __init__(self, words: str, why: str = "", form: str = "") -> None:
        self.words, self.why, self.form = words, why, form
        short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        near = f". The nearest form that works: {form}" if form else ""
        super().__init__(f"not understood: {quoted(short)}" + (f" ({why})" if why else "") + near)

    def near(self, form: str) -> NotUnderstood:
        """The same refusal, with the form that comes nearest."""
        return self if self.form else NotUnderstood(self.words, self.why, form)
