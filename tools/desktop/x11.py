"""One connection to an X server: its keyboard map, its fake keys, its events.

Nothing here is loaded before a display is opened, and nothing reads the environment by itself.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import tempfile
import threading
import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import ComputerGone, Unsupported

PRIVATE = "--sandbox display gives you a private one"

SHIFT, LOCK, CONTROL, ALT, SUPER, LEVEL3 = 1, 2, 4, 8, 64, 128
"""Bits of the keyboard's state; Alt, Super and the third level stand where every usual map has them."""

BUTTONS = 0x1F00
"""Bits of the pointer's state."""

_LENDING = threading.RLock()
_FAMILY_LOCAL, _FAMILY_WILD = 256, 65535
_COOKIE = b"MIT-MAGIC-COOKIE-1"


def display_from(environ: Mapping[str, str], platform: str) -> tuple[str, str | None]:
    """The display a person sits at and its cookie file, or a refusal that names the way out."""
    if platform == "darwin":
        raise Unsupported("the desktop of macOS cannot be driven yet; use --on browser, or a Linux virtual machine")
    if platform in ("win32", "cygwin"):
        raise Unsupported("the desktop of Windows cannot be driven yet; use --on browser, or a Linux virtual machine")
    if display := environ.get("DISPLAY", ""):
        home = environ.get("HOME", "")
        return display, environ.get("XAUTHORITY") or (f"{home}/.Xauthority" if home else None)
    if environ.get("WAYLAND_DISPLAY"):
        raise Unsupported(f"Wayland lets no program see or drive the desktop; log in to an X11 session, or {PRIVATE}")
    raise Unsupported(f"there is no DISPLAY, so no desktop to see; {PRIVATE}")


@contextmanager
def lent_environment(display: str, xauthority: str | None) -> Generator[None]:
    """DISPLAY and XAUTHORITY as given, for the moment in which a library connects: it takes them from
    nowhere else. One at a time, or two threads that open two displays would get each other's."""
    with _LENDING:
        before = {name: os.environ.get(name) for name in ("DISPLAY", "XAUTHORITY")}
        os.environ["DISPLAY"] = display
        os.environ["XAUTHORITY"] = xauthority or os.devnull
        try:
            with _unheard_warnings():
                yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


@contextmanager
def lent_to_xlib(display: str, xauthority: str | None) -> Generator[None]:
    """The same for Xlib: it must have a cookie file, and knows only entries for this very host."""
    number = display.rpartition(":")[2].partition(".")[0].encode()
    cookie = _cookie(xauthority, number)
    entry = authority(cookie, number) if cookie else authority(b"", b"none")
    with tempfile.TemporaryDirectory(prefix="handeye-") as folder:
        file = Path(folder, "xauthority")
        file.touch(0o600)
        file.write_bytes(entry)
        with lent_environment(display, str(file)):
            yield


def authority(cookie: bytes, number: bytes = b"", *, any_host: bool = False) -> bytes:
    """One entry of a cookie file; without a number it is for every display."""
    family, host = (_FAMILY_WILD, b"") if any_host else (_FAMILY_LOCAL, socket.gethostname().encode())
    parts = b"".join(struct.pack(">H", len(part)) + part for part in (host, number, _COOKIE, cookie))
    return struct.pack(">H", family) + parts


def _cookie(xauthority: str | None, number: bytes) -> bytes:
    """The best of the file's cookies for a display; b"" where there is none."""
    try:
        raw = Path(xauthority).read_bytes() if xauthority else b""
    except OSError:
        return b""
    here = socket.gethostname().encode()
    best, best_rank = b"", 0
    while len(raw) >= 2:
        (family,), raw = struct.unpack(">H", raw[:2]), raw[2:]
        fields: list[bytes] = []
        for _ in range(4):
            if len(raw) < 2:
                return best
            length = int.from_bytes(raw[:2], "big")
            fields.append(raw[2 : 2 + length])
            raw = raw[2 + length :]
        host, at, kind, data = fields
        if kind == _COOKIE and at in (number, b""):
            rank = 3 if (family, host) == (_FAMILY_LOCAL, here) else 2 if family == _FAMILY_WILD else 1
            best, best_rank = (data, rank) if rank > best_rank else (best, best_rank)
    return best


def imported(name: str) -> Any:
    """A library module that has no types."""
    with _LENDING, _unheard_warnings():
        return import_module(name)


@contextmanager
def _unheard_warnings() -> Generator[None]:
    """These libraries are old: what Python complains of in their source is not the user's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _unheard(_error: object, _request: object) -> None:
    return None


class Connection:
    """Used by one thread. Every call may find the server gone, and raise anything; `is_gone` then says so.

    After that no call must follow: Xlib keeps its locks, and would wait for ever."""

    def __init__(self, display: str, xauthority: str | None) -> None:
        self._x: Any = imported("Xlib.X")
        self._xk: Any = imported("Xlib.XK")
        self._xk.load_keysym_group("xkb")
        self._fake: Any = imported("Xlib.ext.xtest").fake_input
        errors = imported("Xlib.error")
        why = ""
        with lent_to_xlib(display, xauthority):
            try:
                self.display: Any = imported("Xlib.display").Display(display)
            except (errors.DisplayError, errors.ConnectionClosedError, OSError, struct.error) as error:
                why = str(error)  # and no more of it: the socket it left open goes with it
        if why:
            raise ComputerGone(f'cannot reach the display "{display}": {why}; is it running, and yours to use?')
        self._socket: socket.socket = self.display.display.socket
        self._hang_up = select.poll()
        self._hang_up.register(self._socket, 0)
        # The usual handler prints; an answer that matters is asked for and raised where it is.
        self.display.set_error_handler(_unheard)
        self.root: Any = self.display.screen().root
        self.root.change_attributes(
            event_mask=self._x.StructureNotifyMask | self._x.SubstructureNotifyMask | self._x.PropertyChangeMask
        )
        self._resized = False
        self.listeners: list[Callable[[Any], None]] = []
        """Told every event that comes in."""

    def close(self) -> None:
        if not self.is_gone():
            with suppress(Exception):  # gone just now: there is nothing left to say
                self.display.close()
        self._socket.close()

    def is_gone(self, wait_s: float = 0.0) -> bool:
        """Whether the server hung up. Just after something else failed, waiting a little tells for sure."""
        return self._socket.fileno() < 0 or bool(self._hang_up.poll(wait_s * 1000))

    def sync(self) -> None:
        """Until the server has done everything sent so far."""
        self.display.sync()

    def has(self, extension: str) -> bool:
        return self.display.query_extension(extension) is not None

    # ---- the keyboard

    def key(self, keycode: int, down: bool) -> None:
        """Queued; `sync` sends it."""
        self._fake(self.display, self._x.KeyPress if down else self._x.KeyRelease, keycode)

    def state(self) -> int:
        """Modifiers, locks and buttons that are on, and in bits 13 and 14 the layout in use."""
        return int(self.root.query_pointer().mask)

    def pointer(self) -> tuple[int, int, int]:
        """Where it is, and the state."""
        at = self.root.query_pointer()
        return int(at.root_x), int(at.root_y), int(at.mask)

    def symbols(self) -> dict[int, tuple[int, ...]]:
        """keycode -> its keysyms: two levels of the first layout, two of the second, then the rest."""
        first, last = self.display.display.info.min_keycode, self.display.display.info.max_keycode
        rows = self.display.get_keyboard_mapping(first, last - first + 1)
        return {first + at: tuple(int(symbol) for symbol in row) for at, row in enumerate(rows)}

    def set_symbols(self, keycode: int, symbols: tuple[int, ...]) -> None:
        """Queued. Programs learn of it before they get any key that is sent later."""
        self.display.change_keyboard_mapping(keycode, [symbols])

    def symbol_named(self, name: str) -> int:
        return int(self._xk.string_to_keysym(name))

    # ---- what the server says

    def take_events(self) -> None:
        """Reads what has come in, without waiting."""
        for _ in range(self.display.pending_events()):
            event = self.display.next_event()
            if event.type == self._x.ConfigureNotify and event.window.id == self.root.id:
                self._resized = True
            for listener in self.listeners:
                listener(event)

    def take_resized(self) -> bool:
        """Whether the screen's size changed since this was last asked."""
        self.take_events()
        resized, self._resized = self._resized, False
        return resized

    def wait_for_manager(self) -> None:
        """Until a window manager has taken hold of the screen, or the server is gone."""
        self.root.change_attributes(event_mask=self._x.PropertyChangeMask)
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        check = self.atom("_NET_SUPPORTING_WM_CHECK")
        try:
            while self.root.get_full_property(check, self._x.AnyPropertyType) is None:
                if not self.display.pending_events():
                    poll.poll()
                self.take_events()
        except Exception as error:
            if self.is_gone(0.5):
                raise ComputerGone("the X server ended while its window manager was starting") from error
            raise

    def atom(self, name: str) -> int:
        return int(self.display.intern_atom(name))


def wait_for_manager(display: str, xauthority: str) -> None:
    """Until a window manager is at work on that display."""
    connection = Connection(display, xauthority)
    try:
        connection.wait_for_manager()
    finally:
        connection.close()
