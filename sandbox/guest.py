"""Guest: what a machine is started with: a disk, an ISO or a kernel, and how much of this computer it gets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..tools.vm.keyboard import Compose


@dataclass(frozen=True, slots=True)
class Guest:
    disk: Path | None = None
    """A qcow2 or raw image; it is never written to."""
    kernel: Path | None = None
    initrd: Path | None = None
    append: str = ""
    """The kernel's command line."""
    memory_mb: int = 1024
    cpus: int = 2
    keymap: str = "us"
    """The layout that the guest takes its keyboard to have, for whoever types on it."""
    iso: Path | None = None
    name: str = ""
    """What people call it, such as debian-desktop."""
    compose: Compose = ""
    """How its programs take characters that are on no key: GTK's by Ctrl+Shift+U and a number."""
    bus: Literal["virtio", "ide"] = "virtio"
    """How disk and network are attached: systems without drivers of virtio, as Windows, know ide."""
