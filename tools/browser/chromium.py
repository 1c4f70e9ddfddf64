"""Which Chromium to start, and how: quiet, alone, and controlled over a pipe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..errors import BadInput, Unsupported
from ..geometry import Size
from ..wrapped import Wrapped

if TYPE_CHECKING:
    from .shared import SharedChromium

DISTRIBUTION_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What distributions call it on the PATH."""

HOW_TO_GET_IT = "get one with: playwright install chromium (or, on Debian: apt-get install chromium)"

NOWHERE = "http://127.0.0.1:1/"
"""An address that browsers refuse to open, for services that can only be pointed elsewhere."""

QUIET = (
    f"--autofill-server-url={NOWHERE}",
    f"--component-updater=url-source={NOWHERE}",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    f"--gaia-url={NOWHERE}",
    "--no-pings",
)
"""Beside what Playwright turns off already (background networking, sync, metrics): the rest was seen to call home."""

AS_WE_NEED_IT = (
    # A real mouse that can hover (as Playwright says, whose setting this one replaces), and no spelling marks
    # drawn under names: their dictionaries would be fetched as soon as somebody types.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4,"
    "spellCheckEnabledByDefault=false",
    "--disable-quic",
    "--disable-smooth-scrolling",  # a scroll is there in the next picture
)


USUAL_SIZE = Size(1280, 720)


@dataclass(frozen=True)
class BrowserOptions:
    size: Size = USUAL_SIZE
    """Of the page, in CSS px."""
    scale: float = 1.0
    """Frame px per CSS px."""
    headed: bool = False
    """In a window, on the display that `environment` names."""
    attach: str = ""
    """The CDP address of a running browser, such as http://127.0.0.1:9222. It is never closed by us."""
    within: SharedChromium | None = None
    """A Chromium to open in, beside other browsers; what belongs to its process is said by its own options."""
    executable: Path | None = None
    """Which Chromium; Playwright's own build or the distribution's where None."""
    wrap: Callable[[Path], Wrapped] | None = None
    """What to start in place of it; it is given the path of what would be started without."""
    downloads: Path | None = None
    """Where downloads are kept; a temporary folder, gone on close, where None."""
    storage: Path | None = None
    """Cookies and local storage to begin with, as `save_storage` wrote them."""
    locale: str = ""
    timezone: str = ""
    color_scheme: Literal["light", "dark", "no-preference"] | None = None
    proxy: str = ""
    """Through which all traffic goes, loopback included, such as http://127.0.0.1:3128."""
    once: bool = False
    """What https pages send to change something leaves once, and `Effect` tells so; see `once.py`."""
    any_certificate: bool = False
    """Also servers are trusted that nobody vouches for: for tests on servers of one's own."""
    arguments: tuple[str, ...] = ()
    """More command-line arguments for Chromium."""
    environment: Mapping[str, str] | None = field(default=None, repr=False)
    """For the browser's process; that of this process where None."""

    def check(self) -> None:
        """Refuses what no browser could be started with."""
        if not (16 <= self.size.w <= 16384 and 16 <= self.size.h <= 16384):
            raise BadInput(f"a page of {self.size.w}x{self.size.h} cannot be shown; each side is 16 to 16384 px")
        if not 0.25 <= self.scale <= 8:
            raise BadInput(f"a scale of {self.scale:g} cannot be shown; it is 0.25 to 8")
        if self.attach and (self.once or self.any_certificate):
            raise BadInput("a running browser sends and trusts as it was started: leave out `once` and `any_certificate`")
        if self.within is not None:
            self._check_within(self.within.options)
        if self.storage is not None and not self.storage.is_file():
            raise BadInput(f"there is no saved storage at {self.storage}; leave it out or save one first")

    def _check_within(self, shared: BrowserOptions) -> None:
        """Refuses what one browser cannot have for itself in a process of several."""
        if self.attach:
            raise BadInput("a browser is opened in a shared Chromium or in a running one, not in both")
        if self.scale != shared.scale:
            raise BadInput(f"all browsers in a shared Chromium have its scale, which is {shared.scale:g}")
        usual = BrowserOptions()
        for name in ("headed", "executable", "wrap", "arguments", "environment"):
            if getattr(self, name) not in (getattr(usual, name), getattr(shared, name)):
                raise BadInput(f"`{name}` is for the whole process; say it in the options of the shared Chromium")


def find_chromium(own_build: str) -> Path | None:
    """Playwright's own build (it knows where that would be) if it is there, else the distribution's."""
    if own_build and Path(own_build).is_file():
        return Path(own_build)
    found = (shutil.which(name) for name in DISTRIBUTION_NAMES)
    return next((Path(path) for path in found if path), None)


def needs_no_sandbox() -> bool:
    """Chromium's own sandbox refuses to start as root; only there it is turned off."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def executable_for(options: BrowserOptions, own_build: str) -> Path:
    path = options.executable or find_chromium(own_build)
    if path is None:
        raise Unsupported(f"no Chromium was found; {HOW_TO_GET_IT}")
    if not path.is_file():
        raise BadInput(f"there is no browser at {path}; {HOW_TO_GET_IT}")
    return path


def arguments_for(options: BrowserOptions) -> list[str]:
    alone = ["--no-sandbox"] if needs_no_sandbox() else []
    # Chromium leaves loopback out of every proxy unless told not to.
    proxied = ["--proxy-bypass-list=<-loopback>"] if options.proxy else []
    # A scale that is only emulated is put on and off for each capture, and clicks near one go to other places.
    scaled = [f"--force-device-scale-factor={options.scale}"] if options.scale != 1 else []
    return [*QUIET, *AS_WE_NEED_IT, *alone, *proxied, *scaled, *options.arguments]
