"""Field: one question of the member form and what is said when its answer is missing or wrong; JOIN and EDIT list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .countries import COUNTRIES

Kind = Literal[
    "text", "email", "password", "date", "tel", "select", "radios", "number", "checks", "switch", "file", "lines", "tick"
]

YOUNGEST_YEARS = 16
BORN_FROM = date(1900, 1, 1)
MOST_PICTURE_BYTES = 2 * 1024 * 1024
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
PHONE = r"\+?[0-9][0-9 \(\)\/.\-]{5,23}"
"""Both as the browser's `pattern` reads them too, whose classes want more escapes than Python's."""


@dataclass(frozen=True)
class Choice:
    label: str
    about: str = ""


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    kind: Kind
    part: str
    """The heading it stands under."""
    required: bool = False
    about: str = ""
    """The help text below it; a message takes its place, so that nothing on the page moves."""
    placeholder: str = ""
    autocomplete: str = "off"
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 0
    """Characters of a text, the value of a number."""
    pattern: str = ""
    missing: str = ""
    wrong: str = ""
    beyond: str = ""
    """Said of more than `most`; `wrong` where empty."""

    @property
    def said_beyond(self) -> str:
        return self.beyond or self.wrong


NAME = Field(
    "full_name", "Full name", "text", "About you", required=True, placeholder="Ada Lovelace", autocomplete="name",
    least=2, most=100,
    missing="Enter your full name.", wrong="Enter your name in 2 to 100 characters.",
)  # fmt: skip
MAIL = Field(
    "email", "E-mail", "email", "About you", required=True, placeholder="you@example.com", autocomplete="email", most=254,
    pattern=EMAIL, about="Your membership card goes there.",
    missing="Enter your e-mail address.", wrong="Enter an address like you@example.com.",
)  # fmt: skip
PASSWORD = Field(
    "password", "Password", "password", "About you", required=True, autocomplete="new-password", least=10, most=200,
    about="At least 10 characters.",
    missing="Choose a password.", wrong="Too short: use at least 10 characters.",
    beyond="Too long: use at most 200 characters.",
)  # fmt: skip
BORN = Field(
    "born", "Date of birth", "date", "About you", required=True, autocomplete="bday",
    about=f"Members are {YOUNGEST_YEARS} or older.",
    missing="Enter your date of birth.", wrong="Enter a full date from 1900 on.",
    beyond=f"You must be at least {YOUNGEST_YEARS} to join.",
)  # fmt: skip
TELEPHONE = Field(
    "phone", "Phone", "tel", "About you", placeholder="+41 44 123 45 67", autocomplete="tel", pattern=PHONE,
    wrong="Enter a number like +41 44 123 45 67.",
)  # fmt: skip
COUNTRY = Field(
    "country", "Country", "select", "About you", required=True, autocomplete="country-name",
    choices=tuple(Choice(name) for name in COUNTRIES), missing="Choose a country.", wrong="Choose a country from the list.",
)  # fmt: skip
PLAN = Field(
    "plan", "Membership plan", "radios", "Membership", required=True,
    choices=(
        Choice("Basic", "€5 a month"),
        Choice("Family", "€9 a month, up to five people"),
        Choice("Patron", "€20 a month, keeps us open"),
    ),
    missing="Choose a plan.", wrong="Choose one of the three plans.",
)  # fmt: skip
GUESTS = Field(
    "guests", "Number of guests", "number", "Membership", required=True, most=10, about="How many you like to bring along.",
    missing="Enter how many guests; 0 is fine.", wrong="Enter a whole number from 0 to 10.",
)  # fmt: skip
PICTURE = Field(
    "picture", "Profile picture", "file", "Membership", about="PNG, JPEG, GIF or WebP, up to 2 MB.",
    wrong="Choose a PNG, JPEG, GIF or WebP picture.", beyond="The picture is larger than 2 MB.",
)  # fmt: skip
INTERESTS = Field(
    "interests", "Interests", "checks", "A little more",
    choices=tuple(Choice(name) for name in ("Chess", "Cooking", "Hiking", "Music", "Photography", "Reading")),
    wrong="Choose from the list.",
)  # fmt: skip
NEWSLETTER = Field("newsletter", "Newsletter", "switch", "A little more", about="One letter a month, no advertising.")
COMMENTS = Field(
    "comments", "Comments", "lines", "A little more", placeholder="Anything we should know?", most=500,
    about="Up to 500 characters.", wrong="Leave out control characters.", beyond="Too long: use at most 500 characters.",
)  # fmt: skip
TERMS = Field(
    "terms", "I accept the terms", "tick", "A little more", required=True, about="Be kind, bring friends, leave any month.",
    missing="Accept the terms to join.", wrong="Accept the terms to join.",
)  # fmt: skip

JOIN = (NAME, MAIL, PASSWORD, BORN, TELEPHONE, COUNTRY, PLAN, GUESTS, PICTURE, INTERESTS, NEWSLETTER, COMMENTS, TERMS)
EDIT = tuple(field for field in JOIN if field not in (PASSWORD, TERMS))
"""Who changes their details has a password and accepted the terms already."""


def latest_birthday(today: date) -> date:
    """Who was born then is just old enough."""
    year = today.year - YOUNGEST_YEARS
    # Who was born on 29 February is a year older on 1 March of a plain year.
    is_leap_day = (today.month, today.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day and year % 4 else today.replace(year=year)
