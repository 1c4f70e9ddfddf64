"""Steps: what the reader can be told to do, a closed union; each says itself in the words that are read back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .claim import Claim
from .saying import joined, quoted, said_keys

Way = Literal["up", "down", "left", "right", "top", "bottom"]


@dataclass(frozen=True, slots=True)
class Names:
    """One or several things, each a phrase as `find` reads it."""

    each: tuple[str, ...]
    """Empty where "nothing" was said."""
    whole: str = ""
    """The same words as one name, where they may be one: `Terms and conditions`. Only the screen can tell."""

    def __str__(self) -> str:
        return self.whole or joined(self.each) or "nothing"


@dataclass(frozen=True, kw_only=True)
class _Said:
    said: str = field(default="", compare=False, repr=False)
    """The words it came from; two steps that mean the same are equal."""


@dataclass(frozen=True)
class Open(_Said):
    url: str

    def __str__(self) -> str:
        return f"open {quoted(self.url) if ' ' in self.url else self.url}"


@dataclass(frozen=True)
class GoBack(_Said):
    def __str__(self) -> str:
        return "go back"


@dataclass(frozen=True)
class Click(_Said):
    thing: str
    button: Literal["left", "right"] = "left"
    count: int = 1

    def __str__(self) -> str:
        verb = "right-click" if self.button == "right" else "double-click" if self.count == 2 else "click"
        return f"{verb} {self.thing}"


@dataclass(frozen=True)
class Enter(_Said):
    """A field is to show exactly this value: typed, chosen from its list, or set, as the field asks for."""

    value: str
    thing: str = ""
    """The field; "" is whatever has the focus."""
    noun: str = ""
    """What the value was called: `the number "5"`. It may name the field, or only say what the value is."""

    def __str__(self) -> str:
        noun = f"the {self.noun} " if self.noun else ""
        return f"type {noun}{quoted(self.value)}" + (f" into {self.thing}" if self.thing else "")


@dataclass(frozen=True)
class Append(_Said):
    """What the field shows stays, and this comes after it."""

    value: str
    thing: str

    def __str__(self) -> str:
        return f"add {quoted(self.value)} to {self.thing}"


@dataclass(frozen=True)
class Clear(_Said):
    thing: str

    def __str__(self) -> str:
        return f"clear {self.thing}"


@dataclass(frozen=True)
class Focus(_Said):
    thing: str

    def __str__(self) -> str:
        return f"focus {self.thing}"


@dataclass(frozen=True)
class Select(_Said):
    """What a list, a select or a field of choices is to have chosen."""

    names: Names
    thing: str

    def __str__(self) -> str:
        return f"select {self.names} from {self.thing}"


@dataclass(frozen=True)
class Tick(_Said):
    """Checkboxes, radios, switches, options or entries are to be on, or off."""

    names: Names
    on: bool = True

    def __str__(self) -> str:
        return f"{'tick' if self.on else 'untick'} {self.names}"


@dataclass(frozen=True)
class Press(_Said):
    keys: tuple[str, ...]
    """Names of keys.py, held down in order: ("ctrl", "s")."""

    def __str__(self) -> str:
        return f"press {said_keys(self.keys)}"


@dataclass(frozen=True)
class Scroll(_Said):
    way: Way
    """ "top" and "bottom" are the ends."""
    thing: str = ""
    """What is scrolled; "" is the page."""

    def __str__(self) -> str:
        way = f"to the {self.way}" if self.way in ("top", "bottom") else self.way
        return f"scroll {way}" + (f" in {self.thing}" if self.thing else "")


@dataclass(frozen=True)
class ScrollTo(_Said):
    thing: str

    def __str__(self) -> str:
        return f"scroll to {self.thing}"


@dataclass(frozen=True)
class Hover(_Said):
    thing: str

    def __str__(self) -> str:
        return f"hover over {self.thing}"


@dataclass(frozen=True)
class Drag(_Said):
    thing: str
    to: str

    def __str__(self) -> str:
        return f"drag {self.thing} to {self.to}"


@dataclass(frozen=True)
class Upload(_Said):
    files: tuple[str, ...]
    thing: str

    def __str__(self) -> str:
        return f"upload {joined(tuple(map(quoted, self.files)))} to {self.thing}"


@dataclass(frozen=True)
class Dialog(_Said):
    """The answer to the dialog that is open: an alert, a question or a prompt of the browser."""

    accept: bool
    text: str | None = None

    def __str__(self) -> str:
        answer = f" with {quoted(self.text)}" if self.text is not None else ""
        return f"{'accept' if self.accept else 'dismiss'} the dialog{answer}"


@dataclass(frozen=True)
class Close(_Said):
    """A dialog, a panel or a message is to be gone."""

    thing: str
    by: str = ""
    """What to click for it, where that was said."""

    def __str__(self) -> str:
        return f"close {self.thing}" + (f" by clicking {self.by}" if self.by else "")


@dataclass(frozen=True)
class Wait(_Said):
    seconds: float

    def __str__(self) -> str:
        return f"wait {self.seconds:.15g} seconds"


@dataclass(frozen=True)
class WaitFor(_Said):
    claim: Claim

    def __str__(self) -> str:
        return f"wait until {self.claim}"


@dataclass(frozen=True)
class Check(_Said):
    """Nothing is touched: this is looked for, and said to be so or not."""

    claim: Claim

    def __str__(self) -> str:
        return f"check that {self.claim}"


@dataclass(frozen=True)
class Read(_Said):
    thing: str
    name: str = ""
    """What the answer is called in the result."""

    def __str__(self) -> str:
        return f"read {self.thing}" + (f" as {quoted(self.name)}" if self.name else "")


Values: TypeAlias = tuple[tuple[str, str | tuple[str, ...]], ...]
"""Labels and what belongs there, in the order they were said; several choices are a tuple."""


@dataclass(frozen=True)
class Fill(_Said):
    """A form, its fields found by their labels. JSON's true, false and null are "yes", "no" and ""."""

    values: Values

    def __str__(self) -> str:
        return f"fill the form with {json.dumps(dict(self.values), ensure_ascii=False)}"


@dataclass(frozen=True)
class FillRow(_Said):
    """A form, from one row of a table."""

    file: str
    row: int
    """Counted from 1, without the heading."""

    def __str__(self) -> str:
        return f"fill the form from {quoted(self.file)} row {self.row}"


Step: TypeAlias = (
    Open | GoBack | Click | Enter | Append | Clear | Focus | Select | Tick | Press | Scroll | ScrollTo | Hover | Drag | Upload
    | Dialog | Close | Wait | WaitFor | Check | Read | Fill | FillRow
)  # fmt: skip


def one_line(step: Step, width: int = 100) -> str:
    """The step for people who watch: without line breaks, and cut where it is long."""
    line = " ".join(str(step).split())
    return line if len(line) <= width else f"{line[: width - 1]}…"
