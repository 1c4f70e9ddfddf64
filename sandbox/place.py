"""Place: where things happen, as a sandbox hands it out; whatever it has is not empty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A screen to drive: an X display, a browser's CDP url, or a machine's control socket."""

    display: str = ""
    """Such as ":7"."""
    xauthority: str = ""
    """The file with the display's cookie."""
    cdp_url: str = ""
    control_socket: str = ""
