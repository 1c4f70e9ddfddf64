"""Forms: the public list is what the parser uses, and every example in it works."""

from __future__ import annotations

import re

import pytest

from handeye.agent.reader import FORMS, Form, NotUnderstood, manual, nearest_form, parse_steps
from handeye.agent.reader.forms import VERBS, forms_of
from handeye.agent.reader.quotes import set_aside


def read_by(said: str) -> Form | None:
    """The form that takes a sentence."""
    verb = next(verb for verb in VERBS if re.match(rf"{verb}(?!\w)", said))
    tail, pieces = set_aside(said[len(verb) :].strip())
    return next((form for form in forms_of(verb) if form.read(tail, pieces)), None)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_example_of_a_form_is_read_by_it(form: Form) -> None:
    assert len(parse_steps(form.example)) >= 1
    taken = read_by(form.example)
    assert taken is not None
    assert getattr(taken.read, "func", taken.read) == getattr(form.read, "func", form.read)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_that_is_said_badly_is_answered_with_a_form_of_its_verb(form: Form) -> None:
    verb = form.verbs[0]
    if verb == "go back":
        return
    with pytest.raises(NotUnderstood) as refusal:
        parse_steps(f"{verb} , and")
    assert refusal.value.form in {str(known) for known in forms_of(verb)}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_verbs_are_written_small_and_begin_the_example(form: Form) -> None:
    assert all(verb == verb.casefold() for verb in form.verbs)
    assert form.example.startswith(form.verbs)


def test_no_two_forms_are_said_alike() -> None:
    assert len({form.said for form in FORMS}) == len(FORMS) == len({form.example for form in FORMS})


def test_the_manual_shows_each_form_with_its_example() -> None:
    lines = manual().split("\n")
    assert len(lines) == len(FORMS)
    assert all(form.said in line and form.example in line for form, line in zip(FORMS, lines, strict=True))


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("clikc the button", "click X"),
        ("doubleclick", "double-click X"),
        ("pres Enter", "press KEY (+KEY)"),
        ("scrol to Comments", "scroll to X"),
        ("slect Norway from Country", "select V from X"),
        ("fill out the form", "fill the form with {…}"),
    ],
)
def test_the_nearest_form_is_one_with_almost_that_verb(said: str, form: str) -> None:
    assert nearest_form(said).said == form
