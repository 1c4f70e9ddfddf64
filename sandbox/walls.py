"""Walls: what of this machine is seen in a cage: programs and what they need to run, and nothing that is anybody's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

HOME = Path("/home/cage")

SYSTEM = (Path("/usr"), Path("/opt"))
"""Where programs are; read-only."""

_BESIDE_USR = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
"""Links into /usr nowadays, folders of their own on older systems."""

_SETTINGS = (
    "X11",
    "alternatives",
    "chromium",
    "chromium.d",
    "crypto-policies",
    "fonts",
    "glvnd",
    "gtk-2.0",
    "gtk-3.0",
    "gtk-4.0",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "libreoffice",
    "locale.alias",
    "localtime",
    "magic",
    "mailcap",
    "mime.types",
    "os-release",
    "papersize",
    "pki/ca-trust/extracted",
    "pki/tls/certs",
    "ssl/certs",
    "ssl/openssl.cnf",
    "terminfo",
    "timezone",
    "xdg",
)
"""Of /etc: what programs want to know, and no secret."""

_SETTINGS_NAMED = ("java*", "python3*")

_CACHES = ("/var/cache/fontconfig",)

_READ_ONLY = ("acpi", "bus", "fs", "irq", "mtrr", "pressure", "scsi", "sys", "sysrq-trigger")
_EMPTY = ("asound", "kcore", "keys", "kmsg", "latency_stats", "sched_debug", "timer_list")
"""Of /proc: to the kernel, root in a cage is root when it asks for these, and some of them are the whole machine's settings."""

_KEPT_NAMES = ("LANG", "LANGUAGE", "PATH", "TERM", "TZ")
"""Of the environment, beside LC_*: the rest may be a secret, or lead out."""


def system() -> Iterator[str]:
    """The arguments of bwrap for the system's own files."""
    for folder in SYSTEM:
        yield from ("--ro-bind-try", str(folder), str(folder))
    for name in _BESIDE_USR:
        folder = Path("/", name)
        if folder.is_symlink():
            yield from ("--symlink", str(folder.readlink()), str(folder))
        elif folder.is_dir():
            yield from ("--ro-bind", str(folder), str(folder))
    etc = Path("/etc")
    named = (path.name for pattern in _SETTINGS_NAMED for path in sorted(etc.glob(pattern)))
    for name in (*_SETTINGS, *named):
        yield from ("--ro-bind-try", str(etc / name), str(etc / name))
    for cache in _CACHES:
        yield from ("--ro-bind-try", cache, cache)


def kernel() -> Iterator[str]:
    """The arguments of bwrap for /proc and /dev."""
    yield from ("--proc", "/proc", "--dev", "/dev")
    for name in _READ_ONLY:
        if (path := Path("/proc", name)).exists():
            yield from ("--ro-bind", str(path), str(path))
    for name in _EMPTY:
        if (path := Path("/proc", name)).exists():
            yield from (
                ("--tmpfs", str(path), "--remount-ro", str(path)) if path.is_dir() else ("--ro-bind", "/dev/null", str(path))
            )


def is_system(path: Path) -> bool:
    beside = (Path("/", name) for name in _BESIDE_USR)
    return any(path.is_relative_to(folder) for folder in (*SYSTEM, *beside))


def people() -> Iterator[tuple[str, str]]:
    """Files of /etc as they are in a cage: nobody but who runs it, no names but its own."""
    uid, gid = os.geteuid(), os.getegid()
    yield "passwd", f"cage:x:{uid}:{gid}::{HOME}:/bin/sh\n"
    yield "group", f"cage:x:{gid}:\n"
    yield "hosts", "127.0.0.1 localhost\n::1 localhost\n"
    yield "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"


def environment(inherits: Mapping[str, str]) -> dict[str, str]:
    """What a program in a cage is started with, of what it would inherit elsewhere."""
    mine = {name: value for name, value in inherits.items() if name in _KEPT_NAMES or name.startswith("LC_")}
    return {"PATH": os.defpath, **mine, "HOME": str(HOME), "XDG_RUNTIME_DIR": "/run/cage"}
