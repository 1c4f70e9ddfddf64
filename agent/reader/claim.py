"""Claims: what is said to be so on the screen, a closed union; each says itself in the words that are read back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from .saying import quoted

Sign = Literal["=", "!=", "<", "<=", ">", ">="]
SIGNS: dict[Sign, str] = {
    "=": "",
    "!=": "not ",
    "<": "less than ",
    "<=": "at most ",
    ">": "more than ",
    ">=": "at least ",
}
Way = Literal["above", "below", "left of", "right of"]
State = Literal["enabled", "disabled", "focused", "expanded", "collapsed", "invalid", "required"]
Part = Literal["is", "contains", "begins with", "ends with"]


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
    part: bool = False
    """It may show more than that."""

    def __str__(self) -> str:
        verb = "contain" if self.part else "show"
        return f"{self.thing} {f'{verb}s' if self.does else f'does not {verb}'} {quoted(self.value)}"


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
    sign: Sign = "="

    def __str__(self) -> str:
        return f"there are {SIGNS[self.sign]}{self.number} {self.thing}"


@dataclass(frozen=True, slots=True)
class Compared:
    """A thing shows a number, and how that compares: `1,234.50` and `1.234,50 €` may be the same."""

    thing: str
    sign: Sign
    number: Decimal

    def __str__(self) -> str:
        return f"{self.thing} is {SIGNS[self.sign]}{self.number}"


@dataclass(frozen=True, slots=True)
class InState:
    """A thing can be used, has the focus, stands open, … or does not."""

    thing: str
    state: State
    so: bool = True

    def __str__(self) -> str:
        return f"{self.thing} is {'' if self.so else 'not '}{self.state}"


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing stands above another, or beside it."""

    thing: str
    way: Way
    other: str

    def __str__(self) -> str:
        return f"{self.thing} is {self.way} {self.other}"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The cells of a column are in order, from the first row in view to the last."""

    column: str
    down: bool = False
    """From the highest to the lowest, or from Z to A."""

    def __str__(self) -> str:
        return f"the {self.column} column is sorted {'descending' if self.down else 'ascending'}"


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of the page says."""

    how: Part
    text: str
    does: bool = True

    def __str__(self) -> str:
        return f"the address {_verb(self.how, does=self.does)} {quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Title:
    """What the page is called, as its tab says."""

    how: Part
    text: str
    does: bool = True

    def __str__(self) -> str:
        return f"the title {_verb(self.how, does=self.does)} {quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file of this name came down by what was done last."""

    name: str

    def __str__(self) -> str:
        return f"the file {quoted(self.name)} is downloaded"


def _verb(how: Part, *, does: bool) -> str:
    return how if does else "is not" if how == "is" else f"does not {_bare(how)}"


def _bare(verb: str) -> str:
    """`begins with` → `begin with`."""
    first, _, rest = verb.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()


Claim: TypeAlias = Visible | Shows | Ticked | Count | Compared | InState | Placed | Sorted | Address | Title | Downloaded
