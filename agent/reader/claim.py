"""Claims: what is said to be so on the screen, a closed union; each says itself in the words that are read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .saying import quoted


@dataclass(frozen=True, slots=True)
class Visible:
    """Something is to be seen, or not."""

    thing: str
    there: bool = True

    def __str__(self) -> str:
        return f"{self.thing} is {'' if self.there else 'not '}visible"


@dataclass(frozen=True, slots=True)
class Shows:
    """A field or a place shows exactly this text, or does not."""

    thing: str
    value: str
    does: bool = True

    def __str__(self) -> str:
        return f"{self.thing} {'shows' if self.does else 'does not show'} {quoted(self.value)}"


@dataclass(frozen=True, slots=True)
class Ticked:
    """A checkbox, radio, switch or option is on, or off."""

    thing: str
    on: bool = True

    def __str__(self) -> str:
        return f"{self.thing} is {'' if self.on else 'not '}checked"


@dataclass(frozen=True, slots=True)
class Count:
    """So many of them are to be seen."""

    number: int
    thing: str

    def __str__(self) -> str:
        return f"there are {self.number} {self.thing}"


Claim: TypeAlias = Visible | Shows | Ticked | Count
