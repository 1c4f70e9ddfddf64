"""Installer: Debian's graphical installer as a guest; a distribution's package brings it, nothing is built."""

from __future__ import annotations

import re
from pathlib import Path

from ...tools.errors import Unsupported
from ..guest import Guest

NAME = "debian-installer"

IMAGES = Path("/usr/lib/debian-installer/images")


def debian_installer(images: Path = IMAGES) -> Guest:
    """The newest there is."""
    found = sorted(images.glob("*/amd64/gtk/debian-installer/amd64/linux"), key=_release)
    if not found:
        raise Unsupported(
            "Debian's installer is not here; get it with: apt-get install debian-installer-12-netboot-amd64 "
            "(the number is Debian's release)"
        )
    kernel = found[-1]
    initrd = kernel.with_name("initrd.gz")
    return Guest(kernel=kernel, initrd=initrd, append="--- quiet", memory_mb=1024, name=NAME, compose="gtk")


def _release(kernel: Path) -> int:
    number = re.match(r"[0-9]+", kernel.parents[4].name)
    return int(number[0]) if number else 0
