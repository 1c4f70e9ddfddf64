"""Stage: a scene that runs. It knows pages, values, focus and scrolling, and nothing of looks and actions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

from ..computer import Effect, Request
from ..errors import PageError
from ..frame import OpenDialog
from ..geometry import Box, Point, Size
from .painting import BAR_PX, OPTION_PX
from .scene import (
    STATUS,
    Button,
    Check,
    Desk,
    Field,
    Handler,
    Label,
    Link,
    Pages,
    Radio,
    Select,
    Slider,
    Value,
    Widget,
    check_pages,
    first_value,
    key_of,
    lay_out,
)
from .textbox import Edit

MENU_ROWS = 8
BLINK_S = 0.53


@dataclass(frozen=True, slots=True)
class Submission:
    """What a page held when it was submitted."""

    page: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Menu:
    """The open list of a select."""

    select: int
    marked: int
    first: int = 0


@dataclass(slots=True)
class State:
    """All that changes; everything in it is immutable or a container of such."""

    page: str
    values: dict[tuple[str, str], Value] = field(default_factory=dict[tuple[str, str], Value])
    scroll: dict[str, float] = field(default_factory=dict[str, float])
    history: list[str] = field(default_factory=list[str])
    submissions: list[Submission] = field(default_factory=list[Submission])
    focus: int | None = None
    caret: int = 0
    anchor: int = 0
    caret_since_s: float = 0.0
    """A caret is to be seen in the first half of every blink since then."""
    pointer: Point | None = None
    menu: Menu | None = None
    dialog: OpenDialog | None = None
    typed: str = ""
    """What was entered into a prompt so far."""
    answered: Callable[[Desk, bool, str], None] | None = None
    clipboard: str = ""
    later: list[tuple[float, Handler]] = field(default_factory=list[tuple[float, Handler]])
    """What happens at which time."""
    search: tuple[float, str] = (0.0, "")
    """When a select was last typed at, and the letters."""

    def copied(self, later_s: float = 0.0) -> State:
        """The same state, as if it were that much later."""
        twin = replace(self, **{each.name: copy.copy(getattr(self, each.name)) for each in fields(self)})
        twin.caret_since_s += later_s
        twin.later = [(due_s + later_s, handler) for due_s, handler in self.later]
        return twin


class Stage:
    """A `Desk` for its own buttons."""

    def __init__(self, pages: Pages, size: Size, now: Callable[[], float]) -> None:
        check_pages(pages)
        self._laid_out = {name: lay_out(page) for name, page in pages.items()}
        self.size = size
        self.now = now
        self.opened_s = now()
        self.effect = Effect()
        self.state = State(next(iter(pages)))
        self._fill(self.state.page)

    def _fill(self, page: str) -> None:
        for widget, _ in self._laid_out[page]:
            if (value := first_value(widget)) is not None:
                self.state.values[page, key_of(widget)] = value
            elif isinstance(widget, Radio):
                self.state.values.setdefault((page, key_of(widget)), "")
            elif isinstance(widget, Label):
                self.state.values.pop((page, widget.key), None)

    # What is where

    @property
    def widgets(self) -> tuple[Widget, ...]:
        return tuple(widget for widget, _ in self._laid_out[self.state.page])

    def box(self, index: int) -> Box:
        """Where a widget is on the screen now."""
        place = self._laid_out[self.state.page][index][1]
        assert place is not None
        box = place if isinstance(place, Box) else place(self.seconds)
        return box.move(0, -self.scroll_y)

    @property
    def seconds(self) -> float:
        return self.now() - self.opened_s

    @property
    def scroll_y(self) -> float:
        return self.state.scroll.get(self.state.page, 0.0)

    @property
    def page_h(self) -> float:
        return max(self.box(index).bottom + self.scroll_y for index in range(len(self.widgets))) + 24

    def scroll_to(self, y: float) -> None:
        self.state.scroll[self.state.page] = float(round(min(max(y, 0.0), max(self.page_h - self.size.h, 0.0))))

    def bar(self) -> tuple[Box, float, float] | None:
        """The scrollbar, and where its thumb begins and how long it is; None when all fits."""
        whole = self.page_h
        if whole <= self.size.h:
            return None
        thumb_h = max(self.size.h * self.size.h / whole, 24.0)
        thumb_y = (self.size.h - thumb_h) * self.scroll_y / (whole - self.size.h)
        return Box(self.size.w - BAR_PX, 0, BAR_PX, self.size.h), thumb_y, thumb_h

    def menu_box(self) -> Box | None:
        """Where the open list of a select stands: below it, or above where there is no room."""
        if (menu := self.state.menu) is None:
            return None
        under = self.box(menu.select)
        h = min(len(self.options(menu)), MENU_ROWS) * OPTION_PX + 2
        above = under.bottom + h > self.size.h and under.y > h
        return Box(round(under.x), round(under.y - h if above else under.bottom), round(under.w), h)

    def options(self, menu: Menu) -> tuple[str, ...]:
        select = self.widgets[menu.select]
        assert isinstance(select, Select)
        return select.options

    def edit(self) -> Edit | None:
        """The text that has the focus, with its caret."""
        if self.state.focus is None or not isinstance(widget := self.widgets[self.state.focus], Field):
            return None
        text = str(self.value(widget))
        return Edit(text, min(self.state.caret, len(text)), min(self.state.anchor, len(text)))

    def put(self, edit: Edit) -> None:
        """Writes an edited text back into the field that has the focus."""
        assert self.state.focus is not None
        self.state.values[self.state.page, key_of(self.widgets[self.state.focus])] = edit.text
        self.state.caret, self.state.anchor, self.state.caret_since_s = edit.caret, edit.anchor, self.now()

    def caret_shows(self) -> bool:
        return int((self.now() - self.state.caret_since_s) / BLINK_S) % 2 == 0

    def focus(self, index: int | None) -> None:
        if index is not None and (self.widgets[index].disabled or isinstance(self.widgets[index], Label)):
            index = None
        if index != self.state.focus:
            self.state.focus, self.state.search = index, (0.0, "")
            self.state.caret = self.state.anchor = 0
        self.state.caret_since_s = self.now()

    # What a button, a test or a task may ask of it

    def value(self, widget: Widget) -> Value:
        return self.state.values.get((self.state.page, key_of(widget)), "")

    def words(self, widget: Widget) -> str:
        """What is written in a widget now."""
        if isinstance(widget, Label):
            said = self.value(widget) if widget.key else ""
            return str(said) or (widget.text if isinstance(widget.text, str) else widget.text(self.seconds))
        value = self.value(widget)
        return f"{value:g}" if isinstance(widget, Slider) else str(value)

    def values(self, page: str = "") -> dict[str, Value]:
        page = page or self.state.page
        held = {key_of(widget) for widget, _ in self._laid_out[page] if not isinstance(widget, Label)}
        return {key: value for (at, key), value in self.state.values.items() if at == page and key in held}

    def set(self, key: str, value: Value) -> None:
        self.state.values[self.state.page, key] = value

    def page_of(self, url: str) -> str:
        """The page that a URL (or its bare name) means."""
        name = url.removeprefix("painted:").strip("/")
        if name not in self._laid_out:
            raise PageError(f'there is no page "{name}"; there are: {", ".join(self._laid_out)}')
        return name

    def goto(self, page: str) -> None:
        name = self.page_of(page)
        self.state.history.append(self.state.page)
        self._fill(name)
        self._enter(name, 0.0)

    def back(self) -> None:
        if self.state.history:
            name = self.state.history.pop()
            self._enter(name, self.state.scroll.get(name, 0.0))

    def _enter(self, page: str, scroll_y: float) -> None:
        self.state.page, self.state.menu = page, None
        self.focus(None)
        self.state.scroll[page] = scroll_y
        self.effect = replace(self.effect, navigations=(*self.effect.navigations, f"painted:/{page}"))

    def submit(self) -> bool:
        for index, widget in enumerate(self.widgets):
            if isinstance(widget, Field | Check | Select) and widget.required and not self.value(widget):
                self.focus(index)
                self.set(STATUS, f"{widget.label} is required")
                return False
        self.state.submissions.append(Submission(self.state.page, self.values()))
        sent = Request("POST", f"painted:/{self.state.page}", 200)
        self.effect = replace(self.effect, requests=(*self.effect.requests, sent))
        return True

    def ask(self, dialog: OpenDialog, answered: Callable[[Desk, bool, str], None]) -> None:
        self.state.dialog, self.state.typed, self.state.answered = dialog, dialog.default, answered
        self.effect = replace(self.effect, dialogs=(*self.effect.dialogs, dialog))

    def answer(self, accept: bool, text: str | None = None) -> None:
        """Answers the open dialog."""
        answered, text = self.state.answered, self.state.typed if text is None else text
        self.state.dialog, self.state.answered, self.state.typed = None, None, ""
        if answered is not None:
            answered(self, accept, text)

    def later(self, seconds: float, handler: Handler) -> None:
        self.state.later.append((self.now() + seconds, handler))

    def catch_up(self) -> None:
        """Lets happen what is due by now, in its order; a dialog holds everything up."""
        while self.state.dialog is None and (due := [each for each in self.state.later if each[0] <= self.now()]):
            first = min(due, key=lambda each: each[0])
            self.state.later.remove(first)
            first[1](self)

    def activate(self, index: int) -> None:
        """What a click, or a key that stands for one, does to a widget."""
        widget = self.widgets[index]
        if widget.disabled:
            return
        match widget:
            case Button() | Link():
                widget.does(self)
            case Check():
                self.set(key_of(widget), not self.value(widget))
            case Radio():
                self.set(key_of(widget), widget.label)
            case Select():
                chosen = widget.options.index(str(self.value(widget))) if self.value(widget) in widget.options else 0
                self.state.menu = Menu(index, chosen, max(0, chosen - MENU_ROWS + 1)) if widget.options else None
            case _:
                pass
