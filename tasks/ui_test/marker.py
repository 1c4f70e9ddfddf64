"""Marker: how a test's screen is opened: `@pytest.mark.screen(start="/cart", size="390x844", locale="de-DE")`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ...tools.errors import BadInput
from ...tools.geometry import Size
from ..size import size_said
from ..spec import VM

Scheme = Literal["light", "dark", "no-preference"]
NAMES = ("start", "size", "locale", "scheme", "timezone", "allow", "secrets", "inputs", "on", "reset")


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """How a screen is to be opened."""

    start: str = ""
    size: Size = field(default_factory=lambda: Size(1280, 720))
    locale: str = ""
    scheme: Scheme | None = None
    timezone: str = ""
    allow: tuple[str, ...] = ()
    secrets: Path | None = None
    inputs: Mapping[str, str] = field(default_factory=dict[str, str])
    on: str = "browser"
    """`browser`, `desktop`, `vm:NAME`, or `vm` where only one machine is up."""
    reset: str = ""
    """The snapshot of a machine that each test begins with; where empty, the state it had before the first test."""

    @property
    def is_on_machine(self) -> bool:
        return self.on == "vm" or self.on.startswith(VM)


def opening_of(said: Mapping[str, Any]) -> Opening:
    """From what a marker or a file says."""
    if unknown := [name for name in said if name not in NAMES]:
        raise BadInput(f'a screen has no "{unknown[0]}"; it may have {", ".join(NAMES)}')
    kept: dict[str, Any] = {name: value for name, value in said.items() if value not in (None, "")}
    if "size" in kept:
        kept["size"] = size_of(kept["size"])
    if kept.get("scheme") not in (None, "light", "dark", "no-preference"):
        raise BadInput(f'the scheme is light, dark or no-preference, not "{kept["scheme"]}"')
    on = str(kept.get("on", "browser"))
    is_on_machine = on == "vm" or (on.startswith(VM) and on != VM)
    if on not in ("browser", "desktop") and not is_on_machine:
        raise BadInput(f'a screen is on "browser", "desktop" or "vm:NAME", not on "{on}"')
    if "reset" in kept and not is_on_machine:
        raise BadInput(f'only a machine can be reset, and this screen is on a {on}; leave out "reset"')
    if "start" in kept and is_on_machine:
        raise BadInput('a machine shows what runs in it; leave out "start", and open it by steps')
    if "allow" in kept:
        kept["allow"] = (kept["allow"],) if isinstance(kept["allow"], str) else tuple(kept["allow"])
    if "secrets" in kept:
        kept["secrets"] = Path(kept["secrets"])
    return Opening(**kept)


def size_of(said: object) -> Size:
    match said:
        case (int(w), int(h)):
            return Size(w, h)
        case _:
            return size_said(str(said))
