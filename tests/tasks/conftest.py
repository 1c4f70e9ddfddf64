"""What the tests of tasks share: the members' club, served on loopback with nobody in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handeye.tasks.demo.site import DemoSite


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DemoSite]:
    with DemoSite(tmp_path / "site") as site:
        yield site
