"""`handeye test`: pytest as UI tests want it: short tracebacks, why what is not green is not, the folder's own modules."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ...tools.errors import BadInput

USUAL = ("-ra", "--tb=short")
SCHEMA = "ui.schema.json"


def run_tests(arguments: Sequence[str]) -> None:
    """This process becomes pytest, so that its exit code is pytest's own."""
    if find_spec("pytest") is None:
        raise BadInput("handeye test runs pytest, which is not installed here; get it with: pip install 'handeye[test]'")
    sys.stdout.flush()
    # As a module, so that tests find the modules of the folder that they are started in.
    os.execv(sys.executable, (sys.executable, "-m", "pytest", *USUAL, *arguments))


def schema_text() -> str:
    """What may be written in `*.ui.yaml`, for editors."""
    return (Path(__file__).parent / SCHEMA).read_text(encoding="utf-8")
