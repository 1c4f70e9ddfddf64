"""Image: what a machine is started from: built from the distribution's packages, taken from its installer, or given by path.

guest = await build("debian-desktop")          in a minute or two, once
guest = guest_of("debian-desktop")             from then on; also "debian-installer", or the path of a qcow2 or an ISO
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ...tools.errors import BadInput, nearest
from ..guest import Guest
from ..vm.installer import NAME as INSTALLER
from ..vm.installer import debian_installer
from .build import DISK, INITRD, KERNEL, ROOT, built
from .cache import cache_folder, verified
from .recipe import CONTAINERS, MACHINES, OURS

__all__ = ["INSTALLER", "KINDS", "build", "built_root", "guest_of", "has_browser"]

KINDS = tuple(MACHINES)
"""What can be built."""

_QUICKLY = "mitigations=off apparmor=0 audit=0 nowatchdog cryptomgr.notests"
"""Nobody else is in such a machine, and it is thrown away: what would guard it only makes it slow to start."""

_QCOW2 = b"QFI\xfb"
_ISO, _ISO_AT = b"CD001", 32769


def _silent(_: str) -> None:
    return None


async def build(kind: str, *, tell: Callable[[str], None] = _silent, environ: Mapping[str, str] | None = None) -> Guest:
    """Builds it where that was not done before. `tell` hears, in a line each, how far it is."""
    if kind == INSTALLER:
        return guest_of(kind)
    if kind not in MACHINES:
        raise BadInput(f'there is no image "{kind}" to build; there are: {", ".join(KINDS)}.{nearest(kind, KINDS)}')
    inherits = os.environ if environ is None else environ
    await built(MACHINES[kind], inherits, tell)
    return guest_of(kind, environ=inherits)


async def built_root(kind: str, *, tell: Callable[[str], None] = _silent, environ: Mapping[str, str] | None = None) -> Path:
    """The archive with a container's root; its folder's name changes with the recipe."""
    if kind not in CONTAINERS:
        raise BadInput(
            f'there is no image "{kind}" for a container; there are: {", ".join(CONTAINERS)}.{nearest(kind, CONTAINERS)}'
        )
    return await built(CONTAINERS[kind], os.environ if environ is None else environ, tell) / ROOT


def has_browser(image: str) -> bool:
    """Whether a machine from it shows a browser, which knows its way out."""
    return image in MACHINES and MACHINES[image].has_browser


def guest_of(image: str, *, keymap: str = "us", start: str = "", environ: Mapping[str, str] | None = None) -> Guest:
    """What is called so: a kind that was built, and is as it was built; the installer; or a file.

    `start`: the address that a guest's browser begins with, where it has one."""
    if not re.fullmatch("[a-z]{2,3}", keymap):
        raise BadInput(f'"{keymap}" is no keyboard layout; write it as us, gb, de, fr or pl')
    if start and not has_browser(image):
        raise BadInput(f"a machine from {image} starts its own programs; only debian-web opens an address: leave out --start")
    if start and not re.fullmatch(r"https?://[!-~]+", start):
        raise BadInput(f'"{start}" is no address for the machine\'s browser; write such as http://example.org/')
    if image in MACHINES:
        return _built_guest(image, keymap, start, os.environ if environ is None else environ)
    if image == INSTALLER:
        return replace(debian_installer(), keymap=keymap)
    return _file(Path(image).expanduser(), image, keymap)


def _built_guest(kind: str, keymap: str, start: str, environ: Mapping[str, str]) -> Guest:
    recipe = MACHINES[kind]
    folder = verified(cache_folder(environ) / recipe.name)
    if folder is None:
        raise BadInput(
            f"the image {kind} is not built yet, or not with this version; build it with: handeye sandbox image {kind}"
        )
    append = f"root=/dev/vda rw quiet init={OURS}/init {_QUICKLY} handeye.keymap={keymap}"
    append += f" handeye.start={start}" if start else ""
    return Guest(
        folder / DISK, folder / KERNEL, folder / INITRD, append,
        memory_mb=recipe.memory_mb, keymap=keymap, name=kind, compose="gtk",
    )  # fmt: skip


def _file(path: Path, image: str, keymap: str) -> Guest:
    known = (*KINDS, INSTALLER)
    if not path.exists():
        raise BadInput(f'"{image}" is neither an image ({", ".join(known)}) nor a file.{nearest(image, known)}')
    try:
        with path.open("rb") as file:
            head = file.read(len(_QCOW2))
            file.seek(_ISO_AT)
            volume = file.read(len(_ISO))
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from None
    if head == _QCOW2:
        return Guest(disk=path.resolve(), keymap=keymap, name=path.stem)
    if volume == _ISO:
        return Guest(iso=path.resolve(), keymap=keymap, name=path.stem)
    raise BadInput(f"{path} is neither a qcow2 disk nor an ISO image; qemu-img convert -O qcow2 makes one of most others")
