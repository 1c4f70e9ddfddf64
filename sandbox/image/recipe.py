"""Recipe: what a kind of image is made of; whatever is changed in it gives the image another name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from ..openbox import RC_XML
from .steps import ALL, HOME

RELEASE = "bookworm"
RELEASE_WORDS = "Debian 12"
ARCHITECTURE = "amd64"

OURS = "/usr/lib/handeye"

_FILES = Path(__file__).with_name("guest")

_DESKTOP = (
    *("openbox", "pcmanfm", "mousepad", "dbus-daemon", "dbus-bin", "dbus-session-bus-common"),
    *("adwaita-icon-theme", "librsvg2-common", "fonts-dejavu-core", "shared-mime-info"),
)
_MACHINE = (
    *("linux-image-amd64", "tiny-initramfs", "udev", "kmod", "acpid", "iproute2"),
    *("xserver-xorg-core", "xserver-xorg-input-libinput"),
)
_SCREEN_ONLY = ("xvfb", "python3")
_WEB = ("chromium", "fonts-noto-color-emoji")

_NOT_NEEDED = (
    *("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*", "/usr/share/poppler/*"),
    "/usr/share/ghostscript/*",
    # Nothing here draws with a graphics card, which is what these are for.
    *("/usr/lib/*/dri/*", "/usr/lib/*/libLLVM-*", "/usr/lib/*/libz3.so*"),
)
_NOT_IN_A_MACHINE = (
    # Of a kernel for every machine, what an emulated one never has.
    *(f"/lib/modules/*/kernel/{part}/*" for part in ("sound", "net/bluetooth", "net/mac80211", "net/wireless", "net/sunrpc")),
    *(f"/lib/modules/*/kernel/fs/{name}/*" for name in ("btrfs", "ceph", "f2fs", "gfs2", "nfs", "nfsd", "ocfs2", "smb", "xfs")),
    *(
        f"/lib/modules/*/kernel/drivers/{part}/*"
        for part in (
            *("bluetooth", "comedi", "hwmon", "iio", "infiniband", "isdn", "md", "media", "mmc", "mtd", "platform", "staging"),
            *("gpu/drm/amd", "gpu/drm/gma500", "gpu/drm/i915", "gpu/drm/nouveau", "gpu/drm/radeon", "gpu/drm/vmwgfx"),
            *("net/can", "net/dsa", "net/wireless", "net/ethernet/[!ir]*", "scsi/*", "target", "usb/serial"),
        )
    ),
    # Rules and tables about hardware that is not there, each asked about every device while the guest starts.
    "/lib/udev/hwdb.d/*",
    *(
        f"/lib/udev/rules.d/{name}"
        for name in (
            *("50-firmware*", "55-dm*", "60-[abcfps]*", "60-infiniband*", "64-btrfs*", "65-*", "70-[cjmpu]*", "71-*", "73-*"),
            *("75-*", "78-*", "80-debian*", "80-net*", "81-*", "85-*", "95-*", "99-*"),
        )
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    kind: str
    form: Literal["machine", "container"]
    packages: tuple[str, ...]
    without: tuple[str, ...]
    """Files of packages that are left out."""
    disk_mb: int = 0
    """How large the guest takes its disk to be; what it does not use takes no room."""
    memory_mb: int = 0
    needs_mb: int
    """Free disk while it is built."""

    @property
    def has_browser(self) -> bool:
        return "chromium" in self.packages

    @property
    def digest(self) -> str:
        """Of all that it is made of, as far as that is ours to say: packages come in their newest version."""
        ours = {target: text for target, _, text in self.files()}
        whole = json.dumps([RELEASE, ARCHITECTURE, asdict(self), ours, ALL], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.digest}"

    def files(self) -> list[tuple[str, int, str]]:
        """Our own files in it: where, mode, text."""
        files = [
            (f"{OURS}/openbox.xml", 0o644, RC_XML),
            _file("libfm.conf", f"{HOME}/.config/libfm/libfm.conf"),
            _file("desktop.conf", f"{HOME}/.config/pcmanfm/default/desktop-items-0.conf"),
            _file("files.desktop", f"{HOME}/Desktop/files.desktop", 0o755),
            _file("editor.desktop", f"{HOME}/Desktop/editor.desktop", 0o755),
        ]
        if self.has_browser:
            files += [
                _file("browser", f"{OURS}/browser", 0o755),
                _file("browser.desktop", f"{HOME}/Desktop/browser.desktop", 0o755),
            ]
        if self.form == "machine":
            files += [
                *(_file(name, f"{OURS}/{name}", 0o755) for name in ("init", "session", "off")),
                _file("xorg.conf", "/etc/X11/xorg.conf"),
                _file("power", "/etc/acpi/events/power"),
                _file("pointer.quirks", "/etc/libinput/local-overrides.quirks"),
            ]
        return files


def _file(name: str, target: str, mode: int = 0o644) -> tuple[str, int, str]:
    return target, mode, (_FILES / name).read_text()


def _machine(kind: str, *more: str, disk_mb: int, memory_mb: int, needs_mb: int) -> Recipe:
    return Recipe(
        kind=kind,
        form="machine",
        packages=(*_MACHINE, *_DESKTOP, *more),
        without=(*_NOT_NEEDED, *_NOT_IN_A_MACHINE),
        disk_mb=disk_mb,
        memory_mb=memory_mb,
        needs_mb=needs_mb,
    )


def _container(kind: str, *more: str, needs_mb: int) -> Recipe:
    packages = (*_SCREEN_ONLY, *_DESKTOP, *more)
    return Recipe(kind=kind, form="container", packages=packages, without=_NOT_NEEDED, needs_mb=needs_mb)


MACHINES = {
    "debian-desktop": _machine("debian-desktop", disk_mb=3072, memory_mb=1024, needs_mb=3500),
    "debian-web": _machine("debian-web", *_WEB, disk_mb=4096, memory_mb=2048, needs_mb=5000),
}

CONTAINERS = {
    "debian-desktop": _container("container-debian-desktop", needs_mb=2000),
    "debian-web": _container("container-debian-web", *_WEB, needs_mb=3500),
}
