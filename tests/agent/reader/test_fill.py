"""Forms of many shapes filled by the reader in a real browser: what the page then holds, and what is said where it cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .driving import Driver, driver

__all__ = ["driver"]

BOTH = pytest.mark.parametrize("sight_only", [False, True], ids=["hints", "sight"])


def fill(driver: Driver, values: dict[str, Any], then: str = "", **how: Any) -> tuple[str, str]:
    """How it ended, and why."""
    outcome = driver.do(f"fill the form with {json.dumps(values)}{then}", **how)
    return outcome.status, outcome.why


def filled(driver: Driver, values: dict[str, Any], then: str = "", **how: Any) -> None:
    status, why = fill(driver, values, then, **how)
    assert status == "done", f"{status}: {why}"


def field(name: str, ident: str, more: str = "") -> str:
    return f"<label for={ident}>{name}</label><input id={ident} {more}>"


@BOTH
def test_keys_find_their_fields_by_other_words_and_spellings(driver: Driver, sight_only: bool) -> None:
    driver.show(
        field("E-mail address *", "mail")
        + field("Telephone number", "tel")
        + field("ZIP code", "zip")
        + field("What is your job title?", "job")
    )
    values = {"email": "ada@example.org", "phone": "+48 22 123 45 67", "postalCode": "00-950", "job_title": "Analyst"}
    filled(driver, values, sight_only=sight_only)
    assert driver.values() == {"mail": "ada@example.org", "tel": "+48 22 123 45 67", "zip": "00-950", "job": "Analyst"}


@BOTH
def test_a_name_is_joined_for_one_field(driver: Driver, sight_only: bool) -> None:
    driver.show(field("Full name", "name") + field("City", "city"))
    filled(driver, {"first name": "Ada", "City": "London", "surname": "Lovelace"}, sight_only=sight_only)
    assert driver.values() == {"name": "Ada Lovelace", "city": "London"}
    assert any("joined" in str(event.get("said")) for event in driver.told)


@BOTH
def test_a_name_is_split_for_two(driver: Driver, sight_only: bool) -> None:
    driver.show(field("Vorname", "first") + field("Nachname", "last"))
    filled(driver, {"name": "Ada King Lovelace"}, sight_only=sight_only)
    assert driver.values() == {"first": "Ada King", "last": "Lovelace"}


def test_a_bare_name_beside_a_given_one_is_the_family_name(driver: Driver) -> None:
    driver.show(field("Vorname", "first") + field("Name", "last"))
    filled(driver, {"first name": "Ada", "last name": "Lovelace"})
    assert driver.values() == {"first": "Ada", "last": "Lovelace"}
    driver.show(field("Vorname", "first") + field("Name", "last"))
    filled(driver, {"Name": "Ada Lovelace"})
    assert driver.values() == {"first": "Ada", "last": "Lovelace"}


def test_one_word_is_not_split(driver: Driver) -> None:
    driver.show(field("First name", "first") + field("Last name", "last"))
    assert fill(driver, {"name": "Ada"}) == (
        "failed",
        'name: "Ada" is one word, and the form asks for First name and Last name; say both',
    )
    assert driver.delivered == 0


@BOTH
def test_dates_and_numbers_are_written_as_fields_ask(driver: Driver, sight_only: bool) -> None:
    driver.show(
        "<div class=columns><div>"
        + field("Born", "born", 'placeholder="TT.MM.JJJJ"')
        + field("From", "from")
        + "<small>Format: YYYY-MM-DD</small>"
        + field("Until", "until", "type=date")
        + field("Opened", "opened", "type=date value=2001-05-17")
        + "</div><div>"
        + field("Starts at", "at", "type=time")
        + field("Meeting", "meeting", "type=datetime-local")
        + field("Price", "price", 'placeholder="0,00"')
        + field("Remark", "remark")
        + "</div></div>"
    )
    values = {
        "Born": "17 May 2001", "From": "31.12.2026", "Until": "2026-03-04", "Opened": "3 Feb 1999", "Starts at": "9:05 am",
        "Meeting": "2026-03-04 14:30", "Price": "12.5", "Remark": "03/04/2026",
    }  # fmt: skip
    assert fill(driver, values, sight_only=sight_only) == ("done", 'it shows "03/04/2026"')
    assert driver.values() == {
        "born": "17.05.2001", "from": "2026-12-31", "until": "2026-03-04", "opened": "1999-02-03", "at": "09:05",
        "meeting": "2026-03-04T14:30", "price": "12,50", "remark": "03/04/2026",
    }  # fmt: skip


@BOTH
def test_a_step_enters_dates_and_times_as_the_browsers_own_fields_ask(driver: Driver, sight_only: bool) -> None:
    driver.show(field("Deadline", "until", "type=date") + field("Start", "at", "type=time") + field("Remark", "remark"))
    outcome = driver.do(
        "type 2026-03-04 into Deadline, enter 14:30 as the start, type 17.05.2001 into Remark", sight_only=sight_only
    )
    assert outcome.status == "done", outcome.why
    assert driver.values() == {"until": "2026-03-04", "at": "14:30", "remark": "17.05.2001"}


def test_a_number_field_gets_no_signs_for_thousands(driver: Driver) -> None:
    driver.show(field("Amount", "amount", "type=number step=any") + field("Count", "count", "type=number value=7"))
    filled(driver, {"Amount": "1.234,50 €", "Count": "12"})
    assert driver.values() == {"amount": "1234.50", "count": "12"}


@pytest.mark.parametrize(
    ("more", "value", "why"),
    [
        ('placeholder="DD.MM.YYYY"', "03/04/2026", 'Field: "03/04/2026" may be 2026-04-03 or 2026-03-04'),
        ("type=date", "03-04-2026", 'Field: "03-04-2026" may be'),
        ("type=number", "1,234", 'Field: "1,234" may be 1234 or 1.234'),
        ("type=number", "a few", 'Field: a number is asked for, and "a few" is none'),
        ("type=time", "noonish", 'Field is a time, and "noonish" is none'),
        ("type=range", "40", "Field is a slider"),
        ("disabled", "x", 'Field cannot be set to "x": its field is disabled'),
        ("readonly value=y", "x", 'Field cannot be set to "x": its field is readonly'),
        ("type=checkbox style='width:auto'", "perhaps", "Field is on or off; say yes or no"),
    ],
)
def test_what_is_in_doubt_is_refused_before_anything_is_touched(driver: Driver, more: str, value: str, why: str) -> None:
    driver.show(field("Name", "name") + field("Field", "field", more))
    status, said = fill(driver, {"Name": "Ada", "Field": value})
    assert (status, driver.delivered) == ("failed", 0)
    assert why in said


@BOTH
def test_day_month_and_year_have_fields_of_their_own(driver: Driver, sight_only: bool) -> None:
    months = "".join(f"<option>{name}" for name in ("January", "February", "March", "April", "May", "June"))
    driver.show(
        field("Name", "name")
        + f"<p>Date of birth</p><div class=line><div>{field('Day', 'd', 'style=width:60px')}</div><div><label for=m>Month</label>"
        + f"<select id=m style=width:140px><option>{months}</select></div><div>{field('Year', 'y', 'style=width:90px')}</div></div>"
    )
    filled(driver, {"Name": "Ada", "dob": "2001-05-17"}, sight_only=sight_only)
    assert driver.values() == {"name": "Ada", "d": "17", "m": "May", "y": "2001"}


def test_the_code_of_a_country_has_a_field_of_its_own(driver: Driver) -> None:
    driver.show(
        "<div class=line><div><label for=code>Code</label><select id=code style=width:90px><option>+1<option>+44<option>+48</select></div>"
        f"<div>{field('Phone', 'phone')}</div></div>"
    )
    filled(driver, {"Phone": "+48 22 123 45 67"})
    assert driver.values() == {"code": "+48", "phone": "22 123 45 67"}


@BOTH
def test_radios_boxes_and_switches(driver: Driver, sight_only: bool) -> None:
    def choices(kind: str, group: str, *names: str) -> str:
        return "".join(
            f"<label><input type={kind} name={group} id={group}{at}> {name}</label>" for at, name in enumerate(names)
        )

    driver.show(
        "<div class=columns><div>"
        f"<fieldset><legend>Plan</legend>{choices('radio', 'plan', 'Basic', 'Family')}</fieldset>"
        f"<p>Do you smoke?</p>{choices('radio', 'smoke', 'Yes', 'No')}<p>Do you drink?</p>{choices('radio', 'drink', 'Yes', 'No')}"
        f"</div><div><p>Interests</p>{choices('checkbox', 'likes', 'Chess', 'Cooking', 'Music')}"
        "<label><input type=checkbox id=news checked> Send me the newsletter, once a month</label></div></div>"
    )
    driver.js("likes1.checked = true")
    values = {
        "Plan": "family",
        "Do you smoke?": "no",
        "Do you drink?": True,
        "Interests": ["Chess", "Music"],
        "Newsletter": False,
    }
    filled(driver, values, sight_only=sight_only)
    on = [name for name, value in driver.values().items() if value]
    assert on == ["plan1", "smoke1", "drink0", "likes0", "likes2"]


def test_a_choice_that_is_not_there_is_said_with_those_that_are(driver: Driver) -> None:
    driver.show(
        "<fieldset><legend>Plan</legend><label><input type=radio>Basic</label><label><input type=radio>Family</label></fieldset>"
    )
    assert fill(driver, {"Plan": "Gold"}) == ("failed", 'Plan has no choice "Gold"; there are: Basic, Family')
    driver.show("<label for=c>Country</label><select id=c><option>Peru<option>Poland</select>")
    assert fill(driver, {"Country": "Atlantis"}) == ("failed", 'Country has no option "Atlantis"; there are: Peru, Poland')
    assert driver.delivered == 0


@BOTH
def test_the_rest_is_below_and_above(driver: Driver, sight_only: bool) -> None:
    rows = "".join(
        field(f"{name} of your house", f"f{at}") + "<div style=height:120px></div>"
        for at, name in enumerate(("Colour", "Street", "Owner", "Height", "Garden", "Number", "Price", "Roof"))
    )
    driver.show(rows)
    driver.js("scrollTo(0, 500)")
    values = {"Roof of your house": "red", "Colour of your house": "blue", "Number of your house": "7"}
    filled(driver, values, sight_only=sight_only)
    assert {name: value for name, value in driver.values().items() if value} == {"f0": "blue", "f5": "7", "f7": "red"}


def test_keys_without_a_field_are_said_with_what_fields_there_are(driver: Driver) -> None:
    driver.show(
        "<form onsubmit='event.preventDefault(); document.title = \"sent\"'>"
        + field("Name", "name")
        + "<button>Save</button></form>"
    )
    status, why = fill(driver, {"Name": "Ada", "Shoe size": "38", "Fax": "1"}, ", click Save")
    assert (status, why) == ("failed", "no field on this form is called Shoe size or Fax; there are: Name")
    assert driver.js("document.title") != "sent"


def test_two_fields_of_one_name_are_not_guessed(driver: Driver) -> None:
    driver.show(
        f"<fieldset><legend>Billing</legend>{field('City', 'a')}</fieldset><fieldset><legend>Shipping</legend>{field('City', 'b')}</fieldset>"
    )
    status, why = fill(driver, {"City": "London"})
    assert (status, driver.delivered) == ("failed", 0)
    assert "City may be any of 2 fields" in why
    filled(driver, {"Billing city": "London", "Shipping city": "Paris"})
    assert driver.values() == {"a": "London", "b": "Paris"}


JOIN = (
    "<form onsubmit='event.preventDefault(); out.textContent = \"Welcome \" + n.value'>"
    + field("Full name *", "n")
    + field("Password *", "p", "type=password")
    + field("Remark", "r")
    + "<p><button>Create account</button></p></form><p id=out></p>"
)


@BOTH
def test_a_form_that_lacks_something_is_told_and_not_sent(driver: Driver, sight_only: bool) -> None:
    driver.show(JOIN)
    status, why = fill(driver, {"Full name": "Ada"}, ", click Create account", sight_only=sight_only)
    assert status == "failed"
    assert "there is no value for: Password (required)" in why
    assert driver.js("out.textContent") == ""
    assert any("no value for: Password (required)" in str(event.get("said")) for event in driver.told)


@BOTH
def test_what_later_steps_put_in_is_not_missing(driver: Driver, sight_only: bool) -> None:
    driver.show(JOIN)
    then = ', type "secret words" into Password, click Create account, check that "Welcome Ada" is visible'
    filled(driver, {"Full name": "Ada"}, then, sight_only=sight_only)


def test_what_is_said_to_be_empty_is_not_missing(driver: Driver) -> None:
    driver.show(JOIN)
    then = ', click Create account, check that "Welcome Ada" is visible'
    filled(driver, {"Full name": "Ada", "Password": ""}, then)


def test_what_is_right_already_is_left_alone_and_the_rest_is_typed_over(driver: Driver) -> None:
    driver.show(
        field("Name", "a", "value='Ada Lovelace'") + field("City", "b", "value=Paris") + field("Note", "c", "value=old")
    )
    filled(driver, {"Name": "Ada Lovelace", "City": "London", "Note": ""})
    assert driver.values() == {"a": "Ada Lovelace", "b": "London", "c": ""}
    assert not any("Name" in str(event.get("said")) for event in driver.told if event["event"] == "intent")


def test_a_field_that_another_one_empties_is_filled_once_more(driver: Driver) -> None:
    driver.show(
        field("Region", "region")
        + "<label for=country>Country</label><select id=country onchange='region.value = \"\"'><option>Peru<option>Poland</select>"
    )
    filled(driver, {"Region": "Masovia", "Country": "Poland"})
    assert driver.values() == {"region": "Masovia", "country": "Poland"}


def test_a_field_that_comes_only_after_another_is_filled(driver: Driver) -> None:
    driver.show(
        "<label for=kind>Kind of account</label><select id=kind onchange='more.hidden = this.value != \"Company\"'>"
        f"<option>Person<option>Company</select><div id=more hidden>{field('Tax number', 'tax')}</div>{field('Name', 'name')}"
    )
    filled(driver, {"Tax number": "PL 123", "Kind of account": "Company", "Name": "Engines"})
    assert driver.values() == {"kind": "Company", "tax": "PL 123", "name": "Engines"}
