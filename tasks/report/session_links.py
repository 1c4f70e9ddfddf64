"""Links of a session's report: to the page of one try within it, and to what lies beside it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from .markup import clean
from .session_folder import TESTS


def name_of(folder: Path) -> str:
    """What links call a try: its folder's name, as far as it can be written."""
    return clean(folder.name)


def link_to(folder: Path) -> str:
    return f"#test={quote(name_of(folder), safe='')}"


def beside(folder: Path, *inside: str) -> str:
    """A link that holds wherever the report is moved to together with its folder."""
    return quote(os.fsencode("/".join((TESTS, folder.name, *inside))))
