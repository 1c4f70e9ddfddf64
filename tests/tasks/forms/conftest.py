"""What tests of ledgers share: each runs on SQLite and on Postgres, in a database of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from handeye.tasks.forms.ledger import Ledger

from .ledgers import Clock
from .postgres import postgres
from .taking import Runners, runners

__all__ = ["postgres"]
COUNT = itertools.count(1)


def own_schema(postgres: str) -> str:
    """The same database, where nobody else's tables are seen."""
    name = f"test_{next(COUNT)}"
    with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
    return f"{postgres}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgres"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.sqlite"
    return own_schema(request.getfixturevalue("postgres"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(ledger_url: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger(ledger_url, "members", clock=clock) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def program() -> Iterator[Runners]:
    with runners() as program:
        yield program
