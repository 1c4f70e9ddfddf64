"""Screen: all that one thread holds of an X display: eyes, pointer, keyboard, and who is gone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ..computer import Effect
from ..errors import BadInput, ComputerGone, HandeyeError, Unsupported
from ..geometry import Size, View
from .keyboard import Keyboard
from .pointer import Pointer
from .windows import Windows
from .x11 import PRIVATE, Connection, lent_environment

if TYPE_CHECKING:
    from mss import MSS
    from mss.models import Monitor
    from mss.screenshot import ScreenShot

R = TypeVar("R")

SURE_WITHIN_S = 0.5
"""A dying server closes its connections one after the other, all within moments."""


class Screen:
    def __init__(self, display: str, xauthority: str | None, monitor: int) -> None:
        self._at = (display, xauthority)
        self.connection = Connection(display, xauthority)
        self._number = monitor
        try:
            if self.connection.has("XWAYLAND"):
                raise Unsupported(
                    f"{display} only shows what Wayland lets X11 programs see; log in to an X11 session, or {PRIVATE}"
                )
            if not self.connection.has("XTEST"):
                raise Unsupported(
                    f"the X server of {display} takes no keys and clicks from programs (it lacks XTEST); {PRIVATE}"
                )
            self._eyes, self._monitor = self._look_around()
        except BaseException:
            self.connection.close()
            raise
        self.keyboard = Keyboard(self.connection)
        self.windows = Windows(self.connection)

    @cached_property
    def pointer(self) -> Pointer:
        return Pointer(self.connection, *self._at)

    @property
    def size(self) -> Size:
        return Size(self._monitor["width"], self._monitor["height"])

    @property
    def view(self) -> View:
        return View(x=self._monitor["left"], y=self._monitor["top"])

    def run(self, work: Callable[[], R]) -> R:
        """Does a piece of work; if it fails because the display is gone, says just that."""
        self.check()
        try:
            return work()
        except HandeyeError:
            raise
        except Exception as error:  # what a library raises when its server dies is anybody's guess
            if self.connection.is_gone(SURE_WITHIN_S):
                raise ComputerGone(f"the display {self._at[0]} is no longer there: its X server ended") from error
            raise

    def check(self) -> None:
        if self.connection.is_gone():
            raise ComputerGone(f"the display {self._at[0]} is no longer there: its X server ended")

    def grab(self) -> tuple[ScreenShot, View]:
        if self.connection.take_resized():
            self._renew_eyes()
        try:
            return self._eyes.grab(self._monitor), self.view
        except Exception:
            if self.connection.is_gone(SURE_WITHIN_S):
                raise
            self._renew_eyes()  # it was resized just now
            return self._eyes.grab(self._monitor), self.view

    def effect(self) -> Effect:
        """What the windows tell of the last action; all else has to be seen."""
        came, went = self.windows.came_and_went()
        popups = tuple(self.view.box_to_frame(box) for box in self.windows.popups_closed())
        return Effect(windows_opened=came, windows_closed=went, popups_closed=popups)

    def release(self) -> None:
        """Lets go of every key and button."""
        if "pointer" in self.__dict__:
            self.pointer.release()
        self.keyboard.release()

    def close(self) -> None:
        with suppress(ComputerGone):
            self.run(self.release)
            self.run(self.keyboard.give_back)
        try:
            self._eyes.close()
        except Exception:
            if not self.connection.is_gone(SURE_WITHIN_S):
                raise
        finally:
            self.connection.close()

    def _renew_eyes(self) -> None:
        self._eyes.close()
        self._eyes, self._monitor = self._look_around()

    def _look_around(self) -> tuple[MSS, Monitor]:
        from mss import MSS

        display, xauthority = self._at
        with lent_environment(display, xauthority):
            eyes = MSS(display=display)
        monitors = eyes.monitors
        if not 0 <= self._number < len(monitors):
            eyes.close()
            raise BadInput(
                f"there is no monitor {self._number} on {display}: 0 is all of the screen, "
                f"and its monitors are counted from 1 to {len(monitors) - 1}"
            )
        return eyes, monitors[self._number]
