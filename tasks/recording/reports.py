"""Reports: what the script in the page tells, checked as it comes in: pages are strangers, even to a script of ours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ...tools.geometry import Box, Point
from ...tools.target import Hint

Corner = tuple[float, float, float, float]


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class RawHint(_Told):
    """One of what hints.js lists, in CSS px of its own frame."""

    role: str
    name: str
    box: Corner
    value: str = ""
    state: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    key: str = ""
    group: str = ""

    def hint(self, window: Box) -> Hint | None:
        """In the px of the tab's picture, whose frame shows `window` of it; None where it is out of sight."""
        box = Box(*self.box).move(window.x, window.y).intersect(window)
        if box is None:
            return None
        return Hint(self.role, self.name, box, self.value, self.state, self.options, self.key, group=self.group)


class RawSaid(_Told):
    """A heading, or news: what is told in a live region of the page."""

    kind: Literal["news", "heading"]
    level: int
    text: str
    box: Corner


class RawLook(_Told):
    hints: tuple[RawHint, ...]
    over: str = ""
    """What the pointer is over, by its key."""
    said: tuple[RawSaid, ...] = ()


class _Report(_Told):
    at_ms: float
    """Unix time."""


class _Placed(_Report):
    x: float
    y: float
    text: str = ""
    """Of the smallest element there."""
    around: Corner = (0, 0, 0, 0)
    """The place of that."""

    def place(self, window: Box) -> tuple[Point, Box | None]:
        """The point, and what stands there around it, in the picture of the tab."""
        return Point(self.x + window.x, self.y + window.y), Box(*self.around).move(window.x, window.y) if self.text else None


class _Used(_Placed):
    """With all that could be used at that moment, before the page has felt anything."""

    hints: tuple[RawHint, ...]
    key: str
    """Of the thing that it is about; "" where hints speak of none."""


Nature = Literal["text", "lines", "choice", "tick", "file", "range", "color", "other"]


class Pressed(_Used):
    event: Literal["press"]
    nature: Nature
    button: int
    held: tuple[str, ...] = ()


class Into(_Used):
    """The keyboard now works on this."""

    event: Literal["into"]
    nature: Nature


class Checked(_Used):
    """The person wants this to be checked."""

    event: Literal["check"]
    label: str = ""
    """What stands beside it as its label, as the term of a list does."""


class Clicked(_Report):
    """What was pressed last was let go of; by the keyboard: what it works on."""

    event: Literal["click"]
    count: int = 1
    button: int = 0
    by_key: bool = False
    is_sure: bool = False
    """It looks like something that a click does something to."""


class Dropped(_Placed):
    event: Literal["drop"]


class Typed(_Report):
    event: Literal["typed"]
    key: str
    value: str
    masked: bool = False
    """Then no value is told."""
    same_as: str = ""
    """The other masked field that holds the same."""


class Left(_Report):
    event: Literal["left"]
    key: str


class Chosen(_Report):
    event: Literal["chosen"]
    key: str
    values: tuple[str, ...]
    many: bool


class Ticked(_Report):
    event: Literal["ticked"]
    key: str
    on: bool


class Files(_Report):
    event: Literal["files"]
    key: str
    values: tuple[str, ...]
    """Their names; a page never learns where they are."""


class Moved(_Report):
    """A slider or a colour."""

    event: Literal["moved"]
    key: str
    value: str


class Keyed(_Report):
    event: Literal["key"]
    values: tuple[str, ...]


class Submitted(_Report):
    event: Literal["submit"]


Report = (
    Pressed | Into | Checked | Clicked | Dropped | Typed | Left | Chosen | Ticked | Files | Moved | Keyed | Submitted
)  # fmt: skip

_REPORT: TypeAdapter[Report] = TypeAdapter(Annotated[Report, Field(discriminator="event")])


def report_of(payload: str) -> Report:
    """ValidationError where it is none."""
    return _REPORT.validate_json(payload)
