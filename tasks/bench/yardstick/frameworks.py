"""Frameworks: where the CSS, fonts and icons lie that yardstick pages are drawn with (install.py puts them there)."""

from __future__ import annotations

import sys
from pathlib import Path

from ....tools.errors import BadInput

SHELF = Path(sys.prefix) / "share" / "handeye-yardstick"
"""Beside the Python that runs us. They are needed to measure and to train, not to use: no wheel ships them."""

HOME = SHELF / "node_modules"


def installed(package: str) -> Path:
    folder = HOME / package
    if not folder.is_dir():
        raise BadInput(f"{package}, which yardstick pages are drawn with, is not installed; get it with: make setup")
    return folder
