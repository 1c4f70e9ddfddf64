"""Pointer: the mouse of one X display, moved by PyAutoGUI, which only this file imports."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from typing import Any

from .x11 import BUTTONS, Connection, imported, lent_to_xlib

WHEEL_PX = 50.0
"""What one click of the wheel is taken to scroll: programs differ, from about 40 to 60 px for most."""

STEP_PX = 12.0
STEPS_AT_MOST = 60
"""On each leg of a drag: programs must see motion, not a jump, and nobody wants to wait for it."""


def wheel_clicks(distance_px: float) -> int:
    """Clicks for a distance, with its sign: at least one for any distance at all."""
    clicks = max(1, round(abs(distance_px) / WHEEL_PX)) if distance_px else 0
    return clicks if distance_px > 0 else -clicks


def points_between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Pixels on the way, the last one included and the first one not."""
    steps = min(max(1, math.ceil(math.dist(start, end) / STEP_PX)), STEPS_AT_MOST)
    for step in range(1, steps + 1):
        yield tuple(round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True))  # type: ignore[misc]


class Pointer:
    def __init__(self, connection: Connection, display: str, xauthority: str | None) -> None:
        self._x = connection
        self._gui = _own_pyautogui(connection, display, xauthority)
        self._before = 0
        self._down: list[str] = []

    # A window manager stops the pointer at each press until it has looked at it. What is sent
    # meanwhile waits in the server, and if it is much, part of it is lost: so nothing is.

    def move(self, x: int, y: int) -> bool:
        """Whether it is there already; else ask `is_at`."""
        self._gui.moveTo(x, y, _pause=False)
        return self.is_at(x, y)

    def is_at(self, x: int, y: int) -> bool:
        return self._x.pointer()[:2] == (x, y)

    def press(self, button: str, x: int, y: int) -> None:
        self._before = self._x.pointer()[2] & BUTTONS
        self._down.append(button)
        self._gui.mouseDown(x, y, button=button, _pause=False)

    def release(self) -> bool:
        """Lets go of every button that is held, where the pointer is now; whether all are up already."""
        while self._down:
            self._gui.mouseUp(button=self._down.pop(), _pause=False)
        return self.is_up()

    def is_up(self) -> bool:
        return self._x.pointer()[2] & BUTTONS == self._before

    def wheel(self, x: int, y: int, right: int, down: int) -> bool:
        """Like a press and a release of the buttons that wheels are to X11."""
        self._before = self._x.pointer()[2] & BUTTONS
        if down:
            self._gui.scroll(-down, x, y, _pause=False)
        if right:
            self._gui.hscroll(right, x, y, _pause=False)
        return self.is_up()


def _own_pyautogui(connection: Connection, display: str, xauthority: str | None) -> Any:
    """A PyAutoGUI of our own, on our connection.

    When imported it binds itself to one display for the whole process, and its pause and its corner
    failsafe are settings of the module. So every display gets a copy that nobody else sees: several
    can be driven at once, and a user's own PyAutoGUI stays as it is."""
    with lent_to_xlib(display, xauthority):
        theirs = _taken_from_modules("pyautogui", "mouseinfo")
        # Only its colour picker needs this, which without tkinter ends the process.
        sys.modules["mouseinfo"] = None  # type: ignore[assignment]
        try:
            gui = imported("pyautogui")
            x11 = imported("pyautogui._pyautogui_x11")
        finally:
            _taken_from_modules("pyautogui", "mouseinfo")
            sys.modules.update(theirs)
    search = getattr(sys.modules.get("pyscreeze"), "whichProc", None)
    if search is not None:  # it looked for a screenshot program, and left both its pipes open
        search.stdout.close()
        search.stderr.close()
    x11._display.close()
    x11._display = connection.display
    gui.PAUSE = 0.0
    gui.FAILSAFE = False  # a click of ours in a corner is meant; Ctrl-C stops us
    return gui


def _taken_from_modules(*packages: str) -> dict[str, Any]:
    names = [name for name in sys.modules if name.partition(".")[0] in packages]
    return {name: sys.modules.pop(name) for name in names}
