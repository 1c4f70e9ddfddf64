"""Where the tests begin: at the shop that `--handeye-start` names, else at one of our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shop import running


@pytest.fixture(scope="session")
def handeye_start(handeye_start: str) -> Iterator[str]:
    if handeye_start:
        yield handeye_start
        return
    with running() as url:
        yield url
