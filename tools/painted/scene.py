"""Scene: pages and their widgets as data, for `Painted` to draw and to run.

    pages = {
        "order": (Label("Order"), Field("Name", required=True), Button("Send", submit(goto("thanks")), primary=True)),
        "thanks": (Label("Thank you"), Link("Order more", goto("order"))),
    }

Widgets stand one below the other, those of a `Row` beside each other, and those with `at` where that says.
A text or a place may also be a function of the seconds since the computer was opened: a clock, a button that moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ..drawing import text_width
from ..errors import BadInput
from ..frame import OpenDialog
from ..geometry import Box
from .textbox import LINE_PX, TEXT_PX

Value: TypeAlias = str | bool | float

LEFT_PX, TOP_PX, GAP_PX = 40, 28, 14
LABEL_PX = 22
"""What a label above a widget takes."""

STATUS = "status"
"""The key of the label in which `show` writes; a page that has none gets one at its end."""


class Desk(Protocol):
    """What a button may do to the computer it stands on."""

    def goto(self, page: str) -> None: ...

    def back(self) -> None: ...

    def set(self, key: str, value: Value) -> None:
        """Changes a value of this page, or the text of a label that has a key."""
        ...

    def values(self) -> dict[str, Value]:
        """What the widgets of this page hold now."""
        ...

    def submit(self) -> bool:
        """Records the values of this page, unless something required is missing; then it says so."""
        ...

    def ask(self, dialog: OpenDialog, answered: Callable[[Desk, bool, str], None]) -> None:
        """Opens a dialog; the answer comes later: whether it was accepted, and the text of a prompt."""
        ...

    def later(self, seconds: float, handler: Handler) -> None: ...


Handler: TypeAlias = Callable[[Desk], None]
Place: TypeAlias = Box | Callable[[float], Box] | None
Words: TypeAlias = str | Callable[[float], str]


def nothing(_desk: Desk) -> None:
    """Happens when a button is pressed that does nothing."""


def goto(page: str) -> Handler:
    return lambda desk: desk.goto(page)


def show(text: str) -> Handler:
    return lambda desk: desk.set(STATUS, text)


def later(seconds: float, handler: Handler) -> Handler:
    return lambda desk: desk.later(seconds, handler)


def submit(then: Handler = nothing) -> Handler:
    """Submits the page, and goes on only when nothing required was missing."""
    return lambda desk: then(desk) if desk.submit() else None


def ask(dialog: OpenDialog, accepted: Handler = nothing, dismissed: Handler = nothing) -> Handler:
    return lambda desk: desk.ask(dialog, lambda desk, yes, _text: accepted(desk) if yes else dismissed(desk))


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What every widget has."""

    key: str = ""
    """Under which its value is known; its label where nothing is said."""
    at: Place = None
    """Where it stands on the page; in the flow where nothing is said."""
    disabled: bool = False


@dataclass(frozen=True)
class Label(Placed):
    text: Words
    size_px: int = TEXT_PX
    grey: bool = False


@dataclass(frozen=True)
class Field(Placed):
    """A text field; a text area when it has several lines."""

    label: str
    value: str = ""
    masked: bool = False
    placeholder: str = ""
    lines: int = 1
    required: bool = False


@dataclass(frozen=True)
class Button(Placed):
    label: str
    does: Handler = nothing
    primary: bool = False
    """Enter in a field presses it."""


@dataclass(frozen=True)
class Link(Placed):
    label: str
    does: Handler = nothing


@dataclass(frozen=True)
class Check(Placed):
    label: str
    value: bool = False
    required: bool = False


@dataclass(frozen=True)
class Radio(Placed):
    """One choice of a group; the group's value is the label of the chosen one."""

    label: str
    group: str
    chosen: bool = False


@dataclass(frozen=True)
class Select(Placed):
    label: str
    options: tuple[str, ...]
    value: str = ""
    required: bool = False


@dataclass(frozen=True)
class Slider(Placed):
    label: str
    value: float = 0.0
    low: float = 0.0
    high: float = 100.0
    step: float = 1.0


Widget: TypeAlias = Label | Field | Button | Link | Check | Radio | Select | Slider


@dataclass(frozen=True)
class Row:
    """Widgets beside each other."""

    widgets: tuple[Widget, ...]

    def __init__(self, *widgets: Widget) -> None:
        object.__setattr__(self, "widgets", widgets)


Page: TypeAlias = Sequence[Widget | Row]
Pages: TypeAlias = Mapping[str, Page]


def key_of(widget: Widget) -> str:
    """Under which a widget's value is known; "" for one that holds none."""
    match widget:
        case Radio():
            return widget.key or widget.group
        case Field() | Check() | Select() | Slider():
            return widget.key or widget.label
        case _:
            return widget.key


def first_value(widget: Widget) -> Value | None:
    """What a widget holds when its page is opened."""
    match widget:
        case Field() | Check() | Select() | Slider():
            return widget.value
        case Radio():
            return widget.label if widget.chosen else None
        case _:
            return None


def label_above(widget: Widget) -> str:
    match widget:
        case Field(label=label, required=required) | Select(label=label, required=required):
            return label + " *" * required
        case Slider():
            return widget.label
        case _:
            return ""


def size_of(widget: Widget) -> tuple[float, float]:
    """The width and height a widget takes in the flow."""
    match widget:
        case Label():
            words = widget.text if isinstance(widget.text, str) else widget.text(0.0)
            return max(text_width(words, widget.size_px) + 4, 40), round(widget.size_px * 1.5)
        case Field():
            return 320, 34 if widget.lines == 1 else widget.lines * LINE_PX + 12
        case Select():
            return 320, 34
        case Slider():
            return 320, 24
        case Button():
            return text_width(widget.label, TEXT_PX) + 36, 36
        case Check() | Radio():
            return text_width(widget.label, TEXT_PX) + 28, 22
        case Link():
            return text_width(widget.label, TEXT_PX), 22


def lay_out(page: Page) -> tuple[tuple[Widget, Place], ...]:
    """Every widget of a page with its place."""
    placed: list[tuple[Widget, Place]] = []
    y = float(TOP_PX)
    for row in page:
        x, below = float(LEFT_PX), y
        widgets = row.widgets if isinstance(row, Row) else (row,)
        labelled = any(label_above(widget) and widget.at is None for widget in widgets)
        top = y + LABEL_PX * labelled
        tallest = max((size_of(widget)[1] for widget in widgets if widget.at is None), default=0)
        for widget in widgets:
            w, h = (round(side) for side in size_of(widget))
            drop = 0 if labelled else (round(tallest) - h) // 2
            placed.append((widget, Box(x, top + drop, w, h) if widget.at is None else widget.at))
            if widget.at is None:
                x, below = x + w + 24, max(below, top + drop + h + GAP_PX)
        y = below
    if not any(key_of(widget) == STATUS for widget, _ in placed):
        placed.append((Label("", key=STATUS), Box(LEFT_PX, y, 640, 22)))
    return tuple(placed)


def check_pages(pages: Pages) -> None:
    """Refuses what could not be run, before anything is drawn."""
    if not pages:
        raise BadInput("a scene needs at least one page")
    for name, page in pages.items():
        held: set[str] = set()
        for widget, _ in lay_out(page):
            key = key_of(widget)
            if key and not isinstance(widget, Radio):
                if key in held:
                    raise BadInput(f'page "{name}": two widgets are known as "{key}"; give one of them another key=')
                held.add(key)
            if isinstance(widget, Select) and widget.value and widget.value not in widget.options:
                raise BadInput(f'page "{name}": "{widget.value}" is none of the options of "{widget.label}"')


def sign_up() -> Pages:
    """A form of mixed fields, a page that thanks for it, and a long one to scroll."""
    leave = OpenDialog("confirm", "Do you really want to delete your account?")
    terms = tuple(Label(f"{n}. Whoever signs up agrees to rule {n} of the house.") for n in range(1, 41))
    return {
        "signup": (
            Label("Create your account", 24),
            Row(Field("First name", required=True), Field("Last name", required=True)),
            Row(Field("Email", placeholder="you@example.org", required=True), Field("Password", masked=True)),
            Row(Select("Country", ("", "Austria", "Chile", "Germany", "Ghana", "India", "Japan", "Poland")), Slider("Age", 30)),
            Row(
                Label("Plan"),
                Radio("Free", "Plan", chosen=True),
                Radio("Team", "Plan"),
                Radio("Company", "Plan", disabled=True),
            ),
            Field("About you", lines=4),
            Row(Check("Send me the newsletter", key="Newsletter"), Check("I agree to the terms", key="Terms")),
            Row(Link("Read the terms", goto("terms")), Label("They are long.", grey=True)),
            Row(Button("Create account", submit(goto("welcome")), primary=True), Button("Import", disabled=True)),
        ),
        "welcome": (
            Label("Welcome", 24),
            Label("Your account is ready."),
            Row(Link("Another account", goto("signup")), Button("Delete account", ask(leave, show("Deleted"), show("Kept")))),
        ),
        "terms": (Label("Terms", 24), *terms, Link("Back to the form", lambda desk: desk.back())),
    }
