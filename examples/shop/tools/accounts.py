"""The account that every fresh browser is signed in to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    name: str
    email: str
    password: str


ADA = Account("Ada Lovelace", "ada@example.org", "kettle-1815")
