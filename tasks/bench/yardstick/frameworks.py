"""Frameworks: where the CSS frameworks, fonts and icons lie that yardstick pages are drawn with."""

from __future__ import annotations

from pathlib import Path

from ....tools.errors import BadInput

HOME = Path(__file__).parent / "node_modules"
"""They are needed to measure and to train, not to use: package.json names them, no wheel ships them."""


def installed(package: str) -> Path:
    folder = HOME / package
    if not folder.is_dir():
        raise BadInput(f"{package}, which yardstick pages are drawn with, is not installed; get it with: make setup")
    return folder
