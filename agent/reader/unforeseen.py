"""Unforeseen: a question that an action has brought up, and that none of the coming steps answers: a person does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...tools.action import Ask
from ...tools.find.wording import tokens_of
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.sight import Sight
from ...tools.target import Target
from ..state import Intent, Situation
from ..wording import declines
from .ground import WRITTEN
from .intents import click

ABOVE = 16.0
"""A question stands no further above its answers than so many of its own heights."""
CLOSE, ALIKE = 1.2, 0.6
"""Lines of one text stand no further apart, per px of their height, and are about as high as each other."""
FEW_WORDS = 4
"""An answer has no more words."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what may be answered."""

    words: str
    ends_with: str
    """Its last line."""
    answers: tuple[Target, ...]
    """Those that decline included."""

    @property
    def yes(self) -> Target | None:
        """The only answer that declines nothing."""
        others = [each for each in self.answers if not declines(each.words)]
        return others[0] if len(others) == 1 else None

    def is_spoken_of(self, words: Sequence[str]) -> bool:
        """Whether steps to come name one of the answers."""
        said = [tokens_of(each) for each in words]
        return any(_within(tokens_of(answer.words), step) for answer in self.answers for step in said)


def question_on(sight: Sight) -> Question | None:
    """A text that ends in a question mark, with nothing to fill in between it and its answers, of which one declines."""
    for line in reversed(sight.lines):
        if line.text.rstrip().endswith(("?", "？")) and len(line.words) > 1:
            answers = _answers_below(line, sight)
            across = Box.union([line.box, *(each.box for each in answers)])
            if any(declines(each.words) for each in answers) and not _to_fill_in(sight, line, across):
                return Question(_whole(line, sight.lines, across), line.text, answers)
    return None


def answered(question: Question, situation: Situation) -> Intent:
    """The click that goes on, for a person to agree to; where several do, the person says which."""
    ask = f"{question.words} No step answers that; say {' or '.join(each.words for each in question.answers)}"
    replies = [tokens_of(past.verdict.why) for past in situation.history if past.said == ask]
    named = next((each for each in question.answers if replies and tokens_of(each.words) == replies[-1]), None)
    chosen = named or question.yes
    if chosen is None:
        return Intent(Ask(ask), ask)
    intent = click(situation.sight, chosen, f'answer "{question.words}" with {chosen.words}')
    return replace(intent, named=named is not None, answers="" if named else question.words, goes_on=True)


def _answers_below(line: Line, sight: Sight) -> tuple[Target, ...]:
    """The first row of buttons below, with what stands in it and looks like text."""
    buttons = [each for each in sight.widgets if each.kind == "button" and each.label and _is_below(each.box, line.box)]
    if not buttons:
        return ()
    first = min((each.box for each in buttons), key=lambda box: box.center.y)
    found = [
        Target(each.label, each.box, each.source, each.kind, hint=each.hint, score=each.score)
        for each in buttons
        if _in_row(each.box, first)
    ]
    for text in sight.lines:
        is_free = not any(each.box.contains(text.box.center) for each in buttons)
        if is_free and 0 < len(text.words) <= FEW_WORDS and _in_row(text.box, first):
            found.append(Target(text.text, text.box, "sight", "text", score=text.score))
    return tuple(found)


def _is_below(box: Box, line: Box) -> bool:
    return 0 < box.center.y - line.center.y < ABOVE * line.h


def _in_row(box: Box, first: Box) -> bool:
    return abs(box.center.y - first.center.y) < first.h / 2


def _to_fill_in(sight: Sight, line: Line, across: Box) -> bool:
    """Whether it is a form with a question in it, not a question."""
    fields = [each.box for each in sight.widgets if each.kind in WRITTEN and not each.box.contains(line.box.center)]
    return any(across.contains(box.center) for box in fields)


def _whole(last: Line, lines: Sequence[Line], across: Box) -> str:
    """With the lines above that it is the end of."""
    part, top = [last], last.box.y
    for line in sorted(lines, key=lambda each: -each.box.bottom):
        box = line.box
        alike = ALIKE * last.box.h < box.h < last.box.h / ALIKE and across.x <= box.center.x <= across.right
        if line is not last and alike and box.y < last.box.bottom and top - box.bottom < CLOSE * box.h:
            part, top = [*part, line], min(top, box.y)
    rows = sorted(part, key=lambda line: (round((line.box.center.y - top) / last.box.h), line.box.x))
    return " ".join(line.text for line in rows)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return bool(part) and any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
