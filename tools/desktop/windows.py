"""Windows: whether the program in front has taken in what was done, and which windows and popups came and went by it."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from ..geometry import Box
from .x11 import Connection, imported

ANSWERS_WITHIN_S = 3.0
"""A program that has not answered after so long works on something longer, or hangs; a look does not wait for that."""

LEAST_PX = 4
"""A popup that shows less than that is there to catch the pointer."""

ALOOF = ("TOOLTIP", "NOTIFICATION", "DND", "DOCK", "DESKTOP")
"""Kinds of windows that stand above or below all others and take no click from those."""


class Windows:
    """Used on the thread of its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._x: Any = imported("Xlib.X")
        errors = imported("Xlib.error")
        self._gone: tuple[type[Exception], ...] = (errors.BadWindow, errors.BadDrawable)
        self._message: Any = imported("Xlib.protocol.event").ClientMessage
        self._answered: set[int] = set()
        self._pings = 0
        self._pinged: Any = None
        self._front_changed = True
        self._awaited: int | None = None
        self._until_s = 0.0
        self._popups: dict[int, Box] = {}
        self._popups_closed: list[Box] = []
        self._before: dict[int, str] = {}
        connection.listeners.append(self._hear)
        for window in connection.root.query_tree().children:
            self._find_popup(window)

    def begin(self) -> None:
        """An action begins: what came and went until now was not its doing."""
        self._connection.take_events()
        self._popups_closed.clear()
        self._before = self._titles()

    def popups_closed(self) -> tuple[Box, ...]:
        """Where popups stood that closed since the last action began, in screen px."""
        self._connection.take_events()
        return tuple(self._popups_closed)

    def came_and_went(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The titles of the windows that were opened since the last action began, and of those that were closed."""
        now = self._titles()
        came, went = now.keys() - self._before.keys(), self._before.keys() - now.keys()
        return tuple(now[each] for each in came), tuple(self._before[each] for each in went)

    # ---- what was taken in

    def ask(self) -> None:
        """To be called once all of an action has been sent."""
        self._awaited = self.ping()
        self._until_s = time.monotonic() + ANSWERS_WITHIN_S

    def is_awaited(self) -> bool:
        """Whether the program in front can answer and has not yet; it is asked again when another window came to the front."""
        self._connection.take_events()
        if self._front_changed:
            self._front_changed = False
            self.ask()
        if self._awaited is not None and (self.has_answered(self._awaited) or time.monotonic() > self._until_s):
            self._awaited = None
        return self._awaited is not None

    def ping(self) -> int | None:
        """Asks the program in front to answer once it has read all its keys; None where it cannot."""
        window = self._front()
        if window is None:
            return None
        try:
            protocols = self._property(window, "WM_PROTOCOLS")
        except self._gone:  # closed just now
            return None
        if self._atom("_NET_WM_PING") not in protocols:
            return None
        self._pings += 1
        self._pinged = window
        data = [self._atom("_NET_WM_PING"), self._pings, window.id, 0, 0]
        window.send_event(self._message(window=window, client_type=self._atom("WM_PROTOCOLS"), data=(32, data)))
        self._connection.sync()
        return self._pings

    def has_answered(self, ping: int) -> bool:
        """A window that was closed never will: nothing is waited for then."""
        self._connection.take_events()
        return ping in self._answered or not self._is_there(self._pinged)

    # ---- how it is known

    def _hear(self, event: Any) -> None:
        x = self._x
        if event.type == x.MapNotify and event.override:
            self._find_popup(event.window)
        elif event.type in (x.UnmapNotify, x.DestroyNotify):
            if (box := self._popups.pop(event.window.id, None)) is not None:
                self._popups_closed.append(box)
        elif event.type == x.PropertyNotify and event.atom == self._atom("_NET_ACTIVE_WINDOW"):
            self._front_changed = True
        elif event.type == x.ClientMessage and event.client_type == self._atom("WM_PROTOCOLS"):
            data = event.data[1]
            if data[0] == self._atom("_NET_WM_PING"):
                self._answered.add(int(data[1]))

    def _find_popup(self, window: Any) -> None:
        with suppress(*self._gone):
            about = window.get_attributes()
            if not about.override_redirect or about.map_state != self._x.IsViewable or about.win_class != self._x.InputOutput:
                return
            kinds = self._property(window, "_NET_WM_WINDOW_TYPE")
            place = window.get_geometry()
            if min(place.width, place.height) >= LEAST_PX and not any(self._is_kind(name, kinds) for name in ALOOF):
                self._popups[window.id] = Box(place.x, place.y, place.width, place.height)

    def _is_kind(self, name: str, kinds: list[int]) -> bool:
        return self._atom(f"_NET_WM_WINDOW_TYPE_{name}") in kinds

    def _is_there(self, window: Any) -> bool:
        try:
            window.get_geometry()
        except self._gone:
            return False
        return True

    def _front(self) -> Any:
        found = self._property(self._connection.root, "_NET_ACTIVE_WINDOW")
        return self._window(found[0]) if found and found[0] else None

    def _titles(self) -> dict[int, str]:
        """By their numbers, all windows that a window manager keeps."""
        titles: dict[int, str] = {}
        for number in self._property(self._connection.root, "_NET_CLIENT_LIST"):
            with suppress(*self._gone):
                found = self._window(number).get_full_property(self._atom("_NET_WM_NAME"), self._x.AnyPropertyType)
                # Xlib gives what is no UTF-8 as bytes.
                titles[number] = found.value if found is not None and isinstance(found.value, str) else ""
        return titles

    def _window(self, number: int) -> Any:
        return self._connection.display.create_resource_object("window", number)

    def _property(self, window: Any, name: str) -> list[int]:
        found = window.get_full_property(self._atom(name), self._x.AnyPropertyType)
        return [] if found is None else [int(each) for each in found.value]

    def _atom(self, name: str) -> int:
        return self._connection.atom(name)
