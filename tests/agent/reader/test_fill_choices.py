"""What is chosen is what was said to the letter, and keys never reach another field or send the form off."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handeye.agent.reader.selecting import letters_to

from .driving import Driver, driver

__all__ = ["driver"]

BOTH = pytest.mark.parametrize("sight_only", [False, pytest.param(True, marks=pytest.mark.full)], ids=["hints", "sight"])

TAGS = ["0-day", "O-day", "Analysis", "Café", "Health", "I1", "Il", "opinion"]


def filled(driver: Driver, values: dict[str, Any], **how: Any) -> None:
    outcome = driver.do(f"fill the form with {json.dumps(values)}", **how)
    assert outcome.status == "done", f"{outcome.status}: {outcome.why}"


def select(ident: str, *options: str, more: str = "") -> str:
    return f"<select id={ident} {more}>{''.join(f'<option>{option}' for option in options)}</select>"


SENDS = "<form onsubmit='document.title = \"sent\"; return false'>{}<button>Save</button></form>"


def test_entries_that_look_alike_are_told_apart(driver: Driver) -> None:
    driver.show(SENDS.format(f"<label for=a>Tags</label>{select('a', *TAGS, more='multiple size=6')}"))
    filled(driver, {"Tags": ["O-day", "opinion"]})
    assert (driver.values(), driver.js("document.title")) == ({"a": ["O-day", "opinion"]}, "")
    filled(driver, {"Tags": ["Il"]})
    assert driver.values() == {"a": ["Il"]}


def test_by_sight_look_alikes_are_told_apart_or_refused(driver: Driver) -> None:
    driver.show(f"<label for=a>Tags</label>{select('a', *TAGS, more='multiple size=8')}")
    outcome = driver.do('fill the form with {"Tags": ["O-day", "opinion"]}', sight_only=True)
    assert outcome.status != "done" or driver.values() == {"a": ["O-day", "opinion"]}, outcome.why


def test_one_entry_of_a_list_that_stands_open(driver: Driver) -> None:
    driver.show(SENDS.format(f"<label for=a>Tags</label>{select('a', *TAGS, more='multiple size=4')}"))
    driver.js("a.options[2].selected = true")
    filled(driver, {"Tags": "opinion"})
    assert (driver.values(), driver.js("document.title")) == ({"a": ["opinion"]}, "")
    driver.show(SENDS.format(f"<label for=a>Tag</label>{select('a', *TAGS, more='size=4')}"))
    filled(driver, {"Tag": "opinion"})
    assert (driver.values(), driver.js("document.title")) == ({"a": "opinion"}, "")


def test_a_step_picks_exactly_these(driver: Driver) -> None:
    driver.show(f"<p>O-day is a day.</p><label for=a>Tags</label>{select('a', *TAGS, more='multiple size=4')}")
    outcome = driver.do("select O-day and opinion from Tags")
    assert (outcome.status, driver.values()) == ("done", {"a": ["O-day", "opinion"]}), outcome.why


@BOTH
def test_letters_that_are_on_no_key_choose_and_go_nowhere_else(driver: Driver, sight_only: bool) -> None:
    driver.show(
        SENDS.format(
            f"<label for=n>Name</label><input id=n autofocus><label for=a>Author</label>{select('a', '---------', 'Jörg', 'Jürgen Groß', '文字', 'Zoë')}"
            f"<label for=b>City</label>{select('b', '---------', *(f'Ort {n}' for n in range(30)), 'Żary')}"
        )
    )
    filled(driver, {"Author": "Jürgen Groß", "City": "Żary"}, sight_only=sight_only)
    assert (driver.values(), driver.js("document.title")) == ({"n": "", "a": "Jürgen Groß", "b": "Żary"}, "")
    filled(driver, {"Author": "文字"}, sight_only=sight_only)
    assert (driver.values()["a"], driver.js("document.title")) == ("文字", "")


def test_options_that_differ_in_case_alone(driver: Driver) -> None:
    driver.show(f"<label for=a>Track</label>{select('a', '---', 'Il', 'll', 'il', 'lL')}")
    for wanted in ("ll", "il", "Il", "lL"):
        filled(driver, {"Track": wanted})
        assert driver.values() == {"a": wanted}


def test_what_is_sent_off_is_one_change(driver: Driver) -> None:
    driver.show(f"<label for=a>Country</label>{select('a', '-', 'Chad', 'Chile', 'China')}")
    driver.js("(changes = 0, a.onchange = () => changes++, 0)")
    filled(driver, {"Country": "China"})
    assert (driver.values(), driver.js("changes")) == ({"a": "China"}, 1)


@pytest.mark.parametrize(
    ("wanted", "letters"), [("Chile", "chi"), ("Chad", "c"), ("China", "chin"), ("ll", ""), ("Żary", ""), ("Lima", "l")]
)
def test_the_fewest_letters_that_lead_there(wanted: str, letters: str) -> None:
    options = ["-", "Chad", "Chile", "China", "Lima", "ll", "Żary"]
    assert letters_to(options, 0, options.index(wanted)).casefold() == letters


def test_words_that_are_a_button_too_mean_the_field(driver: Driver) -> None:
    driver.show(SENDS.format("<b>Login</b><br><input id=n><br><input id=p type=password><br><button>Login</button>"))
    outcome = driver.do('type "admin" into Login')
    assert (outcome.status, driver.values()["n"], driver.js("document.title")) == ("done", "admin", ""), outcome.why
    driver.show("<button>Login</button>")
    outcome = driver.do('type "admin" into Login')
    assert (outcome.status, outcome.code) == ("failed", "not_found"), outcome.why
    assert not any(kind in str(event.get("action")) for event in driver.told for kind in ("'click'", "'type'", "'press'"))
