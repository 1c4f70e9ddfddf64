"""A root for containers, small and quickly made: this machine's own Xvfb, openbox and Python, and what they need to run."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from handeye.sandbox.image.cache import write_sums
from handeye.sandbox.image.recipe import Recipe

PROGRAMS = ("Xvfb", "openbox", "xkbcomp", "sh", "true", "sleep", "cat", "env")
FOLDERS = ("/usr/share/X11/xkb", "/etc/fonts", "/usr/share/fonts/truetype/dejavu")
EMPTY = ("proc", "sys", "dev", "run", "tmp", "var/tmp", "home/user", "etc")

KIND = f"tests-{os.getpid()}"
"""Each run of the tests has its own: they may run side by side."""


def recipe_of(kind: str) -> Recipe:
    return Recipe(kind=f"container-{kind}", form="container", packages=(), without=(), needs_mb=300)


RECIPE = recipe_of(KIND)


def lay_into(cache: Path) -> Path:
    """As if it had been built: its archive with the sum beside it, in the cache of a user with this folder."""
    folder = cache / "handeye" / "images" / RECIPE.name
    folder.mkdir(parents=True)
    with tarfile.open(folder / "root.tar", "w") as tar:
        _fill(tar)
    write_sums(folder)
    return folder


def _fill(tar: tarfile.TarFile) -> None:
    for name in EMPTY:
        entry = tarfile.TarInfo(name)
        entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if name.endswith("tmp") else 0o755
        tar.addfile(entry)
    python = Path("/usr/bin/python3").resolve()
    standard = Path(f"/usr/lib/{python.name}")
    programs = {"python3": python, **{name: Path(shutil.which(name) or name).resolve() for name in PROGRAMS}}
    loaded = sorted(standard.glob("lib-dynload/*.so"))
    for path in sorted({library for binary in (*programs.values(), *loaded) for library in _libraries(binary)}):
        tar.add(path.resolve(), _name(path))
    for name, path in programs.items():
        tar.add(path, f"usr/bin/{name}")
    tar.add(standard, _name(standard), filter=_without_what_tests_or_caches)
    for folder in FOLDERS:
        tar.add(folder, _name(Path(folder)))
    for name in ("bin", "sbin", "lib", "lib64"):
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = tarfile.SYMTYPE, f"usr/{name.replace('sbin', 'bin')}"
        tar.addfile(entry)
    for target, mode, text in RECIPE.files():
        entry = tarfile.TarInfo(target.lstrip("/"))
        entry.mode, entry.size = mode, len(text.encode())
        tar.addfile(entry, io.BytesIO(text.encode()))


def _name(path: Path) -> str:
    """Where it goes: all is below /usr in there."""
    name = str(path).lstrip("/")
    return f"usr/{name}" if name.startswith("lib") else name


def _libraries(binary: Path) -> set[Path]:
    said = subprocess.run(["ldd", binary], capture_output=True, text=True, check=False).stdout
    return {Path(path) for path in re.findall(r"(/\S+) \(0x", said)}


def _without_what_tests_or_caches(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if re.search(r"__pycache__|/(test|idlelib|tkinter|config-\d|ensurepip|lib2to3)", entry.name) else entry
