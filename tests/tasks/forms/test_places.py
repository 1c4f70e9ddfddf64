"""What is filled in where a job says `{column}`: exactly the value, and never a step of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from handeye.agent.reader.parse import parse_claims, parse_steps
from handeye.agent.reader.steps import Click, Enter, Fill, Open
from handeye.tasks.forms.job import Job
from handeye.tasks.forms.places import Places, check_places
from handeye.tools.errors import BadInput
from handeye.tools.keys import untypable

ROW = Places({"email": "ada@example.org", "First name": "Ada", "drinks": ("Tea", "Milk"), "fee": "1.50"}, ["password"])


def job(**more: Any) -> Job:
    return Job.model_validate(
        {"name": "a", "start": "localhost:1", "key": "email", "submit": "Go", "done_when": "Welcome", **more}
    )


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ("type {email} into E-mail", 'type "ada@example.org" into E-mail'),
        ('click Edit in the row of "{First name}\'s"', "click Edit in the row of “Ada's”"),
        ("check that '{email}' is visible", 'check that "ada@example.org" is visible'),
        ("open localhost:1/q?name={First name}&m={email}.", "open localhost:1/q?name=Ada&m=ada%40example.org."),
        ("type {password} into Password", 'type "‹password›" into Password'),
        ("fill the form with {Name: {First name}, Drinks: {drinks}}", 'fill the form with {Name: "Ada", Drinks: "Tea; Milk"}'),
        ("fill the form with {Name: Bob}", "fill the form with {Name: Bob}"),
        ("click 'Save'", "click 'Save'"),
    ],
)
def test_values_stand_in_steps_as_people_would_write_them(words: str, filled: str) -> None:
    quotes = str.maketrans("“”", '""')
    assert ROW.in_steps(words).translate(quotes) == filled.translate(quotes)


def test_addresses_texts_and_patterns() -> None:
    assert ROW.in_address("localhost:1/m?q={email}&n={First name}") == "localhost:1/m?q=ada%40example.org&n=Ada"
    assert Places({"link": "https://example.org/a?b=c d"}).in_address("{link}") == "https://example.org/a?b=c%20d"
    assert ROW.in_text("Welcome, {First name}!") == "Welcome, Ada!"
    assert ROW.in_words_to_see(r"/Total {fee} #\d{4}/") == r"/Total 1\.50 #\d{4}/"
    assert ROW.in_words_to_see("Total {fee}") == "Total 1.50"
    with pytest.raises(BadInput, match="is a secret"):
        ROW.in_address("localhost:1/?p={password}")


def test_a_cell_that_speaks_of_secrets_and_columns_says_only_what_it_says() -> None:
    sly = Places({"name": "{password}", "email": "a@b.org"}, ["password"])
    assert sly.in_steps("type {name} into Name, type {email} into E-mail") == (
        'type "{password}" into Name, type "a@b.org" into E-mail'
    )
    assert sly.in_text("{name} {email}") == "{password} a@b.org"
    assert sly.in_steps("type '{name} {email}' into Name") == 'type "{password} a@b.org" into Name'


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            {"start": "localhost:1/{mail}"},
            'start: no column or secret is called "mail". Did you mean "email"? There are: email',
        ),
        ({"before": "click Edit in the row of '{tag}'"}, 'before: no column or secret is called "tag"'),
        ({"before": "click {tag}"}, 'before: no column or secret is called "tag"'),
        ({"submit": "Save {tag}"}, "submit: "),
        ({"done_when": "Welcome {tag}"}, "done_when: "),
        ({"done_when": "/Welcome {tag}/"}, "done_when: "),
        ({"capture": {"number": "Number of {tag}"}}, "capture: number: "),
        ({"fields": {"source": {"value": "from {tag}"}}}, "fields: source: "),
        ({"reconcile": {"open": "localhost:1?q={tag}", "seen": "'{email}' is visible"}}, "reconcile: open: "),
        ({"reconcile": {"open": "localhost:1", "seen": "'{tag}' is visible"}}, "reconcile: seen: "),
        ({"login": "type {email} into E-mail"}, "login: it is done once for all rows"),
        ({"login": "type {pasword} into Password"}, 'login: no column or secret is called "pasword". Did you mean "password"?'),
    ],
)
def test_what_the_table_lacks_is_told_with_the_place(more: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput) as told:
        check_places(job(**more), ["email", "name"], ["password"])
    assert str(told.value).startswith(why)


def test_a_job_that_speaks_of_what_there_is_passes() -> None:
    said = job(
        before="open localhost:1/m?q={First name}, click Edit in the row of '{email}'",
        done_when=r"/Welcome {First name}, #\d{3,}/",
        login="type {password} into Password, press Log in",
        fields={"source": {"value": "{email} via {password}"}},
        reconcile={"open": "localhost:1?q={email}", "seen": "'{email}' is visible"},
    )
    check_places(said, ["email", "First name"], ["password"])
    with pytest.raises(BadInput, match="is a column and a secret"):
        check_places(said, ["email", "First name", "password"], ["password"])


TYPABLE = st.text(max_size=20).map(str.strip).filter(lambda text: bool(text) and not untypable(text)) | st.sampled_from(
    [
        "O'Brien",
        'x" into Name, click "Delete',
        "x' is visible and 'y",
        "C:\\new\\",
        "a\nclick Delete",
        "{email}",
        '"',
        "’",
        "A. B.",
        "; press Go",
    ]
)


@given(TYPABLE)
def test_whatever_a_cell_says_it_is_one_value(value: str) -> None:
    row = Places({"x": value, "y": "B"})
    try:
        alone = row.in_steps("type {x} into Name, click Save")
        within = row.in_steps("type '{x}{y}' into Name, click Save")
        form = row.in_steps('fill the form with {"Name": {x}, "Plan": {y}}, click Save')
    except BadInput:
        assert {'"', "'", "`"} <= set(value), "only what holds every kind of quotes is refused"
        return
    assert parse_steps(alone) == (Enter(value, "Name"), Click("Save"))
    assert parse_steps(within) == (Enter(f"{value}B", "Name"), Click("Save"))
    assert parse_steps(form) == (Fill((("Name", value), ("Plan", "B"))), Click("Save"))


@given(TYPABLE)
def test_whatever_a_cell_says_it_is_a_part_of_an_address(value: str) -> None:
    assume(value.encode("utf-8", "ignore").decode() == value)
    row = Places({"x": value})
    filled = row.in_address("http://localhost:1/m?a=1&q={x}")
    assert parse_qs(urlsplit(filled).query, keep_blank_values=True) == {"a": ["1"], "q": [value]}
    opened, _ = parse_steps(row.in_steps("open http://localhost:1/m?a=1&q={x}, click Save"))
    assert isinstance(opened, Open)
    assert parse_qs(urlsplit(opened.url).query, keep_blank_values=True) == {"a": ["1"], "q": [value]}


@given(TYPABLE)
@example(",")
@example("A,")
def test_whatever_a_cell_says_it_is_one_thing_in_a_claim(value: str) -> None:
    try:
        said = Places({"x": value}).in_steps("'{x}' is visible")
    except BadInput:
        assert {'"', "'", "`"} <= set(value)
        return
    (claim,) = parse_claims(said)
    assert value.strip() in str(claim)
