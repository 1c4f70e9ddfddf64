"""Forms: every way to say a step, in the order they are tried; the manual, the tests and the refusals show this list."""

from __future__ import annotations

import difflib
import re

from .choosing import FORMS as CHOOSING
from .filling import FORMS as FILLING
from .form import Form
from .looking import FORMS as LOOKING
from .moving import FORMS as MOVING
from .pointing import FORMS as POINTING
from .pressing import FORMS as PRESSING
from .writing import FORMS as WRITING

FORMS: tuple[Form, ...] = (*MOVING, *PRESSING, *FILLING, *WRITING, *LOOKING, *CHOOSING, *POINTING)

VERBS: tuple[str, ...] = tuple(sorted({verb for form in FORMS for verb in form.verbs}, key=lambda verb: (-len(verb), verb)))
"""Longest first."""


def forms_of(verb: str) -> tuple[Form, ...]:
    return tuple(form for form in FORMS if verb in form.verbs)


def nearest_form(said: str, *before: str) -> Form:
    """The form that these words come nearest to: one of a verb that is almost said, or else of the step before."""
    for sentence in (said, *before):
        if verb := _almost_a_verb(sentence):
            return most_alike(sentence, forms_of(verb))
    return most_alike(said, FORMS)


def most_alike(said: str, forms: tuple[Form, ...]) -> Form:
    """Of some forms the one that shares most of its words; what stands in brackets need not be said."""
    words = set(_words(said))

    def likeness(form: Form) -> float:
        own = set(re.findall(r"(?<![\w-])[a-z][a-z-]+", re.sub(r"\([^)]*\)", "", form.said)))
        return len(own & words) - 0.5 * len(own - words)

    return max(forms, key=likeness)


def _almost_a_verb(said: str) -> str:
    words = _words(said)
    starts = [" ".join(words[:length]) for length in (3, 2, 1) if len(words) >= length]
    close = (verb for start in starts for verb in difflib.get_close_matches(start, VERBS, n=1, cutoff=0.7))
    return next(close, "")


def _words(said: str) -> list[str]:
    return re.findall(r"[\w-]+", said.casefold())[:40]


def manual() -> str:
    """The list for people: each form with its example and the other verbs it may begin with."""
    width, wide = max(len(form.said) for form in FORMS), max(len(form.example) for form in FORMS)
    lines = (f"{form.said:<{width}}   {form.example:<{wide}}   {', '.join(form.verbs[1:])}".rstrip() for form in FORMS)
    return "\n".join(lines)
