"""Database: SQLite or Postgres, opened so that what must be on the disk is there when it says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Table, create_engine, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.schema import CreateIndex, CreateTable

from ...tools.errors import BadInput
from .entry import LedgerGone
from .ledger_tables import rows, tables

Writing = Literal["soon", "surely"]
"""Whether what is written is on the disk soon, in its order, or before the writer goes on."""
WAIT_S = 30.0
"""For others who write."""
LOCK = 0x68616E6465796521
"""Held while tables are made in Postgres, where two who make the same one at once get in each other's way."""


class Database:
    def __init__(self, where: str | Path) -> None:
        """BadInput where it cannot be opened."""
        self._url = _url_of(where)
        self.name = self._url.database or "" if self.is_sqlite else _without_password(self._url)
        if self.is_sqlite:
            _make_file(Path(self.name))
            self._engine = create_engine(self._url, connect_args={"timeout": WAIT_S, "isolation_level": None})
            event.listen(self._engine, "begin", _begin_sqlite)
        else:
            try:
                self._engine = create_engine(self._url, isolation_level="READ COMMITTED", pool_pre_ping=True)
            except ImportError:
                raise BadInput(f"for the ledger {self.name} this is missing: pip install 'handeye[postgres]'") from None
            event.listen(self._engine, "begin", _begin_postgres)
        try:
            self._prepare()
        except LedgerGone as error:
            self.close()
            raise BadInput(f"the ledger {self.name} cannot be opened: {_reason(error.__cause__ or error)}") from None

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """What one statement reads belongs to one moment."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise self._gone(error) from error

    @contextmanager
    def writing(self, how: Writing = "soon") -> Generator[Connection]:
        """All of it is written at its end, or nothing."""
        try:
            with self._engine.connect() as connection, connection.execution_options(writing=how).begin():
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise self._gone(error) from error

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """The kind that may step back from what is already there."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def count(self) -> None:
        """Postgres plans by how many rows it believes there are, and by itself looks only after a minute."""
        if not self.is_sqlite:
            with self.writing() as connection:
                connection.execute(text(f"ANALYZE {rows.name}"))

    def _prepare(self) -> None:
        if self.is_sqlite:
            self._write_ahead()
        with self.reading() as connection:
            there = inspect(connection).has_table(rows.name)
        if there:
            return
        with self.writing("surely") as connection:
            if not self.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            for table in tables.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in sorted(table.indexes, key=lambda index: str(index.name)):
                    connection.execute(CreateIndex(index, if_not_exists=True))

    def _write_ahead(self) -> None:
        """Said once for the file, outside of a transaction."""
        try:
            with closing(sqlite3.connect(self.name, timeout=WAIT_S)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            raise LedgerGone from error

    def _gone(self, error: Exception) -> LedgerGone:
        return LedgerGone(
            f"the ledger {self.name} fails: {_reason(error)}; what it took holds: mend that and start the same job again"
        )


def _begin_sqlite(connection: Connection) -> None:
    """A writer says so at its start: one that had only read would be told too late that another was faster."""
    how: Writing | None = connection.get_execution_options().get("writing")
    if how is not None:
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if how == 'surely' else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN" if how is None else "BEGIN IMMEDIATE")


def _begin_postgres(connection: Connection) -> None:
    """What a server of the user's does to be surer still is left as it is."""
    how: Writing | None = connection.get_execution_options().get("writing")
    if how == "soon":
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
    elif how == "surely":
        name = "'synchronous_commit'"
        connection.exec_driver_sql(f"SELECT set_config({name}, 'on', true) WHERE current_setting({name}) = 'off'")


def _url_of(where: str | Path) -> URL:
    if "://" not in str(where):
        return URL.create("sqlite", database=str(Path(where).expanduser().absolute()))
    try:
        url = make_url(str(where))
    except (ArgumentError, ValueError):
        raise BadInput(
            "no ledger can be there; its address is like sqlite:///folder/file or postgresql://user@host/name"
        ) from None
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url.set(drivername="sqlite", database=str(Path(url.database).expanduser().absolute()))
        case "sqlite":
            raise BadInput("a ledger in memory would be gone with this process; name a file: sqlite:///folder/file")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise BadInput(f"a ledger is kept in SQLite or Postgres, not in {other}")


def _without_password(url: URL) -> str:
    return url.difference_update_query(["password"]).render_as_string(hide_password=True)


def is_there(where: str | Path) -> bool:
    """Whether there is anything to look at, without making it."""
    url = _url_of(where)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def _make_file(path: Path) -> None:
    """Its rows are people's: nobody else reads them."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise BadInput(f"the ledger {path} cannot be opened: {error.strerror}") from None


def _reason(error: BaseException) -> str:
    """In one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())
