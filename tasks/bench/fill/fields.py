"""Fields: the ten questions of the form, with the words, choices and order that one seed gives them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "email", "number", "date", "select", "lines", "radios", "tick"]

CALLED: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "name": ("text", ("Full name", "Your name", "Name")),
    "company": ("text", ("Company", "Organisation", "Employer")),
    "city": ("text", ("City", "Town", "Place of residence")),
    "email": ("email", ("E-mail", "Email address", "Your e-mail")),
    "seats": ("number", ("Number of seats", "Seats", "How many seats")),
    "day": ("date", ("Date of arrival", "Arrival date", "First day")),
    "ticket": ("select", ("Ticket", "Ticket type", "Kind of ticket")),
    "notes": ("lines", ("Notes", "Comments", "Anything else")),
    "contact": ("radios", ("Preferred contact", "How we may reach you", "Contact me by")),
    "news": ("tick", ("Send me the newsletter", "Newsletter", "Keep me informed")),
}
"""By the name under which it is sent and kept."""
CHOICES = {
    "ticket": ("Standard", "Student", "Speaker", "Day pass", "Virtual"),
    "contact": ("Phone", "Letter", "Text message"),
}
NOT_OFFERED = "Backstage"
BUTTONS = ("Register", "Send", "Sign up", "Submit registration")
MUST_BE_SAID = ("name", "email")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        return self.name in MUST_BE_SAID


@dataclass(frozen=True, slots=True)
class Form:
    fields: tuple[Field, ...]
    button: str

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)


def form_of(seed: int) -> Form:
    """The box to tick comes last, as it mostly does."""
    dice = random.Random(f"fields {seed}")
    fields = [
        Field(name, dice.choice(labels), kind, tuple(dice.sample(CHOICES.get(name, ()), len(CHOICES.get(name, ())))))
        for name, (kind, labels) in CALLED.items()
    ]
    dice.shuffle(fields)
    return Form(tuple(sorted(fields, key=lambda each: each.kind == "tick")), dice.choice(BUTTONS))
